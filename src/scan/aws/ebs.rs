//! Rules for EBS volumes and snapshots.

use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_3",
        types: &["aws_ebs_volume"],
        severity: High,
        message: "volume is not encrypted",
        rationale: "Whoever gets hold of the volume or a snapshot can read all of it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_106",
        types: &["aws_ebs_encryption_by_default"],
        severity: Medium,
        message: "encryption by default is switched off",
        rationale: "New volumes are unencrypted unless somebody remembers to ask.",
        check: UnsetOrOneOf("enabled", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_183",
        types: &["aws_ebs_snapshot_copy"],
        severity: Low,
        message: "snapshot copy has no KMS key of your own",
        rationale: "A key of your own decides who may read the copy, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_189",
        types: &["aws_ebs_volume"],
        severity: Low,
        message: "no KMS key of your own (kms_key_id)",
        rationale: "A key of your own decides who may read the volume, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_2",
        types: &["aws_ebs_volume"],
        severity: Low,
        message: "disk that is attached is not encrypted",
        rationale: "Whoever gets at the disk or a snapshot of it can read it.",
        check: GraphPolicy(&And(&[
            Or(&[
                NoConnection(&["aws_volume_attachment"], &["aws_ebs_volume"]),
                And(&[
                    Attribute(&["aws_ebs_volume"], "encrypted", Equals(TRUE)),
                    Connection(&["aws_volume_attachment"], &["aws_ebs_volume"]),
                ]),
            ]),
            Filter(&["aws_ebs_volume"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_9",
        types: &["aws_ebs_volume"],
        severity: Low,
        message: "disk is in no backup plan",
        rationale: "What is lost with the disk is lost for good.",
        check: GraphPolicy(&And(&[
            Connection(&["aws_backup_selection"], &["aws_ebs_volume"]),
            Filter(&["aws_ebs_volume"]),
        ])),
        fix: None,
    },
];
