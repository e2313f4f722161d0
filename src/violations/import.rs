//! A report of another tool in, its groups out, in the order of ours: Checkov JSON, SARIF and
//! `terraform validate -json`.
//!
//! What a record does not say, or says in another shape than it should, costs that record and not
//! the report: the notes count what did not read.

mod checkov;
mod sarif;
mod terraform;

use super::{rank, shortened};
use crate::hcl;
use crate::scan::{self, Remedy, RuleInfo, Severity, Tables};
use crate::stable_sort::Order;
use foldhash::HashMap;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Longest report that is read, in bytes.
pub const BYTES_MAX: usize = 16_000_000;
/// Most violations that are kept; more are counted.
pub const ITEMS_MAX: usize = 10_000;
/// Most files that are named as not read.
const UNREADABLE_FILES_MAX: usize = 20;
/// Longest text of a report that is kept, in characters.
const CHARS_MAX: usize = 300;

/// Which tool's format a report is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// `checkov -o json`: one object, or a list with one for each framework.
    Checkov,
    /// SARIF 2.1, from any tool.
    Sarif,
    /// `terraform validate -json`.
    Terraform,
}

/// A report that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ImportedReport {
    /// In which format it came.
    pub format: Format,
    /// The tool, by the name that it gives itself.
    pub tool: String,
    /// What makes a program invalid first, then by severity, then the larger first, then by id.
    pub groups: Vec<ImportGroup>,
    /// Violations in all groups, those included that were only counted.
    pub violations: usize,
    /// Checks that passed, as far as the report lists them.
    pub passed: usize,
    /// Violations that were skipped or suppressed where they were found.
    pub skipped: usize,
    /// What the user should know, a sentence each.
    pub notes: Vec<String>,
}

/// Everything that a report finds wrong in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ImportGroup {
    /// The id of the check, or Terraform's summary.
    pub id: String,
    /// By our own table where it has the id, else as the report says; null for what makes a
    /// program invalid, which ranks above all findings.
    pub severity: Option<Severity>,
    /// What is wrong: in our words where we know the id, else in the tool's.
    pub message: String,
    /// Why it matters, where we know the id.
    pub rationale: Option<&'static str>,
    /// What can be done about it here, where we know the id.
    pub remedy: Option<Remedy>,
    /// Where the tool explains it.
    pub link: Option<String>,
    /// How many violations these are.
    pub count: usize,
    /// The violations that were kept.
    pub items: Vec<ImportItem>,
}

/// One violation: where it is, as far as the report says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ImportItem {
    /// Of the resource.
    pub address: Option<String>,
    /// The file, as the report names it.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// What the tool says of this one.
    pub message: String,
}

/// Why a text is no report that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// There is nothing in it.
    Empty,
    /// It has more than [`BYTES_MAX`] bytes.
    TooLong(usize),
    /// It ends before the JSON does.
    CutOff,
    /// It is no JSON from this line and column on.
    NoJson(usize, usize),
    /// It is JSON, and none of the formats.
    Unknown,
    /// It is of a format, and does not hold to it at this line and column.
    Shape(Format, usize, usize),
}

/// Reads a report and groups what it found. Ids that stand in the tables get their severity, words
/// and remedy.
///
/// ```
/// use infragenie::{scan, violations::import};
/// let report = r#"{"check_type": "terraform", "results": {"failed_checks": [
///     {"check_id": "CKV_AWS_26", "resource": "aws_sns_topic.a", "file_path": "/main.tf"},
///     {"check_id": "CKV_AWS_26", "resource": "aws_sns_topic.b", "file_path": "/main.tf"}
/// ]}}"#;
/// let read = import::import(report, scan::aws::TABLES).unwrap();
/// assert_eq!((read.groups.len(), read.groups[0].count), (1, 2));
/// assert_eq!(read.groups[0].wrong, "messages are not encrypted (kms_master_key_id)");
/// ```
pub fn import(text: &str, tables: Tables) -> Result<ImportedReport, Malformed> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.is_empty() {
        return Err(Malformed::Empty);
    }
    if text.len() > BYTES_MAX {
        return Err(Malformed::TooLong(text.len()));
    }
    let mut heap = Collector::default();
    let (format, tool) = match format(text)? {
        Format::Checkov => (Format::Checkov, checkov::read(text, &mut heap)),
        Format::Sarif => (Format::Sarif, sarif::read(text, &mut heap)),
        Format::Terraform => (Format::Terraform, terraform::read(text, &mut heap)),
    };
    let tool = tool.map_err(|error| Malformed::Shape(format, error.line(), error.column()))?;
    Ok(heap.grouped(format, tool, tables))
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ASK: &str =
            "`checkov -o json`, `checkov -o sarif` and `terraform validate -json` write what is";
        match self {
            Malformed::Empty => write!(f, "the report is empty; {ASK} read"),
            Malformed::TooLong(bytes) => write!(
                f,
                "the report has {bytes} bytes, and {BYTES_MAX} are read; `--quiet` and `--compact` \
                 make that of checkov shorter"
            ),
            Malformed::CutOff => write!(f, "the report ends in the middle; take all of it"),
            Malformed::NoJson(line, column) => write!(
                f,
                "the report is no json at line {line}, column {column}; {ASK} read"
            ),
            Malformed::Unknown => write!(f, "this json is no report that is known; {ASK} read"),
            Malformed::Shape(format, line, column) => write!(
                f,
                "the report looks like {}, and does not hold to it at line {line}, column {column}",
                match format {
                    Format::Checkov => "that of checkov",
                    Format::Sarif => "sarif",
                    Format::Terraform => "that of `terraform validate -json`",
                }
            ),
        }
    }
}

impl std::error::Error for Malformed {}

/// The format of a text, by the names at its top; the whole text is read as JSON on the way.
fn format(text: &str) -> Result<Format, Malformed> {
    /// An object of whatever.
    type Fields = BTreeMap<String, IgnoredAny>;
    #[derive(Deserialize)]
    struct Names {
        runs: Option<IgnoredAny>,
        diagnostics: Option<IgnoredAny>,
        valid: Option<IgnoredAny>,
        results: Option<Fields>,
        check_type: Option<IgnoredAny>,
        checkov_version: Option<IgnoredAny>,
    }
    let malformed = |error: serde_json::Error| match error.classify() {
        serde_json::error::Category::Eof => Malformed::CutOff,
        serde_json::error::Category::Data => Malformed::Unknown,
        _ => Malformed::NoJson(error.line(), error.column()),
    };
    if text.starts_with('[') {
        let reports: Result<Vec<Fields>, _> = serde_json::from_str(text);
        return reports.map(|_| Format::Checkov).map_err(malformed);
    }
    let names: Names = serde_json::from_str(text).map_err(malformed)?;
    if names.runs.is_some() {
        Ok(Format::Sarif)
    } else if names.diagnostics.is_some() || names.valid.is_some() {
        Ok(Format::Terraform)
    } else if names.check_type.or(names.checkov_version).is_some() || names.results.is_some() {
        Ok(Format::Checkov)
    } else {
        Err(Malformed::Unknown)
    }
}

/// A violation as a reader of a format hands it over.
#[derive(Default)]
struct Violation {
    id: String,
    severity: Option<Severity>,
    /// It makes the program invalid.
    is_problem: bool,
    description: String,
    link: Option<String>,
    item: ImportItem,
}

/// What a report holds, on its way into groups.
#[derive(Default)]
struct Collector {
    /// By whether they are problems, and by id.
    groups: BTreeMap<(bool, String), ImportGroup>,
    violations: usize,
    passed: usize,
    skipped: usize,
    /// Records that did not read.
    unreadable_records: usize,
    /// Ids of findings that no one has labelled.
    without_severity: BTreeSet<String>,
    /// Files that the tool could not read; the first few of them.
    unreadable_files: Vec<String>,
}

impl Collector {
    fn add(&mut self, violation: Violation) {
        let kept = self.violations < ITEMS_MAX;
        self.violations += 1;
        let severity = violation.severity.filter(|_| !violation.is_problem);
        let id = short(&violation.id);
        if severity.is_none() && !violation.is_problem {
            self.without_severity.insert(id.clone());
        }
        let key = (violation.is_problem, id.clone());
        let group = self.groups.entry(key).or_insert_with(|| ImportGroup {
            id,
            severity: severity.or((!violation.is_problem).then_some(Severity::Medium)),
            message: short(&violation.description),
            rationale: None,
            remedy: None,
            link: violation.link.filter(|link| link.starts_with("https://")),
            count: 0,
            items: Vec::new(),
        });
        group.count += 1;
        group.severity = match (group.severity, severity) {
            (Some(known), Some(new)) => Some(known.max(new)),
            (known, _) => known,
        };
        if kept {
            let item = violation.item;
            group.items.push(ImportItem {
                address: item.address.as_deref().map(short),
                file: item.file.as_deref().map(plain_path).map(short),
                line: item.line,
                message: short(&item.message),
            });
        }
    }

    fn grouped(mut self, format: Format, tool: String, tables: Tables) -> ImportedReport {
        let mut known: HashMap<&str, RuleInfo> = HashMap::default();
        for rule in scan::rules(tables) {
            known.entry(rule.id).or_insert(rule);
        }
        let mut groups: Vec<ImportGroup> = self.groups.into_values().collect();
        for group in &mut groups {
            let is_finding = group.severity.is_some();
            if let Some(rule) = known.get(group.id.as_str()).filter(|_| is_finding) {
                self.without_severity.remove(&group.id);
                group.severity = Some(rule.severity);
                group.message = rule.message.to_owned();
                group.rationale = Some(rule.rationale);
                group.remedy = Some(rule.remedy);
            }
        }
        groups.order_by_key(|group| rank(group.severity, group.count, &group.id));
        let file = |file: &String| format!("`{file}` was not read by the tool.");
        let mut notes: Vec<String> = self.unreadable_files.iter().map(file).collect();
        let mut note = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => notes.push(format!("One {one}.")),
            _ => notes.push(format!("{count} {many}.")),
        };
        note(
            self.unreadable_records,
            "record does not read",
            "records do not read",
        );
        note(
            self.without_severity.len(),
            "check has no severity and counts as medium",
            "checks have no severity and count as medium",
        );
        note(
            self.violations.saturating_sub(ITEMS_MAX),
            "violation more is counted and not listed",
            "violations more are counted and not listed",
        );
        ImportedReport {
            format,
            tool: short(&tool),
            groups,
            violations: self.violations,
            passed: self.passed,
            skipped: self.skipped,
            notes,
        }
    }
}

/// A record of a list, or nothing where it has another shape. It is read as soon as it is there, so
/// that only what is kept of a long report takes room.
struct Record<T>(Option<T>);

/// What is read of a record; a field of another shape than it should have is not there.
trait Read: Sized {
    /// None where it lacks what makes it a record.
    fn read(value: &Value) -> Option<Self>;
}

impl<'de, T: Read> Deserialize<'de> for Record<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Record(T::read(&value)))
    }
}

impl Read for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

/// A line, from 1.
fn line(value: &Value) -> Option<u32> {
    let line = u32::try_from(value.as_u64()?).ok()?;
    (line > 0).then_some(line)
}

/// The elements of a list; none where it is no list.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The severity of a word that tools use for one.
fn severity(word: &str) -> Option<Severity> {
    match word.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "high" | "error" => Some(Severity::High),
        "medium" | "moderate" | "warning" => Some(Severity::Medium),
        "low" | "note" => Some(Severity::Low),
        "info" | "none" => Some(Severity::Info),
        _ => None,
    }
}

/// The address of the block that a text opens with: `resource "aws_vpc" "main" {` and the like.
fn address(text: &str) -> Option<String> {
    let header = text.trim_start().lines().next()?.split('{').next()?;
    if header.len() > CHARS_MAX {
        return None;
    }
    let module = hcl::parse(format!("{header}{{\n}}\n"));
    module.blocks().next()?.address()
}

fn short(text: &str) -> String {
    shortened(text.trim(), CHARS_MAX)
}

/// A path without what says that it starts in the folder that was scanned.
fn plain_path(path: &str) -> &str {
    path.trim_start_matches("./").trim_start_matches('/')
}

#[cfg(test)]
mod tests;
