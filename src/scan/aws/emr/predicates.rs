//! Implements the custom predicates of the EMR rules.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Found, Resource, Verdict};

/// Checks that a security configuration names encryption with KMS.
pub(super) fn encrypts_with_kms(resource: &Resource) -> Verdict {
    if resource.find("configuration") == Found::Missing {
        return Verdict::Unknown;
    }
    passed(
        resource
            .values_at("configuration")
            .into_iter()
            .any(names_kms),
    )
}

fn names_kms(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.contains("SSE-KMS"),
        Value::List(items) => items.iter().any(names_kms),
        Value::Object(entries) => entries
            .iter()
            .any(|(key, value)| key.contains("SSE-KMS") || names_kms(value)),
        _ => false,
    }
}

/// Checks that disks are encrypted: the local disks, or those of EBS.
pub(super) fn encrypted_at_rest(resource: &Resource, ebs: bool) -> Verdict {
    check_encryption(resource, |encryption| {
        let disks = encryption
            .get("AtRestEncryptionConfiguration")
            .and_then(|rest| rest.get("LocalDiskEncryptionConfiguration"));
        let wanted = match ebs {
            true => disks.and_then(|disks| disks.get("EnableEbsEncryption")),
            false => disks,
        };
        encryption.get("EnableAtRestEncryption") == Some(&Value::Bool(true))
            && wanted.is_some_and(truthy)
    })
}

/// Checks that traffic is encrypted.
pub(super) fn encrypted_in_transit(resource: &Resource) -> Verdict {
    check_encryption(resource, |encryption| {
        encryption
            .get("EnableInTransitEncryption")
            .is_some_and(truthy)
    })
}

fn check_encryption(resource: &Resource, keeps: impl Fn(&Value) -> bool) -> Verdict {
    match resource.values_at("configuration").first() {
        Some(configuration @ Value::Object(_)) => passed(
            configuration
                .get("EncryptionConfiguration")
                .is_some_and(keeps),
        ),
        _ => Verdict::Unknown,
    }
}
