//! Implements the custom predicates of the IAM rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Resource, Verdict, policy, tree};

/// Checks that no allowing statement of a policy matches `breaks`.
pub(super) fn no_statement_breaks(
    resource: &Resource,
    name: &str,
    breaks: fn(&Value) -> bool,
) -> Verdict {
    let statements = policy::statements(resource, name).unwrap_or_default();
    // Checkov treats a statement without an effect as one that allows.
    let permits =
        |statement: &Value| policy::allows(statement) || statement.get("Effect").is_none();
    let broken = |statement: &&Value| permits(statement) && breaks(statement);
    passed(!statements.iter().any(broken))
}

pub(super) fn allows_all(resource: &Resource, name: &str) -> Verdict {
    no_statement_breaks(resource, name, |statement| {
        policy::texts(statement, "Action").contains(&"*")
            && policy::texts(statement, "Resource").contains(&"*")
    })
}

pub(super) fn allows_every_action(resource: &Resource, name: &str) -> Verdict {
    no_statement_breaks(resource, name, |statement| {
        policy::texts(statement, "Action").contains(&"*")
    })
}

/// Checks that a role's trust policy allows no AWS principal that matches `is`.
pub(super) fn no_principal_matches(resource: &Resource, is: fn(&str) -> bool) -> Verdict {
    let Some(statements) = policy::statements(resource, "assume_role_policy") else {
        return Verdict::Passed;
    };
    let broken = |statement: &&Value| {
        let principals = statement.get("Principal");
        let names = principals.map_or(Vec::new(), |it| policy::texts(it, "AWS"));
        policy::allows(statement) && names.iter().any(|name| is(name))
    };
    passed(!statements.iter().any(broken))
}

/// Checks that no statement of a policy document matches `breaks`.
pub(super) fn no_document_statement_breaks(
    resource: &Resource,
    breaks: fn(&Value) -> bool,
) -> Verdict {
    let statements = resource.values_at("statement");
    let mut statements = statements.into_iter().flat_map(tree::items);
    passed(!statements.any(breaks))
}

pub(super) fn document_without(resource: &Resource, actions: &[&str]) -> Verdict {
    let statements = resource.values_at("statement");
    let mut statements = statements.into_iter().flat_map(tree::items);
    let broken = |statement: &Value| {
        let allows = matches!(statement.get("effect"), Some(Value::Text(it)) if it == "Allow");
        let texts = policy::texts(statement, "actions");
        allows && actions.iter().any(|action| texts.contains(action))
    };
    passed(!statements.any(broken))
}

/// Returns whether a statement of a policy document allows, as it does by default.
fn permits(statement: &Value) -> bool {
    match statement.get("effect") {
        None | Some(Value::Null) => true,
        Some(effect) => *effect == Value::Text("Allow".to_owned()),
    }
}

pub(super) fn every_action(statement: &Value) -> bool {
    permits(statement) && policy::texts(statement, "actions").contains(&"*")
}

pub(super) fn all_on_all(statement: &Value) -> bool {
    every_action(statement) && policy::texts(statement, "resources").contains(&"*")
}

pub(super) fn any_account(statement: &Value) -> bool {
    let denies = matches!(statement.get("effect"), Some(Value::Text(it)) if it == "Deny");
    let principals = statement.get("principals").map_or(&[][..], tree::items);
    let any = |principal: &Value| {
        matches!(principal.get("type"), Some(Value::Text(it)) if it == "AWS")
            && policy::texts(principal, "identifiers").contains(&"*")
    };
    !denies && statement.get("condition").is_none() && principals.iter().any(any)
}

/// Returns whether a principal is a whole account: its number, or its root.
pub(super) fn is_account(principal: &str) -> bool {
    let number = principal.strip_prefix("arn:aws:iam::").unwrap_or(principal);
    let number = number.strip_suffix(":root").unwrap_or(number);
    number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit())
}
