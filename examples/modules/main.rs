//! Generates the pack of modules of the Terraform Registry from their repositories.
//!
//! ```text
//! cargo run --release --example modules -- FOLDER
//! ```
//!
//! The folder has a git repository with release tags for each module, named like
//! `terraform-aws-vpc` of `terraform-aws-modules`: `terraform-aws-modules+terraform-aws-vpc`. The
//! repository may be bare or in a subfolder `repo`. The layout of the pack is described in
//! `src/schema/registry.rs`; its name is a hash of its text: write it to `FILE` there.

#[path = "../packs/write.rs"]
mod write;

use infragenie::hcl::{self, Block, ExpressionKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Inputs and outputs of one version of a module.
#[derive(Clone, Default)]
struct Interface {
    /// Type of each input as a letter, and whether the input is required.
    inputs: BTreeMap<String, (char, bool)>,
    outputs: BTreeSet<String>,
}

/// Version numbers of a tag such as `v5.1.0`.
type Version = [u64; 3];

fn main() -> Result<(), String> {
    let folder = std::env::args().nth(1).ok_or("usage: modules FOLDER")?;
    let mut lines = String::from(
        "# Inputs and outputs of modules of the Terraform Registry, by major version.\n",
    );
    for (source, repository) in repositories(Path::new(&folder))? {
        for (path, majors) in interfaces(&repository)? {
            let source = match path.as_str() {
                "" => source.clone(),
                path => format!("{source}//{path}"),
            };
            for (major, (newest, interface)) in majors {
                let newest = newest.map(|number| number.to_string()).join(".");
                let inputs: Vec<String> = interface.inputs.iter().map(token).collect();
                let outputs: Vec<String> = interface.outputs.into_iter().collect();
                let (inputs, outputs) = (inputs.join(" "), outputs.join(" "));
                lines.push_str(&format!(
                    "{source}\t{major}\t{newest}\t{inputs}\t{outputs}\n"
                ));
            }
        }
    }
    write::write("modules-1", &lines)
}

/// Writes an input as its name, the letter of its type, and `!` if it is required.
fn token((name, (letter, is_required)): (&String, &(char, bool))) -> String {
    format!("{name}:{letter}{}", if *is_required { "!" } else { "" })
}

/// Returns the sources of the modules with their repositories.
fn repositories(folder: &Path) -> Result<BTreeMap<String, PathBuf>, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let file_name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let parts = file_name.split_once('+').and_then(|(owner, name)| {
            let (provider, name) = name.strip_prefix("terraform-")?.split_once('-')?;
            Some(format!("{owner}/{name}/{provider}"))
        });
        let inner = path.join("repo");
        let repository = if inner.exists() { inner } else { path };
        if let Some(source) = parts
            && OWNERS.iter().any(|owner| source.starts_with(owner))
        {
            found.insert(source, repository);
        }
    }
    Ok(found)
}

/// Publishers whose modules the pack has.
const OWNERS: &[&str] = &["terraform-aws-modules/", "cloudposse/label/"];

/// Folders that no one calls from another project, or that repeat a module many times.
const LEFT_OUT: &[&str] = &["examples/", "tests/", "test/", "wrappers", "modules/_"];

/// Modules of a repository by path and major version, with the newest version of each.
type Majors = BTreeMap<u64, (Version, Interface)>;

fn interfaces(repository: &Path) -> Result<BTreeMap<String, Majors>, String> {
    let mut found: BTreeMap<String, Majors> = BTreeMap::new();
    let mut parsed: HashMap<String, Interface> = HashMap::new();
    let mut tags: Vec<(Version, String)> = git(repository, &["tag"])?
        .lines()
        .filter_map(|tag| Some((version(tag)?, tag.to_owned())))
        .collect();
    tags.sort();
    for (version, tag) in &tags {
        let mut modules: BTreeMap<String, Interface> = BTreeMap::new();
        for line in git(repository, &["ls-tree", "-r", tag])?.lines() {
            let Some((about, path)) = line.split_once('\t') else {
                continue;
            };
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let is_left_out = LEFT_OUT.iter().any(|start| path.starts_with(start))
                || (repository.to_string_lossy().contains("security-group") && !folder.is_empty());
            if !name.ends_with(".tf") || is_left_out {
                continue;
            }
            let blob = about.rsplit(' ').next().unwrap_or_default().to_owned();
            if !parsed.contains_key(&blob) {
                let text = git(repository, &["cat-file", "blob", &blob])?;
                parsed.insert(blob.clone(), interface(&text));
            }
            let own = modules.entry(folder.to_owned()).or_default();
            own.inputs.extend(parsed[&blob].inputs.clone());
            own.outputs.extend(parsed[&blob].outputs.clone());
        }
        for (path, interface) in modules {
            if interface.inputs.is_empty() && interface.outputs.is_empty() {
                continue;
            }
            let majors = found.entry(path).or_default();
            match majors.get_mut(&version[0]) {
                Some((newest, all)) => {
                    *newest = *version;
                    merge(all, interface);
                }
                None => {
                    majors.insert(version[0], (*version, interface));
                }
            }
        }
    }
    Ok(found)
}

/// Adds a version to those of its major version: whatever one of them admits is admitted.
fn merge(all: &mut Interface, other: Interface) {
    for (name, (_, is_required)) in &mut all.inputs {
        *is_required &= other.inputs.get(name).is_some_and(|it| it.1);
    }
    for (name, (letter, _)) in other.inputs {
        let own = all.inputs.entry(name).or_insert((letter, false));
        if own.0 != letter {
            own.0 = 'a';
        }
    }
    all.outputs.extend(other.outputs);
}

/// Reads the numbers of a release tag.
fn version(tag: &str) -> Option<Version> {
    let numbers: Vec<u64> = tag
        .trim_start_matches('v')
        .split('.')
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    numbers.try_into().ok()
}

fn interface(text: &str) -> Interface {
    let module = hcl::parse(text);
    let label = |block: &Block| block.labels.first().map(|it| it.text.clone());
    let inputs = module.body.blocks_of("variable").filter_map(|block| {
        let is_required = block.body.attribute("default").is_none();
        Some((label(block)?, (letter(block), is_required)))
    });
    Interface {
        inputs: inputs.collect(),
        outputs: module.body.blocks_of("output").filter_map(label).collect(),
    }
}

/// Returns the letter of the type of a variable; `a` is any type.
fn letter(variable: &Block) -> char {
    let Some(declared) = variable.body.attribute("type").map(|it| &it.value) else {
        return 'a';
    };
    let quoted = declared.literal_text();
    let name = match &declared.kind {
        ExpressionKind::Call { name, .. } => name.text.as_str(),
        _ => declared.bare_name().or(quoted).unwrap_or_default(),
    };
    match name {
        "string" => 's',
        "number" => 'n',
        "bool" => 'b',
        "list" | "set" | "tuple" => 'l',
        "map" | "object" => 'm',
        _ => 'a',
    }
}

fn git(repository: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!(
            "`git {}` failed in {}",
            arguments.join(" "),
            repository.display()
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
