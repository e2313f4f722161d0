//! Records the messages of a provider about invalid values of its arguments.
//!
//! Enums, ranges, conflicts and formats are not in the schema. So this module writes configurations
//! in which every argument has a unique invalid value, and groups the messages of `terraform
//! validate` by argument. The values are low and high numbers, odd and long texts, and the minimum
//! that the schema allows. Arguments hidden by a conflict are tried again without the other
//! argument. Then texts that were rejected as too odd are tried with one odd character each, and
//! finally the values of lists in the other letter case.

use crate::distil::cases;
use crate::source::{Attribute, Block, Nested, Provider};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Number of types in one run of Terraform.
const TYPES_A_RUN: usize = 550;
/// Maximum number of arguments in one resource.
const LINES_MAX: usize = 600;
/// Maximum nesting of tried blocks.
const DEPTH_MAX: usize = 6;
/// Length of a long text: longer than names can be.
///
/// Terraform is slow on even longer texts.
const LONG_CHARS: usize = 1_100;
/// Number of rounds for hidden arguments.
const ROUNDS_MAX: usize = 4;

/// A text rejected by nearly every argument that accepts only some texts.
pub const ODD: &str = "_!Z zz{}-";
/// Texts with one odd character each: in the middle, at the start or at the end.
pub const STRANGE: &[&str] = &[
    "zz{}Aa", "zz{}_a", "zz{}-a", "zz{}.a", "zz{} a", "zz{}/a", "zz{}:a", "zz{}@a", "zz{}#a",
    "zz{}$a", "zz{}*a", "zz{}+a", "zz{},a", "1zz{}", "-zz{}", "zz{}-", "zz--{}",
];

/// Lengthens an odd text and adds letters of both cases and a digit.
///
/// Some arguments require these.
pub fn longer(text: &str) -> String {
    text.replacen("zz", "zzAa0azz", 1)
}

/// Recorded messages by type and path.
pub type Messages = BTreeMap<String, BTreeMap<String, BTreeSet<Line>>>;

/// One recorded message.
///
/// Invalid values in it are replaced by `zz`, `low` or `high`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// The tried value: `low`, `high`, `least`, `case`, or the text.
    pub form: String,
    /// Summary in the provider's words.
    pub summary: String,
    /// Detail in the provider's words.
    pub detail: String,
}

/// Kind of values tried for a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form<'a> {
    Low,
    High,
    Least,
    /// Every block with its minimum.
    Bare,
    /// A text in which `{}` is the number of the line; numbers and bools are left out.
    Text(&'a str),
    /// Specific values by type and path; all other arguments are left out.
    Given(&'a Given),
}

/// Text by type and path.
pub type Given = BTreeMap<String, BTreeMap<String, String>>;

type Root<'a> = (bool, &'a str, &'a Block);

/// Recorded messages, and which of the [`STEPS`] are done.
#[derive(Default, Serialize, Deserialize)]
pub struct Record {
    pub done: BTreeSet<String>,
    pub said: Messages,
}

/// Steps in order: all types, then hidden arguments, then specific values.
const STEPS: &[&str] = &[
    "low",
    "high",
    "least",
    "bare",
    "odd",
    "long",
    "default",
    "hidden 0",
    "hidden 1",
    "hidden 2",
    "hidden 3",
    "hidden default 0",
    "hidden default 1",
    "whole",
    "strange",
    "longer",
    "cases",
];

/// Tries all types of a provider in `folder`, where `terraform init` has run.
///
/// The record is saved after each step, so that an interrupted run continues there.
pub fn probe(
    provider: &Provider,
    folder: &Path,
    record: &mut Record,
    save: impl Fn(&Record) -> Result<(), String>,
) -> Result<(), String> {
    let roots = roots(provider);
    for name in STEPS {
        if !record.done.contains(*name) {
            eprintln!("{name}");
            step(name, &roots, folder, &mut record.said)?;
            record.done.insert((*name).to_owned());
            save(record)?;
        }
    }
    Ok(())
}

fn step(name: &str, roots: &[Root], folder: &Path, messages: &mut Messages) -> Result<(), String> {
    let long = format!("zz{{}}{}", "z".repeat(LONG_CHARS));
    if let Some(round) = name.strip_prefix("hidden ") {
        let word = round.strip_prefix("default ");
        let number = word.unwrap_or(round).parse();
        let number = number.map_err(|_| "a step without its number")?;
        let left_out = hidden(messages, number);
        let again = select_roots(roots, |key| left_out.contains_key(key));
        let forms = [Form::Low, Form::High, Form::Text(ODD), Form::Text(&long)];
        let forms = match word {
            Some(_) => &[Form::Text("default")][..],
            None => &forms[..if number < 2 { 4 } else { 2 }],
        };
        for form in forms {
            run_terraform(&with_form(&again, *form), &left_out, folder, messages)?;
        }
        return Ok(());
    }
    let own = match name {
        // Arguments that reject a short text are tried with a longer one before single odd
        // characters are tried.
        "whole" => vec![given(messages, &longer("zz{}"), is_short)],
        "strange" => {
            let texts = STRANGE.iter();
            texts
                .map(|text| given(messages, text, rejects_only_odd))
                .collect()
        }
        "longer" => {
            let texts = STRANGE.iter().map(|text| longer(text));
            texts.map(|text| given(messages, &text, is_short)).collect()
        }
        "cases" => vec![cases(messages)],
        _ => Vec::new(),
    };
    if !own.is_empty() {
        return run_given(roots, &own, folder, messages);
    }
    let form = match name {
        "low" => Form::Low,
        "high" => Form::High,
        "least" => Form::Least,
        "bare" => Form::Bare,
        "odd" => Form::Text(ODD),
        "long" => Form::Text(&long),
        _ => Form::Text("default"),
    };
    run_terraform(&with_form(roots, form), &BTreeMap::new(), folder, messages)
}

/// Returns a text for every path whose messages satisfy a predicate.
fn given(messages: &Messages, text: &str, is_selected: impl Fn(&BTreeSet<Line>) -> bool) -> Given {
    let mut given = Given::new();
    for (key, paths) in messages {
        for (path, _) in paths.iter().filter(|(_, lines)| is_selected(lines)) {
            let paths = given.entry(key.clone()).or_default();
            paths.insert(path.clone(), text.to_owned());
        }
    }
    given
}

/// Returns whether a plain text is accepted and an odd one is not.
fn rejects_only_odd(lines: &BTreeSet<Line>) -> bool {
    let has = |form: &str| lines.iter().any(|line| line.form == form);
    has(ODD) && !has("low")
}

/// Returns whether a plain text is only too short, or lacks a letter or a digit.
pub fn is_short(lines: &BTreeSet<Line>) -> bool {
    let mut low = lines.iter().filter(|line| line.form == "low").peekable();
    let lacks = |line: &Line| {
        line.summary.contains("must contain at least one ")
            || line.summary.starts_with("expected length of ")
    };
    low.peek().is_some() && low.all(lacks)
}

/// Tries several sets of specific values.
fn run_given(
    roots: &[Root],
    given: &[Given],
    folder: &Path,
    messages: &mut Messages,
) -> Result<(), String> {
    let mut all = Vec::new();
    for given in given {
        let again = select_roots(roots, |key| given.contains_key(key));
        all.extend(with_form(&again, Form::Given(given)));
    }
    run_terraform(&all, &BTreeMap::new(), folder, messages)
}

fn with_form<'a>(roots: &[Root<'a>], form: Form<'a>) -> Vec<(Root<'a>, Form<'a>)> {
    roots.iter().map(|root| (*root, form)).collect()
}

fn roots(provider: &Provider) -> Vec<Root<'_>> {
    let resources = provider.resources.iter();
    let resources = resources.map(|(name, root)| (false, name.as_str(), &root.block));
    let data = provider.data.iter();
    let data = data.map(|(name, root)| (true, name.as_str(), &root.block));
    resources.chain(data).collect()
}

fn select_roots<'a>(roots: &[Root<'a>], is_selected: impl Fn(&str) -> bool) -> Vec<Root<'a>> {
    let selected = roots
        .iter()
        .filter(|(data, name, _)| is_selected(&key(*data, name)));
    selected.copied().collect()
}

fn key(data: bool, name: &str) -> String {
    if data {
        format!("data.{name}")
    } else {
        name.to_owned()
    }
}

/// Returns the arguments to leave out by type, so that they hide no others.
///
/// Of each conflicting pair, one is left out in turn.
fn hidden(messages: &Messages, round: usize) -> BTreeMap<String, BTreeSet<String>> {
    let mut left_out = BTreeMap::new();
    for (name, paths) in messages {
        let mut excluded: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (path, lines) in paths {
            for Line { detail, .. } in lines {
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

/// Removes the indices from a path of Terraform: `rule.0.name` becomes `rule.name`.
pub fn plain(path: &str) -> String {
    let steps = path
        .split('.')
        .filter(|step| !step.bytes().all(|byte| byte.is_ascii_digit()));
    steps.collect::<Vec<_>>().join(".")
}

/// Configurations with the argument on each of their lines.
#[derive(Default)]
struct Config {
    text: String,
    /// Type and path, by line from 1 over all files.
    lines: Vec<(String, String)>,
    /// Number of lines of the current type.
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
            let reserved = name == "id" && path == "id" && !key.starts_with("data.");
            let is_tried = attribute.optional && depth <= DEPTH_MAX && !reserved;
            let full = self.count > LINES_MAX || out.contains(&path);
            let given = match form {
                Form::Given(given) => given.get(key).and_then(|paths| paths.get(&path)),
                _ => None,
            };
            let is_tried = match form {
                Form::Least | Form::Bare => false,
                Form::Text(_) => is_text(&attribute.kind),
                Form::Given(_) => given.is_some(),
                Form::Low | Form::High => true,
            } && is_tried;
            if !attribute.required && (!is_tried || full) {
                continue;
            }
            let form = given.map_or(form, |text| Form::Text(text));
            let number = self.lines.len() + 1;
            if let Some(value) = value(&attribute.kind, number, form) {
                self.line(key, &path, &format!("{name} = {value}"));
            }
        }
        for (name, nested) in &blocks(block) {
            let path = join(name);
            let is_tried = depth < DEPTH_MAX && name != "timeouts";
            let is_tried = match form {
                Form::Least => false,
                Form::Given(given) => given.get(key).is_some_and(|paths| {
                    let within = format!("{path}.");
                    paths.keys().any(|one| one.starts_with(&within))
                }),
                _ => true,
            } && is_tried;
            let full = self.count > LINES_MAX || out.contains(&path);
            for _ in 0..nested.min_items.max(u64::from(is_tried && !full)) {
                self.line(key, &path, &format!("{name} {{"));
                self.block(key, &path, &nested.block, form, out);
                self.line(key, &path, "}");
            }
        }
    }
}

/// Returns nested blocks and attributes of objects that can be written as blocks.
fn blocks(block: &Block) -> BTreeMap<String, Nested> {
    let mut blocks = block.nested.clone();
    for (name, attribute) in &block.attributes {
        let Some(fields) = objects(&attribute.kind).filter(|_| attribute.settable()) else {
            continue;
        };
        let attributes = fields.iter().map(|(name, kind)| {
            let attribute = Attribute {
                kind: kind.clone(),
                optional: true,
                ..Attribute::default()
            };
            (name.clone(), attribute)
        });
        let nested = Nested {
            nesting_mode: "set".to_owned(),
            min_items: u64::from(attribute.required),
            max_items: 0,
            block: Block {
                attributes: attributes.collect(),
                ..Block::default()
            },
        };
        blocks.insert(name.clone(), nested);
    }
    blocks
}

/// Returns the fields of a list or set of objects.
pub fn objects(kind: &Value) -> Option<&serde_json::Map<String, Value>> {
    let many = kind.as_array()?;
    let object = many.get(1)?.as_array()?;
    let is_one = object.first()? == "object" && matches!(many[0].as_str()?, "list" | "set");
    object.get(1)?.as_object().filter(|_| is_one)
}

/// Returns whether a type is a string or a collection of strings.
fn is_text(kind: &Value) -> bool {
    match kind {
        Value::Array(parts) => parts.get(1).is_some_and(is_text),
        scalar => scalar == "string",
    }
}

/// Returns an invalid value of a type that encodes its line number.
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
            ("string", Form::Text(text)) => {
                Some(format!("{:?}", text.replace("{}", &line.to_string())))
            }
            ("string", _) => Some(format!("\"zz{line}\"")),
            ("number", Form::High) => Some(format!("{}", HIGH + line)),
            ("number", _) => Some(format!("-{}", LOW + line)),
            ("bool", _) => Some("true".to_owned()),
            _ => None,
        },
    }
}

/// Base of the numbers that encode their line.
const HIGH: usize = 2_000_000_000;
/// Base of the negative numbers that encode their line.
const LOW: usize = 1_000_000;

/// Runs Terraform on some types, in parts, and records its messages.
fn run_terraform(
    probes: &[(Root, Form)],
    left_out: &BTreeMap<String, BTreeSet<String>>,
    folder: &Path,
    messages: &mut Messages,
) -> Result<(), String> {
    for part in probes.chunks(TYPES_A_RUN) {
        run_part(part, left_out, folder, messages)?;
    }
    Ok(())
}

fn run_part(
    probes: &[(Root, Form)],
    left_out: &BTreeMap<String, BTreeSet<String>>,
    folder: &Path,
    messages: &mut Messages,
) -> Result<(), String> {
    let nothing = BTreeSet::new();
    let mut config = Config::default();
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with("probe_") {
            std::fs::remove_file(entry.path()).map_err(|error| error.to_string())?;
        }
    }
    for (at, ((data, name, block), form)) in probes.iter().enumerate() {
        let key = key(*data, name);
        config.count = 0;
        config.text.clear();
        // Terraform reads a file again for each message about it, so small files are faster.
        let file = folder.join(format!("probe_{}_{at}.tf", config.lines.len()));
        let word = if *data { "data" } else { "resource" };
        config.line(&key, "", &format!("{word} \"{name}\" \"a{at}\" {{"));
        let out = left_out.get(&key).unwrap_or(&nothing);
        config.block(&key, "", block, *form, out);
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
    let diagnostics = answer["diagnostics"].as_array();
    let diagnostics = diagnostics.map_or(&[][..], Vec::as_slice);
    eprintln!(
        "{} lines asked, {} answers",
        config.lines.len(),
        diagnostics.len()
    );
    for one in diagnostics.iter().filter(|one| one["severity"] == "error") {
        config.record_message(one, probes, messages);
    }
    Ok(())
}

impl Config {
    /// Records one message of Terraform.
    fn record_message(&self, answer: &Value, probes: &[(Root, Form)], messages: &mut Messages) {
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        let (summary, detail) = (text("summary"), text("detail"));
        let range = &answer["range"];
        let line = range["start"]["line"].as_u64().unwrap_or_default() as usize;
        let file = range["filename"].as_str().unwrap_or_default();
        let file = file
            .strip_prefix("probe_")
            .and_then(|rest| rest.strip_suffix(".tf"));
        let numbers = file.and_then(|file| file.split_once('_'));
        let numbers = numbers.map(|(first, at)| (first.parse(), at.parse::<usize>()));
        let Some((Ok(first), Ok(at))) = numbers else {
            return;
        };
        let first: usize = first;
        let reported = (first + line)
            .checked_sub(1)
            .and_then(|line| self.lines.get(line));
        let (Some((key, path)), Some((_, form))) = (reported, probes.get(at)) else {
            return;
        };
        // The reported position is often that of an enclosing block, and sometimes that of an
        // adjacent argument. The value in the message is reliable, and after it the path that a
        // group names.
        let number = line_number(&summary).or_else(|| line_number(&detail));
        let by_value = number.and_then(|line| self.lines.get(line - 1));
        let by_value = by_value
            .filter(|(own, _)| own == key)
            .map(|(_, path)| path.clone());
        let named = detail
            .strip_prefix('"')
            .and_then(|rest| rest.split_once("\": "));
        let named = named.map(|(path, _)| plain(path));
        let path = by_value.or(named).unwrap_or_else(|| path.clone());
        let line = Line {
            form: match *form {
                Form::Low => "low".to_owned(),
                Form::High => "high".to_owned(),
                Form::Least => "least".to_owned(),
                Form::Bare => "bare".to_owned(),
                Form::Text(text) => text.trim_end_matches("zzz").to_owned(),
                Form::Given(given) => {
                    let texts: BTreeSet<&String> =
                        given.values().flat_map(BTreeMap::values).collect();
                    match (texts.len(), texts.first()) {
                        (1, Some(text)) => (*text).clone(),
                        _ => "case".to_owned(),
                    }
                }
            },
            summary: number.map_or(summary.clone(), |line| without(&summary, line)),
            detail: number.map_or(detail.clone(), |line| without(&detail, line)),
        };
        let paths = messages.entry(key.clone()).or_default();
        paths.entry(path).or_default().insert(line);
    }
}

/// Removes the invalid value of a line from a text.
fn without(text: &str, line: usize) -> String {
    let text = text.replace(&format!("zz{line}"), "zz");
    let text = text.replace(&format!("-{}", LOW + line), "low");
    let text = text.replace(&(HIGH + line).to_string(), "high");
    let long = "z".repeat(32);
    match text.split_once(&long) {
        Some((before, after)) => format!("{before}{}", after.trim_start_matches('z')),
        None => text,
    }
}

/// Returns the line number encoded in an invalid value in a text.
fn line_number(text: &str) -> Option<usize> {
    let digits = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    };
    // Newer resources print the whole set before the value.
    let value = text
        .rsplit_once("Given Value: ")
        .or_else(|| text.rsplit_once(", got: "));
    let text = value.map_or(text, |(_, value)| value);
    let found = text.split("zz").skip(1).find_map(digits);
    let number = || {
        let (_, got) = text
            .rsplit_once("got ")
            .or_else(|| text.rsplit_once("got: "))
            .unwrap_or(("", text));
        match got.trim_start().strip_prefix('-') {
            Some(low) => digits(low)?.checked_sub(LOW),
            None => digits(got.trim_start())?.checked_sub(HIGH),
        }
    };
    found.or_else(number).filter(|line| *line > 0)
}
