//! What stands in a policy: its statements, whom they let in, and what they allow.

use super::{Resource, tree};
use crate::hcl::Value;

/// The conditions that name who may come, whatever the principal says.
const NARROWING: &[&str] = &[
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

/// The statements of the policy that an argument holds; none where it is not known.
pub(super) fn statements<'a>(resource: &Resource<'a>, name: &str) -> Option<Vec<&'a Value>> {
    let policy = resource.all(name).into_iter().next()?;
    if !matches!(policy, Value::Object(_)) {
        return None;
    }
    let statements = policy.get("Statement").map_or(&[][..], tree::items);
    Some(statements.iter().collect())
}

/// Whether a statement allows. It has to say so.
pub(super) fn allows(statement: &Value) -> bool {
    matches!(statement.get("Effect"), Some(Value::Text(effect)) if effect == "Allow")
}

/// Whether a statement is about everybody.
pub(super) fn is_open(statement: &Value) -> bool {
    let Some(principal) = statement.get("Principal") else {
        return false;
    };
    texts(statement, "Principal").contains(&"*") || texts(principal, "AWS").contains(&"*")
}

/// Whether the conditions of a statement name who may come.
pub(super) fn is_narrowed(statement: &Value) -> bool {
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
    // The first of the two decides alone, as Checkov has it.
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
        .any(|names| NARROWING.iter().any(|name| names.get(name).is_some()))
}

/// The texts that stand at a key, in a list or alone.
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
