//! Checks the dependencies between modules, and that only `web` uses host APIs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules that every module may use.
const SHARED: &[&str] = &["json", "sorted_map", "stable_sort", "table", "words"];

/// The modules that each module may use; `docs/ARCHITECTURE.md` has the same table.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("request", &[]),
    ("tokens", &[]),
    ("hcl", &[]),
    ("ledger", &[]),
    ("cache", &[]),
    ("template", &["hcl"]),
    ("intent", &["request"]),
    ("model", &["ledger", "tokens"]),
    ("reply", &["hcl", "ledger"]),
    ("semantic", &["hcl"]),
    ("schema", &["hcl", "semantic"]),
    ("scan", &["hcl", "semantic", "template"]),
    ("cost", &["hcl", "semantic"]),
    ("safety", &["hcl", "semantic"]),
    ("rewrite", &["hcl", "semantic", "schema", "scan"]),
    (
        "fix",
        &["hcl", "semantic", "template", "schema", "scan", "rewrite"],
    ),
    (
        "complete",
        &["hcl", "semantic", "template", "schema", "intent", "rewrite"],
    ),
    ("repair", &["hcl", "semantic", "schema", "rewrite"]),
    ("deploy", &["hcl", "semantic", "schema", "rewrite"]),
    ("templates", &["hcl", "semantic", "template", "intent"]),
    ("violations", &["hcl", "schema", "scan"]),
    ("policy", &["scan", "schema", "model"]),
    (
        "prompt",
        &[
            "intent",
            "request",
            "violations",
            "tokens",
            "hcl",
            "model",
            "policy",
            "ledger",
            "safety",
        ],
    ),
    (
        "job",
        &[
            "request",
            "tokens",
            "hcl",
            "ledger",
            "cache",
            "model",
            "reply",
            "schema",
            "scan",
            "fix",
            "complete",
            "repair",
            "intent",
            "templates",
            "violations",
            "policy",
            "prompt",
            "safety",
            "deploy",
        ],
    ),
    (
        "project",
        &[
            "hcl", "semantic", "schema", "scan", "cost", "safety", "rewrite", "fix", "job",
            "deploy",
        ],
    ),
    (
        "web",
        &[
            "job",
            "project",
            "request",
            "policy",
            "reply",
            "hcl",
            "semantic",
            "complete",
            "prompt",
            "schema",
            "scan",
            "violations",
            "fix",
            "tokens",
            "model",
            "ledger",
            "cache",
            "cost",
            "safety",
            "deploy",
        ],
    ),
];

/// APIs of the host (browser, clock, network, files) that only `web` may use.
const HOST_APIS: &[&str] = &[
    "wasm_bindgen",
    "web_sys",
    "js_sys",
    "gloo",
    "std::fs",
    "std::net",
    "std::time",
    "std::env",
    "SystemTime",
    "Instant::",
];

/// Marks of unfinished code.
const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!", "FIXME", "TODO", "XXX"];

/// A source file and the module of the crate's root that it belongs to.
struct Source {
    path: PathBuf,
    module: String,
    text: String,
}

/// Reads the source files of the crate, except `tests.rs` files.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
                let module = path.strip_prefix(&root).unwrap().iter().next().unwrap();
                let module = module.to_string_lossy().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                found.push(Source { path, module, text });
            }
        }
    }
    found
}

/// Returns the numbered lines that ship, without comments and items for tests.
fn shipped(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut is_for_tests = false;
    for (at, line) in text.lines().enumerate() {
        is_for_tests |= line == "#[cfg(test)]";
        if !is_for_tests && !line.trim_start().starts_with("//") {
            lines.push((at + 1, line));
        }
        // An item at the margin ends with a closing brace or a semicolon at the margin.
        let is_at_margin = !line.starts_with([' ', '#']);
        is_for_tests &= !(is_at_margin && (line == "}" || line.ends_with(';')));
    }
    lines
}

#[test]
fn modules_use_only_their_dependencies() {
    let dependencies: BTreeMap<_, _> = DEPENDENCIES.iter().copied().collect();
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| source.module != "lib") {
        let module = source.module.as_str();
        let allowed = dependencies.get(module).copied().unwrap_or_default();
        for (line, text) in statements(&source.text) {
            for used in used_modules(&text) {
                let used = used.as_str();
                if used != module && !SHARED.contains(&used) && !allowed.contains(&used) {
                    violations.push(format!(
                        "{}:{line}: {module} -> {used}",
                        source.path.display()
                    ));
                }
            }
        }
    }
    assert!(
        violations.is_empty(),
        "dependencies that the table does not allow:\n{}",
        violations.join("\n")
    );
}

/// Returns the shipped lines, each `crate::{…}` list joined to its first line.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    for (at, line) in shipped(text) {
        let is_open = |statement: &str| {
            let list = statement.rsplit("crate::{").next();
            let list = list.filter(|list| *list != statement);
            list.is_some_and(|list| list.matches('{').count() >= list.matches('}').count())
        };
        match joined.last_mut() {
            Some((_, statement)) if is_open(statement) => statement.push_str(line.trim()),
            _ => joined.push((at, line.to_owned())),
        }
    }
    joined
}

/// Returns the modules in `crate::module::…` and `crate::{module, …}`.
fn used_modules(line: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_ascii_lowercase() || *c == '_')
            .collect()
    };
    let mut modules = Vec::new();
    for rest in line.split("crate::").skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            modules.push(word(rest));
            continue;
        };
        // Inside braces only the first word of each part is a module.
        let (mut depth, mut start) = (0, 0);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' | ',' if depth == 0 => {
                    modules.push(word(list[start..at].trim()));
                    start = at + 1;
                    if c == '}' {
                        break;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    modules.retain(|module| !module.is_empty());
    modules
}

#[test]
fn finds_modules_in_every_form_of_use() {
    let text =
        "use crate::{\n    hcl::{self, Block},\n    // why\n    web,\n};\nuse crate::scan;\n";
    let found: Vec<String> = statements(text)
        .iter()
        .flat_map(|(_, text)| used_modules(text))
        .collect();
    assert_eq!(found, ["hcl", "web", "scan"]);
}

#[test]
fn dependency_table_lists_every_module() {
    let sources = sources();
    for (module, _) in DEPENDENCIES {
        assert!(
            sources.iter().any(|source| source.module == *module),
            "there is no module `{module}`"
        );
    }
    for source in &sources {
        let is_listed = DEPENDENCIES.iter().any(|(name, _)| *name == source.module);
        assert!(
            is_listed || source.module == "lib" || SHARED.contains(&source.module.as_str()),
            "`{}` is not in the dependency table",
            source.module
        );
    }
}

#[test]
fn architecture_document_has_the_same_dependency_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/ARCHITECTURE.md")).unwrap();
    let names = |cell: &str| -> BTreeSet<String> {
        let quoted = cell.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    let mut listed = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        if let [module, _, dependencies] = cells[..] {
            listed.insert(
                module.trim().trim_matches('`').to_owned(),
                names(dependencies),
            );
        }
    }
    listed.retain(|module, _| !SHARED.contains(&module.as_str()));
    let expected: BTreeMap<String, BTreeSet<String>> = DEPENDENCIES
        .iter()
        .map(|(module, allowed)| {
            let allowed = allowed.iter().map(|name| (*name).to_owned());
            ((*module).to_owned(), allowed.collect())
        })
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn only_web_uses_host_apis() {
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| source.module != "web") {
        for (line, text) in shipped(&source.text) {
            for name in HOST_APIS.iter().filter(|name| text.contains(**name)) {
                violations.push(format!("{}:{line}: {name}", source.path.display()));
            }
        }
    }
    assert!(
        violations.is_empty(),
        "host APIs outside `web`:\n{}",
        violations.join("\n")
    );
}

#[test]
fn shipped_code_has_no_marks_of_unfinished_work() {
    for source in sources() {
        for mark in UNFINISHED {
            assert!(
                !source.text.contains(mark),
                "{}: {mark}",
                source.path.display()
            );
        }
    }
}

#[test]
fn templates_are_formatted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for folder in ["complete", "scan/recipe", "templates"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|it| it == "tf") {
                let text = fs::read_to_string(&path).unwrap();
                let formatted = infragenie::hcl::format::layout(&text);
                if std::env::var_os("UPDATE").is_some() {
                    fs::write(&path, formatted).unwrap();
                } else {
                    assert!(formatted == text, "UPDATE=1 formats {}", path.display());
                }
            }
        }
    }
}
