//! Defines the rules for EMR.

use crate::hcl::Value;
use crate::scan::{Found, Resource, Verdict, passed, truthy_at};

const DISKS: &str = "AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration";
const EBS_DISKS: &str =
    "AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration.EnableEbsEncryption";

rules! {
    CKV_AWS_390 Medium "public security group rules are not blocked" // severity: ports open to all
        "A single mistaken rule can open the cluster to everybody."
        "aws_emr_block_public_access_configuration": Is("block_public_security_group_rules", TRUE)
            => Free(Implied);
    CKV2_AWS_55 Medium "cluster has no security configuration" // severity: as other missing encryption
        "Without a security configuration, encryption is not configured."
        "aws_emr_cluster": graph!("aws_emr_cluster"."security_configuration" exists);
    CKV2_AWS_7 Low "cluster is open to the whole internet"
        "Internet scans find open clusters within minutes."
        "aws_emr_cluster": graph!(and[
            "aws_emr_cluster" connected "aws_security_group",
            "aws_security_group"."ingress.*.cidr_blocks" not_contains "0.0.0.0/0",
            filter "aws_emr_cluster",
        ]);
    CKV_AWS_114 Medium "Kerberos of the cluster has no realm"
        "Without Kerberos, identities are not verified."
        "aws_emr_cluster": When(&Has("kerberos_attributes"), &Has("kerberos_attributes.realm"));
    CKV_AWS_171 Medium "configuration does not encrypt with KMS"
        "A KMS key controls who may read the data, and access can be revoked."
        "aws_emr_security_configuration": Custom(encrypts_with_kms);
    CKV_AWS_349 Medium "local disks of the cluster are not encrypted" // severity: as other missing encryption
        "Anyone who obtains a disk can read it."
        "aws_emr_security_configuration": Custom(|it| encrypted_at_rest(it, DISKS));
    CKV_AWS_350 Medium "EBS disks of the cluster are not encrypted" // severity: as other missing encryption
        "Anyone who obtains a snapshot can read it."
        "aws_emr_security_configuration": Custom(|it| encrypted_at_rest(it, EBS_DISKS));
    CKV_AWS_351 Medium "traffic of the cluster is not encrypted" // severity: as other missing encryption
        "An attacker between the nodes can read the data."
        "aws_emr_security_configuration":
            Custom(|it| encrypted(it, |encryption| truthy_at(encryption, "EnableInTransitEncryption")));
}

/// Checks that a security configuration names encryption with KMS.
fn encrypts_with_kms(resource: &Resource) -> Verdict {
    match resource.find("configuration") {
        Found::Missing => Verdict::Unknown,
        _ => passed(
            resource
                .values_at("configuration")
                .into_iter()
                .any(names_kms),
        ),
    }
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

/// Checks that a security configuration encrypts disks: the value at `path` is set.
fn encrypted_at_rest(resource: &Resource, path: &str) -> Verdict {
    encrypted(resource, |encryption| {
        encryption.get("EnableAtRestEncryption") == Some(&Value::Bool(true))
            && truthy_at(encryption, path)
    })
}

fn encrypted(resource: &Resource, is: impl Fn(&Value) -> bool) -> Verdict {
    match resource.values_at("configuration").first() {
        Some(configuration @ Value::Object(_)) => {
            passed(configuration.get("EncryptionConfiguration").is_some_and(is))
        }
        _ => Verdict::Unknown,
    }
}
