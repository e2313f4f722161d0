//! Defines the rules for OpenSearch and Elasticsearch domains.

mod predicates;

use crate::scan::Graph::{Attribute, Or};
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_5",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Medium, // no published one: as for other data stores
        message: "domain is not encrypted at rest",
        rationale: "Anyone who obtains a disk or a snapshot can read the whole index.",
        check: Is("encrypt_at_rest.enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_83",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Medium, // no published one: as for the TLS policy
        message: "HTTPS is not enforced",
        rationale: "An attacker on the network can read requests and responses.",
        check: UnsetOrOneOf("domain_endpoint_options.enforce_https", &[TRUE]),
        fix: NeedsConsent(Implied, "clients must connect with TLS"),
    },
    Rule {
        id: "CKV_AWS_84",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low, // no published one: as other missing logs
        message: "logs are not published to CloudWatch",
        rationale: "Without logs, it is not visible why a search is slow, or who failed to sign in.",
        check: All(&[
            Filled("log_publishing_options"),
            Not(&All(&[
                Filled("log_publishing_options.cloudwatch_log_group_arn"),
                Is("log_publishing_options.enabled", FALSE),
            ])),
        ]),
        fix: Made(&recipe::SEARCH_LOGS),
    },
    Rule {
        id: "CKV_AWS_137",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low,
        message: "domain is outside your VPC (vpc_options)",
        rationale: "Outside a VPC, the domain is exposed to the whole internet.",
        check: Has("vpc_options"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_228",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low,
        message: "domain allows old TLS versions",
        rationale: "Old TLS versions have known vulnerabilities: traffic can be decrypted.",
        check: OneOf(
            "domain_endpoint_options.tls_security_policy",
            &[
                Text("Policy-Min-TLS-1-2-2019-07"),
                Text("Policy-Min-TLS-1-2-PFS-2023-10"),
            ],
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_247",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low,
        message: "no customer-managed KMS key (encrypt_at_rest.kms_key_id)",
        rationale: "A customer-managed key controls who may read the index, and access can be revoked.",
        check: Has("encrypt_at_rest.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_248",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low, // no published one: as for the subnet group
        message: "domain uses the default security group",
        rationale: "The default group admits traffic from all its members.",
        check: Has("vpc_options.security_group_ids"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_317",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Medium,
        message: "domain keeps no audit log",
        rationale: "After an incident, it cannot be determined what was read.",
        check: OneBlock(
            "log_publishing_options",
            &All(&[
                Is("log_type", Text("AUDIT_LOGS")),
                UnsetOrOneOf("enabled", &[TRUE]),
                Has("enabled"),
            ]),
        ),
        fix: Made(&recipe::SEARCH_AUDIT),
    },
    Rule {
        id: "CKV_AWS_318",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Info, // no published one: it concerns availability
        message: "domain has fewer than three dedicated master nodes",
        rationale: "A single failure can stop the whole domain.",
        check: All(&[
            AtLeast("cluster_config.dedicated_master_count", 3),
            Filled("cluster_config.zone_awareness_enabled"),
        ]),
        fix: Made(&recipe::SEARCH_MASTER_NODES),
    },
    Rule {
        id: "CKV2_AWS_52",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low,
        message: "fine-grained access control is off",
        rationale: "Anyone with network access may perform every action.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
                "advanced_security_options.internal_user_database_enabled",
                Equals(Text("true")),
            ),
            Attribute(
                &["aws_opensearch_domain", "aws_elasticsearch_domain"],
                "advanced_security_options.enabled",
                Equals(Text("true")),
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_59",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Info, // no published one: it concerns availability
        message: "domain has no dedicated master node",
        rationale: "An overloaded node can take the whole domain down.",
        check: GraphPolicy(&Attribute(
            &["aws_opensearch_domain", "aws_elasticsearch_domain"],
            "cluster_config.dedicated_master_enabled",
            Equals(Text("true")),
        )),
        fix: Made(&recipe::SEARCH_MASTER_NODES),
    },
    Rule {
        id: "CKV_AWS_6",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Medium, // no published one: as other missing encryption
        message: "nodes talk to each other unencrypted",
        rationale: "An attacker between the nodes can read all stored data.",
        check: Custom(predicates::nodes_encrypted),
        fix: Fix::None,
    },
];
