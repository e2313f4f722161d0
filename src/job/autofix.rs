//! Applies all steps that cost no tokens: repair, complete, fix, validate, scan.

use super::request_topics::request_topics;
use crate::complete::{self, Completed, RequiredVariable};
use crate::fix::{self, FixSelection};
use crate::hcl::{self, Block, Change, Module, Problem};
use crate::repair::{self, Reach, Repaired};
use crate::scan::{Finding, Tables};
use crate::schema::Schema;
use foldhash::HashSet;

/// A program after automatic fixes, with its remaining diagnostics.
#[derive(Clone, Debug)]
pub struct Autofixed {
    /// The program; its text is the result for the user.
    pub module: Module,
    /// Addresses of the added blocks.
    pub added: Vec<String>,
    /// Changes made, each with its reason.
    pub changes: Vec<Change>,
    /// Problems that `terraform validate` would report.
    pub problems: Vec<Problem>,
    /// Remaining scan findings, in source order.
    pub findings: Vec<Finding>,
    /// Variables that the user has to set.
    pub variables: Vec<RequiredVariable>,
    /// Notes for the user.
    pub notes: Vec<String>,
}

/// Note for programs that were checked without a schema.
const UNCHECKED: &str =
    "The provider schema is not loaded: types and arguments were not validated.";

/// Repairs, completes and fixes a program without tokens.
///
/// `request` is the text of the user; whatever it names is kept. The selection holds the ids of
/// changes that the user excluded and of priced changes that the user accepted; all other changes
/// are made.
/// Without a schema only checks on the text itself run.
///
/// ```
/// use infragenie::{fix::FixSelection, hcl, job::autofix, scan};
///
/// let module =
///     hcl::parse("resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\"\n}\n");
/// let request = "an ec2 instance";
/// let rules = scan::aws::TABLES;
/// let fixed = autofix::autofix(&module, request, rules, None, FixSelection::default());
/// assert!(fixed.module.text.contains("tls_private_key"));
/// ```
pub fn autofix(
    module: &Module,
    request: &str,
    rules: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Autofixed {
    let (before, mut repaired) = repair(module, schema, selection);
    // With syntax errors it could not be formatted before.
    if !module.problems.is_empty() {
        repaired.module = hcl::format::formatted(repaired.module);
    }
    let mut completed = complete::complete(&repaired.module, request, selection.exclude);
    completed.changes.splice(0..0, repaired.changes);
    let about = request_topics(request, &module.text, &completed.module);
    let selection = FixSelection {
        about: Some(&about),
        ..selection
    };
    complete_and_fix(before, completed, None, rules, schema, selection)
}

/// Fixes a program that the user wrote, without completing it.
///
/// Adds no key pair, no image lookup and no provider configuration.
///
/// ```
/// use infragenie::{fix::FixSelection, hcl, job::autofix, scan};
///
/// let code = "resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\"\n}\n";
/// let module = hcl::parse(code);
/// let fixed = autofix::fix(&module, scan::aws::TABLES, None, FixSelection::default());
/// assert!(!fixed.module.text.contains("tls_private_key"));
/// assert!(fixed.module.text.contains("http_tokens"));
/// ```
pub fn fix(
    module: &Module,
    rules: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Autofixed {
    let (before, repaired) = repair(module, schema, selection);
    let as_it_is = Completed {
        module: repaired.module,
        changes: repaired.changes,
        variables: Vec::new(),
        notes: Vec::new(),
    };
    complete_and_fix(
        before,
        as_it_is,
        repaired.problems,
        rules,
        schema,
        selection,
    )
}

/// Returns the program's addresses, and the program after its unambiguous repairs.
///
/// Without a schema nothing is repaired.
fn repair(
    module: &Module,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> (HashSet<String>, Repaired) {
    let before = module.blocks().filter_map(Block::address).collect();
    let repaired = match schema {
        Some(schema) => repair::repair(module, schema, Reach::Trimming, selection.exclude),
        None => Repaired {
            module: module.clone(),
            changes: Vec::new(),
            problems: None,
        },
    };
    (before, repaired)
}

/// Fixes, validates and scans a completed program.
///
/// `before` holds the addresses of the original program, `problems` the problems of the completed
/// program if they are known.
fn complete_and_fix(
    before: HashSet<String>,
    completed: Completed,
    problems: Option<Vec<Problem>>,
    rules: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Autofixed {
    let fixed = fix::fix_known(completed.module, problems, rules, schema, selection);
    let (mut changes, mut notes) = (completed.changes, completed.notes);
    changes.extend(fixed.changes);
    notes.extend(fixed.notes);
    if schema.is_none_or(|schema| schema.for_module(&fixed.module).is_none()) {
        notes.push(UNCHECKED.to_owned());
    }
    let added = fixed.module.blocks().filter_map(Block::address);
    Autofixed {
        added: added.filter(|it| !before.contains(it)).collect(),
        problems: fixed.problems,
        findings: fixed.findings,
        module: fixed.module,
        changes,
        variables: completed.variables,
        notes,
    }
}
