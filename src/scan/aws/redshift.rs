//! Rules for Redshift clusters.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_64",
        types: &["aws_redshift_cluster"],
        severity: High,
        message: "cluster is not encrypted",
        rationale: "Whoever gets hold of a disk or a snapshot of the warehouse can read all of it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_71",
        types: &["aws_redshift_cluster"],
        severity: Info,
        message: "audit logging is off",
        rationale: "Without it nobody can tell later who read or changed what.",
        check: Is("logging.enable", TRUE),
        fix: Made(&recipe::REDSHIFT_LOG),
    },
    Rule {
        id: "CKV_AWS_87",
        types: &["aws_redshift_cluster"],
        severity: Medium,
        message: "cluster is publicly accessible (the default)",
        rationale: "A warehouse with a public address can be tried by everybody on the internet.",
        check: Is("publicly_accessible", FALSE),
        fix: If(
            &Has("publicly_accessible"),
            &NeedsConsent(
                Implied,
                "clients outside the network no longer reach the cluster",
            ),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_141",
        types: &["aws_redshift_cluster"],
        severity: Low,
        message: "version upgrades are not allowed",
        rationale: "Upgrades bring the security fixes; without them known holes stay open.",
        check: UnsetOrOneOf("allow_version_upgrade", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_142",
        types: &["aws_redshift_cluster"],
        severity: Medium,
        message: "no KMS key of your own (kms_key_id)",
        rationale: "A key of your own decides who may read the data, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_154",
        types: &["aws_redshift_cluster"],
        severity: Low,
        message: "no subnet group: cluster is outside your VPC",
        rationale: "Outside a network of yours no security group stands before the warehouse.",
        check: Has("cluster_subnet_group_name"),
        fix: Made(&recipe::REDSHIFT_SUBNETS),
    },
    Rule {
        id: "CKV_AWS_281",
        types: &["aws_redshift_snapshot_copy_grant"],
        severity: Low, // no published one: as the other keys of your own
        message: "snapshot copies have no KMS key of your own",
        rationale: "A key of your own decides who may read the copies, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_282",
        types: &["aws_redshiftserverless_namespace"],
        severity: Low, // no published one: as the other keys of your own
        message: "namespace has no KMS key of your own",
        rationale: "A key of your own decides who may read the warehouse, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_320",
        types: &["aws_redshift_cluster"],
        severity: Info, // no published one: a known name alone opens nothing
        message: "default database name (database_name)",
        rationale: "A name that everybody knows is one thing less that an attacker has to find out.",
        check: Has("database_name"),
        fix: Free(Set(&[("database_name", Text("warehouse"))])),
    },
    Rule {
        id: "CKV_AWS_321",
        types: &["aws_redshift_cluster"],
        severity: Low, // no published one: as the other rules about leaving the network
        message: "enhanced VPC routing is off",
        rationale: "Loading and unloading go over the internet, past the filters of the network.",
        check: Is("enhanced_vpc_routing", TRUE),
        fix: NeedsConsent(
            Implied,
            "loading from S3 then needs a route out of the network",
        ),
    },
    Rule {
        id: "CKV_AWS_343",
        types: &["aws_redshift_cluster"],
        severity: Medium, // no published one: as for other backups
        message: "automatic snapshots are switched off",
        rationale: "What is lost since the last manual snapshot is lost for good.",
        check: IsNot("automated_snapshot_retention_period", Number(0)),
        fix: Free(Set(&[("automated_snapshot_retention_period", Number(1))])),
    },
    Rule {
        id: "CKV_AWS_391",
        types: &["aws_redshift_cluster"],
        severity: Medium, // no published one: it needs the password too
        message: "public cluster has a master name that is guessed first",
        rationale: "Half of the login is known to everybody.",
        check: UnlessCertain(&All(&[
            OneOf(
                "master_username",
                &[Text("awsuser"), Text("administrator"), Text("admin")],
            ),
            Any(&[
                Lacks("publicly_accessible"),
                Is("publicly_accessible", TRUE),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_105",
        types: &["aws_redshift_parameter_group"],
        severity: Medium,
        message: "cluster accepts connections without TLS",
        rationale: "Whoever listens on the network reads along.",
        check: OneBlock(
            "parameter",
            &All(&[Is("name", Text("require_ssl")), Is("value", TRUE)]),
        ),
        fix: None,
    },
];
