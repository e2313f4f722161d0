//! Checks what the provider refuses during a plan: values, and blocks that a value requires.

use super::checker::Checker;
use crate::hcl::edit::quote;
use crate::hcl::{Edit, Kind};
use crate::rewrite::Safety;
use crate::schema;
use crate::table::Table;

/// What a value requires; the columns are described in the file.
const REQUIRED: Table<4> = Table(include_str!("required.tsv"));

pub(super) fn check(checker: &mut Checker) {
    values(checker);
    durations(checker);
    for [kind, argument, value, required] in REQUIRED.rows() {
        for block in checker.created(kind) {
            let is_chosen = checker.text(&block.body, argument).as_deref() == Some(value);
            if is_chosen && checker.is_absent(&block.body, required) {
                let message = format!("with the {argument} `{value}`, `{required}` is required");
                checker.report_at("IG_DEPLOY_510", block, &block.body, argument, message);
            }
        }
    }
}

/// Arguments that take a duration: type and argument.
const DURATIONS: &[(&str, &str)] = &[
    ("aws_autoscaling_group", "wait_for_capacity_timeout"),
    ("aws_elastic_beanstalk_environment", "poll_interval"),
    (
        "aws_elastic_beanstalk_environment",
        "wait_for_ready_timeout",
    ),
];

/// Checks that durations have a unit.
fn durations(checker: &mut Checker) {
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        let kind = block.type_name().unwrap_or_default();
        let own = DURATIONS.iter().filter(|it| it.0 == kind);
        let own = own.filter_map(|it| block.body.attribute(it.1));
        let timeouts = block.body.blocks_of("timeouts");
        let timeouts = timeouts.flat_map(|it| it.body.attributes());
        for attribute in own.chain(timeouts) {
            let value = checker.index.value(&attribute.value);
            // Zero needs no unit.
            let Some(number) = value.to_number().filter(|it| *it > 0.0) else {
                continue;
            };
            // A timeout is a minute at least, and less than an hour in minutes.
            let unit = if number < 60.0 { "m" } else { "s" };
            let is_literal = attribute.value.references().is_empty();
            let better = format!("{number}{unit}");
            let edits = match is_literal {
                true => checker.replace(&attribute.value, quote(&better)),
                false => Vec::new(),
            };
            let message = format!("`{}` is {number} without a unit", attribute.name.text);
            checker
                .report("IG_DEPLOY_515", block, attribute.span, message)
                .fix(Safety::Likely, format!("write `{better}`"), edits);
        }
    }
}

/// Checks values that come from variables and from other resources.
fn values(checker: &mut Checker) {
    let Some(schema) = checker.options.schema else {
        return;
    };
    for problem in schema::planned(checker.index, schema) {
        let module = checker.index.module;
        let Some(block) = module.block_at(problem.span.start) else {
            continue;
        };
        let is_reported = checker.found.iter().any(|it| {
            let (own, other) = (it.span, problem.span);
            own.start <= other.start && other.end <= own.end
        });
        if is_reported || !checker.is_created(block) {
            continue;
        }
        let mut expressions = block.body.expressions().into_iter();
        let value = expressions.find(|it| it.span == problem.span);
        let mut fix = (String::new(), Vec::new());
        if let Some(value) = value {
            let again = checker.default_of(value);
            let target = checker.target(value).filter(|it| it.is_direct);
            fix = match target {
                Some(target) if problem.kind == Kind::InvalidArn && target.attribute != "arn" => {
                    let edit = Edit::replace(target.attribute_span, "arn");
                    ("use the ARN".to_owned(), vec![edit])
                }
                _ => ("ask for the value".to_owned(), again),
            };
        }
        let found = checker.report("IG_DEPLOY_509", block, problem.span, problem.message);
        found.fix(Safety::Likely, fix.0, fix.1);
    }
}
