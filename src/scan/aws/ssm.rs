//! Defines the rules for SSM documents and parameters.

use crate::hcl::Value;
use crate::scan::{Resource, Verdict, passed, truthy, truthy_at};

rules! {
    CKV_AWS_303 High "document is shared with everybody" // severity: everybody may read it
        "Everybody with an AWS account can read the document."
        "aws_ssm_document": IsNot("permissions.account_ids", Text("All"));
    CKV_AWS_337 Low "no customer-managed KMS key (key_id)" // severity: as for other keys
        "A customer-managed key controls who may read the secret, and access can be revoked."
        "aws_ssm_parameter": When(&Has("type"), &PassIf(&IsNot("type", Text("SecureString")), &Has("key_id")))
            => AddsResources;
    CKV2_AWS_34 Low "parameter is not encrypted"
        "Anyone who may read parameters can read this one."
        "aws_ssm_parameter": graph!("aws_ssm_parameter"."type" == "SecureString");
    CKV_AWS_112 Medium "sessions are not encrypted with a KMS key"
        "An attacker on the path can read the session."
        "aws_ssm_document": Custom(session_encrypted);
    CKV_AWS_113 Medium "sessions are not logged with encryption"
        "After an incident, it cannot be determined what was done."
        "aws_ssm_document": Custom(session_logged);
    CKV2_AWS_36 Low "a secret parameter is sent over HTTP"
        "The secret is sent to a server that may not be yours."
        "data.http": graph!(or[
            and[
                "data.http" connected "aws_ssm_parameter",
                "aws_ssm_parameter"."type" != "SecureString",
                filter "data.http",
            ],
            and["data.http" unconnected "aws_ssm_parameter", filter "data.http"],
        ]);
}

/// Checks that a document for sessions encrypts them with a key.
fn session_encrypted(resource: &Resource) -> Verdict {
    inputs(resource).map_or(Verdict::Unknown, |inputs| {
        passed(inputs.is_none_or(|it| truthy_at(&it, "kmsKeyId")))
    })
}

/// Checks that a document for sessions logs them encrypted.
fn session_logged(resource: &Resource) -> Verdict {
    let Some(Some(inputs)) = inputs(resource) else {
        return Verdict::Unknown;
    };
    let all = |names: [&str; 2]| names.iter().all(|name| truthy_at(&inputs, name));
    passed(
        all(["s3BucketName", "s3EncryptionEnabled"])
            || all(["cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"]),
    )
}

/// Returns the inputs of a document for sessions, if it has any.
///
/// The outer `None` means that the document is for something else.
fn inputs(resource: &Resource) -> Option<Option<Value>> {
    if resource.text("document_type")? != "Session" {
        return None;
    }
    let is_yaml = || resource.text("document_format").as_deref() == Some("YAML");
    let inputs = match resource.values_at("content").first()? {
        content @ Value::Object(_) => content.get("inputs").cloned(),
        Value::Text(yaml) if is_yaml() => yaml_inputs(yaml),
        _ => None,
    };
    Some(inputs.filter(truthy))
}

/// Reads the inputs of a YAML document.
///
/// Inputs are plain keys and values, one per line, indented deeper than `inputs:`.
fn yaml_inputs(yaml: &str) -> Option<Value> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = yaml.lines().skip_while(|line| line.trim() != "inputs:");
    let outer = indent(lines.next()?);
    let inner = lines.take_while(|line| line.trim().is_empty() || indent(line) > outer);
    let entries = inner.filter_map(|line| {
        let (key, value) = line.trim().split_once(':')?;
        let value = value.split(" #").next().unwrap_or_default().trim();
        let value = match value.trim_matches(['"', '\'']) {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => Value::Text(text.to_owned()),
        };
        Some((key.trim_matches(['"', '\'']).to_owned(), value))
    });
    Some(Value::Object(entries.collect()))
}
