//! Rules for EMR.

mod ask;

use crate::scan::Graph::{And, At, Link, Only};
use crate::scan::Op::{ContainsNot, Exists};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_390",
        types: &["aws_emr_block_public_access_configuration"],
        severity: Medium, // no published one: ports open to all
        wrong: "public security group rules are not blocked",
        why: "One wrong rule opens the cluster to everybody.",
        check: Is("block_public_security_group_rules", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_55",
        types: &["aws_emr_cluster"],
        severity: Medium, // no published one: as encryption elsewhere
        wrong: "cluster has no security configuration",
        why: "Nothing says what is encrypted.",
        check: Over(&At(&["aws_emr_cluster"], "security_configuration", Exists)),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_7",
        types: &["aws_emr_cluster"],
        severity: Low,
        wrong: "cluster is open to the whole internet",
        why: "Whoever scans the internet finds it within minutes.",
        check: Over(&And(&[
            Link(&["aws_emr_cluster"], &["aws_security_group"]),
            At(
                &["aws_security_group"],
                "ingress.*.cidr_blocks",
                ContainsNot("0.0.0.0/0"),
            ),
            Only(&["aws_emr_cluster"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_114",
        types: &["aws_emr_cluster"],
        severity: Medium,
        wrong: "Kerberos of the cluster has no realm",
        why: "Nobody is who they say.",
        check: When(
            &Has("kerberos_attributes"),
            &Has("kerberos_attributes.realm"),
        ),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_171",
        types: &["aws_emr_security_configuration"],
        severity: Medium,
        wrong: "configuration does not encrypt with KMS",
        why: "A key of KMS decides who may read the data, and can be taken away.",
        check: Code(ask::with_kms),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_349",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as encryption elsewhere
        wrong: "local disks of the cluster are not encrypted",
        why: "Whoever gets hold of a disk reads it.",
        check: Code(|it| ask::at_rest(it, false)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_350",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as encryption elsewhere
        wrong: "EBS disks of the cluster are not encrypted",
        why: "Whoever gets hold of a snapshot reads it.",
        check: Code(|it| ask::at_rest(it, true)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_351",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as encryption elsewhere
        wrong: "traffic of the cluster is not encrypted",
        why: "Whoever listens between the nodes reads the data.",
        check: Code(ask::in_transit),
        fix: None,
    },
];
