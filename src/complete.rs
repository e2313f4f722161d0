//! Completes a module: adds what the prompt excludes or the model left out.
//!
//! Each completion is a step that reads the module and returns `Fix` values: a change description
//! with the edits that make it. If the id of a change is in `without`, the change is skipped,
//! together with everything that only this change needs, so every completion can be undone
//! separately. Steps do not edit blocks that are not closed. A step that would add a diagnostic is
//! dropped. Completing a module twice changes nothing.
//!
//! | id | completion | module |
//! |---|---|---|
//! | `key-pair`, `key`, `public-key` | an SSH key pair for servers without one | `key` |
//! | `image` | lookups instead of image ids | `image`, `distribution` |
//! | `secret` | hard-coded passwords removed | `secret`, `literal` |
//! | `companion`, `variable` | declarations inferred from the type of a reference | `companion` |
//! | `key-file`, `key-file-mode` | a private key file that only its owner can read | `key_file` |
//! | `region`, `required-provider` | region and provider versions | `provider`, `region` |

mod companion;
mod context;
mod distribution;
mod image;
mod key;
mod key_file;
mod literal;
mod note;
mod provider;
mod question;
mod region;
mod secret;
mod words;

use crate::hcl::{Change, Module};
use crate::rewrite::{self, DisabledFixes, Fix};
use context::Context;
use words::Words;

/// Result of completing a module.
#[derive(Clone, Debug)]
pub struct Completed {
    /// Module with all completions that the user has not undone.
    pub module: Module,
    /// Completions made, in the order in which they were made.
    pub changes: Vec<Change>,
    /// Variables without a default, in text order; Terraform prompts for them.
    pub variables: Vec<RequiredVariable>,
    /// Remarks on the completed module for the user, one sentence each.
    pub notes: Vec<String>,
}

/// Variable without a default, for which the user has to give a value.
#[cfg_attr(test, derive(ts_rs::TS))]
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RequiredVariable {
    /// Name of the variable.
    pub variable: String,
    /// Description from the module, or the name in words.
    pub description: String,
    /// Whether the value is a secret that should not be shown or stored.
    pub sensitive: bool,
}

/// Completion step: reads a module and returns the changes it would make.
type Step = fn(&Context) -> Vec<Fix>;

/// Completion steps in order; a later step sees the text written by earlier ones.
const STEPS: [Step; 7] = [
    key::fixes,
    image::fixes,
    secret::fixes,
    companion::fixes,
    key_file::fixes,
    provider::region,
    provider::required,
];

/// Completes a module without using tokens.
///
/// `request` is the text of the user's request: an image, a key pair or a region that it names is
/// kept. `without` holds the ids of changes that the user has undone; all other completions are
/// made.
///
/// ```
/// use infragenie::{complete, hcl};
/// let module = hcl::parse(r#"
///     resource "aws_instance" "web" {
///       ami = "ami-0c55b159cbfafe1f0"
///     }
/// "#);
/// let done = complete::complete(&module, "an ubuntu server in us-west-2", &[]);
/// assert!(done.module.at("data.aws_ami.ubuntu").is_some());
/// assert!(done.module.at("aws_key_pair.main").is_some());
/// assert!(done.module.text.contains("region = \"us-west-2\""));
///
/// let undo = ["complete:image:aws_instance.web".to_owned()];
/// let done = complete::complete(&module, "an ubuntu server in us-west-2", &undo);
/// assert!(done.module.text.contains("ami-0c55b159cbfafe1f0"));
/// ```
pub fn complete(module: &Module, request: &str, without: &[String]) -> Completed {
    let words = Words::new(request);
    let disabled = DisabledFixes::new(without);
    let mut module = module.clone();
    let mut changes: Vec<Change> = Vec::new();
    let mut steps = STEPS.iter();
    loop {
        let cx = Context::new(&module, &words, &disabled);
        // A step without fixes leaves the module and its index as they are.
        let mut found = steps.by_ref().map(|step| step(&cx));
        if let Some(fixes) = found.find(|fixes| !fixes.is_empty()) {
            rewrite::apply(&mut module, &mut changes, fixes, has_no_more_errors);
            continue;
        }
        let (variables, notes) = (question::questions(&cx), note::notes(&cx));
        return Completed {
            module,
            changes,
            variables,
            notes,
        };
    }
}

/// Whether a step has caused no syntax error.
fn has_no_more_errors(before: &Module, after: &Module) -> bool {
    after.problems.len() <= before.problems.len()
}

/// Declares undeclared objects that can be written from their reference alone.
///
/// These are variables, and data sources and resources whose content follows from their type.
///
/// ```
/// use infragenie::{complete, hcl};
/// let module = hcl::parse("output \"me\" {\n  value = data.aws_caller_identity.current.arn\n}\n");
/// let (module, changes) = complete::declare(&module, &[]);
/// assert!(module.at("data.aws_caller_identity.current").is_some());
/// assert_eq!(changes.len(), 1);
/// ```
pub fn declare(module: &Module, without: &[String]) -> (Module, Vec<Change>) {
    let (words, disabled) = (Words::new(""), DisabledFixes::new(without));
    let fixes = companion::fixes(&Context::new(module, &words, &disabled));
    let (mut module, mut changes) = (module.clone(), Vec::new());
    rewrite::apply(&mut module, &mut changes, fixes, has_no_more_errors);
    (module, changes)
}
