//! Defines the rules for ElastiCache.

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
        rationale: "Anyone who obtains a snapshot can read what is cached.",
        check: Is("at_rest_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_30",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        message: "traffic is not encrypted",
        rationale: "An attacker on the network can read the cached data.",
        check: Is("transit_encryption_enabled", TRUE),
        fix: NeedsConsent(Implied, "clients must connect with TLS"),
    },
    Rule {
        id: "CKV_AWS_134",
        types: &["aws_elasticache_cluster"],
        severity: Low,
        message: "no automatic backups (snapshot_retention_limit)",
        rationale: "Lost data cannot be recovered.",
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
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the cache, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_322",
        types: &["aws_elasticache_cluster"],
        severity: Low, // no published one: as the same rule for RDS
        message: "minor version upgrades are not automatic",
        rationale: "Minor versions contain security fixes; without them, known vulnerabilities stay.",
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
        rationale: "The cluster is in the default network, together with all other resources.",
        check: Has("subnet_group_name"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_31",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        message: "cache needs no password or TLS",
        rationale: "Anyone with network access can read and change all data.",
        check: All(&[
            Filled("transit_encryption_enabled"),
            Any(&[Has("auth_token"), Has("user_group_ids")]),
        ]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_196",
        types: &["aws_elasticache_security_group"],
        severity: Low, // no published one: as for the groups of databases
        message: "cache security group is outside a VPC (EC2-Classic)",
        rationale: "EC2-Classic is retired; the group protects nothing.",
        check: Never,
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_50",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        message: "automatic failover of the cache is off",
        rationale: "If the primary node fails, recovery is manual.",
        check: GraphPolicy(&Attribute(
            &["aws_elasticache_replication_group"],
            "automatic_failover_enabled",
            Equals(Text("true")),
        )),
        fix: None,
    },
];
