//! Rules for ElastiCache.

use crate::scan::Graph::Attribute;
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE};

const MEMCACHED: Check = Is("engine", Text("memcached"));

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_29",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        message: "cluster is not encrypted at rest",
        rationale: "Whoever gets hold of a snapshot can read what is cached.",
        check: Is("at_rest_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_30",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        message: "traffic is not encrypted",
        rationale: "Whoever listens on the network reads what is cached.",
        check: Is("transit_encryption_enabled", TRUE),
        fix: NeedsConsent(Implied, "clients must connect through TLS"),
    },
    Rule {
        id: "CKV_AWS_134",
        types: &["aws_elasticache_cluster"],
        severity: Low,
        message: "no automatic backups (snapshot_retention_limit)",
        rationale: "What is lost cannot be brought back.",
        check: Unless(
            &MEMCACHED,
            &All(&[
                Has("snapshot_retention_limit"),
                IsNot("snapshot_retention_limit", Number(0)),
            ]),
        ),
        fix: Paid(Set(&[("snapshot_retention_limit", Number(7))])),
    },
    Rule {
        id: "CKV_AWS_191",
        types: &["aws_elasticache_replication_group"],
        severity: Low,
        message: "no KMS key of your own (kms_key_id)",
        rationale: "A key of your own decides who may read the cache, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_322",
        types: &["aws_elasticache_cluster"],
        severity: Low, // no published one: as the same rule for RDS
        message: "minor version upgrades are not automatic",
        rationale: "Minor versions bring the security fixes; without them known holes stay open.",
        check: Unless(
            &MEMCACHED,
            &UnsetOrOneOf("auto_minor_version_upgrade", &[TRUE]),
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_323",
        types: &["aws_elasticache_cluster"],
        severity: Low, // no published one: the default network is filtered too
        message: "default subnet group (subnet_group_name)",
        rationale: "The cluster stands in the default network, beside everything else.",
        check: Has("subnet_group_name"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_31",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        message: "cache needs no password or TLS",
        rationale: "Whoever reaches it can read and change everything.",
        check: All(&[
            Filled("transit_encryption_enabled"),
            Any(&[Has("auth_token"), Has("user_group_ids")]),
        ]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_196",
        types: &["aws_elasticache_security_group"],
        severity: Low, // no published one: as the group of databases
        message: "cache uses a group outside of a VPC",
        rationale: "EC2-Classic is gone, and with it what this group protects.",
        check: Never,
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_50",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        message: "cache does not fail over by itself",
        rationale: "When the primary fails, everything waits for a person.",
        check: GraphPolicy(&Attribute(
            &["aws_elasticache_replication_group"],
            "automatic_failover_enabled",
            Equals(Text("true")),
        )),
        fix: None,
    },
];
