//! Imports reports of Checkov (JSON), `terraform validate -json` and SARIF tools.
//!
//! The groups are in the same order as those of this crate. A record that lacks a field, or has a
//! field of another shape than expected, is lost without affecting the report: the notes count the
//! records that could not be read.

mod checkov;
mod sarif;
mod terraform;

use super::{rank, shortened};
use crate::hcl;
use crate::scan::{self, Remedy, RuleInfo, Severity, Tables};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// Maximum size of a report, in bytes.
pub const BYTES_MAX: usize = 16_000_000;
/// Maximum violations that are kept; further ones are only counted.
pub const ITEMS_MAX: usize = 10_000;
/// Maximum files that are named as unreadable.
const UNREADABLE_FILES_MAX: usize = 20;
/// Maximum length of a text that is kept, in characters.
const CHARS_MAX: usize = 300;

/// Format of a report.
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

/// Report of another tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ImportedReport {
    /// Format of the report.
    pub format: Format,
    /// Name that the tool gives itself.
    pub tool: String,
    /// Groups, sorted.
    ///
    /// Groups that make the program invalid come first, then higher severities, then larger groups,
    /// then ids in order.
    pub groups: Vec<ImportGroup>,
    /// Number of violations in all groups, including those that were only counted.
    pub violations: usize,
    /// Number of checks that passed, as far as the report lists them.
    pub passed: usize,
    /// Number of violations that were skipped or suppressed at their source.
    pub skipped: usize,
    /// Notes for the user, one sentence each.
    pub notes: Vec<String>,
}

/// Violations with the same cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ImportGroup {
    /// Id of the check, or Terraform's summary.
    pub id: String,
    /// Severity by the rules of this crate if they have the id, else by the report.
    ///
    /// `None` for violations that make a program invalid, which rank above all findings.
    pub severity: Option<Severity>,
    /// Description by the rules of this crate if they have the id, else by the tool.
    pub message: String,
    /// Reason why it matters, if the rules of this crate have the id.
    pub rationale: Option<&'static str>,
    /// Available fix, if the rules of this crate have the id.
    pub remedy: Option<Remedy>,
    /// Address of the tool's explanation.
    pub link: Option<String>,
    /// Number of violations.
    pub count: usize,
    /// Violations that were kept.
    pub items: Vec<ImportItem>,
}

/// One violation, with its position as far as the report contains it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ImportItem {
    /// Address of the resource.
    pub address: Option<String>,
    /// File, as the report names it.
    pub file: Option<String>,
    /// Line, counted from 1.
    pub line: Option<u32>,
    /// Message of the tool for this violation.
    pub message: String,
}

/// Reason why a text cannot be read as a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The text is empty.
    Empty,
    /// The text has this many bytes, more than [`BYTES_MAX`].
    TooLong(usize),
    /// The text ends before the JSON does.
    CutOff,
    /// The text is not JSON from this line and column on.
    NoJson(usize, usize),
    /// The text is JSON, but in none of the formats.
    Unknown,
    /// The text is in a format, but this field has another type than the format says.
    Shape(Format, &'static str),
}

/// Reads a report and groups its violations.
///
/// A violation whose id is in `tables` gets the severity, texts and fix of that rule.
///
/// ```
/// use infragenie::{scan, violations::import};
/// let report = r#"{"check_type": "terraform", "results": {"failed_checks": [
///     {"check_id": "CKV_AWS_26", "resource": "aws_sns_topic.a", "file_path": "/main.tf"},
///     {"check_id": "CKV_AWS_26", "resource": "aws_sns_topic.b", "file_path": "/main.tf"}
/// ]}}"#;
/// let read = import::import(report, scan::aws::TABLES).unwrap();
/// assert_eq!((read.groups.len(), read.groups[0].count), (1, 2));
/// assert_eq!(read.groups[0].message, "messages are not encrypted (kms_master_key_id)");
/// ```
pub fn import(text: &str, tables: Tables) -> Result<ImportedReport, Malformed> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.is_empty() {
        return Err(Malformed::Empty);
    }
    if text.len() > BYTES_MAX {
        return Err(Malformed::TooLong(text.len()));
    }
    let report: Value = serde_json::from_str(text).map_err(|error| {
        if error.is_eof() {
            Malformed::CutOff
        } else {
            Malformed::NoJson(error.line(), error.column())
        }
    })?;
    let format = format(&report).ok_or(Malformed::Unknown)?;
    let mut collector = Collector::default();
    let tool = match format {
        Format::Checkov => checkov::read(&report, &mut collector),
        Format::Sarif => sarif::read(&report, &mut collector),
        Format::Terraform => terraform::read(&report, &mut collector),
    };
    let tool = tool.map_err(|field| Malformed::Shape(format, field))?;
    Ok(collector.grouped(format, tool, tables))
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const IMPORT: &str = "import the output of `checkov -o json`, `checkov -o sarif` or `terraform validate -json`";
        match self {
            Malformed::Empty => write!(f, "the report is empty; {IMPORT}"),
            Malformed::TooLong(bytes) => write!(
                f,
                "the report has {bytes} bytes, more than the limit of {BYTES_MAX}; `--quiet` and `--compact` shorten Checkov's output"
            ),
            Malformed::CutOff => write!(f, "the report is incomplete; import all of it"),
            Malformed::NoJson(line, column) => write!(
                f,
                "the report is not valid JSON at line {line}, column {column}; {IMPORT}"
            ),
            Malformed::Unknown => write!(f, "this JSON is not a supported report; {IMPORT}"),
            Malformed::Shape(format, field) => write!(
                f,
                "the report looks like {}, but its `{field}` has another type",
                match format {
                    Format::Checkov => "Checkov's JSON",
                    Format::Sarif => "SARIF",
                    Format::Terraform => "the output of `terraform validate -json`",
                }
            ),
        }
    }
}

impl std::error::Error for Malformed {}

/// Determines the format of a report by its top-level keys.
fn format(report: &Value) -> Option<Format> {
    if let Some(reports) = report.as_array() {
        return reports
            .iter()
            .all(Value::is_object)
            .then_some(Format::Checkov);
    }
    let has = |name: &str| !report[name].is_null();
    if has("results") && !report["results"].is_object() {
        None
    } else if has("runs") {
        Some(Format::Sarif)
    } else if has("diagnostics") || has("valid") {
        Some(Format::Terraform)
    } else {
        (has("check_type") || has("checkov_version") || has("results")).then_some(Format::Checkov)
    }
}

/// Violation, as the reader of a format returns it.
#[derive(Default)]
struct Violation {
    id: String,
    severity: Option<Severity>,
    /// Whether the violation makes the program invalid.
    is_problem: bool,
    description: String,
    link: Option<String>,
    item: ImportItem,
}

/// Contents of a report, before they are grouped.
#[derive(Default)]
struct Collector {
    /// Groups by whether they make the program invalid, and by id.
    groups: HashMap<(bool, String), ImportGroup>,
    violations: usize,
    passed: usize,
    skipped: usize,
    /// Number of records that could not be read.
    unreadable_records: usize,
    /// Ids of findings without a severity.
    without_severity: HashSet<String>,
    /// First few files that the tool could not read.
    unreadable_files: Vec<String>,
}

impl Collector {
    /// Adds a violation, or counts a record that could not be read.
    fn add(&mut self, violation: Option<Violation>) {
        let Some(violation) = violation else {
            self.unreadable_records += 1;
            return;
        };
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
            "record is unreadable",
            "records are unreadable",
        );
        note(
            self.without_severity.len(),
            "check has no severity and counts as medium",
            "checks have no severity and count as medium",
        );
        note(
            self.violations.saturating_sub(ITEMS_MAX),
            "more violation is counted but not listed",
            "more violations are counted but not listed",
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

/// Reads a text; anything else counts as missing.
fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Returns the elements of a list that may be missing.
///
/// The error is the name of a field that is not a list.
fn list<'v>(value: &'v Value, name: &'static str) -> Result<&'v [Value], &'static str> {
    match value.get(name) {
        None => Ok(&[]),
        Some(list) => list.as_array().map(Vec::as_slice).ok_or(name),
    }
}

/// Returns a list like [`list`], where null counts as missing.
fn nullable_list<'v>(value: &'v Value, name: &'static str) -> Result<&'v [Value], &'static str> {
    match &value[name] {
        Value::Null => Ok(&[]),
        _ => list(value, name),
    }
}

/// Returns an object that may be missing, as null; the error is its name.
fn object<'v>(value: &'v Value, name: &'static str) -> Result<&'v Value, &'static str> {
    match value.get(name) {
        None => Ok(&Value::Null),
        Some(object) => object.is_object().then_some(object).ok_or(name),
    }
}

/// Reads a line number, counted from 1.
fn line(value: &Value) -> Option<u32> {
    let line = u32::try_from(value.as_u64()?).ok()?;
    (line > 0).then_some(line)
}

/// Returns the severity for a word that tools use.
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

/// Returns the address of the block that a text begins with.
///
/// The text begins with a header such as `resource "aws_vpc" "main" {`.
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

/// Removes the prefix that marks a path as relative to the scanned folder.
fn plain_path(path: &str) -> &str {
    path.trim_start_matches("./").trim_start_matches('/')
}

#[cfg(test)]
mod tests;
