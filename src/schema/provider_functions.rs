//! Checks calls of functions that a provider defines.

use super::blocks::provider_sources;
use super::checker::Checker;
use super::constraints::Certain;
use super::line::without_registry;
use super::nearest::shortened;
use crate::hcl::{Expression, ExpressionKind, Kind, Span, Step, Value};

/// Functions of the AWS provider with the number of their arguments.
///
/// Those of version 5.100.0, and `user_agent` of version 6.
const FUNCTIONS: &[(&str, usize)] = &[
    ("arn_build", 5),
    ("arn_parse", 1),
    ("trim_iam_role_path", 1),
    ("user_agent", 3),
];
/// Attributes of the result of `arn_parse`.
const ARN: [&str; 5] = ["account_id", "partition", "region", "resource", "service"];

/// Checks a call such as `provider::aws::arn_parse("…")`.
pub(super) fn check<'a>(
    name: (&str, Span),
    arguments: &'a [Expression],
    spread: bool,
    whole: Span,
    cx: &Checker<'a>,
) {
    let (name, span) = name;
    let Some((provider, function)) = parts(name) else {
        return;
    };
    let sources = provider_sources(cx.index.module);
    let Some(source) = sources.get(provider) else {
        let provider = shortened(provider);
        let message = format!("`{provider}` must be in `required_providers` for its functions");
        return cx.report(Kind::UnknownProviderFunction, span, message);
    };
    if without_registry(source) != "hashicorp/aws" {
        return;
    }
    let Some((_, count)) = FUNCTIONS.iter().find(|row| row.0 == function) else {
        let near = cx.nearest(function, FUNCTIONS.iter().map(|row| row.0));
        let shown = shortened(function);
        let message = match near {
            Some(near) => format!("the provider has no `{shown}`; the nearest is `{near}`"),
            None => format!("the provider has no function `{shown}`"),
        };
        return cx.report(Kind::UnknownProviderFunction, span, message);
    };
    if let Some(extra) = arguments.get(*count) {
        let message = format!("`{function}` takes {count} arguments");
        return cx.report(Kind::TooManyArguments, extra.span, message);
    }
    if arguments.len() < *count && !spread {
        let end = Span::new(whole.end.saturating_sub(1), whole.end);
        let message = format!("`{function}` needs {count} arguments");
        return cx.report(Kind::TooFewArguments, end, message);
    }
    if matches!(function, "arn_parse" | "trim_iam_role_path")
        && let Some(Certain::Value(Value::Text(text))) = arguments.first().map(|it| cx.certain(it))
        && !(text.starts_with("arn:") && text.split(':').count() >= 6)
    {
        let message = format!("`{function}` fails: the text is not an ARN");
        cx.report(Kind::FailedCall, whole, message);
    }
}

/// Checks the attribute that is taken from the result of a call.
pub(super) fn check_result(expression: &Expression, cx: &Checker) {
    let ExpressionKind::Access { base, steps } = &expression.kind else {
        return;
    };
    let (Some((name, _)), Some(Step::Attribute(attribute))) = (base.call(), steps.first()) else {
        return;
    };
    let is_parsed = parts(name).is_some_and(|(_, function)| function == "arn_parse");
    if is_parsed && !ARN.contains(&attribute.text.as_str()) {
        let near = cx.nearest(&attribute.text, ARN.into_iter());
        let name = (attribute.text.as_str(), near);
        cx.report_unknown(
            Kind::UnsupportedAttribute,
            expression.span,
            "arn_parse",
            name,
        );
    }
}

/// Returns the provider and the function in a name such as `provider::aws::arn_parse`.
fn parts(name: &str) -> Option<(&str, &str)> {
    name.strip_prefix("provider::")?.split_once("::")
}
