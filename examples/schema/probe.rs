//! The schema of a provider in, what the provider itself says of bogus values out.
//!
//! Enums, ranges, conflicts and formats are not in the schema. So configurations are written in
//! which every argument has a bogus value of its own, and what `terraform validate` says of them
//! is gathered by argument. Three forms are asked: low numbers, high numbers, and the least that
//! the schema allows; then the arguments that another one hid are asked again without it.

use crate::source::{Block, Provider};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Types asked in one run of Terraform.
const TYPES_A_RUN: usize = 550;
/// Arguments asked in one resource.
const LINES_MAX: usize = 600;
/// How deep blocks are asked.
const DEPTH_MAX: usize = 6;
/// How often hidden arguments are asked again.
const ROUNDS_MAX: usize = 4;

/// What was said of one type: for each path what was said of it, as summary and detail.
pub type Said = BTreeMap<String, BTreeMap<String, BTreeSet<(String, String)>>>;

/// What is asked of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Low,
    High,
    Least,
}

/// Asks for all types of a provider; `folder` is one in which `terraform init` was run.
pub fn probe(provider: &Provider, folder: &Path) -> Result<Said, String> {
    let roots: Vec<(bool, &str, &Block)> = provider
        .resources
        .iter()
        .map(|(name, root)| (false, name.as_str(), &root.block))
        .chain(
            provider
                .data
                .iter()
                .map(|(name, root)| (true, name.as_str(), &root.block)),
        )
        .collect();
    let mut said = Said::new();
    let nothing = BTreeMap::new();
    for form in [Form::Low, Form::High, Form::Least] {
        for part in roots.chunks(TYPES_A_RUN) {
            ask(part, form, &nothing, folder, &mut said)?;
        }
    }
    for round in 0..ROUNDS_MAX {
        let left_out = hidden(&said, round);
        let again: Vec<_> = roots
            .iter()
            .filter(|(data, name, _)| left_out.contains_key(&key(*data, name)))
            .copied()
            .collect();
        for part in again.chunks(TYPES_A_RUN) {
            ask(part, Form::Low, &left_out, folder, &mut said)?;
            ask(part, Form::High, &left_out, folder, &mut said)?;
        }
    }
    Ok(said)
}

fn key(data: bool, name: &str) -> String {
    if data {
        format!("data.{name}")
    } else {
        name.to_owned()
    }
}

/// By type, the arguments to leave out so that others are not hidden by them: of each pair that
/// excludes itself, one in turn.
fn hidden(said: &Said, round: usize) -> BTreeMap<String, BTreeSet<String>> {
    let mut left_out = BTreeMap::new();
    for (name, paths) in said {
        let mut excluded: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (path, lines) in paths {
            for (_, detail) in lines {
                let others: Vec<String> =
                    if let Some((_, other)) = detail.split_once(": conflicts with ") {
                        vec![plain(other)]
                    } else if detail.contains("only one of") {
                        let group = detail.split('`').nth(1).unwrap_or_default();
                        group
                            .split(',')
                            .map(plain)
                            .filter(|other| other != path)
                            .collect()
                    } else {
                        Vec::new()
                    };
                excluded.entry(path).or_default().extend(others);
            }
        }
        let mut paths: Vec<&str> = excluded
            .iter()
            .filter(|(_, others)| !others.is_empty())
            .map(|(path, _)| *path)
            .collect();
        if paths.is_empty() {
            continue;
        }
        let turn = round * paths.len().div_ceil(ROUNDS_MAX);
        let turn = turn % paths.len();
        paths.rotate_left(turn);
        let (mut kept, mut out): (BTreeSet<&str>, BTreeSet<String>) = Default::default();
        for path in paths {
            let others = &excluded[path];
            let clash = kept
                .iter()
                .any(|one| others.contains(*one) || excluded[one].contains(path));
            if clash {
                out.insert(path.to_owned());
            } else {
                kept.insert(path);
                out.extend(
                    others
                        .iter()
                        .filter(|other| !kept.contains(other.as_str()))
                        .cloned(),
                );
            }
        }
        left_out.insert(name.clone(), out);
    }
    left_out
}

/// A path of Terraform's without its indexes: `rule.0.name` is `rule.name`.
pub fn plain(path: &str) -> String {
    let steps = path
        .split('.')
        .filter(|step| !step.bytes().all(|byte| byte.is_ascii_digit()));
    steps.collect::<Vec<_>>().join(".")
}

/// Configurations, and what stands on each of their lines.
#[derive(Default)]
struct Config {
    text: String,
    /// Type and path, by line from 1 over all files.
    lines: Vec<(String, String)>,
    /// The lines of the type under way.
    count: usize,
}

impl Config {
    fn line(&mut self, key: &str, path: &str, text: &str) {
        writeln!(self.text, "{text}").unwrap_or_default();
        self.lines.push((key.to_owned(), path.to_owned()));
        self.count += 1;
    }

    fn block(&mut self, key: &str, path: &str, block: &Block, form: Form, out: &BTreeSet<String>) {
        let depth = path.split('.').filter(|step| !step.is_empty()).count();
        let join = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        for (name, attribute) in &block.attributes {
            let path = join(name);
            let asked = attribute.optional && form != Form::Least && depth <= DEPTH_MAX;
            let reserved = name == "id" && path == "id" && !key.starts_with("data.");
            let asked = if reserved {
                form == Form::Least && attribute.optional
            } else {
                asked
            };
            let full = self.count > LINES_MAX || out.contains(&path);
            if !attribute.required && (!asked || full) {
                continue;
            }
            let number = self.lines.len() + 1;
            if let Some(value) = value(&attribute.kind, number, form) {
                self.line(key, &path, &format!("{name} = {value}"));
            }
        }
        for (name, nested) in &block.nested {
            let path = join(name);
            let asked = form != Form::Least && depth < DEPTH_MAX && name != "timeouts";
            let full = self.count > LINES_MAX || out.contains(&path);
            for at in 0..nested.min_items.max(u64::from(asked && !full)) {
                if at == 0 || nested.min_items > 0 {
                    self.line(key, &path, &format!("{name} {{"));
                    self.block(key, &path, &nested.block, form, out);
                    self.line(key, &path, "}");
                }
            }
        }
    }
}

/// A value of a type that no argument takes, and that tells its line.
fn value(kind: &Value, line: usize, form: Form) -> Option<String> {
    match kind {
        Value::Array(parts) => {
            let within = parts.get(1)?;
            match parts.first()?.as_str()? {
                "list" | "set" => Some(format!("[{}]", value(within, line, form)?)),
                "map" => Some(format!("{{ zz = {} }}", value(within, line, form)?)),
                _ => None,
            }
        }
        scalar => match (scalar.as_str()?, form) {
            ("string", _) => Some(format!("\"zz{line}\"")),
            ("number", Form::High) => Some(format!("{}", 2_000_000_000 + line)),
            ("number", _) => Some(format!("-{}", 1_000_000 + line)),
            ("bool", _) => Some("true".to_owned()),
            _ => None,
        },
    }
}

/// Runs Terraform on some types and gathers what it says.
fn ask(
    types: &[(bool, &str, &Block)],
    form: Form,
    left_out: &BTreeMap<String, BTreeSet<String>>,
    folder: &Path,
    said: &mut Said,
) -> Result<(), String> {
    let nothing = BTreeSet::new();
    let mut config = Config::default();
    for entry in std::fs::read_dir(folder)
        .map_err(|error| error.to_string())?
        .flatten()
    {
        if entry.file_name().to_string_lossy().starts_with("probe_") {
            std::fs::remove_file(entry.path()).map_err(|error| error.to_string())?;
        }
    }
    for (data, name, block) in types {
        let key = key(*data, name);
        config.count = 0;
        config.text.clear();
        // Terraform reads a file again for each thing that it says of it: small files are fast.
        let file = folder.join(format!("probe_{}.tf", config.lines.len()));
        let word = if *data { "data" } else { "resource" };
        config.line(&key, "", &format!("{word} \"{name}\" \"a\" {{"));
        config.block(
            &key,
            "",
            block,
            form,
            left_out.get(&key).unwrap_or(&nothing),
        );
        config.line(&key, "", "}");
        std::fs::write(file, &config.text).map_err(|error| error.to_string())?;
    }
    let output = Command::new("terraform")
        .args(["validate", "-json"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("terraform: {error}"))?;
    let answer: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let diagnostics = answer["diagnostics"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    eprintln!(
        "{} lines asked, {} diagnostics",
        config.lines.len(),
        diagnostics.len()
    );
    for one in diagnostics.iter().filter(|one| one["severity"] == "error") {
        let (summary, detail) = (one["summary"].as_str(), one["detail"].as_str());
        let line = one["range"]["start"]["line"].as_u64().unwrap_or_default() as usize;
        let file = one["range"]["filename"].as_str().unwrap_or_default();
        let first = file
            .strip_prefix("probe_")
            .and_then(|rest| rest.strip_suffix(".tf"));
        let first = first.and_then(|first| first.parse::<usize>().ok());
        let Some((key, path)) =
            first.and_then(|first| config.lines.get((first + line).checked_sub(1)?))
        else {
            continue;
        };
        let text = (
            summary.unwrap_or_default().to_owned(),
            detail.unwrap_or_default().to_owned(),
        );
        // What stands in a set is told at the resource; the value tells where it stands.
        let path = match place(&text).and_then(|line| config.lines.get(line - 1)) {
            Some((_, own)) if path.is_empty() => own.clone(),
            _ => path.clone(),
        };
        let paths = said.entry(key.clone()).or_default();
        paths.entry(path).or_default().insert(text);
    }
    Ok(())
}

/// The line that a bogus value in a text tells.
fn place((summary, detail): &(String, String)) -> Option<usize> {
    let found = |text: &str| {
        let after = text.split("zz").nth(1)?;
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok().filter(|line| *line > 0)
    };
    let number = |text: &str| {
        let (_, got) = text
            .rsplit_once("got ")
            .or_else(|| text.rsplit_once("got: "))?;
        let got: i64 = got.trim().trim_end_matches('.').parse().ok()?;
        let line = if got < 0 {
            -got - 1_000_000
        } else {
            got - 2_000_000_000
        };
        usize::try_from(line).ok().filter(|line| *line > 0)
    };
    [summary, detail]
        .into_iter()
        .find_map(|text| found(text).or_else(|| number(text)))
}
