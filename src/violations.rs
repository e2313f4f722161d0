//! Groups diagnostics and findings by cause and keeps the worst groups.
//!
//! Grouping precedes truncation, so a group that is kept names all its resources, and a rule that
//! fifty resources violate takes one entry instead of fifty.

pub mod import;

use crate::hcl::{Lines, Module, Problem, Span};
use crate::scan::{Finding, Severity};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};
use std::cmp::Reverse;

/// Maximum groups in the prompt of a repair, unless the policy sets a limit.
pub const GROUPS_MAX: usize = 5;
/// Maximum length of a line, in characters.
pub const LINE_CHARS_MAX: usize = 400;
/// Maximum length of a name in a line, in characters.
pub const NAME_CHARS_MAX: usize = 80;
/// Maximum lines of a group of diagnostics.
pub const LINES_MAX: usize = 8;

/// Id of the group of requested resources that are missing.
pub const MISSING: &str = "Missing";

/// Diagnostics and findings that a repair has to fix.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosticSummary {
    /// Worst groups, sorted.
    ///
    /// Groups that make the program invalid come first, then higher severities, then larger groups,
    /// then ids in order.
    pub groups: Vec<Group>,
    /// Addresses of the top-level blocks that the groups concern, in source order.
    pub blocks: Vec<String>,
    /// Number of groups that were left out.
    pub groups_left: usize,
    /// Number of diagnostics and findings in the groups that were left out.
    pub violations_left: usize,
}

/// Diagnostics or findings with the same cause.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Checkov's id, or Terraform's summary of a diagnostic.
    pub id: String,
    /// Severity of the findings.
    ///
    /// `None` for diagnostics, which rank above all findings.
    pub severity: Option<Severity>,
    /// Addresses of all blocks concerned, each once, in source order.
    pub resources: Vec<String>,
    /// Number of diagnostics or findings.
    pub count: usize,
    /// One line for findings, or one for each message of diagnostics.
    pub lines: Vec<String>,
}

/// Groups the diagnostics and findings of a module and keeps the worst groups.
///
/// `problems` and `findings` must belong to `module`.
///
/// ```
/// use infragenie::{hcl, scan, schema, violations};
/// let text = "resource \"aws_sns_topic\" \"a\" {}\nresource \"aws_ebs_volume\" \"b\" {}\n";
/// let module = hcl::parse(text);
/// let findings = scan::scan(&module, scan::aws::TABLES);
/// let summary = violations::summarize(&module, &schema::check(&module), &findings, 2);
/// assert_eq!(
///     summary.text(),
///     "CKV_AWS_3 aws_ebs_volume.b: volume is not encrypted\n\
///      CKV_AWS_26 aws_sns_topic.a: messages are not encrypted (kms_master_key_id)\n"
/// );
/// assert_eq!(summary.groups_left, 1);
/// ```
pub fn summarize(
    module: &Module,
    problems: &[Problem],
    findings: &[Finding],
    groups_max: usize,
) -> DiagnosticSummary {
    let positions = PositionIndex::new(module);
    let mut problems: Vec<&Problem> = problems.iter().collect();
    problems.order_by_key(|problem| problem.kind);
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.order_by_key(|finding| finding.id);
    let of_problems = problems
        .chunk_by(|one, other| one.kind == other.kind)
        .map(|problems| positions.problems(problems));
    let of_findings = findings
        .chunk_by(|one, other| one.id == other.id)
        .map(group_of_findings);
    let mut groups: Vec<Group> = of_problems.chain(of_findings).collect();
    groups.order_by_key(|group| rank(group.severity, group.count, &group.id));
    let left = groups.split_off(groups_max.min(groups.len()));
    let concerned: HashSet<&str> = groups
        .iter()
        .flat_map(|group| group.resources.iter().map(String::as_str))
        .collect();
    let addresses = positions
        .blocks
        .iter()
        .filter_map(|(_, address)| address.clone());
    let blocks = unique(addresses.filter(|address| concerned.contains(address.as_str())));
    DiagnosticSummary {
        blocks,
        groups_left: left.len(),
        violations_left: left.iter().map(|group| group.count).sum(),
        groups,
    }
}

impl DiagnosticSummary {
    /// Returns the lines of the groups, each with its line end.
    pub fn text(&self) -> String {
        self.groups
            .iter()
            .flat_map(|group| &group.lines)
            .flat_map(|line| [line, "\n"])
            .collect()
    }

    /// Adds the requested resources that are missing.
    ///
    /// The group follows those that make the program invalid.
    ///
    /// ```
    /// use infragenie::{hcl, violations};
    /// let mut summary = violations::summarize(&hcl::parse(""), &[], &[], 5);
    /// summary.add_missing(&["aws_vpc".to_owned(), "aws_db_instance".to_owned()]);
    /// assert_eq!(summary.text(), "asked for and missing: aws_vpc, aws_db_instance\n");
    /// ```
    pub fn add_missing(&mut self, things: &[String]) {
        if things.is_empty() {
            return;
        }
        let group = Group {
            id: MISSING.to_owned(),
            severity: None,
            resources: Vec::new(),
            count: things.len(),
            lines: vec![format!("asked for and missing: {}", things.join(", "))],
        };
        let is_invalid = |group: &Group| group.severity.is_none();
        let at = self.groups.partition_point(is_invalid);
        self.groups.insert(at, group);
    }

    /// Returns the number of requested resources that are missing.
    pub fn missing(&self) -> usize {
        let missing = self.groups.iter().find(|group| group.id == MISSING);
        missing.map_or(0, |group| group.count)
    }

    /// Returns whether the summary has no groups.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

/// Returns the sort key of a group.
///
/// Groups that make the program invalid come first, then higher severities, then larger groups,
/// then ids in order.
fn rank(severity: Option<Severity>, count: usize, id: &str) -> impl Ord + use<> {
    let rank = severity.map_or((true, None), |severity| (false, Some(severity)));
    (Reverse(rank), Reverse(count), id.to_owned())
}

/// Groups findings of one id, of which there is at least one.
fn group_of_findings(findings: &[&Finding]) -> Group {
    let resources = unique(findings.iter().map(|finding| finding.address.clone()));
    let (id, message) = findings
        .first()
        .map_or(("", ""), |finding| (finding.id, finding.message));
    Group {
        id: id.to_owned(),
        severity: findings.iter().map(|finding| finding.severity).max(),
        lines: vec![line(&format!("{id} "), &resources, message)],
        resources,
        count: findings.len(),
    }
}

/// Index of the lines and the top-level blocks of a module, by byte offset.
struct PositionIndex<'m> {
    lines: Lines<'m>,
    blocks: Vec<(Span, Option<String>)>,
}

impl<'m> PositionIndex<'m> {
    fn new(module: &'m Module) -> Self {
        let blocks = module.blocks().map(|block| (block.span, block.address()));
        Self {
            lines: module.lines(),
            blocks: blocks.collect(),
        }
    }

    /// Names the block at a byte by its address, or the line if no block is there.
    ///
    /// The address is all that the reader of a summary sees of the block.
    fn position_name(&self, byte: usize) -> String {
        self.block(byte).map_or_else(
            || format!("line {}", self.lines.position(byte).line),
            str::to_owned,
        )
    }

    fn block(&self, byte: usize) -> Option<&str> {
        let after = self.blocks.partition_point(|(span, _)| span.start <= byte);
        let (span, address) = self.blocks.get(after.checked_sub(1)?)?;
        address.as_deref().filter(|_| byte <= span.end)
    }

    /// Groups problems of one kind, of which there is at least one.
    fn problems(&self, problems: &[&Problem]) -> Group {
        let summary = problems.first().map_or("", |first| first.kind.summary());
        let mut messages: Vec<(&str, Vec<String>)> = Vec::new();
        let mut at = HashMap::default();
        for problem in problems {
            let position = *at.entry(problem.message.as_str()).or_insert_with(|| {
                messages.push((&problem.message, Vec::new()));
                messages.len() - 1
            });
            if let Some((_, positions)) = messages.get_mut(position) {
                positions.push(self.position_name(problem.span.start));
            }
        }
        let mut lines: Vec<String> = messages
            .iter()
            .take(LINES_MAX)
            .map(|(message, positions)| line("", &unique(positions.iter().cloned()), message))
            .collect();
        if let Some(more) = messages.len().checked_sub(LINES_MAX + 1) {
            lines.push(format!("and {} more of: {summary}", more + 1));
        }
        let blocks = problems
            .iter()
            .filter_map(|problem| self.block(problem.span.start));
        Group {
            id: summary.to_owned(),
            severity: None,
            resources: unique(blocks.map(str::to_owned)),
            count: problems.len(),
            lines,
        }
    }
}

/// Writes `before name, name: text`, with as many names as fit.
fn line(before: &str, names: &[String], text: &str) -> String {
    let text = shortened(text, LINE_CHARS_MAX / 2);
    let chars_left = LINE_CHARS_MAX.saturating_sub(before.len() + text.chars().count() + 20);
    let mut list = String::new();
    let mut used = 0;
    for (at, name) in names.iter().enumerate() {
        let name = shortened(name, NAME_CHARS_MAX);
        used += name.chars().count() + 2;
        if at > 0 && used > chars_left {
            list.push_str(&format!(" and {} more", names.len() - at));
            break;
        }
        if at > 0 {
            list.push_str(", ");
        }
        list.push_str(&name);
    }
    format!("{before}{list}: {text}")
}

/// Shortens a text to a number of characters, on one line.
fn shortened(text: &str, chars_max: usize) -> String {
    let mut characters = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = characters.by_ref().take(chars_max).collect();
    if characters.next().is_some() {
        short.pop();
        short.push('…');
    }
    short
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::default();
    names.filter(|name| seen.insert(name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl::{self, Kind, Position};
    use crate::scan::Remedy;
    use proptest::prelude::*;

    fn finding(id: &'static str, severity: Severity, address: &str) -> Finding {
        Finding {
            id,
            severity,
            address: address.to_owned(),
            span: Span::default(),
            start: Position { line: 1, column: 1 },
            message: "not right",
            rationale: "It matters.",
            remedy: Remedy::None,
            price: None,
            accepted: false,
            open: false,
        }
    }

    fn ids(summary: &DiagnosticSummary) -> Vec<&str> {
        summary
            .groups
            .iter()
            .map(|group| group.id.as_str())
            .collect()
    }

    #[test]
    fn sorts_invalidating_groups_first_then_by_severity_and_size() {
        let module = hcl::parse("a = ]\n");
        let findings = [
            finding("A_FEW", Severity::Low, "t.a"),
            finding("MANY", Severity::Low, "t.a"),
            finding("MANY", Severity::Low, "t.b"),
            finding("BAD", Severity::High, "t.a"),
        ];
        let summary = summarize(&module, &module.problems, &findings, 9);
        assert_eq!(ids(&summary)[1..], ["BAD", "MANY", "A_FEW"]);
        assert_eq!(summary.groups[0].severity, None);
        assert!(
            summary.groups[0].lines[0].starts_with("line 1: "),
            "{}",
            summary.text()
        );
    }

    #[test]
    fn groups_before_truncating() {
        let names = ["t.a", "t.b", "t.c", "t.d", "t.e", "t.f"];
        let mut findings: Vec<_> = names
            .iter()
            .map(|name| finding("MANY", Severity::Low, name))
            .collect();
        findings.push(finding("ONE", Severity::Low, "t.a"));
        let summary = summarize(&hcl::parse(""), &[], &findings, 2);
        assert_eq!(ids(&summary), ["MANY", "ONE"]);
        assert_eq!(summary.groups[0].resources, names);
        assert_eq!((summary.groups_left, summary.violations_left), (0, 0));
    }

    #[test]
    fn diagnostics_with_one_message_share_a_line() {
        let module =
            hcl::parse("output \"a\" {\n  value = [\n    foo,\n    foo,\n    bar,\n  ]\n}\n");
        let problem = |name: &str| {
            let span = Span::new(module.text.find(name).unwrap_or(0), 0);
            let message = format!("`{name}` is a bare name");
            Problem::new(Kind::InvalidReference, span, message)
        };
        let mut second = problem("foo");
        second.span.start = module.text.rfind("foo").unwrap_or(0);
        let problems = [problem("foo"), second, problem("bar")];
        let summary = summarize(&module, &problems, &[], 5);
        assert_eq!(
            summary.text(),
            "output.a: `foo` is a bare name\noutput.a: `bar` is a bare name\n"
        );
        assert_eq!(summary.blocks, ["output.a"]);
    }

    #[test]
    fn limits_lines_with_hostile_names() {
        let findings: Vec<_> = (0..1_000)
            .map(|number| {
                finding(
                    "ID",
                    Severity::Low,
                    &format!("t.{}{number}", "x\n".repeat(500)),
                )
            })
            .collect();
        let summary = summarize(&hcl::parse(""), &[], &findings, 5);
        assert_eq!(summary.groups[0].resources.len(), 1_000);
        assert!(summary.text().chars().count() <= LINE_CHARS_MAX + 1);
        assert!(summary.text().contains(" more: not right\n"));
        assert_eq!(summary.text().lines().count(), 1);
    }

    const IDS: [&str; 4] = ["CKV_AWS_1", "CKV_AWS_2", "CKV_AWS_3", "CKV_AWS_4"];
    const SEVERITIES: [Severity; 3] = [Severity::Info, Severity::Medium, Severity::Critical];

    proptest! {
        #[test]
        fn loses_nothing_before_truncation_whatever_the_order_of_findings(
            found in prop::collection::vec((0..4usize, 0..9usize), 0..40),
            groups_max in 0..6usize,
            turn in 0..40usize,
        ) {
            let module = hcl::parse("");
            let mut findings: Vec<Finding> = found
                .iter()
                .map(|(id, at)| finding(IDS[*id], SEVERITIES[id % 3], &format!("t.r{at}")))
                .collect();
            let summary = super::summarize(&module, &[], &findings, groups_max);
            prop_assert!(summary.groups.len() <= groups_max);
            for group in &summary.groups {
                for finding in findings.iter().filter(|finding| finding.id == group.id) {
                    prop_assert!(group.resources.contains(&finding.address));
                    prop_assert!(group.lines[0].contains(&finding.address));
                }
            }
            let kept: usize = summary.groups.iter().map(|group| group.count).sum();
            prop_assert_eq!(kept + summary.violations_left, findings.len());
            if !findings.is_empty() {
                let turn = turn % findings.len();
                findings.rotate_left(turn);
            }
            let turned = super::summarize(&module, &[], &findings, groups_max);
            prop_assert_eq!(ids(&turned), ids(&summary));
        }
    }
}
