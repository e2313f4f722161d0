//! Module and rules in, Findings out.
//!
//! Rules are data: one table for each AWS service in `scan/aws/<service>.rs`, written in the
//! words of [`check`], with the cases that prove it beside it in `scan/aws/<service>.tf`. The ids
//! and the verdicts are Checkov's, and `tests/oracle/checkov_cases.py` compares both.

pub mod aws;
pub mod check;
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
mod words;

pub use check::{Check, FALSE, Literal, TRUE, Verdict};
pub use graph::{Graph, Op};
pub use recipe::{Cost, Recipe};
pub use resource::{Evaluate, Found, Resource};

use crate::hcl::value::Scope;
use crate::hcl::{Expression, Module, Position, Span, Value};
use crate::stable_sort::Order;
use foldhash::HashMap;
use iam::Actions;
use resource_graph::ResourceGraph;
use std::cell::RefCell;

/// Heaviest value that a rule sees, in bytes and elements; Checkov leaves longer texts unknown too.
const WEIGHT_MAX: usize = 10_000;

/// The rules that a scan asks, service by service, and the facts that some of them need.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    services: &'static [&'static [Rule]],
    actions: Option<&'static Actions>,
}

impl Tables {
    /// Rules without the actions of IAM: what needs them stays unknown.
    pub const fn new(services: &'static [&'static [Rule]]) -> Self {
        Self {
            services,
            actions: None,
        }
    }

    /// The same rules with the actions of IAM.
    pub const fn with(self, actions: &'static Actions) -> Self {
        Self {
            actions: Some(actions),
            ..self
        }
    }

    /// The tables, one for each service.
    pub const fn services(self) -> &'static [&'static [Rule]] {
        self.services
    }

    /// All rules, in the order of the tables.
    pub fn rules(self) -> impl Iterator<Item = &'static Rule> {
        self.services.iter().flat_map(|table| table.iter())
    }

    /// Whether a module holds a policy that cannot be judged before the actions of IAM are there.
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

/// One thing that is asked of resources of some types.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Checkov's id. The same id may stand in several entries, for other types.
    pub id: &'static str,
    /// The resource types that are asked.
    pub types: &'static [&'static str],
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in at most 60 characters: this goes into the prompt of a repair.
    pub message: &'static str,
    /// Why it matters, in one sentence: shown, never sent.
    pub rationale: &'static str,
    /// What is asked.
    pub check: Check,
    /// What mends it.
    pub fix: Fix,
}

/// How bad a finding is, the least first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Good practice.
    Low,
    /// A weakness.
    Medium,
    /// A weakness that is used.
    High,
    /// An open door.
    Critical,
}

/// What mends a finding, as the rule knows it.
#[derive(Clone, Copy, Debug)]
pub enum Fix {
    /// Somebody has to decide something.
    None,
    /// New resources that are worth money: a key, a bucket, a role.
    AddsResources,
    /// A constant edit that costs nothing while nothing happens, and takes nothing away.
    Free(Repair),
    /// A constant edit worth pennies to dollars a month.
    Paid(Repair),
    /// A constant edit with a price, which is told: money, availability or behaviour.
    NeedsConsent(Repair, &'static str),
    /// More than a constant: new resources, blocks or references.
    Made(&'static Recipe),
    /// The second where the condition holds, else the third.
    If(&'static Check, &'static Fix, &'static Fix),
}

/// The edit itself.
#[derive(Clone, Copy, Debug)]
pub enum Repair {
    /// What the word of the check says: `Is("encrypted", TRUE)` sets it.
    Implied,
    /// These paths get these values.
    Set(&'static [(&'static str, Literal)]),
    /// The way out: the paths and values for this resource, or none.
    Pick(fn(&Resource) -> Settings),
}

/// Paths, and what they are set to.
pub type Settings = &'static [(&'static str, Literal)];

/// What can be done about a finding, as a user sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Mended by itself.
    Free,
    /// Mended with new resources, or for a little money.
    AddsResources,
    /// Mended once the user accepts its price.
    NeedsConsent,
    /// Somebody has to decide something.
    None,
}

/// A resource that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Checkov's id.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Of the resource; its instances by `count` and `for_each` are one.
    pub address: String,
    /// The whole block.
    #[serde(skip)]
    pub span: Span,
    /// Where the block begins.
    pub start: Position,
    /// What is wrong, in at most 60 characters.
    pub message: &'static str,
    /// Why it matters, in one sentence.
    pub rationale: &'static str,
    /// What can be done about it.
    pub remedy: Remedy,
    /// What the remedy takes away or costs, where it has a price.
    pub price: Option<&'static str>,
}

/// A rule as a user reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RuleInfo {
    /// Checkov's id.
    pub id: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// The resource types that are asked.
    pub types: &'static [&'static str],
    /// What is wrong where it is found.
    pub message: &'static str,
    /// Why it matters.
    pub rationale: &'static str,
    /// What can be done about it, where nothing in the block says otherwise.
    pub remedy: Remedy,
}

/// Asks every rule of every resource, in the order of the text and of the tables. Unknown stays
/// silent, and so does a rule that the block skips by `#checkov:skip=ID`.
///
/// ```
/// use infragenie::{hcl, scan};
/// let module = hcl::parse("resource \"aws_ebs_volume\" \"a\" {\n  encrypted = false\n}\n");
/// let findings = scan::scan(&module, scan::aws::TABLES);
/// assert_eq!((findings[0].id, findings[0].address.as_str()), ("CKV_AWS_3", "aws_ebs_volume.a"));
/// ```
pub fn scan(module: &Module, tables: Tables) -> Vec<Finding> {
    let mut findings = Vec::new();
    report_failures(
        module,
        tables,
        accept_all,
        |rule, resource, address, position| {
            findings.push(Finding {
                id: rule.id,
                severity: rule.severity,
                address: address.to_owned(),
                span: resource.block.span,
                start: position,
                message: rule.message,
                rationale: rule.rationale,
                remedy: rule.fix.remedy(resource),
                price: rule.fix.price(resource),
            });
        },
    );
    findings
}

/// What every rule says of every resource that it asks, the unknown included; a skipped rule says
/// nothing.
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
        module,
        tables,
        accept_all,
        |rule, _, address, verdict, _| {
            verdicts.push((rule.id, address.to_owned(), verdict));
        },
    );
    verdicts
}

/// Calls back for every rule that a resource breaks, with its block, address and place; what is
/// not wanted is not asked.
pub(crate) fn report_failures(
    module: &Module,
    tables: Tables,
    wanted: impl Fn(&Rule, &str) -> bool,
    mut report: impl FnMut(&'static Rule, &Resource, &str, Position),
) {
    evaluate_rules(
        module,
        tables,
        wanted,
        |rule, resource, address, verdict, position| {
            if verdict == Verdict::Failed {
                report(rule, resource, address, position);
            }
        },
    );
}

/// The rules of the tables as a user reads them, in the order of the tables.
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
    /// What can be done about a finding at this resource.
    pub fn remedy(&self, resource: &Resource) -> Remedy {
        match self.resolve(resource) {
            Fix::Free(Repair::Pick(pick))
            | Fix::Paid(Repair::Pick(pick))
            | Fix::NeedsConsent(Repair::Pick(pick), _)
                if pick(resource).is_empty() =>
            {
                Remedy::None
            }
            decided => decided.default_remedy(),
        }
    }

    /// What it takes away or costs at this resource.
    pub fn price(&self, resource: &Resource) -> Option<&'static str> {
        match self.resolve(resource) {
            Fix::NeedsConsent(_, price) => Some(price),
            Fix::Made(recipe) => recipe.cost.price(),
            _ => None,
        }
    }

    /// The fix with its conditions decided for a resource.
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
            Fix::Made(recipe) => match recipe.cost {
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
    /// The word for it, in lower case.
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

/// Wants all that can be asked.
fn accept_all(_: &Rule, _: &str) -> bool {
    true
}

/// Calls back for every wanted rule that asks a resource, in the order of the text.
fn evaluate_rules(
    module: &Module,
    tables: Tables,
    wanted: impl Fn(&Rule, &str) -> bool,
    mut report: impl FnMut(&'static Rule, &Resource, &str, Verdict, Position),
) {
    let values = Values::new(module);
    let evaluate = |expression: &Expression, bound: &tree::Bindings| match bound.as_slice() {
        [] => values.value(expression),
        bound => values.bound(expression, bound),
    };
    let graph = ResourceGraph::new(module, &values, &evaluate, tables.actions);
    let rules_by_type = RulesByType::new(tables, graph.nodes.iter().map(|node| node.kind.as_str()));
    let mut positions = Positions::new(&module.text);
    for (at, node) in graph.nodes.iter().enumerate() {
        let block = node.block;
        let position = positions.at(block.span.start);
        let (Some(rules), Some(address)) = (rules_by_type.rules(&node.kind), block.address())
        else {
            continue;
        };
        if !rules.iter().any(|rule| wanted(rule, &address)) {
            continue;
        }
        let evaluate = |expression: &Expression| evaluate(expression, &node.bindings);
        let Some(resource) = Resource::at_node(&graph, at, &evaluate) else {
            continue;
        };
        let is_not_created = resource.find("count") == Found::Value(Value::Number(0.0));
        let skipped = skip::skipped(&module.text[block.span.range()]);
        for rule in rules.iter().filter(|rule| !skipped.contains(&rule.id)) {
            // What is not made breaks no rule of its own.
            if is_not_created && !matches!(rule.check, Check::GraphPolicy(_))
                || !wanted(rule, &address)
            {
                continue;
            }
            let verdict = rule.check.verdict(&resource);
            report(rule, &resource, &address, verdict, position);
        }
    }
}

/// The rules that ask resources of some types, by type.
struct RulesByType<'t>(Vec<(&'t str, Vec<&'static Rule>)>);

impl<'t> RulesByType<'t> {
    fn new(tables: Tables, types: impl Iterator<Item = &'t str>) -> Self {
        let mut types: Vec<&str> = types.collect();
        types.order();
        types.dedup();
        // A module has few types and the rules have many: most are told apart by their length.
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

/// The values of expressions, each text valued once.
struct Values<'m> {
    module: &'m Module,
    scope: Scope<'m>,
    known: RefCell<HashMap<&'m str, Value>>,
}

impl<'m> Values<'m> {
    fn new(module: &'m Module) -> Self {
        Self {
            module,
            scope: Scope::new(module),
            known: RefCell::default(),
        }
    }

    /// The expression of a local value.
    fn local(&self, name: &str) -> Option<&'m Expression> {
        self.scope.local(name)
    }

    /// The value of an expression where names stand for values.
    fn bound(&self, expression: &Expression, names: &[(String, Value)]) -> Value {
        let value = self.scope.value(expression, names);
        if weight(&value) > WEIGHT_MAX {
            Value::Unknown(None)
        } else {
            value
        }
    }

    fn value(&self, expression: &Expression) -> Value {
        let text = self.module.text.get(expression.span.range());
        let text = text.unwrap_or_default();
        if let Some(value) = self.known.borrow().get(text) {
            return value.clone();
        }
        let value = Value::evaluate(expression, &self.scope);
        let value = if weight(&value) > WEIGHT_MAX {
            Value::Unknown(None)
        } else {
            value
        };
        self.known.borrow_mut().insert(text, value.clone());
        value
    }
}

/// Bytes of text and elements in a value.
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

/// Line and column of bytes that are asked for in ascending order, in one walk over the text.
struct Positions<'a> {
    text: &'a str,
    byte: usize,
    position: Position,
}

impl<'a> Positions<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            position: Position { line: 1, column: 1 },
        }
    }

    fn at(&mut self, byte: usize) -> Position {
        for byte in self.text.get(self.byte..byte).unwrap_or_default().bytes() {
            match byte {
                b'\n' => {
                    self.position = Position {
                        line: self.position.line + 1,
                        column: 1,
                    };
                }
                // A character counts by its first byte.
                0x80..0xC0 => {}
                _ => self.position.column += 1,
            }
        }
        self.byte = self.byte.max(byte);
        self.position
    }
}
