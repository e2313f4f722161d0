//! Rules for EBS volumes and snapshots.

use crate::scan::Graph::{And, At, Link, NoLink, Only, Or};
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_3",
        types: &["aws_ebs_volume"],
        severity: High,
        wrong: "volume is not encrypted",
        why: "Whoever gets hold of the volume or a snapshot can read all of it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_106",
        types: &["aws_ebs_encryption_by_default"],
        severity: Medium,
        wrong: "encryption by default is switched off",
        why: "New volumes are unencrypted unless somebody remembers to ask.",
        check: Keeps("enabled", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_183",
        types: &["aws_ebs_snapshot_copy"],
        severity: Low,
        wrong: "snapshot copy has no KMS key of your own",
        why: "A key of your own decides who may read the copy, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_189",
        types: &["aws_ebs_volume"],
        severity: Low,
        wrong: "no KMS key of your own (kms_key_id)",
        why: "A key of your own decides who may read the volume, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV2_AWS_2",
        types: &["aws_ebs_volume"],
        severity: Low,
        wrong: "disk that is attached is not encrypted",
        why: "Whoever gets at the disk or a snapshot of it can read it.",
        check: Over(&And(&[
            Or(&[
                NoLink(&["aws_volume_attachment"], &["aws_ebs_volume"]),
                And(&[
                    At(&["aws_ebs_volume"], "encrypted", Equals(TRUE)),
                    Link(&["aws_volume_attachment"], &["aws_ebs_volume"]),
                ]),
            ]),
            Only(&["aws_ebs_volume"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_9",
        types: &["aws_ebs_volume"],
        severity: Low,
        wrong: "disk is in no backup plan",
        why: "What is lost with the disk is lost for good.",
        check: Over(&And(&[
            Link(&["aws_backup_selection"], &["aws_ebs_volume"]),
            Only(&["aws_ebs_volume"]),
        ])),
        fix: None,
    },
];
