//! A program in, the program out after everything that costs no tokens: repaired, completed, fixed,
//! checked, scanned.

use crate::complete::{self, Question};
use crate::fix::{self, Wishes};
use crate::hcl::{self, Change, Module, Problem};
use crate::repair::{self, Reach};
use crate::scan::{self, Finding, Tables};
use crate::schema::{self, Schema};

/// A program after mending, and what is still to be said of it.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The program; its text is what the user gets.
    pub module: Module,
    /// What was done, each with its reason.
    pub changes: Vec<Change>,
    /// What `terraform validate` would refuse.
    pub problems: Vec<Problem>,
    /// What the scan still finds, in the order of the text.
    pub findings: Vec<Finding>,
    /// Variables that the user has to fill in.
    pub questions: Vec<Question>,
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
/// use infragenie::{fix::Wishes, job::mend, scan};
///
/// let code = "resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\"\n}\n";
/// let mended = mend::mend(code, "an ec2 instance", scan::aws::TABLES, None, Wishes::default());
/// assert!(mended.module.text.contains("tls_private_key"));
/// ```
pub fn mend(
    code: &str,
    request: &str,
    rules: Tables,
    schema: Option<&Schema>,
    wishes: Wishes,
) -> Mended {
    let mut module = hcl::parse(code);
    let mut changes = Vec::new();
    if let Some(schema) = schema {
        let repaired = repair::repair(&module, schema, Reach::Trimming, wishes.without);
        (module, changes) = (repaired.module, repaired.changes);
    }
    let completed = complete::complete(&module, request, wishes.without);
    let fixed = fix::fix(&completed.module, rules, wishes);
    let mut notes = completed.notes;
    changes.extend(completed.changes);
    changes.extend(fixed.changes);
    notes.extend(fixed.notes);
    if schema.is_none() {
        notes.push(UNCHECKED.to_owned());
    }
    Mended {
        problems: match schema {
            Some(schema) => schema::validate(&fixed.module, schema),
            None => schema::check(&fixed.module),
        },
        findings: scan::scan(&fixed.module, rules),
        module: fixed.module,
        changes,
        questions: completed.questions,
        notes,
    }
}
