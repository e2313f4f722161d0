//! Defines the rules for S3 buckets and objects.

mod predicates;
mod transport;

use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::{Equals, Exists, Missing, NotEquals, Within};
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Graph, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_53",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        message: "new public ACLs are not blocked",
        rationale: "A single mistaken ACL can open the bucket to everybody.",
        check: Is("block_public_acls", TRUE),
        fix: If(
            &Has("block_public_acls"),
            &NeedsConsent(
                Implied,
                "content that is public on purpose is no longer public",
            ),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_54",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        message: "public policies are not blocked",
        rationale: "A single mistaken policy can open the bucket to everybody.",
        check: Is("block_public_policy", TRUE),
        fix: If(
            &Has("block_public_policy"),
            &NeedsConsent(
                Implied,
                "content that is public on purpose is no longer public",
            ),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_55",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        message: "public ACLs are not ignored",
        rationale: "Existing public ACLs stay in effect.",
        check: Is("ignore_public_acls", TRUE),
        fix: If(
            &Has("ignore_public_acls"),
            &NeedsConsent(
                Implied,
                "content that is public on purpose is no longer public",
            ),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_56",
        types: &["aws_s3_bucket_public_access_block"],
        severity: Medium,
        message: "public buckets are not restricted",
        rationale: "A bucket with a public policy stays accessible to other accounts.",
        check: Is("restrict_public_buckets", TRUE),
        fix: If(
            &Has("restrict_public_buckets"),
            &NeedsConsent(
                Implied,
                "content that is public on purpose is no longer public",
            ),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_181",
        types: &["aws_s3_object_copy"],
        severity: Low,
        message: "object copy has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the copy, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_186",
        types: &["aws_s3_bucket_object"],
        severity: Low,
        message: "object has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the object, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_18",
        types: &["aws_s3_bucket"],
        severity: Info,
        message: "bucket access is not logged",
        rationale: "Without a log, it cannot be determined who read or deleted objects.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_s3_bucket"], "logging", Exists),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(&["aws_s3_bucket"], &["aws_s3_bucket_logging"]),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_LOG),
    },
    Rule {
        id: "CKV_AWS_19",
        types: &["aws_s3_bucket"],
        severity: Low,
        message: "bucket is not encrypted at rest",
        rationale: "Objects are stored unencrypted on the provider's disks.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_s3_bucket"],
                "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
                Within(&["aws:kms", "AES256"]),
            ),
            And(&[
                Filter(&["aws_s3_bucket"]),
                NoConnection(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                ),
                Attribute(
                    &["aws_s3_bucket"],
                    "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
                    Missing,
                ),
            ]),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                ),
                Attribute(
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
        message: "bucket ACL lets everybody read",
        rationale: "Anyone on the internet can list and read the bucket.",
        check: GraphPolicy(&Or(&[
            And(&[
                Attribute(&["aws_s3_bucket"], "acl", Exists),
                Attribute(&["aws_s3_bucket"], "acl", NotEquals(Text("public-read"))),
                Attribute(
                    &["aws_s3_bucket"],
                    "acl",
                    NotEquals(Text("public-read-write")),
                ),
                Attribute(&["aws_s3_bucket"], "acl", NotEquals(Text("website"))),
                Attribute(
                    &["aws_s3_bucket"],
                    "acl",
                    NotEquals(Text("authenticated-read")),
                ),
            ]),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
                Or(&[
                    And(&[
                        Attribute(&["aws_s3_bucket_acl"], "acl", Exists),
                        Attribute(
                            &["aws_s3_bucket_acl"],
                            "acl",
                            NotEquals(Text("public-read")),
                        ),
                        Attribute(
                            &["aws_s3_bucket_acl"],
                            "acl",
                            NotEquals(Text("public-read-write")),
                        ),
                        Attribute(&["aws_s3_bucket_acl"], "acl", NotEquals(Text("website"))),
                        Attribute(
                            &["aws_s3_bucket_acl"],
                            "acl",
                            NotEquals(Text("authenticated-read")),
                        ),
                    ]),
                    And(&[
                        Attribute(&["aws_s3_bucket_acl"], "access_control_policy", Exists),
                        Or(&[
                            Attribute(
                                &["aws_s3_bucket_acl"],
                                "access_control_policy.grant",
                                Missing,
                            ),
                            Attribute(
                                &["aws_s3_bucket_acl"],
                                "access_control_policy.grant.*.grantee.uri",
                                NotEquals(Text("http://acs.amazonaws.com/groups/global/AllUsers")),
                            ),
                        ]),
                    ]),
                ]),
            ]),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Attribute(&["aws_s3_bucket"], "acl", Missing),
                NoConnection(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_ACL),
    },
    Rule {
        id: "CKV_AWS_21",
        types: &["aws_s3_bucket"],
        severity: Low,
        message: "bucket keeps no old versions",
        rationale: "Overwritten and deleted objects cannot be recovered.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_s3_bucket"], "versioning.enabled", Equals(TRUE)),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(&["aws_s3_bucket"], &["aws_s3_bucket_versioning"]),
                Attribute(
                    &["aws_s3_bucket_versioning"],
                    "versioning_configuration.status",
                    Equals(Text("Enabled")),
                ),
            ]),
        ])),
        fix: If(
            &Has("versioning"),
            &Made(&recipe::INLINE_VERSIONS),
            &Made(&recipe::BUCKET_VERSIONS),
        ),
    },
    Rule {
        id: "CKV_AWS_57",
        types: &["aws_s3_bucket"],
        severity: High,
        message: "bucket ACL lets everybody write",
        rationale: "Anyone on the internet can add or overwrite objects.",
        check: GraphPolicy(&Or(&[
            And(&[
                Attribute(&["aws_s3_bucket"], "acl", Exists),
                Attribute(
                    &["aws_s3_bucket"],
                    "acl",
                    NotEquals(Text("public-read-write")),
                ),
            ]),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
                Or(&[
                    And(&[
                        Attribute(&["aws_s3_bucket_acl"], "acl", Exists),
                        Attribute(
                            &["aws_s3_bucket_acl"],
                            "acl",
                            NotEquals(Text("public-read-write")),
                        ),
                    ]),
                    And(&[
                        Attribute(&["aws_s3_bucket_acl"], "access_control_policy", Exists),
                        Or(&[
                            Attribute(
                                &["aws_s3_bucket_acl"],
                                "access_control_policy.grant",
                                Missing,
                            ),
                            Or(&[
                                Attribute(
                                    &["aws_s3_bucket_acl"],
                                    "access_control_policy.grant.*.grantee.uri",
                                    NotEquals(Text(
                                        "http://acs.amazonaws.com/groups/global/AllUsers",
                                    )),
                                ),
                                Graph::Not(&Or(&[
                                    Attribute(
                                        &["aws_s3_bucket_acl"],
                                        "access_control_policy.grant.*.permission",
                                        Equals(Text("WRITE")),
                                    ),
                                    Attribute(
                                        &["aws_s3_bucket_acl"],
                                        "access_control_policy.grant.*.permission",
                                        Equals(Text("FULL_CONTROL")),
                                    ),
                                    Attribute(
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
                Filter(&["aws_s3_bucket"]),
                Attribute(&["aws_s3_bucket"], "acl", Missing),
                NoConnection(&["aws_s3_bucket"], &["aws_s3_bucket_acl"]),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_ACL),
    },
    Rule {
        id: "CKV_AWS_70",
        types: &["aws_s3_bucket", "aws_s3_bucket_policy"],
        severity: Medium,
        message: "bucket policy allows any principal",
        rationale: "Any action that everybody may perform, an attacker may perform, too.",
        check: Custom(predicates::limits_principals),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_93",
        types: &["aws_s3_bucket", "aws_s3_bucket_policy"],
        severity: Medium,
        message: "bucket policy locks everybody out",
        rationale: "A policy that denies everything to everybody can only be removed by the root user.",
        check: Custom(predicates::does_not_lock_out),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_143",
        types: &["aws_s3_bucket"],
        severity: Low,
        message: "object lock of the bucket is not enabled",
        rationale: "Records can be changed or deleted, even if they must be kept.",
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
        message: "bucket is not replicated to another region",
        rationale: "An outage of one region makes the data unavailable.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_s3_bucket"],
                "replication_configuration.rules.*.status",
                Equals(Text("Enabled")),
            ),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_replication_configuration"],
                ),
                Attribute(
                    &["aws_s3_bucket_replication_configuration"],
                    "rule.*.status",
                    Equals(Text("Enabled")),
                ),
            ]),
        ])),
        fix: Made(&recipe::BUCKET_REPLICATION),
    },
    Rule {
        id: "CKV_AWS_145",
        types: &["aws_s3_bucket"],
        severity: Low,
        message: "bucket is not encrypted with KMS",
        rationale: "Only a KMS key controls who may read, and logs each use.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_s3_bucket"],
                "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
                Equals(Text("aws:kms")),
            ),
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                ),
                Attribute(
                    &["aws_s3_bucket_server_side_encryption_configuration"],
                    "rule.apply_server_side_encryption_by_default.sse_algorithm",
                    Equals(Text("aws:kms")),
                ),
            ]),
        ])),
        fix: If(
            &Has("server_side_encryption_configuration"),
            &Made(&recipe::INLINE_KMS),
            &Made(&recipe::BUCKET_KMS),
        ),
    },
    Rule {
        id: "CKV_AWS_300",
        types: &["aws_s3_bucket_lifecycle_configuration"],
        severity: Low, // no published one: it only costs money
        message: "failed uploads are never cleaned up",
        rationale: "Parts of incomplete uploads are stored and billed.",
        check: Custom(predicates::aborts_uploads),
        fix: Made(&recipe::LIFECYCLE_RULE),
    },
    Rule {
        id: "CKV_AWS_375",
        types: &["aws_s3_bucket_acl"],
        severity: High, // no published one: as other open ACLs
        message: "bucket ACL lets everybody read its grants",
        rationale: "Public grants show attackers which accounts have access.",
        check: Custom(predicates::hides_grants),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_392",
        types: &["aws_s3_access_point"],
        severity: Medium, // no published one: as for the block of a bucket
        message: "access point disables all public access blocks",
        rationale: "A single policy can then open the access point to everybody.",
        check: UnlessCertain(&All(&[
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
        message: "bucket has no public access block",
        rationale: "A single mistaken ACL or policy can open the bucket to everybody.",
        check: GraphPolicy(&And(&[
            Connection(&["aws_s3_bucket"], &["aws_s3_bucket_public_access_block"]),
            Filter(&["aws_s3_bucket"]),
            Attribute(
                &["aws_s3_bucket_public_access_block"],
                "block_public_acls",
                Equals(TRUE),
            ),
            Attribute(
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
        message: "bucket ACL grants access to any AWS user",
        rationale: "Anyone with any AWS account can use the bucket.",
        check: GraphPolicy(&Attribute(
            &["aws_s3_bucket_acl"],
            "access_control_policy.grant.*.grantee.uri",
            NotEquals(Text(
                "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
            )),
        )),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_61",
        types: &["aws_s3_bucket"],
        severity: Medium,
        message: "bucket has no lifecycle",
        rationale: "Objects that are not needed any more stay stored and billed.",
        check: GraphPolicy(&Or(&[
            And(&[
                Filter(&["aws_s3_bucket"]),
                Connection(
                    &["aws_s3_bucket"],
                    &["aws_s3_bucket_lifecycle_configuration"],
                ),
            ]),
            Attribute(&["aws_s3_bucket"], "lifecycle_rule", Exists),
        ])),
        fix: Made(&recipe::BUCKET_LIFECYCLE),
    },
    Rule {
        id: "CKV2_AWS_62",
        types: &["aws_s3_bucket"],
        severity: Low,
        message: "bucket sends no event notifications",
        rationale: "Created and deleted objects trigger no notification.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_s3_bucket"]),
            Connection(&["aws_s3_bucket"], &["aws_s3_bucket_notification"]),
        ])),
        fix: Made(&recipe::BUCKET_EVENTS),
    },
    Rule {
        id: "CKV2_AWS_65",
        types: &["aws_s3_bucket_ownership_controls"],
        severity: Low,
        message: "ACLs of the bucket are not disabled",
        rationale: "An ACL can grant access that the policy does not.",
        check: GraphPolicy(&Attribute(
            &["aws_s3_bucket_ownership_controls"],
            "rule.object_ownership",
            Equals(Text("BucketOwnerEnforced")),
        )),
        fix: NeedsConsent(
            Set(&[("rule.object_ownership", Text("BucketOwnerEnforced"))]),
            "ACLs of the bucket stop working",
        ),
    },
    Rule {
        id: "CKV_AWS_379",
        types: &["aws_s3_bucket_acl"],
        severity: Medium, // no published one: as other unencrypted traffic
        message: "public bucket may be read over plain HTTP",
        rationale: "An attacker on the path can read and change the files.",
        check: Custom(transport::is_secure),
        fix: None,
    },
];
