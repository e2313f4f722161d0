//! Reads policies: statements, principals, and what the statements allow.

use super::check::{Verdict, is_text, passed};
use super::{Found, Resource, tree};
use crate::hcl::Value;

/// Condition keys that limit the caller, with the kind of their values.
const LIMITING_KEYS: &[(&str, Limit)] = &[
    ("aws:sourcearn", Limit::Arn),
    ("aws:principalarn", Limit::Arn),
    ("aws:sourceip", Limit::Cidr),
    ("aws:userid", Limit::User),
    ("aws:principalorgid", Limit::Organization),
    ("aws:principalorgpaths", Limit::Organization),
    ("aws:principalaccount", Limit::Text),
    ("aws:sourceaccount", Limit::Text),
    ("aws:sourceowner", Limit::Text),
    ("aws:sourcevpc", Limit::Text),
    ("aws:sourcevpce", Limit::Text),
    ("kms:calleraccount", Limit::Text),
    ("saml:aud", Limit::Text),
];

#[derive(Clone, Copy)]
enum Limit {
    Arn,
    Cidr,
    User,
    Organization,
    Text,
}

/// Condition keys that identify the caller, whatever the principal is.
const CALLER_KEYS: &[&str] = strings! {
    "aws:sourceVpce", "aws:SourceVpc", "aws:VpceAccount", "aws:PrincipalOrgPaths", "aws:userid",
    "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:Ec2InstanceSourceVpc",
    "ec2:SourceInstanceArn", "lambda:SourceFunctionArn", "ssm:SourceInstanceArn",
};

/// Returns the statements of a policy argument, or `None` if the policy is unknown.
pub(super) fn statements<'a>(resource: &Resource<'a>, name: &str) -> Option<Vec<&'a Value>> {
    let policy = resource.values_at(name).into_iter().next()?;
    if !matches!(policy, Value::Object(_)) {
        return None;
    }
    let statements = policy.get("Statement").map_or(&[][..], tree::items);
    Some(statements.iter().collect())
}

/// Returns the statements of an IAM policy or of a policy document, or `None` if it is unknown.
pub(super) fn iam_statements<'a>(resource: &Resource<'a>) -> Option<Vec<&'a Value>> {
    match resource.type_name() {
        "aws_iam_policy_document" => {
            let blocks = resource.values_at("statement").into_iter();
            Some(blocks.flat_map(tree::items).collect())
        }
        "aws_ssoadmin_permission_set_inline_policy" => statements(resource, "inline_policy"),
        _ => statements(resource, "policy"),
    }
}

/// Checks that no statement of a policy argument matches `is`; an unknown policy passes.
pub(super) fn no_statement(
    resource: &Resource,
    name: &str,
    is: impl Fn(&Value) -> bool,
) -> Verdict {
    let statements = statements(resource, name).unwrap_or_default();
    passed(!statements.into_iter().any(is))
}

/// Returns the texts at the key `AWS` of the principals of a statement.
pub(super) fn aws_principals(statement: &Value) -> Vec<&str> {
    let principals = statement.get("Principal");
    principals.map_or(Vec::new(), |it| texts(it, "AWS"))
}

/// Returns whether a statement allows; `Effect` must be set to `Allow`.
pub(super) fn allows(statement: &Value) -> bool {
    is_text(statement.get("Effect"), "Allow")
}

/// Returns whether the principal of a statement is everybody.
pub(super) fn includes_everybody(statement: &Value) -> bool {
    texts(statement, "Principal").contains(&"*") || aws_principals(statement).contains(&"*")
}

/// Returns whether the conditions of a statement identify the caller.
pub(super) fn identifies_caller(statement: &Value) -> bool {
    let Some(condition) = statement.get("Condition") else {
        return false;
    };
    let get = |key: &&str| condition.get(key);
    if ["ArnNotEquals", "ArnNotLike"]
        .iter()
        .any(|key| get(key).is_some())
    {
        return true;
    }
    // The first of the two operators decides alone, as in Checkov.
    if let Some(arn) = ["ArnEquals", "ArnLike"].iter().find_map(get) {
        let keys = ["aws:PrincipalArn", "aws:SourceArn"].into_iter();
        let mut arns = keys.flat_map(|key| texts(arn, key));
        let is_any = |account: &str| account.starts_with('*');
        return !arns.any(|arn| arn.split(':').nth(4).is_some_and(is_any));
    }
    ["StringEquals", "StringEqualsIgnoreCase", "StringLike"]
        .iter()
        .filter_map(get)
        .any(|names| CALLER_KEYS.iter().any(|name| names.get(name).is_some()))
}

/// Returns the texts at a key, from a list or a single value.
pub(super) fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    let items = value.get(key).map_or(&[][..], tree::items).iter();
    items
        .filter_map(|item| match item {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// Checks as [`no_statement`], but an unknown policy gives `Unknown`.
pub(super) fn no_known_statement(
    resource: &Resource,
    name: &str,
    is: impl Fn(&Value) -> bool,
) -> Verdict {
    if resource.find(name) != Found::Missing && statements(resource, name).is_none() {
        return Verdict::Unknown;
    }
    no_statement(resource, name, is)
}

/// Checks that no statement of a policy argument admits the internet.
pub(super) fn is_private(resource: &Resource, name: &str) -> Verdict {
    no_known_statement(resource, name, admits_internet)
}

/// Returns whether conditions of a statement limit the caller.
pub(super) fn limits_caller(statement: &Value) -> bool {
    !limits(statement).is_empty()
}

/// Returns whether a statement allows its actions to everybody on the internet.
fn admits_internet(statement: &Value) -> bool {
    if is_text(statement.get("Effect"), "Deny") {
        return false;
    }
    let limits = limits(statement);
    if !limits.is_empty() {
        return limits.iter().any(|(limit, text)| match limit {
            Limit::Arn => is_any_arn(text),
            Limit::Cidr => text.ends_with("/0"),
            Limit::Organization => text.contains("o-*"),
            Limit::User => text.find('*') != text.len().checked_sub(1),
            Limit::Text => text.contains('*'),
        });
    }
    let principals = match statement.get("Principal") {
        Some(Value::Object(kinds)) => kinds
            .iter()
            .filter(|(kind, _)| ["AWS", "Federated", "Service"].contains(&kind.as_str()))
            .flat_map(|(_, names)| tree::items(names))
            .collect(),
        Some(names) => tree::items(names).iter().collect(),
        None => Vec::new(),
    };
    principals
        .into_iter()
        .any(|name| matches!(name, Value::Text(name) if is_any_arn(name)))
}

/// Returns the values of the conditions of a statement that limit the caller.
fn limits(statement: &Value) -> Vec<(Limit, &str)> {
    let Some(Value::Object(conditions)) = statement.get("Condition") else {
        return Vec::new();
    };
    const OPERATORS: &[&str] = strings! {
        "arnequals", "arnlike", "stringequals", "stringlike", "ipaddress",
    };
    let counts = |operator: &str| {
        let operator = operator.to_ascii_lowercase();
        let operator = operator
            .strip_prefix("forallvalues:")
            .or(operator.strip_prefix("foranyvalue:"))
            .unwrap_or(&operator);
        OPERATORS.iter().any(|begin| operator.starts_with(begin))
    };
    let mut found = Vec::new();
    for (_, context) in conditions.iter().filter(|(operator, _)| counts(operator)) {
        let Value::Object(context) = context else {
            continue;
        };
        for (key, values) in context {
            let mut limits = LIMITING_KEYS.iter();
            let Some((_, limit)) = limits.find(|(name, _)| name.eq_ignore_ascii_case(key)) else {
                continue;
            };
            let texts = tree::items(values).iter().filter_map(|value| match value {
                Value::Text(text) | Value::Unknown(Some(text)) => Some((*limit, text.as_str())),
                _ => None,
            });
            found.extend(texts);
        }
    }
    found
}

/// Returns whether an ARN matches any account.
fn is_any_arn(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let mut parts = text.split(':');
    if parts.next() != Some("arn") {
        return false;
    }
    let (service, account) = (parts.nth(1), parts.nth(1));
    match (service, account) {
        (Some("s3"), _) => false,
        (Some(service), Some(account)) => {
            account == "*" || (account.is_empty() && service.is_empty())
        }
        _ => text.contains('*'),
    }
}
