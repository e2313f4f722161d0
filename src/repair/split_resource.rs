//! Moves settings that became separate resources into those resources.
//!
//! It also writes Elastic Beanstalk options as `setting` blocks, listener-rule conditions as blocks
//! named after their field, and the key schema of a DynamoDB table as arguments.

use super::Fix;
use super::block_attribute::{adapted_text, block_of, block_text};
use super::faulty_body::FaultyBody;
use super::repairer::Context;
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Span, edit};
use crate::table::Table;
use crate::words::is_plural;

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
const ENVIRONMENTS: &[&str] = strings! {
    "environment_variables", "environment_variable", "env_vars", "env", "environment",
    "environment_config",
};

/// Pre-2.0 `field` values of listener-rule conditions, and the block for each.
const FIELDS: &[(&str, &str)] = &[
    ("path-pattern", "path_pattern"),
    ("host-header", "host_header"),
];

pub(super) fn fixes(faulty: &FaultyBody<'_>, context: &Context<'_>) -> Vec<Fix> {
    let mut fixes = separate_resources(faulty, context);
    fixes.extend(settings(faulty));
    fixes.extend(condition(faulty));
    fixes.extend(table_keys(faulty));
    fixes
}

/// Moves settings into new resources, in the order of the text.
fn separate_resources(faulty: &FaultyBody<'_>, context: &Context<'_>) -> Vec<Fix> {
    let is_resource = faulty.path.is_empty() && faulty.top.kind.text == "resource";
    let label = faulty.top.labels.get(1).filter(|_| is_resource);
    let Some(label) = label.filter(|_| faulty.top.is_single()) else {
        return Vec::new();
    };
    let rules: Vec<SplitRule> = SPLIT_RULES.rows_of(faulty.type_name).collect();
    let rule = |name: &str| rules.iter().find(|rule| rule[1] == name).copied();
    // Rules of the new resources, each with the spans and texts that move into it.
    let mut wanted: Vec<(SplitRule, Vec<Span>, Vec<String>)> = Vec::new();
    let mut put = |rule: SplitRule, span: Span, text: String, is_alone: bool| {
        let text = edit::comment_above(faulty.module, span) + &text;
        let mut known = wanted.iter_mut();
        match known.find(|(other, ..)| !is_alone && other[2] == rule[2]) {
            Some((_, spans, texts)) => {
                spans.push(span);
                texts.push(text);
            }
            None => wanted.push((rule, vec![span], vec![text])),
        }
    };
    for attribute in faulty.unsupported().chain(faulty.unconfigurable()) {
        let Some(rule) = rule(&attribute.name.text) else {
            continue;
        };
        if let Some(text) = text_for(faulty, attribute, rule, context) {
            put(rule, attribute.span, text, false);
        }
    }
    for (name, block) in faulty.unsupported_blocks() {
        match rule(name).filter(|_| block.kind.text != "dynamic") {
            Some(rule) if rule[3].is_empty() => {
                let items = block.body.items.iter();
                let texts = items.map(|item| edit::dedented(faulty.module, item.span()));
                put(rule, block.span, texts.collect::<Vec<_>>().join("\n"), true);
            }
            Some(rule) => {
                let whole = edit::dedented(faulty.module, block.span);
                put(rule, block.span, whole.replacen(name, rule[3], 1), false);
            }
            None => {}
        }
    }
    let mut made: Vec<String> = Vec::new();
    let mut fixes = Vec::new();
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
        let provider = faulty.top.body.attribute("provider").map(|one| {
            let value = edit::dedented(faulty.module, one.value.span);
            format!("  provider = {value}\n")
        });
        let key = match key {
            "" => String::new(),
            key => format!("  {key} = {}.{label}.{attribute}\n", faulty.type_name),
        };
        let text = format!(
            "resource \"{into}\" \"{name}\" {{\n{}{key}  {}\n}}",
            provider.unwrap_or_default(),
            edit::indented(texts.join("\n").trim(), "  ")
        );
        let spans = spans.iter();
        let edits = spans
            .map(|span| edit::remove(faulty.module, *span))
            .collect();
        let what = format!("move `{written}` into a resource `{into}.{name}`");
        let why = "It is a separate resource in this version of the provider.";
        let mut fix = faulty.fix("own-resource", written, what, why, edits);
        fix.blocks.push(edit::aligned(&text));
        fixes.push(fix);
        made.push(format!("{into}.{name}"));
    }
    fixes
}

/// Returns an argument as text for the resource that a rule moves it into.
fn text_for(
    faulty: &FaultyBody<'_>,
    attribute: &Attribute,
    [_, _, into, name, ..]: SplitRule,
    context: &Context<'_>,
) -> Option<String> {
    let schema = context.schema.resource(into)?;
    let (module, value) = (faulty.module, &attribute.value);
    match (name, schema.attribute(name), schema.nested(name)) {
        ("", ..) => {
            let lines = value.entries()?.iter().map(|entry| {
                let value = edit::dedented(module, entry.value.span);
                Some(format!("{} = {value}", entry.key_name()?))
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
fn is_environment(faulty: &FaultyBody<'_>) -> bool {
    faulty.type_name == "aws_elastic_beanstalk_environment" && faulty.path.is_empty()
}

/// Writes options of an Elastic Beanstalk environment as `setting` blocks.
fn settings(faulty: &FaultyBody<'_>) -> Vec<Fix> {
    if !is_environment(faulty) {
        return Vec::new();
    }
    let mut fixes = Vec::new();
    for attribute in faulty.unsupported() {
        let name = attribute.name.text.as_str();
        let texts = match OPTIONS.rows_of(name).next() {
            Some([_, namespace, option]) => joined(faulty, attribute)
                // An option that has a `setting` block already is not set again.
                .filter(|_| setting_of(faulty, namespace, option).is_none())
                .map(|value| vec![setting(namespace, &edit::quote(option), &value)]),
            None if ENVIRONMENTS.contains(&name) => variables(faulty, &attribute.value),
            None => None,
        };
        fixes.extend(texts.map(|texts| as_settings(faulty, name, attribute.span, &texts)));
    }
    for (name, block) in faulty.unsupported_blocks() {
        let is_flat = block.kind.text != "dynamic" && block.body.blocks().next().is_none();
        if !is_flat || !ENVIRONMENTS.contains(&name) {
            continue;
        }
        let text = |one: &Attribute| edit::dedented(faulty.module, one.value.span);
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
        fixes.push(as_settings(faulty, name, block.span, &texts));
    }
    fixes
}

/// Returns the `setting` block of an option.
fn setting_of<'a>(faulty: &FaultyBody<'a>, namespace: &str, option: &str) -> Option<&'a Block> {
    let has =
        |block: &Block, name: &str, wanted: &str| block.body.literal_text(name) == Some(wanted);
    let mut settings = faulty.block.body.blocks_of("setting");
    settings.find(|one| has(one, "namespace", namespace) && has(one, "name", option))
}

/// Removes options that a `setting` block sets to the same value.
pub(super) fn duplicate_settings(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let fix = |attribute: &Attribute| {
        let name = &attribute.name.text;
        let [_, namespace, option] = OPTIONS.rows_of(name).next()?;
        let set = setting_of(faulty, namespace, option)?
            .body
            .attribute("value")?;
        if edit::dedented(faulty.module, set.value.span) != joined(faulty, attribute)? {
            return None;
        }
        let what = format!("remove `{name}`, which a `setting` already sets");
        let edits = vec![edit::remove(faulty.module, attribute.span)];
        Some(faulty.fix("duplicate", name, what, SETTING_WHY, edits))
    };
    let arguments = faulty.unsupported().filter(|_| is_environment(faulty));
    arguments.filter_map(fix).collect()
}

const SETTING_WHY: &str = "An environment takes its options as settings of a namespace.";

fn as_settings(faulty: &FaultyBody<'_>, name: &str, span: Span, texts: &[String]) -> Fix {
    let mut edits: Vec<Edit> = vec![edit::remove(faulty.module, span)];
    let comment = edit::comment_above(faulty.module, span);
    for (at, text) in texts.iter().enumerate() {
        let comment = if at == 0 { comment.as_str() } else { "" };
        let text = format!("{comment}{text}");
        edits.extend(edit::insert(faulty.module, faulty.block, &text));
    }
    let what = match texts.len() {
        1 => format!("write `{name}` as a `setting`"),
        many => format!("write `{name}` as {many} `setting` blocks"),
    };
    faulty.fix("setting", name, what, SETTING_WHY, edits)
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
fn joined(faulty: &FaultyBody<'_>, attribute: &Attribute) -> Option<String> {
    use ExpressionKind::*;
    let value = &attribute.value;
    let text = edit::dedented(faulty.module, value.span);
    match &value.kind {
        Object(_) | Null => None,
        List(items) if items.len() == 1 => Some(edit::dedented(faulty.module, items[0].span)),
        List(_) => Some(format!("join(\",\", {text})")),
        Traversal { .. } | For(_) | Access { .. } if is_plural(&attribute.name.text) => {
            Some(format!("join(\",\", {text})"))
        }
        _ => Some(text),
    }
}

/// Returns `setting` blocks for variables given as an object or a list of pairs.
fn variables(faulty: &FaultyBody<'_>, value: &Expression) -> Option<Vec<String>> {
    let variable = |name: &str, value: &Expression| {
        let value = edit::dedented(faulty.module, value.span);
        setting(VARIABLES, &edit::quote(name), &value)
    };
    if let Some(entries) = value.entries() {
        let entries = entries.iter();
        return entries
            .map(|entry| Some(variable(entry.key_name()?, &entry.value)))
            .collect();
    }
    let items = value.items()?.iter();
    items
        .map(|item| {
            let key = item.entry("name").or_else(|| item.entry("key"))?;
            let is_pair = item.entries().is_some_and(|entries| entries.len() == 2);
            let value = item.entry("value").filter(|_| is_pair)?;
            Some(variable(key.literal_text()?, value))
        })
        .collect()
}

/// Writes `field` and `values` of a condition as a block named after the field.
fn condition(faulty: &FaultyBody<'_>) -> Option<Fix> {
    let of = |name: &str| faulty.unsupported().find(|one| one.name.text == name);
    let (field, values) = (of("field")?, of("values")?);
    let written = field.value.literal()?;
    let (_, name) = FIELDS.iter().find(|(text, _)| *text == written)?;
    let known = faulty.schema.nested(name)?.block.attribute("values")?;
    let value = adapted_text(faulty.module, &values.value, known.kind)?;
    let mut edits = vec![
        edit::remove(faulty.module, field.span),
        edit::remove(faulty.module, values.span),
    ];
    let text = block_of(name, &[format!("values = {value}")]);
    edits.extend(edit::insert(faulty.module, faulty.block, &text));
    let what = format!("write the condition on `{written}` as a block `{name}`");
    let why = "A condition is a block that is named after its field.";
    Some(faulty.fix("condition", name, what, why, edits))
}

/// Writes the `key_schema` of a DynamoDB table as `hash_key` and `range_key`.
fn table_keys(faulty: &FaultyBody<'_>) -> Option<Fix> {
    faulty
        .schema
        .attribute("hash_key")
        .filter(|_| faulty.type_name == "aws_dynamodb_table")?;
    let mut pairs: Vec<(&Expression, String)> = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    for (_, block) in faulty
        .unsupported_blocks()
        .filter(|(name, _)| *name == "key_schema")
    {
        let of = |name: &str| block.body.attribute(name).map(|one| &one.value);
        let name = of("attribute_name").or_else(|| of("name"))?;
        let kind = of("key_type").or_else(|| of("type"))?;
        pairs.push((name, kind.literal()?));
        edits.push(edit::remove(faulty.module, block.span));
    }
    for list in faulty
        .unsupported()
        .filter(|one| one.name.text == "key_schema")
    {
        for item in list.value.items()? {
            let name = item
                .entry("attribute_name")
                .or_else(|| item.entry("name"))?;
            let kind = item.entry("key_type").or_else(|| item.entry("type"))?;
            pairs.push((name, kind.literal()?));
        }
        edits.push(edit::remove(faulty.module, list.span));
    }
    for (name, kind) in &pairs {
        let key = match kind.to_ascii_uppercase().as_str() {
            "HASH" => "hash_key",
            "RANGE" => "range_key",
            _ => return None,
        };
        let value = edit::dedented(faulty.module, name.span);
        match faulty.block.body.attribute(key) {
            Some(set) if edit::dedented(faulty.module, set.value.span) == value => {}
            Some(_) => return None,
            None => edits.extend(edit::set(faulty.module, faulty.block, &[key], &value)),
        }
    }
    (!pairs.is_empty()).then(|| {
        let what = "write `key_schema` as `hash_key` and `range_key`".to_owned();
        let why = "A table defines its keys by these two arguments.";
        faulty.fix("keys", "key_schema", what, why, edits)
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
        OPTIONS.checked_by_key();
        for row in SPLIT_RULES.checked_by_key() {
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
