//! Rules for ElastiCache.

use crate::scan::Graph::At;
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE};

const MEMCACHED: Check = Is("engine", Text("memcached"));

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_29",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        wrong: "cluster is not encrypted at rest",
        why: "Whoever gets hold of a snapshot can read what is cached.",
        check: Is("at_rest_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_30",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        wrong: "traffic is not encrypted",
        why: "Whoever listens on the network reads what is cached.",
        check: Is("transit_encryption_enabled", TRUE),
        fix: Offered(Implied, "clients must connect through TLS"),
    },
    Rule {
        id: "CKV_AWS_134",
        types: &["aws_elasticache_cluster"],
        severity: Low,
        wrong: "no automatic backups (snapshot_retention_limit)",
        why: "What is lost cannot be brought back.",
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
        wrong: "no KMS key of your own (kms_key_id)",
        why: "A key of your own decides who may read the cache, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_322",
        types: &["aws_elasticache_cluster"],
        severity: Low, // no published one: as the same rule for RDS
        wrong: "minor version upgrades are not automatic",
        why: "Minor versions bring the security fixes; without them known holes stay open.",
        check: Unless(&MEMCACHED, &Keeps("auto_minor_version_upgrade", &[TRUE])),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_323",
        types: &["aws_elasticache_cluster"],
        severity: Low, // no published one: the default network is filtered too
        wrong: "default subnet group (subnet_group_name)",
        why: "The cluster stands in the default network, beside everything else.",
        check: Has("subnet_group_name"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_31",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        wrong: "cache needs no password or TLS",
        why: "Whoever reaches it can read and change everything.",
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
        wrong: "cache uses a group outside of a VPC",
        why: "EC2-Classic is gone, and with it what this group protects.",
        check: Never,
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_50",
        types: &["aws_elasticache_replication_group"],
        severity: Medium,
        wrong: "cache does not fail over by itself",
        why: "When the primary fails, everything waits for a person.",
        check: Over(&At(
            &["aws_elasticache_replication_group"],
            "automatic_failover_enabled",
            Equals(Text("true")),
        )),
        fix: None,
    },
];
