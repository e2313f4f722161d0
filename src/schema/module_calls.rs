//! Checks module calls against the modules that they call.

use super::blocks::required_providers;
use super::checker::Checker;
use super::nearest::{shortened, shortened_message};
use super::values::{Known, primitive_mismatch};
use super::{PROBLEMS_MAX, SUGGESTIONS_MAX};
use crate::hcl::{Attribute, Block, Expression, ExpressionKind, Kind, Problem, Step, Value};
use crate::semantic::{Index, Use};

/// Arguments that every module call takes.
pub(crate) const META: &[&str] = strings! {
    "source", "version", "count", "for_each", "providers", "depends_on",
};

/// Reports module calls that do not fit the called modules.
///
/// `called` returns the index of the module that a call opens, by the name of the call, and None
/// for a module that is not available, which is not checked. Reports arguments that are unknown,
/// missing or of another type, values that a validation rejects, outputs that do not exist, and
/// provider configurations that are missing or not allowed.
///
/// ```
/// use infragenie::{hcl, schema::check_module_calls, semantic::Index};
/// let child = hcl::parse("variable \"size\" {}\n");
/// let root = hcl::parse("module \"disk\" {\n  source = \"./disk\"\n  siez   = 8\n}\n");
/// let (child, root) = (Index::new(&child), Index::new(&root));
/// let problems = check_module_calls(&root, |_| Some(&child));
/// assert_eq!(problems[0].message, "`module.disk` needs the argument `size`");
/// assert_eq!(problems[1].message, "`module.disk` has no argument `siez`; the nearest is `size`");
/// ```
pub fn check_module_calls<'a>(
    index: &'a Index<'a>,
    called: impl Fn(&str) -> Option<&'a Index<'a>>,
) -> Vec<Problem> {
    let cx = Checker::without_problems(index, SUGGESTIONS_MAX);
    for call in index.module.body.blocks_of("module") {
        let name = call.labels.first().map_or("", |name| &name.text);
        if let Some(child) = called(name) {
            arguments(&cx, call, child);
            providers(&cx, call, child);
        }
    }
    for used in index.references() {
        output(&cx, used, &called);
    }
    let mut problems = cx.into_problems();
    problems.truncate(PROBLEMS_MAX);
    for problem in &mut problems {
        problem.message = shortened_message(std::mem::take(&mut problem.message));
    }
    problems
}

/// Returns the name of a call with its prefix, such as `module.disk`.
fn name(call: &Block) -> String {
    call.address().unwrap_or_default()
}

fn arguments<'a>(cx: &Checker<'a>, call: &'a Block, child: &Index) {
    for variable in child.module.body.blocks_of("variable") {
        let Some(label) = variable.labels.first() else {
            continue;
        };
        match call.body.attribute(&label.text) {
            Some(argument) => value(cx, argument, variable, child),
            None if variable.body.attribute("default").is_none() && !cx.has_syntax_errors(call) => {
                let message = format!("`{}` needs the argument `{}`", name(call), label.text);
                cx.report(Kind::MissingArgument, call.header, message);
            }
            None => {}
        }
    }
    for attribute in call.body.attributes() {
        let own = attribute.name.text.as_str();
        let names = || child.names("var.".into()).into_iter();
        if META.contains(&own) || names().any(|name| name == own) {
            continue;
        }
        let near = cx.nearest(own, names().chain(META.iter().copied()));
        let (kind, span) = (Kind::UnsupportedArgument, attribute.name.span);
        cx.report_unknown(kind, span, &name(call), (own, near));
    }
}

/// Checks the value of an argument against the variable that it sets.
fn value<'a>(cx: &Checker<'a>, argument: &'a Attribute, variable: &Block, child: &Index) {
    let declared = variable.body.attribute("type").map(|it| &it.value);
    let known = cx.known(&argument.value);
    if let Some(wanted) = declared.and_then(|declared| mismatch(declared, &known)) {
        let name = shortened(&argument.name.text);
        let message = format!("`{name}` takes {wanted}, this is {}", known.name());
        return cx.report(Kind::InvalidInput, argument.value.span, message);
    }
    let is_set = |name: &str| variable.body.attribute(name).is_some();
    let nullable = variable.body.attribute("nullable").map(|it| &it.value.kind);
    let takes_no_null = matches!(nullable, Some(ExpressionKind::Bool(false)));
    if takes_no_null && !is_set("default") && matches!(argument.value.kind, ExpressionKind::Null) {
        let message = format!("`{}` takes no `null`", shortened(&argument.name.text));
        return cx.report(Kind::InvalidInput, argument.value.span, message);
    }
    if let Some(lacking) = declared.and_then(|it| lacking(it, &argument.value)) {
        let (name, lacking) = (shortened(&argument.name.text), shortened(lacking));
        let message = format!("the object for `{name}` needs `{lacking}`");
        return cx.report(Kind::InvalidInput, argument.value.span, message);
    }
    // In a validation every variable of the calling module is unknown.
    if !argument.value.references().is_empty() {
        return;
    }
    let value = cx.index.value(&argument.value);
    let given = (argument.name.text.clone(), value);
    if !given.1.is_known() {
        return;
    }
    let given = [("var".to_owned(), Value::Object(vec![given]))];
    for validation in variable.body.blocks_of("validation") {
        let condition = validation.body.attribute("condition");
        let holds = condition.map(|it| child.value_with(&it.value, &given));
        if holds == Some(Value::Bool(false)) {
            let reason = validation.body.literal_text("error_message");
            let message = shortened(reason.unwrap_or("the variable's validation rejects it"));
            let message = format!("`{}`: {message}", shortened(&argument.name.text));
            cx.report(Kind::FailedValidation, argument.value.span, message);
        }
    }
}

/// Returns an attribute that a type requires and an object that is written out lacks.
fn lacking<'d>(declared: &'d Expression, object: &Expression) -> Option<&'d str> {
    let (name, [attributes]) = declared.call()? else {
        return None;
    };
    let given = object.entries().filter(|_| name == "object")?;
    let names: Option<Vec<&str>> = given.iter().map(|it| it.key_name()).collect();
    let names = names?;
    let required = attributes.entries()?.iter().filter(|it| {
        let call = it.value.call();
        call.is_none_or(|(name, _)| name != "optional")
    });
    let mut required = required.filter_map(|it| it.key_name());
    required.find(|name| !names.contains(name))
}

/// Returns the required type where a value certainly does not fit it.
fn mismatch(declared: &Expression, known: &Known) -> Option<&'static str> {
    let is_wrong_primitive = |name| primitive_mismatch(known, name).is_some();
    match declared.bare_name() {
        Some("string") => is_wrong_primitive("string").then_some("a string"),
        Some("number") => is_wrong_primitive("number").then_some("a number"),
        Some("bool") => is_wrong_primitive("bool").then_some("a bool"),
        _ => match declared.call()?.0 {
            "list" | "set" | "tuple" if known.is_primitive() || known.is_mapping() => {
                Some("a list")
            }
            "map" | "object" if known.is_primitive() || known.is_sequence() => Some("a map"),
            _ => None,
        },
    }
}

fn providers(cx: &Checker, call: &Block, child: &Index) {
    let passed = call.body.attribute("providers").map(|it| &it.value);
    for alias in configuration_aliases(child) {
        let is_passed = passed.is_some_and(|passed| {
            let keys = passed.entries().unwrap_or_default().iter();
            let mut keys = keys.filter_map(|it| cx.index.module.text.get(it.key.span.range()));
            keys.any(|key| key.trim_matches('"') == alias)
        });
        if !is_passed {
            let message = format!("`{}` needs `{alias}` in its `providers`", name(call));
            cx.report(Kind::MissingProviderConfiguration, call.header, message);
        }
    }
    let is_configured = |it: &Block| {
        // A block with nothing but an alias declares a configuration that the caller passes.
        let mut names = it.body.attributes().map(|it| it.name.text.as_str());
        names.any(|name| !matches!(name, "alias" | "version"))
    };
    let mut own = child.module.body.blocks_of("provider");
    let mut repeating = ["count", "for_each", "depends_on"].into_iter();
    if let Some(argument) = repeating.find_map(|name| call.body.attribute(name))
        && own.any(is_configured)
    {
        let argument_name = &argument.name.text;
        let message =
            format!("a module that configures providers itself takes no `{argument_name}`");
        cx.report(Kind::IncompatibleModule, argument.span, message);
    }
}

/// Returns the configurations that the callers of a module pass, such as `aws.west`.
fn configuration_aliases<'c>(child: &Index<'c>) -> impl Iterator<Item = &'c str> {
    let aliases = required_providers(child.module).filter_map(|provider| {
        let aliases = provider.value.entry("configuration_aliases")?;
        aliases.items()
    });
    aliases.flatten().map(|alias| child.text(alias))
}

fn output<'a>(cx: &Checker<'a>, used: &Use, called: &impl Fn(&str) -> Option<&'a Index<'a>>) {
    let address = used.address.filter(|it| it.kind == "module");
    let call = address.and_then(|it| Some((cx.index.block(it)?, called(it.name)?)));
    let Some((call, child)) = call else {
        return;
    };
    let is_repeated = !call.is_single();
    let steps = match used.reference.path() {
        [Step::Attribute(_), ..] if is_repeated => {
            let message = format!(
                "`{}` has many instances: write `[0]`, `[each.key]` or `[*]`",
                shortened(&name(call))
            );
            return cx.report(Kind::UnsupportedAttribute, used.reference.span, message);
        }
        [index, rest @ ..] if is_repeated && index.is_constant_index() => rest,
        _ if is_repeated => return,
        steps => steps,
    };
    let Some(Step::Attribute(output)) = steps.first() else {
        return;
    };
    let names = || child.names("output.".into()).into_iter();
    if names().all(|name| name != output.text) {
        let near = cx.nearest(&output.text, names());
        let (kind, span) = (Kind::UnsupportedAttribute, used.reference.span);
        cx.report_unknown(kind, span, &name(call), (&output.text, near));
    }
}
