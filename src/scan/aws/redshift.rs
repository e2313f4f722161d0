//! Defines the rules for Redshift clusters.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_64",
        types: &["aws_redshift_cluster"],
        severity: High,
        message: "cluster is not encrypted",
        rationale: "Anyone who obtains a disk or a snapshot of the warehouse can read all of it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_71",
        types: &["aws_redshift_cluster"],
        severity: Info,
        message: "audit logging is off",
        rationale: "Without a log, it cannot be determined later who read or changed what.",
        check: Is("logging.enable", TRUE),
        fix: Made(&recipe::REDSHIFT_LOG),
    },
    Rule {
        id: "CKV_AWS_87",
        types: &["aws_redshift_cluster"],
        severity: Medium,
        message: "cluster is publicly accessible (the default)",
        rationale: "A cluster with a public address is exposed to the whole internet.",
        check: Is("publicly_accessible", FALSE),
        fix: If(
            &Has("publicly_accessible"),
            &NeedsConsent(
                Implied,
                "clients outside the VPC can no longer reach the cluster",
            ),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_141",
        types: &["aws_redshift_cluster"],
        severity: Low,
        message: "version upgrades are not allowed",
        rationale: "Upgrades contain security fixes; without them, known vulnerabilities stay.",
        check: UnsetOrOneOf("allow_version_upgrade", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_142",
        types: &["aws_redshift_cluster"],
        severity: Medium,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the data, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_154",
        types: &["aws_redshift_cluster"],
        severity: Low,
        message: "no subnet group: cluster is outside your VPC",
        rationale: "Outside a VPC, no security group protects the cluster.",
        check: Has("cluster_subnet_group_name"),
        fix: Made(&recipe::REDSHIFT_SUBNETS),
    },
    Rule {
        id: "CKV_AWS_281",
        types: &["aws_redshift_snapshot_copy_grant"],
        severity: Low, // no published one: as other customer-managed keys
        message: "snapshot copies have no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the copies, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_282",
        types: &["aws_redshiftserverless_namespace"],
        severity: Low, // no published one: as other customer-managed keys
        message: "namespace has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the warehouse, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_320",
        types: &["aws_redshift_cluster"],
        severity: Info, // no published one: a known name alone gives no access
        message: "default database name (database_name)",
        rationale: "With a known name, an attacker has one thing less to find out.",
        check: Has("database_name"),
        fix: Free(Set(&[("database_name", Text("warehouse"))])),
    },
    Rule {
        id: "CKV_AWS_321",
        types: &["aws_redshift_cluster"],
        severity: Low, // no published one: as other rules about outbound traffic
        message: "enhanced VPC routing is off",
        rationale: "Loading and unloading use the internet and bypass the network's filters.",
        check: Is("enhanced_vpc_routing", TRUE),
        fix: NeedsConsent(Implied, "loading from S3 requires a route out of the VPC"),
    },
    Rule {
        id: "CKV_AWS_343",
        types: &["aws_redshift_cluster"],
        severity: Medium, // no published one: as for other backups
        message: "automatic snapshots are switched off",
        rationale: "Data written after the last manual snapshot cannot be recovered.",
        check: IsNot("automated_snapshot_retention_period", Number(0)),
        fix: Free(Set(&[("automated_snapshot_retention_period", Number(1))])),
    },
    Rule {
        id: "CKV_AWS_391",
        types: &["aws_redshift_cluster"],
        severity: Medium, // no published one: an attacker also needs the password
        message: "public cluster has a common master user name",
        rationale: "A common user name is half of the login.",
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
        rationale: "An attacker on the network can read the traffic.",
        check: OneBlock(
            "parameter",
            &All(&[Is("name", Text("require_ssl")), Is("value", TRUE)]),
        ),
        fix: None,
    },
];
