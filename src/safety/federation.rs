//! Finds roles that anybody with a token of an identity provider can assume.

use super::reader::{Reader, for_each, json_object, unescaped_json};
use crate::hcl::{Block, Expression, ExpressionKind};

/// Action that assumes a role with a token.
const ACTION: &str = "sts:AssumeRoleWithWebIdentity";
/// Issuer whose tokens everybody can get, so that only the subject limits who is trusted.
const PUBLIC_ISSUER: &str = "token.actions.githubusercontent.com";
/// Beginnings of subjects that every repository of the public issuer has.
const EVERY_SUBJECT: &[&str] = &["repo:*", "repo:?*"];

/// Conditions of a statement: keys, and the values that each allows.
type Conditions = Vec<(String, Vec<String>)>;

pub(super) fn find(reader: &mut Reader) {
    let mut found = Vec::new();
    for block in reader.module.blocks() {
        match (block.kind.text.as_str(), block.type_name()) {
            ("data", Some("aws_iam_policy_document")) => document(reader, block, &mut found),
            ("resource", Some("aws_iam_role")) => {
                if let Some(policy) = block.body.attribute("assume_role_policy") {
                    encoded(reader, &policy.value, &mut found);
                    documents(reader, &policy.value, &mut found);
                }
            }
            _ => {}
        }
    }
    for at in found {
        reader.report("IG_SAFETY_404", at, ACTION);
    }
}

/// Finds open statements of a policy document.
fn document(reader: &Reader, block: &Block, found: &mut Vec<usize>) {
    for statement in block.body.blocks_of("statement") {
        let actions = statement.body.attribute("actions");
        let is_denial = statement.body.literal_text("effect") == Some("Deny");
        let is_trust =
            actions.is_some_and(|it| reader.texts(&it.value).iter().any(|it| it == ACTION));
        let is_dynamic = statement.body.blocks_of("dynamic").next().is_some();
        if is_denial || !is_trust || is_dynamic {
            continue;
        }
        let texts = |condition: &Block, name: &str| {
            let attribute = condition.body.attribute(name);
            attribute.map_or_else(Vec::new, |it| reader.texts(&it.value))
        };
        let conditions = statement.body.blocks_of("condition");
        let conditions = conditions.map(|it| (texts(it, "variable").concat(), texts(it, "values")));
        if is_open(&conditions.collect()) {
            found.push(statement.span.start);
        }
    }
}

/// Finds open statements of a policy that is written as an object.
fn encoded(reader: &Reader, policy: &Expression, found: &mut Vec<usize>) {
    let mut statements = Vec::new();
    for_each(policy, &mut |it| {
        statements.extend(it.entry("Action").map(|action| (it, action)))
    });
    for (statement, action) in statements {
        let is_denial =
            statement.entry("Effect").and_then(Expression::literal_text) == Some("Deny");
        if is_denial || !reader.texts(action).iter().any(|it| it == ACTION) {
            continue;
        }
        let Some(conditions) = conditions_of(reader, statement) else {
            continue;
        };
        if is_open(&conditions) {
            found.push(statement.span.start);
        }
    }
}

/// Finds statements that are written as JSON and have no condition.
fn documents(reader: &Reader, policy: &Expression, found: &mut Vec<usize>) {
    for_each(policy, &mut |it| {
        if !matches!(it.kind, ExpressionKind::Template { .. }) {
            return;
        }
        let source = unescaped_json(reader.source(it.span));
        let is_open = |(at, _): (usize, &str)| {
            let statement = json_object(&source, at);
            !statement.contains("Condition") && !statement.contains("Deny")
        };
        if source.contains("Statement") && source.match_indices(ACTION).any(is_open) {
            found.push(it.span.start);
        }
    });
}

/// Returns the conditions of a statement, or None if they are not written out.
fn conditions_of(reader: &Reader, statement: &Expression) -> Option<Conditions> {
    let Some(condition) = statement.entry("Condition") else {
        return Some(Vec::new());
    };
    let mut conditions = Vec::new();
    for operator in condition.entries()? {
        for entry in operator.value.entries()? {
            let key = match &entry.key.kind {
                ExpressionKind::Template { .. } => reader.texts(&entry.key).concat(),
                _ => entry.key_name()?.to_owned(),
            };
            conditions.push((key, reader.texts(&entry.value)));
        }
    }
    Some(conditions)
}

/// Returns whether the conditions admit tokens of everybody.
fn is_open(conditions: &Conditions) -> bool {
    if conditions.is_empty() {
        return true;
    }
    if !conditions
        .iter()
        .any(|(key, _)| key.starts_with(PUBLIC_ISSUER))
    {
        return false;
    }
    let limits = |(key, values): &(String, Vec<String>)| {
        let name = key.strip_prefix(PUBLIC_ISSUER).unwrap_or_default();
        let is_about_all =
            |it: &String| it == "*" || EVERY_SUBJECT.iter().any(|every| it.starts_with(every));
        // A subject that is not written out, or another claim than the audience, limits who is trusted.
        name != ":aud" && !values.iter().any(is_about_all)
    };
    !conditions.iter().any(limits)
}
