//! A program in, the program out after everything that costs no tokens: repaired, completed, fixed,
//! checked, scanned.

use super::request_topics::request_topics;
use crate::complete::{self, Completed, RequiredVariable};
use crate::fix::{self, FixSelection};
use crate::hcl::{Block, Change, Module, Problem};
use crate::repair::{self, Reach, Repaired};
use crate::scan::{Finding, Tables};
use crate::schema::Schema;
use foldhash::HashSet;

/// A program after mending, and what is still to be said of it.
#[derive(Clone, Debug)]
pub struct Autofixed {
    /// The program; its text is what the user gets.
    pub module: Module,
    /// Addresses of the blocks that were not in it before.
    pub added: Vec<String>,
    /// What was done, each with its reason.
    pub changes: Vec<Change>,
    /// What `terraform validate` would refuse.
    pub problems: Vec<Problem>,
    /// What the scan still finds, in the order of the text.
    pub findings: Vec<Finding>,
    /// Variables that the user has to fill in.
    pub variables: Vec<RequiredVariable>,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Said where the schema is not there.
const UNCHECKED: &str =
    "The provider's schema is not loaded: types and arguments were not checked against it.";

/// Mends a program at zero tokens. `request` is the user's words: what they name is kept. The
/// wishes are the ids of changes that the user undid, and of those with a price that the user
/// accepted; all others are made again. Without a schema only what the text itself shows is
/// checked.
///
/// ```
/// use infragenie::{fix::Wishes, hcl, job::mend, scan};
///
/// let module =
///     hcl::parse("resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\"\n}\n");
/// let request = "an ec2 instance";
/// let mended = mend::mend(&module, request, scan::aws::TABLES, None, Wishes::default());
/// assert!(mended.module.text.contains("tls_private_key"));
/// ```
pub fn autofix(
    module: &Module,
    request: &str,
    rules: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Autofixed {
    let (before, repaired) = repair(module, schema, selection);
    let mut completed = complete::complete(&repaired.module, request, selection.exclude);
    completed.changes.splice(0..0, repaired.changes);
    let about = request_topics(request, &module.text, &completed.module);
    let selection = FixSelection {
        about: Some(&about),
        ..selection
    };
    complete_and_fix(before, completed, None, rules, schema, selection)
}

/// Mends a program that its user wrote: what is wrong with it, and nothing that it merely has not.
/// No key pair is added, no image looked up and no provider configured.
///
/// ```
/// use infragenie::{fix::Wishes, hcl, job::mend, scan};
///
/// let code = "resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\"\n}\n";
/// let fixed = mend::fix(&hcl::parse(code), scan::aws::TABLES, None, Wishes::default());
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

/// The addresses that a program came with, and the program without the mistakes whose remedy is
/// certain, as far as the schema tells them.
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

/// What is left to do once a program is complete. `before` are the addresses that it came with, and
/// `problems` those of the complete program, where they are known.
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
