//! Finds what a configuration does to the people who run it.
//!
//! A rule of this module is about danger on the user's side: commands that run on the machine of the
//! user, trust in strangers, hidden text, and rights that are given away. Rules are data
//! (`rules.tsv`); their cases are in `src/safety/*.tf`. The module also keeps secrets out of
//! prompts ([`Redaction`]).

mod federation;
mod gives_away;
mod hides;
mod reader;
mod redaction;
mod runs_code;
mod secret;
mod skip_comment;
mod trusts_stranger;

pub use hides::visible;
pub use redaction::{Redaction, ReplacedSecret};
pub use skip_comment::{SkipComment, skip_comments, without_skip_comments};

use crate::hcl::{Module, Position};
use crate::stable_sort::Order;
use crate::table::Table;
use foldhash::HashSet;
use reader::Reader;
use serde::Serialize;

/// The rules; the columns are described in the file.
const RULES: Table<5> = Table(include_str!("safety/rules.tsv"));
/// Maximum findings of one configuration; more of one kind do not change a decision.
const FINDINGS_MAX: usize = 500;
/// Maximum characters of the evidence of a finding.
const EVIDENCE_CHARS_MAX: usize = 160;

/// Kind of danger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SafetyKind {
    /// Runs code on the machine of the user, or reads or writes files there.
    RunsCode,
    /// Uses code, images, state or addresses of somebody unknown.
    TrustsStranger,
    /// Hides something from the reader.
    Hides,
    /// Gives rights or secrets away.
    GivesAway,
}

/// Author of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The user, or somebody whom the user trusts.
    User,
    /// A model.
    Model,
}

/// A rule as shown to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SafetyRule {
    /// Stable id.
    pub id: &'static str,
    /// Kind of danger.
    pub kind: SafetyKind,
    /// Message of a finding: a verb and its object.
    pub message: &'static str,
    /// Rationale in one sentence.
    pub rationale: &'static str,
}

/// Something dangerous in a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SafetyFinding {
    /// Id of the rule.
    pub id: &'static str,
    /// Kind of danger.
    pub kind: SafetyKind,
    /// Address of the block; null for text outside of blocks.
    pub address: Option<String>,
    /// Byte in the text.
    #[serde(skip)]
    pub at: usize,
    /// Position in the text.
    pub start: Position,
    /// Description of the danger.
    pub message: &'static str,
    /// Rationale in one sentence.
    pub rationale: &'static str,
    /// The dangerous part of the text.
    ///
    /// It is one line, in which hidden characters are written out.
    pub evidence: String,
    /// Whether the user has to accept the finding before the configuration may be used.
    ///
    /// Only findings in what a model wrote block, and none that only gives rights away.
    pub is_blocking: bool,
}

impl SafetyFinding {
    /// Returns the id by which a selection of fixes accepts the finding.
    pub fn selection_id(&self) -> String {
        let address = self.address.as_deref().unwrap_or_default();
        format!("safety:{}:{address}", self.id)
    }

    /// Returns whether another finding is the same one, wherever it is in its text.
    pub fn is_same(&self, other: &SafetyFinding) -> bool {
        (self.id, &self.address, &self.evidence) == (other.id, &other.address, &other.evidence)
    }
}

/// Lists the rules, ordered by id.
pub fn rules() -> impl Iterator<Item = SafetyRule> {
    RULES
        .rows()
        .map(|[id, kind, _, message, rationale]| SafetyRule {
            id,
            kind: kind_named(kind),
            message,
            rationale,
        })
}

fn kind_named(name: &str) -> SafetyKind {
    match name {
        "runs_code" => SafetyKind::RunsCode,
        "trusts_stranger" => SafetyKind::TrustsStranger,
        "hides" => SafetyKind::Hides,
        _ => SafetyKind::GivesAway,
    }
}

/// Id of the rule about comments that switch rules off.
pub const SKIP_COMMENT: &str = "IG_SAFETY_305";

/// Finds what is dangerous in a configuration, in source order.
///
/// In what a model wrote, more is dangerous: a backend or a module of an unknown publisher is a
/// choice that only the user can make. What `request` names is not blocking.
///
/// ```
/// use infragenie::{hcl, safety::{self, Author}};
/// let code = "resource \"null_resource\" \"a\" {\n  provisioner \"local-exec\" {\n    \
///             command = \"id\"\n  }\n}\n";
/// let found = safety::check(&hcl::parse(code), Author::Model, "a queue");
/// assert_eq!((found[0].id, found[0].is_blocking), ("IG_SAFETY_101", true));
/// assert!(!safety::check(&hcl::parse(code), Author::User, "")[0].is_blocking);
/// ```
pub fn check(module: &Module, author: Author, request: &str) -> Vec<SafetyFinding> {
    let mut reader = Reader::new(module, author);
    runs_code::find(&mut reader);
    trusts_stranger::find(&mut reader);
    hides::find(&mut reader);
    gives_away::find(&mut reader);
    federation::find(&mut reader);
    if author == Author::Model {
        skip_comment::find(&mut reader);
    }
    let lines = module.lines();
    let mut found = reader.found;
    found.order_by_key(|it| (it.at, it.id));
    let mut seen = HashSet::default();
    let mut findings = Vec::new();
    for it in found {
        // The header before each file of a joined text is not part of a file.
        if !module.file_span(it.at).range().contains(&it.at) {
            continue;
        }
        let row = RULES.rows_of(it.id).next();
        let Some([id, kind, scope, message, rationale]) = row else {
            continue;
        };
        let address = module.block_at(it.at).and_then(|block| block.address());
        let evidence: String = visible(&it.evidence)
            .chars()
            .take(EVIDENCE_CHARS_MAX)
            .collect();
        let is_new = seen.insert((id, address.clone(), evidence.clone()));
        if !is_new || (scope == "answer" && author == Author::User) {
            continue;
        }
        let kind = kind_named(kind);
        let names = |name: &str| !name.is_empty() && request.contains(name);
        let is_named = kind == SafetyKind::TrustsStranger && it.names.iter().any(|it| names(it));
        findings.push(SafetyFinding {
            id,
            kind,
            address,
            at: it.at,
            start: lines.position(it.at),
            message,
            rationale,
            evidence,
            is_blocking: author == Author::Model && kind != SafetyKind::GivesAway && !is_named,
        });
        if findings.len() == FINDINGS_MAX {
            break;
        }
    }
    findings
}

#[cfg(test)]
mod tests;
