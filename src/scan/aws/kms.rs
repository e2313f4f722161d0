//! Defines the rules for KMS keys.

use crate::hcl::Value;
use crate::scan::{is_text, policy};

rules! {
    CKV_AWS_7 Info "key rotation is off"
        "The longer a key is used, the more data a compromise of the key exposes."
        "aws_kms_key": When(
            &UnsetOrOneOf("customer_master_key_spec", texts!["SYMMETRIC_DEFAULT", "HMAC"]),
            &Is("enable_key_rotation", TRUE),
        ) => If(&Has("custom_key_store_id"), &None, &Free(Implied));
    CKV_AWS_227 Low "key is switched off"
        "Data that is encrypted with the key cannot be read while the key is disabled."
        "aws_kms_key": UnsetOrOneOf("is_enabled", &[TRUE]) => Free(Implied);
    CKV2_AWS_64 Medium "key has no policy"
        "The configuration does not state who may use the key."
        "aws_kms_key": graph!(or[
            "aws_kms_key"."policy" exists,
            and[filter "aws_kms_key", "aws_kms_key" connected "aws_kms_key_policy"],
        ]) => Recipe(&recipe::KEY_POLICY);
    CKV_AWS_33 Medium "key policy allows everybody"
        "Anybody can decrypt the data that the key protects."
        "aws_kms_key": Custom(|it| policy::no_statement(it, "policy", is_open));
}

/// Returns whether a statement without a condition lets everybody use the key.
fn is_open(statement: &Value) -> bool {
    !is_text(statement.get("Effect"), "Deny")
        && statement.get("Condition").is_none()
        && policy::includes_everybody(statement)
}
