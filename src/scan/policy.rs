//! Reads policies: statements, principals, and what the statements allow.

use super::check::{Verdict, passed};
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
const CALLER_KEYS: &[&str] = &[
    "aws:sourceVpce",
    "aws:SourceVpc",
    "aws:VpceAccount",
    "aws:PrincipalOrgPaths",
    "aws:userid",
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:Ec2InstanceSourceVpc",
    "ec2:SourceInstanceArn",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
];

/// Returns the statements of a policy argument, or `None` if the policy is unknown.
pub(super) fn statements<'a>(resource: &Resource<'a>, name: &str) -> Option<Vec<&'a Value>> {
    let policy = resource.values_at(name).into_iter().next()?;
    if !matches!(policy, Value::Object(_)) {
        return None;
    }
    let statements = policy.get("Statement").map_or(&[][..], tree::items);
    Some(statements.iter().collect())
}

/// Returns whether a statement allows; `Effect` must be set to `Allow`.
pub(super) fn allows(statement: &Value) -> bool {
    matches!(statement.get("Effect"), Some(Value::Text(effect)) if effect == "Allow")
}

/// Returns whether the principal of a statement is everybody.
pub(super) fn includes_everybody(statement: &Value) -> bool {
    let Some(principal) = statement.get("Principal") else {
        return false;
    };
    texts(statement, "Principal").contains(&"*") || texts(principal, "AWS").contains(&"*")
}

/// Returns whether the conditions of a statement identify the caller.
pub(super) fn identifies_caller(statement: &Value) -> bool {
    let Some(condition) = statement.get("Condition") else {
        return false;
    };
    if ["ArnNotEquals", "ArnNotLike"]
        .iter()
        .any(|key| condition.get(key).is_some())
    {
        return true;
    }
    let mut arns = ["ArnEquals", "ArnLike"]
        .iter()
        .filter_map(|key| condition.get(key));
    // The first of the two operators decides alone, as in Checkov.
    if let Some(arn) = arns.next() {
        let wide = ["aws:PrincipalArn", "aws:SourceArn"]
            .iter()
            .flat_map(|key| texts(arn, key))
            .any(|text| {
                text.split(':')
                    .nth(4)
                    .is_some_and(|account| account.starts_with('*'))
            });
        return !wide;
    }
    ["StringEquals", "StringEqualsIgnoreCase", "StringLike"]
        .iter()
        .filter_map(|key| condition.get(key))
        .any(|names| CALLER_KEYS.iter().any(|name| names.get(name).is_some()))
}

/// Returns the texts at a key, from a list or a single value.
pub(super) fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    let items = value.get(key).map_or(&[][..], tree::items);
    items
        .iter()
        .filter_map(|item| match item {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// Checks that no statement of a policy argument admits the internet.
pub(super) fn is_private(resource: &Resource, name: &str) -> Verdict {
    if resource.find(name) == Found::Missing {
        return Verdict::Passed;
    }
    let open = |statement: &&Value| admits_internet(statement);
    statements(resource, name).map_or(Verdict::Unknown, |statements| {
        passed(!statements.iter().any(open))
    })
}

/// Returns whether conditions of a statement limit the caller.
pub(super) fn limits_caller(statement: &Value) -> bool {
    !limits(statement).is_empty()
}

/// Returns whether a statement allows its actions to everybody on the internet.
fn admits_internet(statement: &Value) -> bool {
    if matches!(statement.get("Effect"), Some(Value::Text(effect)) if effect == "Deny") {
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
    let any = |name: &&Value| matches!(name, Value::Text(name) if is_any_arn(name));
    principals.iter().any(any)
}

/// Returns the values of the conditions of a statement that limit the caller.
fn limits(statement: &Value) -> Vec<(Limit, &str)> {
    let Some(Value::Object(conditions)) = statement.get("Condition") else {
        return Vec::new();
    };
    let counts = |operator: &str| {
        let operator = operator.to_ascii_lowercase();
        let operator = operator
            .strip_prefix("forallvalues:")
            .or(operator.strip_prefix("foranyvalue:"))
            .unwrap_or(&operator);
        [
            "arnequals",
            "arnlike",
            "stringequals",
            "stringlike",
            "ipaddress",
        ]
        .iter()
        .any(|begin| operator.starts_with(begin))
    };
    let contexts = conditions
        .iter()
        .filter(|(operator, _)| counts(operator))
        .filter_map(|(_, context)| match context {
            Value::Object(context) => Some(context),
            _ => None,
        });
    let mut found = Vec::new();
    for (key, values) in contexts.flatten() {
        let limit = LIMITING_KEYS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key));
        if let Some((_, limit)) = limit {
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
