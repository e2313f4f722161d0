//! Checks values that the provider refuses during a plan.

use super::checker::Checker;
use crate::hcl::edit::quote;
use crate::hcl::{Body, Edit, Item, Kind};
use crate::rewrite::Safety;
use crate::schema;
use crate::table::Table;
use std::sync::LazyLock;

/// Blocks and arguments that others require; the file describes the columns.
const REQUIRED: Table<6> = Table(include_str!("required.tsv"));
/// The rows of the table, of which a check needs all.
static ROWS: LazyLock<Vec<[&str; 6]>> = LazyLock::new(|| REQUIRED.rows().collect());

pub(super) fn check(checker: &mut Checker) {
    values(checker);
    durations(checker);
    regions(checker);
    regions_of_resources(checker);
    for row in ROWS.iter() {
        settings(checker, *row);
    }
}

/// Checks that a setting has the other one that it requires.
fn settings(
    checker: &mut Checker,
    [rule, path, argument, value, required, usual]: [&'static str; 6],
) {
    let (kind, nested) = path.split_once('.').unwrap_or((path, ""));
    let blocks = checker.created(kind);
    if blocks.is_empty() {
        return;
    }
    let alternatives: Vec<&str> = required.split('|').collect();
    for block in blocks {
        let bodies: Vec<&Body> = match nested {
            "" => vec![&block.body],
            nested => block.body.blocks_of(nested).map(|it| &it.body).collect(),
        };
        for body in bodies {
            let (is_chosen, reason) = match (value, value.strip_suffix('?')) {
                ("*", _) => (
                    checker.is_present(body, argument),
                    format!("with `{argument}`"),
                ),
                (_, Some(default)) => (
                    checker.text_or(body, argument, default).as_deref() == Some(default),
                    format!("with the {argument} `{default}`"),
                ),
                _ => (
                    checker.text(body, argument).as_deref() == Some(value),
                    format!("with the {argument} `{value}`"),
                ),
            };
            if is_chosen && checker.are_absent(body, &alternatives) {
                let message = format!("{reason}, `{}` is required", alternatives.join("` or `"));
                let edits = match usual {
                    "-" => Vec::new(),
                    usual => checker.set(block, &alternatives[..1], usual),
                };
                let found = checker.report_at(rule, block, body, argument, message);
                found.fix(
                    Safety::Likely,
                    format!("set `{} = {usual}`", alternatives[0]),
                    edits,
                );
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

/// Checks that the region of a provider can be one.
fn regions(checker: &mut Checker) {
    let Some(facts) = checker.options.facts else {
        return;
    };
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "provider")
    {
        if block.labels.first().is_none_or(|it| it.text != "aws") {
            continue;
        }
        let Some(region) = checker.text(&block.body, "region") else {
            continue;
        };
        // A region that is newer than the facts has the form of one.
        if is_region(&region) || region.is_empty() {
            continue;
        }
        let plain = |text: &str| -> String {
            let letters = text.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|it| it.to_ascii_lowercase()).collect()
        };
        let wanted = plain(&region);
        let names = facts.rows("regions").filter_map(|it| it.split('\t').next());
        let mut like = names.filter(|it| {
            let own = plain(it);
            // The letter of a zone ends some texts that should be a region.
            own == wanted || wanted.strip_suffix(|c: char| c.is_ascii_lowercase()) == Some(&own)
        });
        let better = like.next().unwrap_or_default();
        let edits = match better {
            "" => Vec::new(),
            it => checker.replace_literal(&block.body, "region", it),
        };
        let message = format!("`{region}` is no region");
        checker
            .report_at("IG_DEPLOY_516", block, &block.body, "region", message)
            .fix(Safety::Likely, format!("use `{better}`"), edits);
    }
}

/// Checks that arguments of resources that name a region do not name a zone.
fn regions_of_resources(checker: &mut Checker) {
    let resources = checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource");
    for block in resources {
        let mut bodies = vec![&block.body];
        while let Some(body) = bodies.pop() {
            for item in &body.items {
                let attribute = match item {
                    Item::Attribute(attribute) => attribute,
                    Item::Block(nested) => {
                        bodies.push(&nested.body);
                        continue;
                    }
                };
                let name = attribute.name.text.as_str();
                if !name.ends_with("region") && !name.ends_with("region_name") {
                    continue;
                }
                let zone = checker.text(body, name).unwrap_or_default();
                let region = zone.strip_suffix(|c: char| c.is_ascii_lowercase());
                let Some(region) = region.filter(|it| is_region(it)) else {
                    continue;
                };
                let edits = checker.replace_literal(body, name, region);
                let message = format!("`{zone}` is a zone of the region `{region}`");
                let found = checker.report_at("IG_DEPLOY_526", block, body, name, message);
                found.fix(Safety::Likely, format!("use `{region}`"), edits);
            }
        }
    }
}

/// Returns whether a text has the form of a region: `eu-west-1`.
fn is_region(text: &str) -> bool {
    let mut parts = text.rsplitn(2, '-');
    let number = parts.next().unwrap_or_default();
    let is_part = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    !number.is_empty()
        && number.bytes().all(|it| it.is_ascii_digit())
        && parts.next().is_some_and(|it| it.contains('-'))
        && text.bytes().all(is_part)
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
