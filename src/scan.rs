//! Scans a module for misconfigurations: evaluates rules and reports findings.
//!
//! Rules are data: one table per AWS service in `scan/aws/<service>.rs`, built from the checks of
//! [`check`]; `scan/aws/<service>.tf` holds the test cases of the table. Rule ids and verdicts are
//! Checkov's; `tests/oracle/checkov_cases.py` compares both with Checkov.

pub mod aws;
pub mod check;
mod deploy_effect;
pub mod exposure;
pub mod graph;
pub mod iam;
mod policy;
mod ports;
pub mod recipe;
mod resource;
mod resource_graph;
mod secret;
mod skip;
mod tree;

pub use check::{Check, FALSE, Literal, TRUE, Verdict};
pub use deploy_effect::deploy_effect;
pub use graph::{Graph, Op};
pub use recipe::{Cost, Recipe};
pub use resource::{Evaluate, Found, Resource};

use crate::hcl::{Expression, Module, Position, Span, Value};
use crate::semantic::Index;
use crate::stable_sort::Order;
use check::{is_text, passed, truthy, truthy_at};
use foldhash::HashMap;
use iam::Actions;
use resource_graph::ResourceGraph;
use std::cell::RefCell;

/// Maximum size of an evaluated value, in bytes of text plus elements.
///
/// Larger values become unknown; Checkov also treats longer texts as unknown.
const WEIGHT_MAX: usize = 10_000;

/// Rule tables of a scan, one per service, with the IAM actions that some need.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    services: &'static [&'static [Rule]],
    actions: Option<&'static Actions>,
}

impl Tables {
    /// Creates tables without IAM actions: rules that need the actions are unknown.
    pub const fn new(services: &'static [&'static [Rule]]) -> Self {
        Self {
            services,
            actions: None,
        }
    }

    /// Returns the same tables with the IAM actions.
    pub const fn with(self, actions: &'static Actions) -> Self {
        Self {
            actions: Some(actions),
            ..self
        }
    }

    /// Returns the rule tables, one per service.
    pub const fn services(self) -> &'static [&'static [Rule]] {
        self.services
    }

    /// Iterates over all rules, in table order.
    pub fn rules(self) -> impl Iterator<Item = &'static Rule> {
        self.services.iter().flat_map(|table| table.iter())
    }

    /// Returns whether a module has a policy whose rules need the missing IAM actions.
    ///
    /// ```
    /// use infragenie::{hcl, scan::aws::TABLES};
    /// let role = "resource \"aws_iam_role_policy\" \"a\" {\n  policy = \"{}\"\n}\n";
    /// assert!(TABLES.lack_actions_for(&hcl::parse(role)));
    /// assert!(!TABLES.lack_actions_for(&hcl::parse("resource \"aws_eip\" \"a\" {\n}\n")));
    /// ```
    pub fn lack_actions_for(self, module: &Module) -> bool {
        self.actions.is_none() && module.blocks().any(iam::needs_actions)
    }
}

/// Rule: a check for resources of certain types, with its texts and its fix.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Checkov's check id.
    ///
    /// Several entries may share an id, for different resource types.
    pub id: &'static str,
    /// Resource types that the rule applies to.
    pub types: &'static [&'static str],
    /// Severity of a finding.
    pub severity: Severity,
    /// Message of a finding, at most 60 characters: part of the prompt of a repair.
    pub message: &'static str,
    /// Rationale in one sentence: shown to users, never sent to the model.
    pub rationale: &'static str,
    /// Check that a compliant resource passes.
    pub check: Check,
    /// Fix for a finding.
    pub fix: Fix,
}

/// Severity of a finding, in ascending order.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Informational.
    Info,
    /// Deviation from good practice.
    Low,
    /// Weakness.
    Medium,
    /// Commonly exploited weakness.
    High,
    /// Direct access for an attacker.
    Critical,
}

/// Fix for a finding, as the rule defines it.
#[derive(Clone, Copy, Debug)]
pub enum Fix {
    /// No automatic fix: a person must decide.
    None,
    /// Adds resources that cost money: a key, a bucket, a role.
    AddsResources,
    /// Sets constants: no cost while idle, no loss of function.
    Free(Assignment),
    /// Sets constants that cost cents to dollars a month.
    Paid(Assignment),
    /// Sets constants with a stated trade-off in money, availability or behaviour.
    NeedsConsent(Assignment, &'static str),
    /// Applies a recipe: adds resources, blocks or references.
    Recipe(&'static Recipe),
    /// Selects the second field where the condition holds, otherwise the third.
    If(&'static Check, &'static Fix, &'static Fix),
}

/// Constants that a fix sets in a resource.
#[derive(Clone, Copy, Debug)]
pub enum Assignment {
    /// Sets the values that the check requires: `Is("encrypted", TRUE)` sets `true`.
    ///
    /// `OneOf` and `UnsetOrOneOf` set their first value, `IsNot` with a boolean the inverse, and
    /// `AtLeast` the minimum. `When`, `Unless` and `PassIf` follow their second check, `All` each
    /// check that does not pass. Other checks, such as `Any` and `Between`, set nothing.
    Implied,
    /// Sets these paths to these values.
    Set(&'static [(&'static str, Literal)]),
    /// Computes the paths and values for a resource; an empty list means no fix.
    Pick(fn(&Resource) -> Settings),
}

/// Argument paths with their new values.
pub type Settings = &'static [(&'static str, Literal)];

/// Kind of fix that is available for a finding, as shown to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Fixed automatically.
    Free,
    /// Fixed by adding resources, or at a small cost.
    AddsResources,
    /// Fixed once the user accepts the trade-off.
    NeedsConsent,
    /// Not fixed automatically: a person must decide.
    None,
}

/// Rule violation of one resource.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Checkov's check id.
    pub id: &'static str,
    /// Severity of the finding.
    pub severity: Severity,
    /// Address of the resource; its `count` and `for_each` instances share one address.
    pub address: String,
    /// Span of the whole block.
    #[serde(skip)]
    pub span: Span,
    /// Start position of the block.
    pub start: Position,
    /// Message, at most 60 characters.
    pub message: &'static str,
    /// Rationale, in one sentence.
    pub rationale: &'static str,
    /// Available kind of fix.
    pub remedy: Remedy,
    /// Trade-off: what the fix removes or costs, if anything.
    pub price: Option<&'static str>,
    /// Whether the request asks for what the rule reports, such as `without backups`.
    pub accepted: bool,
    /// Whether it keeps the configuration from passing the scan.
    ///
    /// It does if a free change closes it, or if its severity is high or critical, unless the request
    /// asks for it. Other findings are options.
    pub open: bool,
}

/// A finding that a comment in its block skips.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SuppressedFinding {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// The reason in the comment; empty if it has none.
    pub reason: String,
}

/// Description of a rule for users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RuleInfo {
    /// Checkov's check id.
    pub id: &'static str,
    /// Severity of a finding.
    pub severity: Severity,
    /// Resource types that the rule applies to.
    pub types: &'static [&'static str],
    /// Message of a finding.
    pub message: &'static str,
    /// Rationale of the rule.
    pub rationale: &'static str,
    /// Available kind of fix, unless the arguments of a block select another one.
    pub remedy: Remedy,
}

/// Evaluates every rule for every resource and returns the findings.
///
/// Findings are in source order, then in table order. Unknown verdicts produce no finding, nor do
/// rules that the block skips by `#checkov:skip=ID`.
///
/// ```
/// use infragenie::{hcl, scan};
/// let module = hcl::parse("resource \"aws_ebs_volume\" \"a\" {\n  encrypted = false\n}\n");
/// let findings = scan::scan(&module, scan::aws::TABLES);
/// assert_eq!((findings[0].id, findings[0].address.as_str()), ("CKV_AWS_3", "aws_ebs_volume.a"));
/// ```
pub fn scan(module: &Module, tables: Tables) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = module.lines();
    report_failures(
        &Index::with_values(module),
        tables,
        |rule, resource, address| {
            let position = lines.position(resource.block.span.start);
            findings.push(Finding::new(rule, resource, address, position));
        },
    );
    findings
}

/// Returns the findings that comments of the form `checkov:skip=ID:reason` skip.
///
/// ```
/// use infragenie::{hcl, scan};
/// let module = hcl::parse("resource \"aws_ebs_volume\" \"a\" {\n  # checkov:skip=CKV_AWS_3:cache\n}\n");
/// let suppressed = scan::suppressed(&module, scan::aws::TABLES);
/// assert_eq!((suppressed[0].finding.id, suppressed[0].reason.as_str()), ("CKV_AWS_3", "cache"));
/// ```
pub fn suppressed(module: &Module, tables: Tables) -> Vec<SuppressedFinding> {
    let mut suppressed = Vec::new();
    if !module.text.contains(":skip=") {
        return suppressed;
    }
    let lines = module.lines();
    evaluate_rules(
        &Index::with_values(module),
        tables,
        Skipped::Only,
        |rule, resource, address, verdict| {
            let block = &module.text[resource.block.span.range()];
            let skips = skip::skipped(block);
            let reason = skips
                .iter()
                .find(|(id, _)| *id == rule.id)
                .map(|(_, reason)| *reason);
            if let Some(reason) = reason.filter(|_| verdict == Verdict::Failed) {
                let position = lines.position(resource.block.span.start);
                suppressed.push(SuppressedFinding {
                    finding: Finding::new(rule, resource, address, position),
                    reason: reason.to_owned(),
                });
            }
        },
    );
    suppressed
}

impl Finding {
    /// Creates the finding of a rule for a resource at an address and a position.
    pub(crate) fn new(
        rule: &Rule,
        resource: &Resource,
        address: &str,
        position: Position,
    ) -> Finding {
        let mut finding = Finding {
            id: rule.id,
            severity: rule.severity,
            address: address.to_owned(),
            span: resource.block.span,
            start: position,
            message: rule.message,
            rationale: rule.rationale,
            remedy: rule.fix.remedy(resource),
            price: rule.fix.price(resource),
            accepted: false,
            open: false,
        };
        finding.assess();
        finding
    }

    /// Records that a fix needs consent, and for what.
    pub(crate) fn needs_consent(&mut self, price: &'static str) {
        (self.remedy, self.price) = (Remedy::NeedsConsent, Some(price));
        self.assess();
    }

    /// Records that hardening makes the fix.
    pub(crate) fn needs_hardening(&mut self) {
        (self.remedy, self.price) = (Remedy::AddsResources, None);
        self.assess();
    }

    /// Records that no fix may change the resource.
    pub(crate) fn has_no_fix(&mut self) {
        self.remedy = Remedy::None;
        self.assess();
    }

    /// Records that the request asks for what the rule reports.
    pub(crate) fn accept(&mut self) {
        self.accepted = true;
        if self.remedy != Remedy::None {
            self.needs_consent("the request asks for it as it is");
        }
        self.assess();
    }

    fn assess(&mut self) {
        let is_grave = self.severity >= Severity::High;
        self.open = !self.accepted && (self.remedy == Remedy::Free || is_grave);
    }
}

/// Returns the verdict of every rule for every resource that it applies to.
///
/// Unknown verdicts are included. Rules that a block skips are left out.
///
/// ```
/// use infragenie::{hcl, scan::{self, Verdict}};
/// let module = hcl::parse("resource \"aws_ebs_volume\" \"a\" {\n  encrypted = var.yes\n}\n");
/// let verdicts = scan::verdicts(&module, scan::aws::TABLES);
/// assert!(verdicts.contains(&("CKV_AWS_3", "aws_ebs_volume.a".to_owned(), Verdict::Unknown)));
/// ```
pub fn verdicts(module: &Module, tables: Tables) -> Vec<(&'static str, String, Verdict)> {
    let mut verdicts = Vec::new();
    evaluate_rules(
        &Index::with_values(module),
        tables,
        Skipped::Without,
        |rule, _, address, verdict| {
            verdicts.push((rule.id, address.to_owned(), verdict));
        },
    );
    verdicts
}

/// Calls back for every rule that a resource violates.
///
/// The callback gets the resource and its address.
pub(crate) fn report_failures(
    index: &Index,
    tables: Tables,
    mut report: impl FnMut(&'static Rule, &Resource, &str),
) {
    evaluate_rules(
        index,
        tables,
        Skipped::Without,
        |rule, resource, address, verdict| {
            if verdict == Verdict::Failed {
                report(rule, resource, address);
            }
        },
    );
}

/// Iterates over the user-facing descriptions of all rules, in table order.
pub fn rules(tables: Tables) -> impl Iterator<Item = RuleInfo> {
    tables.rules().map(|rule| RuleInfo {
        id: rule.id,
        severity: rule.severity,
        types: rule.types,
        message: rule.message,
        rationale: rule.rationale,
        remedy: rule.fix.default_remedy(),
    })
}

impl Fix {
    /// Returns the kind of fix that is available for this resource.
    pub fn remedy(&self, resource: &Resource) -> Remedy {
        match self.resolve(resource) {
            Fix::Free(Assignment::Pick(pick))
            | Fix::Paid(Assignment::Pick(pick))
            | Fix::NeedsConsent(Assignment::Pick(pick), _)
                if pick(resource).is_empty() =>
            {
                Remedy::None
            }
            decided => decided.default_remedy(),
        }
    }

    /// Returns the trade-off of the fix for this resource, if it has one.
    pub fn price(&self, resource: &Resource) -> Option<&'static str> {
        match self.resolve(resource) {
            Fix::NeedsConsent(_, price) => Some(price),
            Fix::Recipe(recipe) => recipe.cost.price(),
            _ => None,
        }
    }

    /// Resolves the conditions of the fix for a resource.
    pub fn resolve(&self, resource: &Resource) -> &Fix {
        match self {
            Fix::If(condition, yes, no) => {
                if condition.holds(resource) {
                    yes.resolve(resource)
                } else {
                    no.resolve(resource)
                }
            }
            decided => decided,
        }
    }

    fn default_remedy(&self) -> Remedy {
        match self {
            Fix::None => Remedy::None,
            Fix::AddsResources | Fix::Paid(_) => Remedy::AddsResources,
            Fix::Recipe(recipe) => match recipe.cost {
                Cost::Free => Remedy::Free,
                Cost::AddsResources => Remedy::AddsResources,
                Cost::NeedsConsent(_) => Remedy::NeedsConsent,
            },
            Fix::Free(_) => Remedy::Free,
            Fix::NeedsConsent(..) => Remedy::NeedsConsent,
            Fix::If(_, _, no) => no.default_remedy(),
        }
    }
}

impl Severity {
    /// Returns the name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

/// Whether rules that a block skips are evaluated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Skipped {
    /// Only rules that the block does not skip.
    Without,
    /// Only rules that the block skips.
    Only,
}

/// Evaluates the rules for every resource, in source order, and calls back.
fn evaluate_rules(
    index: &Index,
    tables: Tables,
    of: Skipped,
    mut report: impl FnMut(&'static Rule, &Resource, &str, Verdict),
) {
    let module = index.module;
    let values = Values::new(index);
    let evaluate = |expression: &Expression, bound: &tree::Bindings| match bound.as_slice() {
        [] => values.value(expression),
        bound => values.bound(expression, bound),
    };
    let graph = ResourceGraph::new(&values, &evaluate, tables.actions);
    let rules_by_type = RulesByType::new(tables, graph.nodes.iter().map(|node| node.kind.as_str()));
    let mut next = 0;
    while let Some(node) = graph.nodes.get(next) {
        let at = next;
        let block = node.block;
        let is_same = |other: &&resource_graph::Node| std::ptr::eq(other.block, block);
        let instances = graph.nodes[at..].iter().take_while(is_same).count();
        next = at + instances;
        let (Some(rules), Some(address)) = (rules_by_type.rules(&node.kind), block.address())
        else {
            continue;
        };
        let evaluators: Vec<_> = graph.nodes[at..next]
            .iter()
            .map(|node| |expression: &Expression| evaluate(expression, &node.bindings))
            .collect();
        let resources = evaluators.iter().enumerate();
        let resources =
            resources.filter_map(|(more, evaluate)| Resource::at_node(&graph, at + more, evaluate));
        let resources: Vec<Resource> = resources.collect();
        let Some(resource) = resources.first() else {
            continue;
        };
        let is_not_created = resource.find("count") == Found::Value(Value::Number(0.0));
        let skipped = skip::skipped(&module.text[block.span.range()]);
        let is_skipped = |rule: &Rule| skipped.iter().any(|(id, _)| *id == rule.id);
        let is_asked = |rule: &&&Rule| is_skipped(rule) == (of == Skipped::Only);
        for rule in rules.iter().filter(is_asked) {
            // A resource with `count = 0` is not created: only graph policies apply to it.
            if is_not_created && !matches!(rule.check, Check::GraphPolicy(_)) {
                continue;
            }
            // A block fails if one of its instances does; otherwise the first one decides.
            let verdict = rule.check.verdict(resource);
            let others = resources.iter().skip(1);
            let mut others = others.filter(|_| verdict != Verdict::Failed);
            match others.find(|it| rule.check.verdict(it) == Verdict::Failed) {
                Some(other) => report(rule, other, &address, Verdict::Failed),
                None => report(rule, resource, &address, verdict),
            }
        }
    }
}

/// Rules by resource type, for the types that a module uses.
struct RulesByType<'t>(Vec<(&'t str, Vec<&'static Rule>)>);

impl<'t> RulesByType<'t> {
    fn new(tables: Tables, types: impl Iterator<Item = &'t str>) -> Self {
        let mut types: Vec<&str> = types.collect();
        types.order();
        types.dedup();
        // A module has few types, the rules have many: comparing lengths first skips most of them.
        let bit = |name: &str| 1_u64 << (name.len() % 64);
        let lengths = types.iter().fold(0, |bits, name| bits | bit(name));
        let mut by_type = RulesByType(types.into_iter().map(|name| (name, Vec::new())).collect());
        for rule in tables.rules() {
            for name in rule.types {
                if lengths & bit(name) != 0
                    && let Some(at) = by_type.index_of(name)
                {
                    by_type.0[at].1.push(rule);
                }
            }
        }
        by_type
    }

    fn rules(&self, name: &str) -> Option<&[&'static Rule]> {
        self.index_of(name).map(|at| self.0[at].1.as_slice())
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.0.binary_search_by(|row| row.0.cmp(name)).ok()
    }
}

/// Cache of expression values: each source text is evaluated once.
struct Values<'m> {
    index: &'m Index<'m>,
    known: RefCell<HashMap<&'m str, Value>>,
}

impl<'m> Values<'m> {
    fn new(index: &'m Index<'m>) -> Self {
        let known = RefCell::default();
        Self { index, known }
    }

    /// Evaluates an expression with values bound to names.
    fn bound(&self, expression: &Expression, names: &[(String, Value)]) -> Value {
        limited(self.index.value_with(expression, names))
    }

    fn value(&self, expression: &Expression) -> Value {
        let text = self.index.text(expression);
        if let Some(value) = self.known.borrow().get(text) {
            return value.clone();
        }
        let value = limited(self.index.value(expression));
        self.known.borrow_mut().insert(text, value.clone());
        value
    }
}

/// Returns the value, or an unknown one if it is too large.
fn limited(value: Value) -> Value {
    if weight(&value) > WEIGHT_MAX {
        Value::Unknown(None)
    } else {
        value
    }
}

/// Returns the size of a value: bytes of text plus number of elements.
fn weight(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(values) => values.iter().map(|value| 1 + weight(value)).sum(),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| 1 + key.len() + weight(value))
            .sum(),
        _ => 0,
    }
}
