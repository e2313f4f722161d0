//! Defines the rules for OpenSearch and Elasticsearch domains.

use crate::hcl::Value;
use crate::scan::{Found, Resource, Verdict, passed};

const DOMAINS: &[&str] = &["aws_elasticsearch_domain", "aws_opensearch_domain"];

/// Beginnings of the instance types that cannot encrypt their disk.
///
/// Source: OpenSearch Service Developer Guide, Encryption at rest, read 2026-11.
const UNENCRYPTED: &[&str] = &["t2."];

rules! {
    CKV_AWS_5 Medium "domain is not encrypted at rest" // severity: as for other data stores
        "Anyone who obtains a disk or a snapshot can read the whole index."
        DOMAINS: Is("encrypt_at_rest.enabled", TRUE)
            => If(&StartsWith("cluster_config.instance_type", UNENCRYPTED), &None, &Free(Implied));
    CKV_AWS_83 Medium "HTTPS is not enforced" // severity: as for the TLS policy
        "An attacker on the network can read requests and responses."
        DOMAINS: UnsetOrOneOf("domain_endpoint_options.enforce_https", &[TRUE])
            => NeedsConsent(Implied, "clients must connect with TLS");
    CKV_AWS_84 Low "logs are not published to CloudWatch" // severity: as other missing logs
        "Without logs, it is not visible why a search is slow, or who failed to sign in."
        DOMAINS: All(&[
            Filled("log_publishing_options"),
            Not(&All(&[
                Filled("log_publishing_options.cloudwatch_log_group_arn"),
                Is("log_publishing_options.enabled", FALSE),
            ])),
        ]) => Recipe(&recipe::SEARCH_LOGS);
    CKV_AWS_137 Low "domain is outside your VPC (vpc_options)"
        "Outside a VPC, the domain is exposed to the whole internet."
        DOMAINS: Has("vpc_options");
    CKV_AWS_228 Low "domain allows old TLS versions"
        "Old TLS versions have known vulnerabilities: traffic can be decrypted."
        DOMAINS: OneOf("domain_endpoint_options.tls_security_policy", texts![
            "Policy-Min-TLS-1-2-2019-07", "Policy-Min-TLS-1-2-PFS-2023-10",
        ]) => Free(Implied);
    CKV_AWS_247 Low "no customer-managed KMS key (encrypt_at_rest.kms_key_id)"
        "A customer-managed key controls who may read the index, and access can be revoked."
        DOMAINS: Has("encrypt_at_rest.kms_key_id")
            => If(&StartsWith("cluster_config.instance_type", UNENCRYPTED), &None, &AddsResources);
    CKV_AWS_248 Low "domain uses the default security group" // severity: as for the subnet group
        "The default group admits traffic from all its members."
        DOMAINS: Has("vpc_options.security_group_ids");
    CKV_AWS_317 Medium "domain keeps no audit log"
        "After an incident, it cannot be determined what was read."
        DOMAINS: OneBlock(
            "log_publishing_options",
            &All(&[Is("log_type", Text("AUDIT_LOGS")), UnsetOrOneOf("enabled", &[TRUE]), Has("enabled")]),
        ) => Recipe(&recipe::SEARCH_AUDIT);
    CKV_AWS_318 Info "domain has fewer than three dedicated master nodes" // severity: availability only
        "A single failure can stop the whole domain."
        DOMAINS: All(&[
            AtLeast("cluster_config.dedicated_master_count", 3),
            Filled("cluster_config.zone_awareness_enabled"),
        ]) => Recipe(&recipe::SEARCH_MASTER_NODES);
    CKV2_AWS_52 Low "fine-grained access control is off"
        "Anyone with network access may perform every action."
        DOMAINS: graph!(or[
            DOMAINS."advanced_security_options.internal_user_database_enabled" == "true",
            DOMAINS."advanced_security_options.enabled" == "true",
        ]);
    CKV2_AWS_59 Info "domain has no dedicated master node" // severity: availability only
        "An overloaded node can take the whole domain down."
        DOMAINS: graph!(DOMAINS."cluster_config.dedicated_master_enabled" == "true")
            => Recipe(&recipe::SEARCH_MASTER_NODES);
    CKV_AWS_6 Medium "nodes talk to each other unencrypted" // severity: as other missing encryption
        "An attacker between the nodes can read all stored data."
        DOMAINS: Custom(nodes_encrypted);
}

/// Checks that the traffic between several nodes is encrypted.
///
/// A single node has no such traffic and passes.
fn nodes_encrypted(resource: &Resource) -> Verdict {
    match resource.find("cluster_config.instance_count") {
        Found::Missing => return Verdict::Passed,
        Found::Value(Value::Number(count)) if count > 1.0 => {}
        Found::Value(Value::Number(count)) if count != 0.0 => return Verdict::Passed,
        _ => return Verdict::Unknown,
    }
    match resource.find("node_to_node_encryption.enabled") {
        Found::Missing => Verdict::Failed,
        Found::Value(Value::Bool(enabled)) => passed(enabled),
        _ => Verdict::Unknown,
    }
}
