//! Checks that public buckets require HTTPS.

use super::ALL_USERS;
use crate::hcl::Value;
use crate::scan::{Resource, Verdict, is_text, passed, tree, truthy, truthy_at};

const TRANSPORT: &str = "aws:SecureTransport";

/// Checks that a bucket that its ACL makes public requires HTTPS in its policy.
///
/// A website passes.
pub(in crate::scan::aws) fn is_secure(resource: &Resource) -> Verdict {
    let of_bucket = |kind: &str| resource.siblings(kind, "bucket");
    let blocks = of_bucket("aws_s3_bucket_public_access_block");
    let blocked = |names: &[&str]| {
        blocks
            .first()
            .is_some_and(|block| names.iter().any(|name| truthy_at(block, name)))
    };
    let by_acl = matches!(resource.values_at("acl").first(), Some(Value::Text(acl))
        if acl == "public-read" || acl == "public-read-write");
    let grantees = resource.values_at("access_control_policy.grant.*.grantee.uri");
    let by_grant = grantees
        .into_iter()
        .any(|uri| is_text(Some(uri), ALL_USERS));
    let public = (by_acl && !blocked(&["restrict_public_buckets", "block_public_acls"]))
        || (by_grant && !blocked(&["block_public_acls"]));
    if !public || !of_bucket("aws_s3_bucket_website_configuration").is_empty() {
        return Verdict::Passed;
    }
    let policies = of_bucket("aws_s3_bucket_policy");
    match policies.first().and_then(|it| it.get("policy")) {
        Some(policy @ Value::Object(_)) => verdict(policy),
        Some(Value::Unknown(Some(reference))) => match resource.document(reference) {
            Some(document) if document.get("statement").is_some() => verdict(document),
            _ => Verdict::Unknown,
        },
        _ => Verdict::Unknown,
    }
}

fn verdict(policy: &Value) -> Verdict {
    let statements = policy.get("Statement").map_or(&[][..], tree::items);
    let blocks = policy.get("statement").map_or(&[][..], tree::items);
    passed(statements.iter().any(requires_https) || blocks.iter().any(document_requires_https))
}

/// Returns whether a statement allows with HTTPS, or denies without HTTPS.
fn requires_https(statement: &Value) -> bool {
    let condition = statement.get("Condition").and_then(|it| it.get("Bool"));
    let Some(transport) = condition.and_then(|it| it.get(TRANSPORT)) else {
        return false;
    };
    let text = transport.to_text().unwrap_or_default().to_ascii_lowercase();
    match statement.get("Effect") {
        Some(Value::Text(effect)) if effect == "Allow" => text == "true",
        Some(Value::Text(effect)) if effect == "Deny" => text == "false" || text.is_empty(),
        _ => false,
    }
}

/// Returns whether a statement of a policy document requires HTTPS.
fn document_requires_https(statement: &Value) -> bool {
    let Some(condition) = statement.get("condition") else {
        return false;
    };
    let values = condition.get("values").map_or(&[][..], tree::items);
    let Some(first) = values.first() else {
        return false;
    };
    let effect = statement.get("effect");
    let fits = effect.is_none() || is_text(effect, if truthy(first) { "Allow" } else { "Deny" });
    fits && is_text(condition.get("test"), "Bool") && is_text(condition.get("variable"), TRANSPORT)
}
