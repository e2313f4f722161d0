//! Finds what `terraform plan` or AWS refuses, and what applies but does not work.
//!
//! A rule is a row of `src/deploy/rules.tsv` and a check in the file of its area; its cases are in
//! the `.tf` file of the same name. A rule reports only what the text decides: an argument whose
//! value is unknown, a block that may not exist and a reference that leads out of the module raise
//! no diagnostic. The rules do not cover everything that can fail, so silence is no promise.

mod checker;
mod cidr;
mod containers;
mod databases;
mod edge;
mod expand;
mod fixing;
mod functions;
mod identity;
mod instances;
mod links;
mod load_balancers;
mod lookup;
mod network;
mod placeholders;
mod plan;
mod policy;
mod reach;
mod relations;
mod required;
mod storage;

pub use crate::schema::Facts;
pub use fixing::{DeployFixed, DeploySelection, fix};
pub use lookup::{FILE, InstanceType, NameRule, Runtime};

use crate::hcl::{Module, Position, Span, Value};
use crate::rewrite::{Fix, Safety};
use crate::schema::Schema;
use crate::semantic::Index;
use crate::stable_sort::Order;
use crate::table::Table;
use checker::Checker;
use serde::Serialize;
use std::sync::LazyLock;

/// The rules; the columns are described in the file.
const RULES: Table<7> = Table(include_str!("deploy/rules.tsv"));
/// Maximum diagnostics of one module.
const DIAGNOSTICS_MAX: usize = 500;

/// Checks of one area.
type Area = fn(&mut Checker);

/// The areas that need no facts, in the order of the ids of their rules.
const AREAS: &[Area] = &[
    instances::check,
    network::check,
    load_balancers::check,
    databases::check,
    plan::check,
    placeholders::check,
    storage::check,
    identity::check,
    functions::check,
    containers::check,
    edge::check,
    reach::check,
    links::check,
    // What another rule reports is not reported again.
    required::check,
];

/// Stage at which a configuration fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DeployKind {
    /// `terraform plan` reports an error.
    PlanRefuses,
    /// AWS refuses a call of `terraform apply` or `terraform destroy`.
    AwsRefuses,
    /// Terraform applies the configuration, and it does not work.
    DoesNotWork,
}

impl DeployKind {
    /// Returns the consequence in words.
    ///
    /// A deployed resource can work on: AWS refuses to create or destroy, or to change it.
    fn outcome(self, severity: DeploySeverity) -> &'static str {
        match (self, severity) {
            (DeployKind::PlanRefuses, DeploySeverity::Error) => "the plan fails",
            (DeployKind::PlanRefuses, DeploySeverity::Warning) => "the plan can fail",
            (DeployKind::AwsRefuses, DeploySeverity::Error) => "creating or destroying it fails",
            (DeployKind::AwsRefuses, DeploySeverity::Warning) => "creating it can fail",
            (DeployKind::DoesNotWork, DeploySeverity::Error) => "it applies and does not work",
            (DeployKind::DoesNotWork, DeploySeverity::Warning) => "it applies and may not work",
        }
    }
}

/// Certainty of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DeploySeverity {
    /// It fails in every account.
    Error,
    /// It fails depending on the account, the region or the time.
    Warning,
}

/// A rule as shown to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeployRule {
    /// Stable id.
    pub id: &'static str,
    /// Short name of the rule.
    pub slug: &'static str,
    /// Stage of the failure.
    pub kind: DeployKind,
    /// Certainty of the failure.
    pub severity: DeploySeverity,
    /// Reason of the failure in one sentence.
    pub rationale: &'static str,
}

/// A failure that the text decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeployDiagnostic {
    /// Id of the rule.
    pub id: &'static str,
    /// Short name of the rule.
    pub slug: &'static str,
    /// Stage of the failure.
    pub kind: DeployKind,
    /// Certainty of the failure.
    pub severity: DeploySeverity,
    /// Address of the block.
    pub address: String,
    /// Bytes in the text.
    #[serde(skip)]
    pub span: Span,
    /// Start position in the text.
    pub start: Position,
    /// Description of the fault, with the values in it.
    pub message: String,
    /// Consequence in words, such as `the plan fails`.
    pub outcome: &'static str,
    /// Reason of the failure in one sentence.
    pub rationale: &'static str,
    /// Id of the change that resolves the diagnostic; null if there is none.
    pub change: Option<String>,
}

/// Result of the rules for a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeployCheck {
    /// The diagnostics in source order.
    pub diagnostics: Vec<DeployDiagnostic>,
    /// Number of rules that ran.
    pub rules_run: usize,
    /// Number of rules that did not run, since facts or schema were not loaded.
    pub rules_without_facts: usize,
    /// Addresses of the resources and calls whose number or content is unknown.
    ///
    /// Rules that need them are silent.
    pub unknown: Vec<String>,
}

impl DeployCheck {
    /// Whether a rule reports a failure in every account.
    pub fn has_errors(&self) -> bool {
        let is_error = |it: &DeployDiagnostic| it.severity == DeploySeverity::Error;
        self.diagnostics.iter().any(is_error)
    }
}

/// Facts about a module that its text does not hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeployOptions<'a> {
    /// Dated facts; without them, the rules that need them do not run.
    pub facts: Option<&'a Facts>,
    /// Schema of the provider; without it, the rules that need it do not run.
    pub schema: Option<&'a Schema>,
    /// Whether the text holds every file of the module.
    ///
    /// If not, no rule reports that something is missing.
    pub is_whole: bool,
    /// Whether no other module calls the module.
    ///
    /// What a called module outputs can be completed by its caller.
    pub is_root: bool,
    /// The request; a value that it names is the user's choice.
    pub request: &'a str,
}

/// The rules in the order of the table, and what each needs beyond the text: `facts` or `schema`.
///
/// The table is read once: every check needs all of it.
static ALL: LazyLock<Vec<(DeployRule, &str)>> = LazyLock::new(|| {
    let read = |[id, slug, kind, severity, needs, rationale, _]: [&'static str; 7]| {
        let rule = DeployRule {
            id,
            slug,
            kind: match kind {
                "plan_refuses" => DeployKind::PlanRefuses,
                "aws_refuses" => DeployKind::AwsRefuses,
                _ => DeployKind::DoesNotWork,
            },
            severity: match severity {
                "error" => DeploySeverity::Error,
                _ => DeploySeverity::Warning,
            },
            rationale,
        };
        (rule, needs)
    };
    RULES.rows().map(read).collect()
});

/// Lists the rules, ordered by id.
pub fn rules() -> impl Iterator<Item = DeployRule> {
    ALL.iter().map(|(rule, _)| *rule)
}

/// Checks a module against the rules.
///
/// ```
/// use infragenie::{deploy::{self, DeployOptions}, hcl};
/// let code = "resource \"aws_autoscaling_group\" \"a\" {\n  min_size = 3\n  max_size = 1\n  \
///             availability_zones = [\"us-east-1a\"]\n}\n";
/// let options = DeployOptions { is_whole: true, is_root: true, ..DeployOptions::default() };
/// let checked = deploy::check(&hcl::parse(code), options);
/// assert!(checked.diagnostics.iter().any(|it| it.slug == "asg-bounds"));
/// ```
pub fn check(module: &Module, options: DeployOptions) -> DeployCheck {
    check_index(&index_of(module, options), options).0
}

/// Indexes a module; the variables of one that others call are unknown.
fn index_of<'m>(module: &'m Module, options: DeployOptions) -> Index<'m> {
    if options.is_root || !module.values.is_empty() {
        return Index::with_values(module);
    }
    let variables = module.body.blocks_of("variable");
    let names = variables.filter_map(|it| Some(it.labels.first()?.text.clone()));
    Index::with_variables(module, names.map(|name| (name, Value::Unknown(None))))
}

/// Failure that a rule found, at its position in the checked text.
struct Reported {
    id: &'static str,
    address: String,
    span: Span,
    message: String,
    proposal: Option<checker::Proposal>,
}

/// Runs the rules; also returns the addresses of the blocks whose content is unknown.
fn report(index: &Index, options: DeployOptions) -> (Vec<Reported>, Vec<String>) {
    let mut checker = Checker::new(index, options);
    for area in AREAS {
        area(&mut checker);
    }
    let unknown = checker.unknown();
    let found = checker.found.into_iter().map(|it| Reported {
        id: it.id,
        address: it.block.address().unwrap_or_default(),
        span: it.span,
        message: it.message,
        proposal: it.proposal,
    });
    (found.collect(), unknown)
}

/// Runs the rules on the module with its repetition and local values written out.
///
/// What they find there only is added, at its position in the original text.
fn report_expanded(index: &Index, options: DeployOptions, found: &mut Vec<Reported>) {
    let Some(expanded) = expand::expand(index) else {
        return;
    };
    let module = crate::hcl::parse(expanded.text.as_str());
    if !module.problems.is_empty() {
        return;
    }
    let known = found.len();
    for mut it in report(&index_of(&module, options), options).0 {
        it.address = expand::base(&it.address).to_owned();
        it.span = expanded.span(it.span);
        let is_known = |other: &Reported| (other.id, &other.address) == (it.id, &it.address);
        if let Some(at) = found[..known].iter().position(is_known) {
            // The text that is written out can have a fix that the original has not.
            if found[at].proposal.is_some()
                || found[..known].iter().filter(|it| is_known(it)).count() > 1
            {
                continue;
            }
            found[at].proposal = it.proposal.and_then(|it| original(&expanded, it));
            continue;
        }
        if found[known..].iter().any(is_known) {
            continue;
        }
        it.message = expanded.message(&it.message);
        it.proposal = it.proposal.and_then(|it| original(&expanded, it));
        found.push(it);
    }
}

/// Returns a proposal for the text that was written out as one for the original.
fn original(expanded: &expand::Expanded, proposal: checker::Proposal) -> Option<checker::Proposal> {
    let edits: Option<Vec<_>> = proposal.edits.iter().map(|it| expanded.edit(it)).collect();
    Some(checker::Proposal {
        edits: edits?,
        description: expanded.message(&proposal.description),
        ..proposal
    })
}

/// Checks an indexed module; each diagnostic has its fix at the same position of the second list.
fn check_index(index: &Index, options: DeployOptions) -> (DeployCheck, Vec<Option<Fix>>) {
    let (mut found, unknown) = report(index, options);
    report_expanded(index, options, &mut found);
    let lines = index.module.lines();
    found.order_by_key(|it| (it.span.start, it.id));
    found.dedup_by(|one, other| (one.id, one.span) == (other.id, other.span));
    found.truncate(DIAGNOSTICS_MAX);
    let (mut diagnostics, mut fixes) = (Vec::new(), Vec::new());
    for it in found {
        let Ok(at) = ALL.binary_search_by(|(rule, _)| rule.id.cmp(it.id)) else {
            continue;
        };
        // The header before each file of a joined text is not part of a file.
        if !index
            .module
            .file_span(it.span.start)
            .range()
            .contains(&it.span.start)
        {
            continue;
        }
        let rule = ALL[at].0;
        let address = it.address;
        let fix = it.proposal.map(|proposal| {
            let id = format!("deploy:{}:{address}", rule.id);
            let mut fix = Fix::new(
                id,
                &address,
                proposal.description,
                rule.rationale,
                proposal.edits,
            );
            fix.safety = proposal.safety;
            fix
        });
        let is_offered =
            |fix: &&Fix| fix.safety <= Safety::Suggestion && fix.is_writable(index.module);
        diagnostics.push(DeployDiagnostic {
            id: rule.id,
            slug: rule.slug,
            kind: rule.kind,
            severity: rule.severity,
            span: it.span,
            start: lines.position(it.span.start),
            message: it.message,
            outcome: rule.kind.outcome(rule.severity),
            rationale: rule.rationale,
            change: fix
                .as_ref()
                .filter(is_offered)
                .map(|fix| fix.change.id.clone()),
            address,
        });
        fixes.push(fix);
    }
    let rules_without_facts = ALL
        .iter()
        .filter(|(_, needs)| match *needs {
            "facts" => options.facts.is_none(),
            "schema" => options.schema.is_none(),
            _ => false,
        })
        .count();
    let check = DeployCheck {
        diagnostics,
        rules_run: ALL.len() - rules_without_facts,
        rules_without_facts,
        unknown,
    };
    (check, fixes)
}

#[cfg(test)]
mod tests;
