//! Checks that methods of an API authorize their callers.

use crate::hcl::Value;
use crate::scan::{Check::Filled, Resource, Verdict, is_text, passed, policy, tree};

/// Actions that call a method.
const CALLS: &[&str] = &["execute-api:Invoke", "execute-api:*", "*"];

/// Checks that the method, or the API that it belongs to, authorizes callers.
///
/// Checkov checks only methods for `OPTIONS`.
pub(in crate::scan::aws) fn authorizes_callers(resource: &Resource) -> Verdict {
    let is = |path: &str, text: &str| resource.text(path).as_deref() == Some(text);
    if !is("authorization", "NONE")
        || Filled("api_key_required").holds(resource)
        || !is("http_method", "OPTIONS")
    {
        return Verdict::Passed;
    }
    let Some(api) = resource.target("rest_api_id") else {
        return Verdict::Unknown;
    };
    let types = tree::values_at(api, "endpoint_configuration.types.*");
    if let [Value::Text(only)] = types[..]
        && only == "PRIVATE"
    {
        return Verdict::Passed;
    }
    if let Some(policy) = api.get("policy") {
        return verdict(policy);
    }
    let policies = resource.siblings("aws_api_gateway_rest_api_policy", "rest_api_id");
    match policies.first().and_then(|it| it.get("policy")) {
        Some(policy @ Value::Object(_)) => verdict(policy),
        Some(Value::Unknown(Some(reference))) => {
            let document = resource.document(reference);
            document.map_or(Verdict::Unknown, verdict)
        }
        _ => Verdict::Unknown,
    }
}

/// Passes a policy that denies everybody; fails one that allows everybody.
///
/// A statement that allows everybody under a condition does not fail.
fn verdict(document: &Value) -> Verdict {
    let statements = document.get("Statement").map_or(&[][..], tree::items);
    let blocks = document.get("statement").map_or(&[][..], tree::items);
    if statements.is_empty() && blocks.is_empty() {
        return Verdict::Unknown;
    }
    let calls = |statement: &Value, key: &str| {
        let actions = policy::texts(statement, key);
        actions.iter().any(|action| CALLS.contains(action))
    };
    let of_all = |it: &&Value| is_text(it.get("Principal"), "*") && calls(it, "Action");
    let block_of_all = |it: &&Value| {
        let principals = it.get("principals");
        let names = principals.map_or(Vec::new(), |it| policy::texts(it, "identifiers"));
        names == ["*"] && calls(it, "actions")
    };
    let mut is_open = false;
    for statement in statements
        .iter()
        .filter(of_all)
        .chain(blocks.iter().filter(block_of_all))
    {
        let get = |upper, lower| statement.get(upper).or(statement.get(lower));
        if is_text(get("Effect", "effect"), "Deny") {
            return Verdict::Passed;
        }
        is_open |=
            is_text(get("Effect", "effect"), "Allow") && get("Condition", "condition").is_none();
    }
    passed(!is_open)
}
