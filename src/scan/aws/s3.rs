//! Rules for S3 buckets and objects.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_53",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        wrong: "new public ACLs are not blocked",
        why: "One wrong ACL opens the bucket to everybody.",
        check: Is("block_public_acls", TRUE),
        fix: If(
            &Has("block_public_acls"),
            &Offered(Implied, "what was meant to be public no longer is"),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_54",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        wrong: "public policies are not blocked",
        why: "One wrong policy opens the bucket to everybody.",
        check: Is("block_public_policy", TRUE),
        fix: If(
            &Has("block_public_policy"),
            &Offered(Implied, "what was meant to be public no longer is"),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_55",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        wrong: "public ACLs are not ignored",
        why: "An ACL that was public before stays public.",
        check: Is("ignore_public_acls", TRUE),
        fix: If(
            &Has("ignore_public_acls"),
            &Offered(Implied, "what was meant to be public no longer is"),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_56",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        wrong: "public buckets are not restricted",
        why: "A bucket with a public policy stays open to other accounts.",
        check: Is("restrict_public_buckets", TRUE),
        fix: If(
            &Has("restrict_public_buckets"),
            &Offered(Implied, "what was meant to be public no longer is"),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_181",
        types: &["aws_s3_object_copy"],
        severity: Low,
        wrong: "object copy has no KMS key of your own",
        why: "A key of your own decides who may read the copy, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_186",
        types: &["aws_s3_bucket_object"],
        severity: Low,
        wrong: "object has no KMS key of your own",
        why: "A key of your own decides who may read the object, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
];
