//! Defines the rules for EBS volumes and snapshots.

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
        rationale: "Anyone who obtains the volume or a snapshot can read all of it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_106",
        types: &["aws_ebs_encryption_by_default"],
        severity: Medium,
        message: "encryption by default is switched off",
        rationale: "New volumes are unencrypted unless encryption is set for each of them.",
        check: UnsetOrOneOf("enabled", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_183",
        types: &["aws_ebs_snapshot_copy"],
        severity: Low,
        message: "snapshot copy has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the copy, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_189",
        types: &["aws_ebs_volume"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the volume, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_2",
        types: &["aws_ebs_volume"],
        severity: Low,
        message: "disk that is attached is not encrypted",
        rationale: "Anyone with access to the disk or a snapshot of it can read it.",
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
        rationale: "Data on a lost disk cannot be recovered.",
        check: GraphPolicy(&And(&[
            Connection(&["aws_backup_selection"], &["aws_ebs_volume"]),
            Filter(&["aws_ebs_volume"]),
        ])),
        fix: None,
    },
];
