//! Moves settings that became separate resources into those resources.
//!
//! It also writes Elastic Beanstalk options as `setting` blocks, listener-rule conditions as blocks
//! named after their field, and the key schema of a DynamoDB table as arguments.

use super::Deed;
use super::bench::Place;
use super::block_attribute::{adapted_text, block_of, block_text, entry};
use super::spot::Spot;
use super::words::is_plural;
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Span, edit};
use crate::table::Table;

/// Settings that are separate resources.
///
/// A row holds the type and the name under which the setting is written, the type that holds it and
/// its name there (empty if it is the body), and the argument of the new resource that refers to an
/// attribute of the old one.
const SPLIT_RULES: Table<6> = Table(include_str!("split_resource.tsv"));

type SplitRule = [&'static str; 6];

/// Options of Elastic Beanstalk environments: argument, namespace and name.
const OPTIONS: Table<3> = Table(include_str!("environment_options.tsv"));

/// Namespace of the environment variables of an environment.
const VARIABLES: &str = "aws:elasticbeanstalk:application:environment";

/// Argument and block names for the environment variables of an environment.
const ENVIRONMENTS: &[&str] = &[
    "environment_variables",
    "environment_variable",
    "env_vars",
    "env",
    "environment",
    "environment_config",
];

/// Pre-2.0 `field` values of listener-rule conditions, and the block for each.
const FIELDS: &[(&str, &str)] = &[
    ("path-pattern", "path_pattern"),
    ("host-header", "host_header"),
];

pub(super) fn fixes(spot: &Spot<'_>, context: &Place<'_>) -> Vec<Deed> {
    let mut deeds = separate_resources(spot, context);
    deeds.extend(settings(spot));
    deeds.extend(condition(spot));
    deeds.extend(table_keys(spot));
    deeds
}

/// Moves settings into new resources, in the order of the text.
fn separate_resources(spot: &Spot<'_>, context: &Place<'_>) -> Vec<Deed> {
    let repeats = |name: &&str| spot.top.body.attribute(name).is_some();
    let is_resource = spot.path.is_empty() && spot.top.kind.text == "resource";
    let label = spot.top.labels.get(1).filter(|_| is_resource);
    let Some(label) = label.filter(|_| !["count", "for_each"].iter().any(repeats)) else {
        return Vec::new();
    };
    let rule = |name: &str| SPLIT_RULES.find(spot.type_name, name);
    // Rules of the new resources, each with the spans and texts that move into it.
    let mut wanted: Vec<(SplitRule, Vec<Span>, Vec<String>)> = Vec::new();
    let mut put = |rule: SplitRule, span: Span, text: String, is_alone: bool| {
        let text = edit::comment_above(spot.module, span) + &text;
        let mut known = wanted.iter_mut();
        match known.find(|(other, ..)| !is_alone && other[2] == rule[2]) {
            Some((_, spans, texts)) => {
                spans.push(span);
                texts.push(text);
            }
            None => wanted.push((rule, vec![span], vec![text])),
        }
    };
    for attribute in spot.unsupported().chain(spot.unconfigurable()) {
        let Some(rule) = rule(&attribute.name.text) else {
            continue;
        };
        if let Some(text) = text_for(spot, attribute, rule, context) {
            put(rule, attribute.span, text, false);
        }
    }
    for (name, block) in spot.unsupported_blocks() {
        match rule(name).filter(|_| block.kind.text != "dynamic") {
            Some(rule) if rule[3].is_empty() => {
                let items = block.body.items.iter();
                let texts = items.map(|item| edit::dedented(spot.module, item.span()));
                put(rule, block.span, texts.collect::<Vec<_>>().join("\n"), true);
            }
            Some(rule) => {
                let whole = edit::dedented(spot.module, block.span);
                put(rule, block.span, whole.replacen(name, rule[3], 1), false);
            }
            None => {}
        }
    }
    let mut made: Vec<String> = Vec::new();
    let mut deeds = Vec::new();
    for ([_, written, into, _, key, attribute], spans, texts) in wanted {
        let label = label.text.as_str();
        let mut names = (1..9).map(|at| match at {
            1 => label.to_owned(),
            at => format!("{label}_{at}"),
        });
        let is_free = |name: &String| {
            let address = format!("{into}.{name}");
            !context.is_taken(&address) && !made.contains(&address)
        };
        let Some(name) = names.find(is_free) else {
            continue;
        };
        // An existing resource of this type may configure the same bucket already.
        if key == "bucket" && name != label {
            continue;
        }
        let provider = spot.top.body.attribute("provider").map(|one| {
            let value = edit::dedented(spot.module, one.value.span);
            format!("  provider = {value}\n")
        });
        let key = match key {
            "" => String::new(),
            key => format!("  {key} = {}.{label}.{attribute}\n", spot.type_name),
        };
        let text = format!(
            "resource \"{into}\" \"{name}\" {{\n{}{key}  {}\n}}",
            provider.unwrap_or_default(),
            edit::indented(texts.join("\n").trim(), "  ")
        );
        let spans = spans.iter();
        let edits = spans.map(|span| edit::remove(spot.module, *span)).collect();
        let what = format!("move `{written}` into a resource `{into}.{name}`");
        let why = "It is a separate resource in this version of the provider.";
        let mut deed = Deed::new("own-resource", spot.address, what, why, edits).at(written);
        deed.added.push(edit::aligned(&text));
        deeds.push(deed);
        made.push(format!("{into}.{name}"));
    }
    deeds
}

/// Returns an argument as text for the resource that a rule moves it into.
fn text_for(
    spot: &Spot<'_>,
    attribute: &Attribute,
    [_, _, into, name, ..]: SplitRule,
    context: &Place<'_>,
) -> Option<String> {
    let schema = context.schema.resource(into)?;
    let (module, value) = (spot.module, &attribute.value);
    match (name, schema.attribute(name), schema.nested(name)) {
        ("", ..) => {
            let ExpressionKind::Object(entries) = &value.kind else {
                return None;
            };
            let lines = entries.iter().map(|entry| {
                let value = edit::dedented(module, entry.value.span);
                Some(format!("{} = {value}", entry.key_text()?))
            });
            Some(lines.collect::<Option<Vec<_>>>()?.join("\n"))
        }
        (_, Some(known), _) => {
            let value = adapted_text(module, value, known.kind)?;
            Some(format!("{name} = {value}"))
        }
        (_, _, Some(nested)) => block_text(module, value, nested),
        _ => None,
    }
}

/// Whether a body is that of an Elastic Beanstalk environment.
fn is_environment(spot: &Spot<'_>) -> bool {
    spot.type_name == "aws_elastic_beanstalk_environment" && spot.path.is_empty()
}

/// Writes options of an Elastic Beanstalk environment as `setting` blocks.
fn settings(spot: &Spot<'_>) -> Vec<Deed> {
    if !is_environment(spot) {
        return Vec::new();
    }
    let mut deeds = Vec::new();
    for attribute in spot.unsupported() {
        let name = attribute.name.text.as_str();
        let texts = match OPTIONS.rows_of(name).next() {
            Some([_, namespace, option]) => joined(spot, attribute)
                // An option that has a `setting` block already is not set again.
                .filter(|_| setting_of(spot, namespace, option).is_none())
                .map(|value| vec![setting(namespace, &edit::quote(option), &value)]),
            None if ENVIRONMENTS.contains(&name) => variables(spot, &attribute.value),
            None => None,
        };
        deeds.extend(texts.map(|texts| as_settings(spot, name, attribute.span, &texts)));
    }
    for (name, block) in spot.unsupported_blocks() {
        let is_flat = block.kind.text != "dynamic" && block.body.blocks().next().is_none();
        if !is_flat || !ENVIRONMENTS.contains(&name) {
            continue;
        }
        let text = |one: &Attribute| edit::dedented(spot.module, one.value.span);
        let value = |name: &str| block.body.attribute(name).map(text);
        let pair = value("name").or_else(|| value("key")).zip(value("value"));
        let attributes = block.body.attributes();
        let texts = match pair {
            Some((name, value)) if block.body.items.len() == 2 => {
                vec![setting(VARIABLES, &name, &value)]
            }
            Some(_) => continue,
            None => attributes
                .map(|one| setting(VARIABLES, &edit::quote(&one.name.text), &text(one)))
                .collect(),
        };
        deeds.push(as_settings(spot, name, block.span, &texts));
    }
    deeds
}

/// Returns the `setting` block of an option.
fn setting_of<'a>(spot: &Spot<'a>, namespace: &str, option: &str) -> Option<&'a Block> {
    let has = |block: &Block, name: &str, wanted: &str| {
        let value = block.body.attribute(name);
        value.and_then(|one| one.value.literal()).as_deref() == Some(wanted)
    };
    let mut settings = spot.block.body.blocks_of("setting");
    settings.find(|one| has(one, "namespace", namespace) && has(one, "name", option))
}

/// Removes options that a `setting` block sets to the same value.
pub(super) fn duplicate_settings(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let deed = |attribute: &Attribute| {
        let name = &attribute.name.text;
        let [_, namespace, option] = OPTIONS.rows_of(name).next()?;
        let set = setting_of(spot, namespace, option)?
            .body
            .attribute("value")?;
        if edit::dedented(spot.module, set.value.span) != joined(spot, attribute)? {
            return None;
        }
        let what = format!("remove `{name}`, which a `setting` already sets");
        let edits = vec![edit::remove(spot.module, attribute.span)];
        Some(Deed::new("duplicate", spot.address, what, SETTING_WHY, edits).at(name))
    };
    let arguments = spot.unsupported().filter(|_| is_environment(spot));
    arguments.filter_map(deed).collect()
}

const SETTING_WHY: &str = "An environment takes its options as settings of a namespace.";

fn as_settings(spot: &Spot<'_>, name: &str, span: Span, texts: &[String]) -> Deed {
    let mut edits: Vec<Edit> = vec![edit::remove(spot.module, span)];
    let comment = edit::comment_above(spot.module, span);
    for (at, text) in texts.iter().enumerate() {
        let comment = if at == 0 { comment.as_str() } else { "" };
        let text = format!("{comment}{text}");
        edits.extend(edit::insert(spot.module, spot.block, &text));
    }
    let what = match texts.len() {
        1 => format!("write `{name}` as a `setting`"),
        many => format!("write `{name}` as {many} `setting` blocks"),
    };
    Deed::new("setting", spot.address, what, SETTING_WHY, edits).at(name)
}

fn setting(namespace: &str, name: &str, value: &str) -> String {
    let lines = [
        format!("namespace = \"{namespace}\""),
        format!("name = {name}"),
        format!("value = {value}"),
    ];
    block_of("setting", &lines)
}

/// Returns a value as the string that a `setting` takes; joins lists with commas.
fn joined(spot: &Spot<'_>, attribute: &Attribute) -> Option<String> {
    use ExpressionKind::*;
    let value = &attribute.value;
    let text = edit::dedented(spot.module, value.span);
    match &value.kind {
        Object(_) | Null => None,
        List(items) if items.len() == 1 => Some(edit::dedented(spot.module, items[0].span)),
        List(_) => Some(format!("join(\",\", {text})")),
        Traversal { .. } | For(_) | Access { .. } if is_plural(&attribute.name.text) => {
            Some(format!("join(\",\", {text})"))
        }
        _ => Some(text),
    }
}

/// Returns `setting` blocks for variables given as an object or a list of pairs.
fn variables(spot: &Spot<'_>, value: &Expression) -> Option<Vec<String>> {
    let variable = |name: &str, value: &Expression| {
        let value = edit::dedented(spot.module, value.span);
        setting(VARIABLES, &edit::quote(name), &value)
    };
    match &value.kind {
        ExpressionKind::Object(entries) => entries
            .iter()
            .map(|entry| Some(variable(&entry.key_text()?, &entry.value)))
            .collect(),
        ExpressionKind::List(items) => items
            .iter()
            .map(|item| {
                let ExpressionKind::Object(entries) = &item.kind else {
                    return None;
                };
                let key = entry(entries, "name").or_else(|| entry(entries, "key"))?;
                let value = entry(entries, "value").filter(|_| entries.len() == 2)?;
                Some(variable(&key.literal()?, value))
            })
            .collect(),
        _ => None,
    }
}

/// Writes `field` and `values` of a condition as a block named after the field.
fn condition(spot: &Spot<'_>) -> Option<Deed> {
    let of = |name: &str| spot.unsupported().find(|one| one.name.text == name);
    let (field, values) = (of("field")?, of("values")?);
    let written = field.value.literal()?;
    let (_, name) = FIELDS.iter().find(|(text, _)| *text == written)?;
    let known = spot.schema.nested(name)?.block.attribute("values")?;
    let value = adapted_text(spot.module, &values.value, known.kind)?;
    let mut edits = vec![
        edit::remove(spot.module, field.span),
        edit::remove(spot.module, values.span),
    ];
    let text = block_of(name, &[format!("values = {value}")]);
    edits.extend(edit::insert(spot.module, spot.block, &text));
    let what = format!("write the condition on `{written}` as a block `{name}`");
    let why = "A condition is a block that is named after its field.";
    Some(Deed::new("condition", spot.address, what, why, edits).at(&spot.named(name)))
}

/// Writes the `key_schema` of a DynamoDB table as `hash_key` and `range_key`.
fn table_keys(spot: &Spot<'_>) -> Option<Deed> {
    spot.schema
        .attribute("hash_key")
        .filter(|_| spot.type_name == "aws_dynamodb_table")?;
    let mut pairs: Vec<(&Expression, String)> = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    for (_, block) in spot
        .unsupported_blocks()
        .filter(|(name, _)| *name == "key_schema")
    {
        let of = |name: &str| block.body.attribute(name).map(|one| &one.value);
        let name = of("attribute_name").or_else(|| of("name"))?;
        let kind = of("key_type").or_else(|| of("type"))?;
        pairs.push((name, kind.literal()?));
        edits.push(edit::remove(spot.module, block.span));
    }
    for list in spot
        .unsupported()
        .filter(|one| one.name.text == "key_schema")
    {
        let ExpressionKind::List(items) = &list.value.kind else {
            return None;
        };
        for item in items {
            let ExpressionKind::Object(entries) = &item.kind else {
                return None;
            };
            let name = entry(entries, "attribute_name").or_else(|| entry(entries, "name"))?;
            let kind = entry(entries, "key_type").or_else(|| entry(entries, "type"))?;
            pairs.push((name, kind.literal()?));
        }
        edits.push(edit::remove(spot.module, list.span));
    }
    for (name, kind) in &pairs {
        let key = match kind.to_ascii_uppercase().as_str() {
            "HASH" => "hash_key",
            "RANGE" => "range_key",
            _ => return None,
        };
        let value = edit::dedented(spot.module, name.span);
        match spot.block.body.attribute(key) {
            Some(set) if edit::dedented(spot.module, set.value.span) == value => {}
            Some(_) => return None,
            None => edits.extend(edit::set(spot.module, spot.block, &[key], &value)),
        }
    }
    (!pairs.is_empty()).then(|| {
        let what = "write `key_schema` as `hash_key` and `range_key`".to_owned();
        let why = "A table defines its keys by these two arguments.";
        Deed::new("keys", spot.address, what, why, edits).at(&spot.named("key_schema"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Schema, pack::shipped};

    #[test]
    fn every_target_resource_exists_and_refers_back() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        let known = |name| {
            schema
                .resource(name)
                .unwrap_or_else(|| panic!("no `{name}`"))
        };
        OPTIONS.checked();
        for row in SPLIT_RULES.checked() {
            let [of, _, into, name, key, attribute] = row;
            let (of, into) = (known(of), known(into));
            let refers = into.attribute(key).is_some_and(|one| one.settable());
            let is_key = refers && of.attribute(attribute).is_some();
            assert!(key.is_empty() || is_key, "{row:?}");
            let has = into.attribute(name).is_some() || into.nested(name).is_some();
            assert!(name.is_empty() || has, "{row:?}");
        }
    }
}
