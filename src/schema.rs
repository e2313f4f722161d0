//! Checks a module as `terraform validate` does.
//!
//! Doubtful cases are not reported: a valid program has no diagnostics.

mod blocks;
mod body;
mod calls;
mod constants;
pub mod constraints;
mod cycles;
mod exports;
mod functions;
mod grammar;
mod line;
mod meta;
pub(crate) mod nearest;
mod operations;
pub mod pack;
mod references;
mod repetition;
mod report;
mod slice;
mod values;

use crate::stable_sort::Order;
pub use constraints::Constraints;
pub use line::requires_aws_v6;
pub use pack::Schema;
pub use slice::slice;

use crate::hcl::{Block, Kind, Module, Name, Problem, Span};
use foldhash::HashSet;
use nearest::{shortened, shortened_message};
use report::Report;
use values::TypeEnv;

/// Reports parse errors, duplicate declarations and undeclared references.
///
/// Diagnostics are in source order.
///
/// ```
/// use infragenie::{hcl, schema};
/// let module = hcl::parse("output \"id\" { value = var.nmae }\nvariable \"name\" {}\n");
/// let problems = schema::check(&module);
/// assert_eq!(problems[0].kind.summary(), "Reference to undeclared input variable");
/// assert_eq!(problems[0].message, "`var.nmae` is not declared; the nearest is `var.name`");
/// ```
pub fn check(module: &Module) -> Vec<Problem> {
    limited(problems(module, None, SUGGESTIONS_MAX))
}

/// Runs all checks, including those that need the provider schemas.
///
/// Beyond [`check`], reports types, arguments and blocks that do not exist, are missing or do not
/// fit. Whatever the schema does not cover, such as a provider that is not in its pack, is not
/// checked.
///
/// A module that requires version 6 of the AWS provider is checked against the schema of that
/// version. If that schema is not loaded, only [`check`] applies.
pub fn validate(module: &Module, schema: &Schema) -> Vec<Problem> {
    limited(problems(module, Some(schema), SUGGESTIONS_MAX))
}

/// Runs the checks of [`validate`], or of [`check`] without a schema, for a program.
///
/// The messages suggest no names, which cost more than the checks, and the diagnostics are not
/// limited in number.
pub(crate) fn validate_unsuggested(module: &Module, schema: Option<&Schema>) -> Vec<Problem> {
    problems(module, schema, 0)
}

/// Returns all diagnostics by position; `suggestions` limits the searches for the nearest name.
fn problems(module: &Module, schema: Option<&Schema>, suggestions: usize) -> Vec<Problem> {
    let mut problems = module.problems.clone();
    duplicates(module, &mut problems);
    references::check(module, suggestions, &mut problems);
    if let Some(schema) = schema.and_then(|schema| schema.for_module(module)) {
        let mut report = Report::new(problems, suggestions);
        let env = TypeEnv::new(module);
        blocks::check(module, schema, &env, &mut report);
        repetition::check(module, &env, &mut report);
        operations::check(module, &env, &mut report);
        constants::check(module, &mut report);
        meta::check(module, &mut report);
        constraints::check(module, schema, &mut report);
        exports::check(module, schema, &mut report);
        calls::check(module, &env, &mut report);
        cycles::check(module, &mut report);
        problems = report.problems;
    }
    problems.order_by_key(|problem| (problem.span.start, problem.kind));
    problems
}

/// Maximum searches for the nearest name per module, of references and of other names each.
///
/// The search costs more than the check itself.
const SUGGESTIONS_MAX: usize = 64;

/// Maximum diagnostics per module.
///
/// Nobody reads more than these.
const PROBLEMS_MAX: usize = 10_000;

/// Limits the number of diagnostics and the length of their messages.
fn limited(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.truncate(PROBLEMS_MAX);
    for problem in &mut problems {
        problem.message = shortened_message(std::mem::take(&mut problem.message));
    }
    problems
}

fn duplicates(module: &Module, problems: &mut Vec<Problem>) {
    let mut declared = HashSet::default();
    for block in module.blocks() {
        if block.kind.text == "locals" {
            // The parser reports duplicates within one `locals` block.
            let mut own = HashSet::default();
            let firsts = block
                .body
                .attributes()
                .filter(|local| own.insert(&local.name.text));
            for Name { text, span } in firsts.map(|local| &local.name) {
                let name = format!("local.{text}");
                declare(Kind::DuplicateLocal, name, *span, &mut declared, problems);
            }
        } else if let (Some(kind), Some(name)) = (duplicate(block), block.address()) {
            declare(kind, name, block.header, &mut declared, problems);
        }
        for second in block.body.blocks_of("lifecycle").skip(1) {
            problems.push(Problem {
                kind: Kind::DuplicateLifecycle,
                span: second.header,
                message: "a block has one `lifecycle` block; merge them".to_owned(),
            });
        }
    }
}

/// Returns the diagnostic kind of a second block with the same address.
fn duplicate(block: &Block) -> Option<Kind> {
    match block.kind.text.as_str() {
        "resource" => Some(Kind::DuplicateResource),
        "data" => Some(Kind::DuplicateData),
        "variable" => Some(Kind::DuplicateVariable),
        "output" => Some(Kind::DuplicateOutput),
        "module" => Some(Kind::DuplicateModule),
        "provider" => {
            // The address of a provider configuration requires an alias that is a literal text.
            let alias = block.body.attribute("alias");
            let known = alias.is_none_or(|alias| alias.value.literal().is_some());
            known.then_some(Kind::DuplicateProvider)
        }
        _ => None,
    }
}

fn declare(
    kind: Kind,
    name: String,
    span: Span,
    declared: &mut HashSet<(Kind, String)>,
    problems: &mut Vec<Problem>,
) {
    let message = format!(
        "`{}` is declared twice; rename or remove one",
        shortened(&name)
    );
    if !declared.insert((kind, name)) {
        problems.push(Problem {
            kind,
            span,
            message,
        });
    }
}
