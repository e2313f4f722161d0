//! Defines the rules for EMR.

mod predicates;

use crate::scan::Graph::{And, Attribute, Connection, Filter};
use crate::scan::Op::{Exists, NotContains};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_390",
        types: &["aws_emr_block_public_access_configuration"],
        severity: Medium, // no published one: ports open to all
        message: "public security group rules are not blocked",
        rationale: "A single mistaken rule can open the cluster to everybody.",
        check: Is("block_public_security_group_rules", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_55",
        types: &["aws_emr_cluster"],
        severity: Medium, // no published one: as other missing encryption
        message: "cluster has no security configuration",
        rationale: "Without a security configuration, encryption is not configured.",
        check: GraphPolicy(&Attribute(
            &["aws_emr_cluster"],
            "security_configuration",
            Exists,
        )),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_7",
        types: &["aws_emr_cluster"],
        severity: Low,
        message: "cluster is open to the whole internet",
        rationale: "Internet scans find open clusters within minutes.",
        check: GraphPolicy(&And(&[
            Connection(&["aws_emr_cluster"], &["aws_security_group"]),
            Attribute(
                &["aws_security_group"],
                "ingress.*.cidr_blocks",
                NotContains("0.0.0.0/0"),
            ),
            Filter(&["aws_emr_cluster"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_114",
        types: &["aws_emr_cluster"],
        severity: Medium,
        message: "Kerberos of the cluster has no realm",
        rationale: "Without Kerberos, identities are not verified.",
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
        message: "configuration does not encrypt with KMS",
        rationale: "A KMS key controls who may read the data, and access can be revoked.",
        check: Custom(predicates::encrypts_with_kms),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_349",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as other missing encryption
        message: "local disks of the cluster are not encrypted",
        rationale: "Anyone who obtains a disk can read it.",
        check: Custom(|it| predicates::encrypted_at_rest(it, false)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_350",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as other missing encryption
        message: "EBS disks of the cluster are not encrypted",
        rationale: "Anyone who obtains a snapshot can read it.",
        check: Custom(|it| predicates::encrypted_at_rest(it, true)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_351",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as other missing encryption
        message: "traffic of the cluster is not encrypted",
        rationale: "An attacker between the nodes can read the data.",
        check: Custom(predicates::encrypted_in_transit),
        fix: None,
    },
];
