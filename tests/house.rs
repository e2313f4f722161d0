//! Checks the module dependencies and the forbidden words of the crate's sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Module that every other module may use.
const COMMON_MODULE: &str = "order";

/// Modules that each module may use; a module without an entry may use none.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("request", &[]),
    ("tokens", &[]),
    ("hcl", &[]),
    ("ledger", &[]),
    ("cache", &[]),
    ("intent", &["request"]),
    ("model", &["ledger", "tokens"]),
    ("reply", &["hcl", "ledger"]),
    ("schema", &["hcl"]),
    ("scan", &["hcl"]),
    ("fix", &["hcl", "schema", "scan"]),
    ("complete", &["hcl", "schema", "intent"]),
    ("repair", &["hcl", "schema"]),
    ("library", &["hcl", "intent"]),
    ("violations", &["hcl", "schema", "scan"]),
    ("policy", &["scan", "schema", "model"]),
    (
        "prompt",
        &[
            "intent",
            "request",
            "violations",
            "tokens",
            "model",
            "policy",
            "ledger",
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
            "library",
            "violations",
            "policy",
            "prompt",
        ],
    ),
    (
        "web",
        &[
            "job",
            "request",
            "policy",
            "reply",
            "hcl",
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
        ],
    ),
];

/// Words of the browser, the clock and the network, allowed in `web` only.
const HOST_WORDS: &[&str] = &[
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

/// Words that may not occur in shipped code.
const FORBIDDEN: &[&str] = &["todo!", "unimplemented!", "dbg!", "FIXME", "TODO", "XXX"];

struct Source {
    path: PathBuf,
    module: String,
    text: String,
}

/// Returns the sources without their tests and comments.
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

/// Returns the shipped lines: without comments and test-only code.
fn shipped(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut is_for_tests = false;
    for (at, line) in text.lines().enumerate() {
        is_for_tests |= line == "#[cfg(test)]";
        if !is_for_tests && !line.trim_start().starts_with("//") {
            lines.push((at + 1, line));
        }
        // An item ends with its closing brace or a semicolon in the first column.
        let is_at_margin = !line.starts_with([' ', '#']);
        is_for_tests &= !(is_at_margin && (line == "}" || line.ends_with(';')));
    }
    lines
}

#[test]
fn modules_use_only_allowed_modules() {
    let arrows: BTreeMap<_, _> = DEPENDENCIES.iter().copied().collect();
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| source.module != "lib") {
        let allowed = arrows
            .get(source.module.as_str())
            .copied()
            .unwrap_or_default();
        for (line, text) in statements(&source.text) {
            for named in named_modules(&text) {
                if named != source.module
                    && named != COMMON_MODULE
                    && !allowed.contains(&named.as_str())
                {
                    broken.push(format!(
                        "{}:{line}: {} -> {named}",
                        source.path.display(),
                        source.module
                    ));
                }
            }
        }
    }
    assert!(
        broken.is_empty(),
        "arrows that point upward:\n{}",
        broken.join("\n")
    );
}

/// Returns the shipped lines; each braced `crate::{…}` list is joined to one line.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    for (at, line) in shipped(text) {
        let is_open = |said: &str| {
            let list = said.rsplit("crate::{").next().filter(|list| *list != said);
            list.is_some_and(|list| list.matches('{').count() >= list.matches('}').count())
        };
        match joined.last_mut() {
            Some((_, said)) if is_open(said) => said.push_str(line.trim()),
            _ => joined.push((at, line.to_owned())),
        }
    }
    joined
}

/// Returns the modules in `crate::module::…` and `crate::{module, …}`.
fn named_modules(line: &str) -> Vec<String> {
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
        // Inside braces, only the first word of each part is a module.
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
        .flat_map(|(_, text)| named_modules(text))
        .collect();
    assert_eq!(found, ["hcl", "web", "scan"]);
}

#[test]
fn dependency_table_matches_the_modules() {
    let sources = sources();
    for (module, _) in DEPENDENCIES {
        assert!(
            sources.iter().any(|source| source.module == *module),
            "there is no room `{module}`"
        );
    }
    for source in &sources {
        let known = DEPENDENCIES
            .iter()
            .any(|(module, _)| *module == source.module);
        assert!(
            known || ["lib", COMMON_MODULE].contains(&source.module.as_str()),
            "`{}` is not on the map",
            source.module
        );
    }
}

#[test]
fn only_web_uses_the_browser_and_the_clock() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|source| source.module != "web") {
        for (line, text) in shipped(&source.text) {
            for word in HOST_WORDS.iter().filter(|word| text.contains(**word)) {
                broken.push(format!("{}:{line}: {word}", source.path.display()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "the core touches the world:\n{}",
        broken.join("\n")
    );
}

#[test]
fn sources_contain_no_unfinished_markers() {
    for source in sources() {
        for word in FORBIDDEN {
            assert!(
                !source.text.contains(word),
                "{}: {word}",
                source.path.display()
            );
        }
    }
}

#[test]
fn every_file_has_a_module_doc_comment() {
    for source in sources() {
        assert!(
            source.text.starts_with("//!"),
            "{} has no first line",
            source.path.display()
        );
    }
}
