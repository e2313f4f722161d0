//! Rules for S3 buckets and objects.

mod ask;
mod transport;

use crate::scan::Graph::{And, At, Link, NoLink, Only, Or};
use crate::scan::Op::{Differs, Equals, Exists, Missing, Within};
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Graph, Plain::*, Repair::*, Rule, TRUE, recipe};

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
    Rule {
        id: "CKV_AWS_18",
        types: &["aws_s3_bucket"],
        severity: Info,
        wrong: "bucket access is not logged",
        why: "Without a log nobody can tell who read or deleted objects.",
        check: Over(&Or(&[
            At(&["aws_s3_bucket"], "logging", Exists),
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(&["aws_s3_bucket"], &["aws_s3_bucket_logging"]),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_LOG),
    },
    Rule {
        id: "CKV_AWS_19",
        types: &["aws_s3_bucket"],
        severity: Low,
        wrong: "bucket is not encrypted at rest",
        why: "Objects lie readable on the disks of the provider.",
        check: Over(&Or(&[
            At(
                &["aws_s3_bucket"],
                "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
                Within(&["aws:kms", "AES256"]),
            ),
            And(&[
                Only(&["aws_s3_bucket"]),
                NoLink(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                ),
                At(
                    &["aws_s3_bucket"],
                    "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
                    Missing,
                ),
            ]),
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                ),
                At(
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                    "rule.apply_server_side_encryption_by_default.sse_algorithm",
                    Within(&["aws:kms", "AES256"]),
                ),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_20",
        types: &["aws_s3_bucket"],
        severity: High,
        wrong: "bucket ACL lets everybody read",
        why: "Anyone on the internet can list and read the bucket.",
        check: Over(&Or(&[
            And(&[
                At(&["aws_s3_bucket"], "acl", Exists),
                At(&["aws_s3_bucket"], "acl", Differs(Text("public-read"))),
                At(
                    &["aws_s3_bucket"],
                    "acl",
                    Differs(Text("public-read-write")),
                ),
                At(&["aws_s3_bucket"], "acl", Differs(Text("website"))),
                At(
                    &["aws_s3_bucket"],
                    "acl",
                    Differs(Text("authenticated-read")),
                ),
            ]),
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
                Or(&[
                    And(&[
                        At(&["aws_s3_bucket_acl"], "acl", Exists),
                        At(&["aws_s3_bucket_acl"], "acl", Differs(Text("public-read"))),
                        At(
                            &["aws_s3_bucket_acl"],
                            "acl",
                            Differs(Text("public-read-write")),
                        ),
                        At(&["aws_s3_bucket_acl"], "acl", Differs(Text("website"))),
                        At(
                            &["aws_s3_bucket_acl"],
                            "acl",
                            Differs(Text("authenticated-read")),
                        ),
                    ]),
                    And(&[
                        At(&["aws_s3_bucket_acl"], "access_control_policy", Exists),
                        Or(&[
                            At(
                                &["aws_s3_bucket_acl"],
                                "access_control_policy.grant",
                                Missing,
                            ),
                            At(
                                &["aws_s3_bucket_acl"],
                                "access_control_policy.grant.*.grantee.uri",
                                Differs(Text("http://acs.amazonaws.com/groups/global/AllUsers")),
                            ),
                        ]),
                    ]),
                ]),
            ]),
            And(&[
                Only(&["aws_s3_bucket"]),
                At(&["aws_s3_bucket"], "acl", Missing),
                NoLink(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_ACL),
    },
    Rule {
        id: "CKV_AWS_21",
        types: &["aws_s3_bucket"],
        severity: Low,
        wrong: "bucket keeps no old versions",
        why: "What is overwritten or deleted is gone for good.",
        check: Over(&Or(&[
            At(&["aws_s3_bucket"], "versioning.enabled", Equals(TRUE)),
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(&["aws_s3_bucket"], &["aws_s3_bucket_versioning"]),
                At(
                    &["aws_s3_bucket_versioning"],
                    "versioning_configuration.status",
                    Equals(Text("Enabled")),
                ),
            ]),
        ])),
        fix: If(
            &Has("versioning"),
            &Made(&recipe::OWN_VERSIONS),
            &Made(&recipe::BUCKET_VERSIONS),
        ),
    },
    Rule {
        id: "CKV_AWS_57",
        types: &["aws_s3_bucket"],
        severity: High,
        wrong: "bucket ACL lets everybody write",
        why: "Anyone on the internet can place or replace objects.",
        check: Over(&Or(&[
            And(&[
                At(&["aws_s3_bucket"], "acl", Exists),
                At(
                    &["aws_s3_bucket"],
                    "acl",
                    Differs(Text("public-read-write")),
                ),
            ]),
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
                Or(&[
                    And(&[
                        At(&["aws_s3_bucket_acl"], "acl", Exists),
                        At(
                            &["aws_s3_bucket_acl"],
                            "acl",
                            Differs(Text("public-read-write")),
                        ),
                    ]),
                    And(&[
                        At(&["aws_s3_bucket_acl"], "access_control_policy", Exists),
                        Or(&[
                            At(
                                &["aws_s3_bucket_acl"],
                                "access_control_policy.grant",
                                Missing,
                            ),
                            Or(&[
                                At(
                                    &["aws_s3_bucket_acl"],
                                    "access_control_policy.grant.*.grantee.uri",
                                    Differs(Text(
                                        "http://acs.amazonaws.com/groups/global/AllUsers",
                                    )),
                                ),
                                Graph::Not(&Or(&[
                                    At(
                                        &["aws_s3_bucket_acl"],
                                        "access_control_policy.grant.*.permission",
                                        Equals(Text("WRITE")),
                                    ),
                                    At(
                                        &["aws_s3_bucket_acl"],
                                        "access_control_policy.grant.*.permission",
                                        Equals(Text("FULL_CONTROL")),
                                    ),
                                    At(
                                        &["aws_s3_bucket_acl"],
                                        "access_control_policy.grant.*.permission",
                                        Equals(Text("WRITE_ACP")),
                                    ),
                                ])),
                            ]),
                        ]),
                    ]),
                ]),
            ]),
            And(&[
                Only(&["aws_s3_bucket"]),
                At(&["aws_s3_bucket"], "acl", Missing),
                NoLink(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_ACL),
    },
    Rule {
        id: "CKV_AWS_70",
        types: &["aws_s3_bucket", "aws_s3_bucket_policy"],
        severity: Medium,
        wrong: "bucket policy allows any principal",
        why: "An action that anybody may take is an action an attacker may take.",
        check: Code(ask::open_to_any_principal),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_93",
        types: &["aws_s3_bucket", "aws_s3_bucket_policy"],
        severity: Medium,
        wrong: "bucket policy locks everybody out",
        why: "A policy that denies all to everyone can only be lifted by the root user.",
        check: Code(ask::locks_everybody_out),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_143",
        types: &["aws_s3_bucket"],
        severity: Low,
        wrong: "object lock of the bucket is not enabled",
        why: "Records that must not change can be changed.",
        check: When(
            &Has("object_lock_configuration"),
            &Is(
                "object_lock_configuration.object_lock_enabled",
                Text("Enabled"),
            ),
        ),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_144",
        types: &["aws_s3_bucket"],
        severity: Low,
        wrong: "bucket is not replicated to another region",
        why: "An outage of one region takes the data with it.",
        check: Over(&Or(&[
            At(
                &["aws_s3_bucket"],
                "replication_configuration.rules.*.status",
                Equals(Text("Enabled")),
            ),
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_replication_configuration"],
                ),
                At(
                    &["aws_s3_bucket_replication_configuration"],
                    "rule.*.status",
                    Equals(Text("Enabled")),
                ),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_COPY),
    },
    Rule {
        id: "CKV_AWS_145",
        types: &["aws_s3_bucket"],
        severity: Low,
        wrong: "bucket is not encrypted with KMS",
        why: "Only a KMS key says who may read, and logs that they did.",
        check: Over(&Or(&[
            At(
                &["aws_s3_bucket"],
                "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
                Equals(Text("aws:kms")),
            ),
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                ),
                At(
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                    "rule.apply_server_side_encryption_by_default.sse_algorithm",
                    Equals(Text("aws:kms")),
                ),
            ]),
        ])),
        fix: If(
            &Has("server_side_encryption_configuration"),
            &Made(&recipe::OWN_KMS),
            &Made(&recipe::BUCKET_KMS),
        ),
    },
    Rule {
        id: "CKV_AWS_300",
        types: &["aws_s3_bucket_lifecycle_configuration"],
        severity: Low, // no published one: it costs money only
        wrong: "failed uploads are never cleaned up",
        why: "Parts of uploads that broke off are kept and paid for.",
        check: Code(ask::aborts_uploads),
        fix: Made(&recipe::LIFECYCLE_RULE),
    },
    Rule {
        id: "CKV_AWS_375",
        types: &["aws_s3_bucket_acl"],
        severity: High, // no published one: as other ACLs that are open
        wrong: "bucket ACL shows its grants to everybody",
        why: "Whoever reads the grants knows whom to attack.",
        check: Code(ask::grants_to_all),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_392",
        types: &["aws_s3_access_point"],
        severity: Medium, // no published one: as the block of a bucket
        wrong: "access point switches all public blocks off",
        why: "One policy then opens the access point to everybody.",
        check: NotSurely(&All(&[
            Is("public_access_block_configuration.block_public_acls", FALSE),
            Is(
                "public_access_block_configuration.block_public_policy",
                FALSE,
            ),
            Is(
                "public_access_block_configuration.restrict_public_buckets",
                FALSE,
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_6",
        types: &["aws_s3_bucket"],
        severity: Low,
        wrong: "bucket has no public access block",
        why: "One wrong ACL or policy opens the bucket to everybody.",
        check: Over(&And(&[
            Link(&["aws_s3_bucket"], &["aws_s3_bucket_public_access_block"]),
            Only(&["aws_s3_bucket"]),
            At(
                &["aws_s3_bucket_public_access_block"],
                "block_public_acls",
                Equals(TRUE),
            ),
            At(
                &["aws_s3_bucket_public_access_block"],
                "block_public_policy",
                Equals(TRUE),
            ),
        ])),
        fix: Made(&recipe::BUCKET_BLOCK),
    },
    Rule {
        id: "CKV2_AWS_43",
        types: &["aws_s3_bucket_acl"],
        severity: Medium,
        wrong: "bucket ACL lets any AWS user in",
        why: "Anyone with any AWS account can use the bucket.",
        check: Over(&At(
            &["aws_s3_bucket_acl"],
            "access_control_policy.grant.*.grantee.uri",
            Differs(Text(
                "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
            )),
        )),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_61",
        types: &["aws_s3_bucket"],
        severity: Medium,
        wrong: "bucket has no lifecycle",
        why: "What nobody needs any more is kept and paid for.",
        check: Over(&Or(&[
            And(&[
                Only(&["aws_s3_bucket"]),
                Link(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_lifecycle_configuration"],
                ),
            ]),
            At(&["aws_s3_bucket"], "lifecycle_rule", Exists),
        ])),
        fix: Made(&recipe::BUCKET_LIFECYCLE),
    },
    Rule {
        id: "CKV2_AWS_62",
        types: &["aws_s3_bucket"],
        severity: Low,
        wrong: "bucket sends no event notifications",
        why: "Nobody hears of what is created or deleted.",
        check: Over(&And(&[
            Only(&["aws_s3_bucket"]),
            Link(&["aws_s3_bucket"], &["aws_s3_bucket_notification"]),
        ])),
        fix: Made(&recipe::BUCKET_EVENTS),
    },
    Rule {
        id: "CKV2_AWS_65",
        types: &["aws_s3_bucket_ownership_controls"],
        severity: Low,
        wrong: "ACLs of the bucket are not disabled",
        why: "An ACL can open what the policy keeps closed.",
        check: Over(&At(
            &["aws_s3_bucket_ownership_controls"],
            "rule.object_ownership",
            Equals(Text("BucketOwnerEnforced")),
        )),
        fix: Offered(
            Set(&[("rule.object_ownership", Text("BucketOwnerEnforced"))]),
            "ACLs of the bucket stop working",
        ),
    },
    Rule {
        id: "CKV_AWS_379",
        types: &["aws_s3_bucket_acl"],
        severity: Medium, // no published one: as other traffic
        wrong: "public bucket may be read over plain HTTP",
        why: "Whoever listens on the way reads and changes the files.",
        check: Code(transport::is_secure),
        fix: None,
    },
];
