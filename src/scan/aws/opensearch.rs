//! Rules for OpenSearch and Elasticsearch domains.

mod predicates;

use crate::scan::Graph::{Attribute, Or};
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_5",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Medium, // no published one: as for other stores
        message: "domain is not encrypted at rest",
        rationale: "Whoever gets hold of a disk or a snapshot can read the whole index.",
        check: Is("encrypt_at_rest.enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_83",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Medium, // no published one: as the TLS policy
        message: "HTTPS is not enforced",
        rationale: "Whoever listens on the network reads what is asked and answered.",
        check: UnsetOrOneOf("domain_endpoint_options.enforce_https", &[TRUE]),
        fix: NeedsConsent(Implied, "clients must connect through TLS"),
    },
    Rule {
        id: "CKV_AWS_84",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low, // no published one: as the other missing logs
        message: "logs are not published to CloudWatch",
        rationale: "Without logs nobody sees why a search is slow, or who failed to sign in.",
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
        rationale: "Outside a network of yours the domain can be tried by everybody.",
        check: Has("vpc_options"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_228",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low,
        message: "domain allows old TLS versions",
        rationale: "Connections with broken versions of TLS can be read.",
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
        message: "no KMS key of your own (encrypt_at_rest.kms_key_id)",
        rationale: "A key of your own decides who may read the index, and can be taken away.",
        check: Has("encrypt_at_rest.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_248",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Low, // no published one: as the subnet group
        message: "domain uses the default security group",
        rationale: "The default group lets in everything that also uses it.",
        check: Has("vpc_options.security_group_ids"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_317",
        types: &["aws_elasticsearch_domain", "aws_opensearch_domain"],
        severity: Medium,
        message: "domain keeps no audit log",
        rationale: "After an incident nobody can tell what was read.",
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
        severity: Info, // no published one: it is about availability
        message: "domain has fewer than three masters",
        rationale: "One failure stops the whole domain.",
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
        message: "domain knows no users",
        rationale: "Whoever reaches it may do everything.",
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
        severity: Info, // no published one: it is about availability
        message: "domain has no dedicated master",
        rationale: "A busy node takes the whole domain down.",
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
        severity: Medium, // no published one: as encryption elsewhere
        message: "nodes talk to each other unencrypted",
        rationale: "Whoever listens between the nodes reads all that is kept.",
        check: Custom(predicates::nodes_encrypted),
        fix: Fix::None,
    },
];
