//! Checks that methods of an API authorize their callers.

use crate::hcl::Value;
use crate::scan::check::truthy;
use crate::scan::{Found, Resource, Verdict, policy, tree};

/// Actions that call a method.
const CALLS: &[&str] = &["execute-api:Invoke", "execute-api:*", "*"];

/// Checks that the method, or the API that it belongs to, authorizes callers.
///
/// Checkov checks only methods for `OPTIONS`.
pub(in crate::scan::aws) fn authorizes_callers(resource: &Resource) -> Verdict {
    let is = |path: &str, text: &str| matches!(resource.find(path), Found::Value(Value::Text(it)) if it == text);
    let keyed = matches!(resource.find("api_key_required"), Found::Value(value) if truthy(&value));
    if !is("authorization", "NONE") || keyed || !is("http_method", "OPTIONS") {
        return Verdict::Passed;
    }
    let Some(api) = resource.target("rest_api_id") else {
        return Verdict::Unknown;
    };
    let types = api
        .get("endpoint_configuration")
        .and_then(|it| it.get("types"));
    let private = matches!(types.map(tree::items), Some([Value::Text(only)]) if only == "PRIVATE");
    if private {
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
    let is =
        |value: Option<&Value>, text: &str| matches!(value, Some(Value::Text(it)) if it == text);
    let calls = |statement: &Value, key: &str| {
        let actions = policy::texts(statement, key);
        actions.iter().any(|action| CALLS.contains(action))
    };
    let of_all =
        |statement: &Value| is(statement.get("Principal"), "*") && calls(statement, "Action");
    let block_of_all = |statement: &Value| {
        let principals = statement.get("principals");
        let names = principals.map_or(Vec::new(), |it| policy::texts(it, "identifiers"));
        names == ["*"] && calls(statement, "actions")
    };
    let all = statements
        .iter()
        .filter(|it| of_all(it))
        .map(|it| (it.get("Effect"), it.get("Condition").is_some()));
    let all = all.chain(
        blocks
            .iter()
            .filter(|it| block_of_all(it))
            .map(|it| (it.get("effect"), it.get("condition").is_some())),
    );
    let mut open = false;
    for (effect, conditional) in all {
        if is(effect, "Deny") {
            return Verdict::Passed;
        }
        open |= is(effect, "Allow") && !conditional;
    }
    if open {
        Verdict::Failed
    } else {
        Verdict::Passed
    }
}
