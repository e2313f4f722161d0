//! Checks a module as `terraform validate` does.
//!
//! Doubtful cases are not reported: a valid program has no diagnostics.

mod blocks;
mod body;
mod calls;
mod checker;
mod constants;
pub mod constraints;
mod cycles;
mod ephemeral;
mod exports;
mod facts;
mod failures;
mod functions;
mod grammar;
mod language;
mod line;
mod meta;
mod module_calls;
pub(crate) mod nearest;
mod operations;
pub mod pack;
mod provider_functions;
mod references;
mod registry;
mod repetition;
mod slice;
mod values;

use crate::stable_sort::Order;
pub use constraints::Constraints;
pub use facts::Facts;
pub(crate) use line::admits_aws_v6;
pub use line::{
    Admitted, admitted, admitted_by, earlier_aws, judged_by, requires_aws_v6, unchecked_providers,
};
pub(crate) use module_calls::META as CALL_META;
pub use module_calls::check_module_calls;
pub use pack::Schema;
pub use registry::{FILE as REGISTRY_FILE, Registry, calls_registry};
pub use slice::slice;

use crate::hcl::{Address, Block, Kind, Module, Problem, Span};
use crate::semantic::Index;
use checker::Checker;
use foldhash::HashSet;
use nearest::{shortened, shortened_message};

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
    check_index(&Index::new(module), None)
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
    check_index(&Index::new(module), Some(schema))
}

/// Runs the checks on the index of a module.
///
/// These are those of [`validate`] with a schema, and those of [`check`] without one.
pub fn check_index(index: &Index, schema: Option<&Schema>) -> Vec<Problem> {
    let mut problems = problems(index, schema, SUGGESTIONS_MAX);
    problems.truncate(PROBLEMS_MAX);
    for problem in &mut problems {
        problem.message = shortened_message(std::mem::take(&mut problem.message));
    }
    problems
}

/// Reports the files that calls such as `file` read.
///
/// The name of each problem is the path; `.` is the folder of the module.
pub fn check_files(module: &Module) -> Vec<Problem> {
    let index = Index::new(module);
    let cx = Checker::without_problems(&index, 0);
    calls::check(&cx);
    let mut problems = cx.into_problems();
    problems.retain(|it| matches!(it.kind, Kind::MissingFile | Kind::MissingHashedFile));
    problems
}

/// Runs the checks of [`validate`], or of [`check`] without a schema, for a program.
///
/// The messages suggest no names, which cost more than the checks, and the diagnostics are not
/// limited in number.
pub(crate) fn validate_unsuggested(module: &Module, schema: Option<&Schema>) -> Vec<Problem> {
    check_unsuggested(&Index::new(module), schema)
}

/// Runs the checks of [`validate_unsuggested`] on the index of a module.
pub(crate) fn check_unsuggested(index: &Index, schema: Option<&Schema>) -> Vec<Problem> {
    problems(index, schema, 0)
}

/// Returns what a plan reports beyond the diagnostics of validation, in no order.
///
/// During a plan, the provider checks values that come from variables and from other resources.
pub(crate) fn planned(index: &Index, schema: &Schema) -> Vec<Problem> {
    let Some(judge) = schema.for_module(index.module) else {
        return Vec::new();
    };
    let checked = |is_planned| {
        let mut cx = Checker::without_problems(index, 0);
        cx.is_planned = is_planned;
        constraints::check(schema, judge, &cx);
        cx.into_problems()
    };
    let mut found = checked(true);
    if !found.is_empty() {
        let known = checked(false);
        found.retain(|it| {
            !known
                .iter()
                .any(|own| (own.kind, own.span) == (it.kind, it.span))
        });
    }
    found
}

/// Returns all diagnostics by position; `suggestions` limits the searches for the nearest name.
fn problems(index: &Index, schema: Option<&Schema>, suggestions: usize) -> Vec<Problem> {
    let cx = Checker::new(index, suggestions);
    duplicates(&cx);
    references::check(&cx);
    if let Some((base, judge)) = schema.and_then(|it| Some((it, it.for_module(index.module)?))) {
        cx.allow_suggestions(suggestions);
        judged(base, judge, &cx);
    }
    let mut problems = cx.into_problems();
    leave_out_unused_providers(index.module, &mut problems);
    if let Some(base) = schema {
        confirm(index, base, &mut problems);
    }
    if let Some(registry) = schema.and_then(Schema::registry) {
        problems.extend(registry::check(index, registry));
    }
    problems.order_by_key(|problem| (problem.span.start, problem.kind));
    problems
}

/// Leaves out the diagnostics of provider configurations that nothing uses.
///
/// Terraform does not evaluate these: it reports only what its parser finds there, and a second
/// configuration of the same name.
fn leave_out_unused_providers(module: &Module, problems: &mut Vec<Problem>) {
    let unused = blocks::unused_providers(module);
    if unused.is_empty() {
        return;
    }
    // The diagnostics of the parser are the first.
    let mut of_parser = module.problems.len();
    problems.retain(|it| {
        let is_of_parser = of_parser > 0;
        of_parser = of_parser.saturating_sub(1);
        let is_within = |span: &Span| span.range().contains(&it.span.start);
        is_of_parser || it.kind == Kind::DuplicateProvider || !unused.iter().any(is_within)
    });
}

/// Runs the checks that need a schema: `judge`, with the constraints of `base`.
fn judged<'a>(base: &'a Schema, judge: &'a Schema, cx: &Checker<'a>) {
    blocks::check(judge, cx);
    repetition::check(cx);
    constants::check(cx);
    meta::check(cx);
    language::check(cx);
    ephemeral::check(cx);
    constraints::check(base, judge, cx);
    exports::check(judge, cx);
    calls::check(cx);
    cycles::check(cx);
}

/// Kinds of diagnostics about the schema of a provider, beyond [`line::VERSIONED`].
const OF_SCHEMA: &[Kind] = &[
    Kind::IncorrectType,
    Kind::InsufficientBlocks,
    Kind::InvalidIndex,
    Kind::InvalidKey,
    Kind::InvalidOperation,
    Kind::MissingBlock,
    Kind::TooManyBlocks,
    Kind::Unconfigurable,
];

/// Returns whether a diagnostic is about what another version of a provider can know.
fn is_of_schema(problem: &Problem) -> bool {
    line::VERSIONED.contains(&problem.kind) || OF_SCHEMA.contains(&problem.kind)
}

/// Returns whether the check of a module needs the schema of version 6 of the AWS provider.
pub(crate) fn needs_aws_v6(module: &Module, schema: &Schema) -> bool {
    if schema.for_module(module).is_none() {
        return true;
    }
    line::admits_both_lines(module)
        && validate_unsuggested(module, Some(schema))
            .iter()
            .any(|it| is_of_schema(it) && judged_by(module, schema, it).is_some())
}

/// Leaves out the diagnostics that version 6 of the AWS provider does not have.
///
/// This applies to a module that admits both versions.
fn confirm(index: &Index, base: &Schema, problems: &mut Vec<Problem>) {
    let Some(later) = base.aws_v6() else {
        return;
    };
    if !line::admits_both_lines(index.module) || !problems.iter().any(is_of_schema) {
        return;
    }
    let cx = Checker::without_problems(index, 0);
    judged(base, later, &cx);
    let identity = |it: &Problem| {
        let message = matches!(it.kind, Kind::MissingArgument | Kind::InsufficientBlocks);
        (it.kind, it.span, message.then(|| it.message.clone()))
    };
    let known: HashSet<_> = cx.into_problems().iter().map(identity).collect();
    problems.retain(|it| !is_of_schema(it) || known.contains(&identity(it)));
}

/// Maximum searches for the nearest name per module, of references and of other names each.
///
/// The search costs more than the check itself.
const SUGGESTIONS_MAX: usize = 64;

/// Maximum diagnostics per module.
///
/// Nobody reads more than these.
const PROBLEMS_MAX: usize = 10_000;

fn duplicates<'a>(cx: &Checker<'a>) {
    let mut declared = HashSet::default();
    let mut declare = |kind: Kind, address: Address<'a>, span: Span| {
        if !declared.insert((kind, address)) {
            let name = shortened(&address.text());
            let message = format!("`{name}` is declared twice; rename or remove one");
            cx.report(kind, span, message);
        }
    };
    for block in cx.index.module.blocks() {
        if block.kind.text == "locals" {
            // The parser reports duplicates within one `locals` block.
            let mut own = HashSet::default();
            let locals = block.body.attributes().map(|local| &local.name);
            for name in locals.filter(|name| own.insert(&name.text)) {
                let address = Address::new("local", &name.text);
                declare(Kind::DuplicateLocal, address, name.span);
            }
        } else if let (Some(kind), Some(address)) = (duplicate(block), block.borrowed_address()) {
            declare(kind, address, block.header);
        }
        for second in block.body.blocks_of("lifecycle").skip(1) {
            let message = "a block has one `lifecycle` block; merge them";
            cx.report(Kind::DuplicateLifecycle, second.header, message);
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
