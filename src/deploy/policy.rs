//! Reads the statements of policies, and what a role may do.

use super::checker::{Checker, same};
use crate::hcl::edit::quote;
use crate::hcl::{
    Block, Body, Edit, Entry, Expression, ExpressionKind, Part, Reference, Span, Value,
};

/// Character in a text for a part whose value is unknown.
const UNKNOWN: char = '\u{1}';

/// Managed policies that allow every action of a rule.
const ADMINISTRATORS: &[&str] = strings! { "AdministratorAccess", "PowerUserAccess" };

/// Managed policies whose actions are listed: the name, and the services that it gives rights for.
///
/// Source: AWS managed policy reference, read 2026-11.
const MANAGED: &[(&str, &[&str])] = &[
    ("AWSLambdaBasicExecutionRole", strings! { "logs" }),
    (
        "AWSLambdaDynamoDBExecutionRole",
        strings! { "logs", "dynamodb-stream" },
    ),
    (
        "AWSLambdaKinesisExecutionRole",
        strings! { "logs", "kinesis" },
    ),
    (
        "AWSLambdaSQSQueueExecutionRole",
        strings! { "logs", "sqs-receive" },
    ),
    (
        "AWSLambdaVPCAccessExecutionRole",
        strings! { "logs", "eni" },
    ),
    ("AmazonDynamoDBFullAccess", strings! { "dynamodb-stream" }),
    (
        "AmazonDynamoDBReadOnlyAccess",
        strings! { "dynamodb-stream" },
    ),
    ("AmazonEC2FullAccess", strings! { "eni" }),
    ("AmazonKinesisFullAccess", strings! { "kinesis" }),
    ("AmazonS3FullAccess", &[]),
    ("AmazonS3ReadOnlyAccess", &[]),
    ("AmazonSNSFullAccess", strings! { "sns-publish" }),
    (
        "AmazonSQSFullAccess",
        strings! { "sqs-receive", "sqs-send" },
    ),
    ("AWSXRayDaemonWriteAccess", &[]),
    ("CloudWatchLogsFullAccess", strings! { "logs" }),
];

/// A right that a service needs of a role.
pub(super) struct Right {
    /// Name of the right in [`MANAGED`].
    pub name: &'static str,
    /// Action that shows whether a policy gives it.
    pub action: &'static str,
}

/// Returns the value of a policy; parts that are unknown stay unknown.
///
/// None if the text is no policy that can be read.
pub(super) fn policy<'m>(checker: &Checker<'_, 'm>, expression: &'m Expression) -> Option<Value> {
    match &expression.kind {
        ExpressionKind::Call {
            name, arguments, ..
        } if &*name.text == "jsonencode" && arguments.len() == 1 => {
            Some(checker.index.value(&arguments[0]))
        }
        ExpressionKind::Template { parts, .. } => {
            if let [Part::Interpolation(inner, _)] = parts.as_slice() {
                return policy(checker, inner);
            }
            let mut text = String::new();
            for part in parts {
                match part {
                    Part::Literal(literal, _) => text.push_str(literal),
                    Part::Interpolation(inner, _) => match checker.index.value(inner).to_text() {
                        Some(known) => text.push_str(&known),
                        None => text.push(UNKNOWN),
                    },
                    Part::Directive(_) => return None,
                }
            }
            // A control character is no valid JSON, so it is written as JSON does.
            let json = serde_json::from_str(&text.replace(UNKNOWN, "\\u0001")).ok()?;
            Some(known(Value::from_json(json)))
        }
        ExpressionKind::Traversal { .. } => {
            let reference = Reference::new(expression)?;
            let address = reference.borrowed_address()?;
            if (address.mode, address.kind) == ("", "local") && reference.path().is_empty() {
                return policy(checker, &checker.index.local(address.name)?.1.value);
            }
            let target = checker.target(expression)?;
            match (target.block.kind.text.as_str(), target.block.type_name()?) {
                ("data", "aws_iam_policy_document") if target.attribute == "json" => {
                    document(checker, &target.block.body)
                }
                ("resource", "aws_iam_policy") if target.attribute == "policy" => {
                    policy(checker, &target.block.body.attribute("policy")?.value)
                }
                _ => None,
            }
        }
        _ => {
            let text = checker.index.value(expression).to_text()?;
            Some(Value::from_json(serde_json::from_str(&text).ok()?))
        }
    }
}

/// Makes texts with unknown parts unknown.
fn known(value: Value) -> Value {
    match value {
        Value::Text(text) if text.contains(UNKNOWN) => Value::Unknown(None),
        Value::List(items) => Value::List(items.into_iter().map(known).collect()),
        Value::Object(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key, known(value)))
                .collect(),
        ),
        value => value,
    }
}

/// Returns a policy document of a data source as a policy.
fn document<'m>(checker: &Checker<'_, 'm>, body: &'m Body) -> Option<Value> {
    let is_merged = [
        "source_policy_documents",
        "override_policy_documents",
        "source_json",
        "override_json",
    ];
    if is_merged.iter().any(|name| body.attribute(name).is_some()) {
        return None;
    }
    let mut statements = Vec::new();
    for statement in checker.nested(body, "statement")? {
        let mut entries = Vec::new();
        for (key, name) in [
            ("Effect", "effect"),
            ("Action", "actions"),
            ("NotAction", "not_actions"),
            ("Resource", "resources"),
            ("NotResource", "not_resources"),
        ] {
            if let Some(attribute) = statement.body.attribute(name) {
                entries.push((key.to_owned(), checker.index.value(&attribute.value)));
            }
        }
        for (key, kind) in [
            ("Principal", "principals"),
            ("NotPrincipal", "not_principals"),
        ] {
            let mut principals = Vec::new();
            for principal in checker.nested(&statement.body, kind)? {
                let of = checker.text(&principal.body, "type")?;
                principals.push((of, checker.value(&principal.body, "identifiers")));
            }
            if !principals.is_empty() {
                entries.push((key.to_owned(), Value::Object(principals)));
            }
        }
        if !checker.nested(&statement.body, "condition")?.is_empty() {
            entries.push(("Condition".to_owned(), Value::Unknown(None)));
        }
        statements.push(Value::Object(entries));
    }
    Some(Value::Object(vec![(
        "Statement".to_owned(),
        Value::List(statements),
    )]))
}

/// Returns the statements of a policy; None if one of them is unknown.
pub(super) fn statements(policy: &Value) -> Option<Vec<&Value>> {
    let list = match policy.get("Statement")? {
        Value::List(items) => items.iter().collect(),
        one => vec![one],
    };
    list.iter()
        .all(|it| matches!(it, Value::Object(_)))
        .then_some(list)
}

/// Returns the statements of a policy in an argument.
pub(super) fn statements_in<'m>(
    checker: &Checker<'_, 'm>,
    body: &'m Body,
    name: &str,
) -> Option<Vec<Value>> {
    let value = policy(checker, &body.attribute(name)?.value)?;
    Some(statements(&value)?.into_iter().cloned().collect())
}

/// Returns the items of a list, or a single value as a list.
pub(super) fn items(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::List(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// Whether a statement allows something.
pub(super) fn allows(statement: &Value) -> bool {
    !matches!(statement.get("Effect"), Some(Value::Text(text)) if text == "Deny")
}

/// Returns whether a statement is for a principal; None if that is unknown.
///
/// `of` is the kind of principal, such as `Service`.
pub(super) fn names_principal(statement: &Value, of: &str, name: &str) -> Option<bool> {
    let principal = match statement.get("Principal") {
        None => return Some(false),
        Some(Value::Text(text)) => return Some(text == "*"),
        Some(principal @ Value::Object(_)) => principal,
        Some(_) => return None,
    };
    let names = items(principal.get(of));
    if names
        .iter()
        .any(|it| matches!(it, Value::Text(text) if text == name || text == "*"))
    {
        return Some(true);
    }
    let everybody = items(principal.get("AWS")).iter();
    let mut everybody = everybody.filter(|it| matches!(it, Value::Text(text) if text == "*"));
    if everybody.next().is_some() {
        return Some(true);
    }
    // Some services have a name in each region too, as `states.us-east-1.amazonaws.com`.
    let is_regional = |it: &Value| {
        let parts = name.split_once('.').zip(it.to_text());
        parts.is_some_and(|((own, rest), text)| {
            let inner = text.strip_prefix(own).and_then(|it| it.strip_suffix(rest));
            inner.is_some_and(|it| it.len() > 2 && it.starts_with('.') && it.ends_with('.'))
        })
    };
    let is_clear = names.iter().all(|it| it.is_known() && !is_regional(it));
    is_clear.then_some(false)
}

/// Whether a statement names an action, with `*` and `?` in its pattern.
///
/// None if one of its actions is unknown.
pub(super) fn names_action(statement: &Value, action: &str) -> Option<bool> {
    if statement.get("NotAction").is_some() {
        return None;
    }
    let actions = items(statement.get("Action"));
    let is_named = |it: &Value| matches!(it, Value::Text(text) if matches_pattern(text, action));
    if actions.iter().any(is_named) {
        return Some(true);
    }
    actions.iter().all(Value::is_known).then_some(false)
}

/// Whether a text matches a pattern with `*`, regardless of case.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut is_open = false;
    for part in parts {
        is_open = part.is_empty();
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty() || is_open
}

/// Returns whether a policy in a resource allows a service; None if that is unknown.
pub(super) fn admits_service(statements: &[Value], service: &str) -> Option<bool> {
    let mut is_unknown = false;
    for statement in statements.iter().filter(|it| allows(it)) {
        match names_principal(statement, "Service", service) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => is_unknown = true,
        }
    }
    (!is_unknown).then_some(false)
}

/// Returns the role that an argument names.
pub(super) fn role_in<'m>(
    checker: &Checker<'_, 'm>,
    body: &'m Body,
    name: &str,
) -> Option<&'m Block> {
    let target = checker.target_in(body, name)?;
    (target.kind() == "aws_iam_role" && !target.is_instance && target.block.is_single())
        .then_some(target.block)
}

/// Returns whether a service may assume a role; None if that is unknown.
pub(super) fn is_assumed_by(checker: &Checker, role: &Block, service: &str) -> Option<bool> {
    // The block is part of the module, from which its address is looked up.
    let role = checker.index.block(role.borrowed_address()?)?;
    let statements = statements_in(checker, &role.body, "assume_role_policy")?;
    admits_service(&statements, service)
}

/// Returns the edits that let a service assume a role, besides those that may already.
pub(super) fn trust<'m>(checker: &Checker<'_, 'm>, role: &'m Block, service: &str) -> Vec<Edit> {
    let Some(attribute) = role.body.attribute("assume_role_policy") else {
        return Vec::new();
    };
    if let Some(document) = checker.target(&attribute.value) {
        let statements = document.block.body.blocks_of("statement");
        let mut principals = statements.flat_map(|it| it.body.blocks_of("principals"));
        let of_services = principals
            .find(|it| checker.text(&it.body, "type").as_deref() == Some("Service"))
            .and_then(|it| checker.items_in(&it.body, "identifiers")?.last());
        return of_services.map_or_else(Vec::new, |last| {
            vec![Edit::insert(last.span.end, format!(", {}", quote(service)))]
        });
    }
    let statements = statements_in(checker, &role.body, "assume_role_policy").unwrap_or_default();
    let services = statements.iter().filter(|it| allows(it));
    let services = services.filter_map(|it| it.get("Principal")?.get("Service"));
    for own in services {
        let Some(Value::Text(name)) = items(Some(own)).last() else {
            continue;
        };
        // The name is written the same way in JSON and in HCL.
        let (text, name) = (checker.index.text(&attribute.value), quote(name));
        let mut places = text.match_indices(&name);
        let (Some((at, _)), None) = (places.next(), places.next()) else {
            continue;
        };
        let start = attribute.value.span.start + at;
        let span = Span::new(start, start + name.len());
        let new = match own {
            Value::List(_) => format!("{name}, {}", quote(service)),
            _ => format!("[{name}, {}]", quote(service)),
        };
        return vec![Edit::replace(span, new)];
    }
    Vec::new()
}

/// Returns whether a role has a right; None if one of its policies is unknown.
pub(super) fn has_right(checker: &Checker, role: &Block, right: &Right) -> Option<bool> {
    let role = checker.index.block(role.borrowed_address()?)?;
    if !checker.options.is_whole || checker.is_completed_elsewhere(role) {
        return None;
    }
    let mut is_unknown = false;
    let mut is_allowed = false;
    let mut note = |verdict: Option<bool>| match verdict {
        Some(it) => is_allowed |= it,
        None => is_unknown = true,
    };
    for kind in [
        "aws_iam_role_policy_attachment",
        "aws_iam_policy_attachment",
    ] {
        for attachment in checker.declared(kind) {
            let is_of_role = match kind {
                "aws_iam_role_policy_attachment" => checker
                    .target_in(&attachment.body, "role")
                    .map(|it| same(it.block, role)),
                _ => checker
                    .targets_in(&attachment.body, "roles")
                    .map(|roles| roles.iter().any(|it| same(it.block, role))),
            };
            match is_of_role {
                Some(true) => {
                    let arn = attachment.body.attribute("policy_arn");
                    note(arn.and_then(|it| gives(checker, &it.value, right)));
                }
                Some(false) => {}
                None => note(None),
            }
        }
    }
    for inline in checker.declared("aws_iam_role_policy") {
        match checker.target_in(&inline.body, "role") {
            Some(target) if same(target.block, role) => {
                note(
                    statements_in(checker, &inline.body, "policy")
                        .and_then(|it| allows_action(&it, right)),
                );
            }
            Some(_) => {}
            None => note(None),
        }
    }
    match checker.nested(&role.body, "inline_policy") {
        None => note(None),
        Some(blocks) => {
            for inline in blocks {
                note(
                    statements_in(checker, &inline.body, "policy")
                        .and_then(|it| allows_action(&it, right)),
                );
            }
        }
    }
    if let Some(attribute) = role.body.attribute("managed_policy_arns") {
        match checker.items(&attribute.value) {
            Some(list) => list.iter().for_each(|it| note(gives(checker, it, right))),
            None => note(None),
        }
    }
    for exclusive in [
        "aws_iam_role_policies_exclusive",
        "aws_iam_role_policy_attachments_exclusive",
    ] {
        if !checker.declared(exclusive).is_empty() {
            note(None);
        }
    }
    match (is_allowed, is_unknown) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

/// Returns whether the policy of an ARN gives a right.
fn gives<'m>(checker: &Checker<'_, 'm>, arn: &'m Expression, right: &Right) -> Option<bool> {
    if let Some(target) = checker.target(arn) {
        if target.kind() != "aws_iam_policy" {
            return None;
        }
        let statements = statements_in(checker, &target.block.body, "policy")?;
        return allows_action(&statements, right);
    }
    let arn = checker.index.value(arn).to_text()?;
    let (_, path) = arn.split_once(":aws:policy/")?;
    let name = path.rsplit('/').next().unwrap_or_default();
    if ADMINISTRATORS.contains(&name) {
        return Some(true);
    }
    let (_, rights) = MANAGED.iter().find(|(it, _)| *it == name)?;
    Some(rights.contains(&right.name))
}

fn allows_action(statements: &[Value], right: &Right) -> Option<bool> {
    let mut is_unknown = false;
    for statement in statements.iter().filter(|it| allows(it)) {
        match names_action(statement, right.action) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => is_unknown = true,
        }
    }
    (!is_unknown).then_some(false)
}

/// Returns the objects of the statements of a policy that is written with `jsonencode`.
pub(super) fn written(expression: &Expression) -> Vec<&[Entry]> {
    let Some(("jsonencode", [object])) = expression.call() else {
        return Vec::new();
    };
    let Some(list) = object.entry("Statement") else {
        return Vec::new();
    };
    let one = std::slice::from_ref(list);
    let list = list.items().unwrap_or(one);
    list.iter().filter_map(Expression::entries).collect()
}

/// Returns the entry of a statement by its key.
pub(super) fn entry<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Entry> {
    entries.iter().find(|it| it.key_name() == Some(key))
}

/// Returns the span of an entry, or of the policy if the entry is not written in it.
pub(super) fn span_of_entry(expression: &Expression, key: &str) -> Span {
    let mut statements = written(expression).into_iter();
    statements
        .find_map(|it| entry(it, key))
        .map_or(expression.span, |it| it.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_regardless_of_case() {
        for (pattern, is_match) in [
            ("*", true),
            ("sqs:*", true),
            ("SQS:Receive*", true),
            ("sqs:*Message", true),
            ("sqs:Send*", false),
            ("sqs:ReceiveMessage", true),
            ("sqs:Receive", false),
        ] {
            assert_eq!(
                matches_pattern(pattern, "sqs:ReceiveMessage"),
                is_match,
                "{pattern}"
            );
        }
    }
}
