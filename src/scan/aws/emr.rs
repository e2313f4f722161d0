//! Rules for EMR.

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
        rationale: "One wrong rule opens the cluster to everybody.",
        check: Is("block_public_security_group_rules", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_55",
        types: &["aws_emr_cluster"],
        severity: Medium, // no published one: as encryption elsewhere
        message: "cluster has no security configuration",
        rationale: "Nothing says what is encrypted.",
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
        rationale: "Whoever scans the internet finds it within minutes.",
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
        rationale: "Nobody is who they say.",
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
        rationale: "A key of KMS decides who may read the data, and can be taken away.",
        check: Custom(predicates::encrypts_with_kms),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_349",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as encryption elsewhere
        message: "local disks of the cluster are not encrypted",
        rationale: "Whoever gets hold of a disk reads it.",
        check: Custom(|it| predicates::encrypted_at_rest(it, false)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_350",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as encryption elsewhere
        message: "EBS disks of the cluster are not encrypted",
        rationale: "Whoever gets hold of a snapshot reads it.",
        check: Custom(|it| predicates::encrypted_at_rest(it, true)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_351",
        types: &["aws_emr_security_configuration"],
        severity: Medium, // no published one: as encryption elsewhere
        message: "traffic of the cluster is not encrypted",
        rationale: "Whoever listens between the nodes reads the data.",
        check: Custom(predicates::encrypted_in_transit),
        fix: None,
    },
];
