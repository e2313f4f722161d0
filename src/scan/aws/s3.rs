//! Defines the rules for S3 buckets and objects.

mod transport;

use crate::hcl::Value;
use crate::scan::{Check, Check::*, Resource, Verdict, is_text, passed, policy};

/// Path of the algorithm in a bucket, and in the resource that configures a bucket's encryption.
const ALGORITHM: &str = "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm";
const RULE_ALGORITHM: &str = "rule.apply_server_side_encryption_by_default.sse_algorithm";

/// Grantee that is everybody.
const ALL_USERS: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
/// Trade-off of the public access blocks.
const NO_LONGER_PUBLIC: &str = "content that is public on purpose is no longer public";

/// Filter of a lifecycle rule that excludes objects.
const NARROW: Check = Any(&[
    Filled("prefix"),
    Filled("object_size_greater_than"),
    Filled("object_size_less_than"),
    OneBlock("tag", &Always),
]);

rules! {
    CKV_AWS_53 Medium "new public ACLs are not blocked"
        "A single mistaken ACL can open the bucket to everybody."
        "aws_s3_bucket_public_access_block": Is("block_public_acls", TRUE)
            => If(&Has("block_public_acls"), &NeedsConsent(Implied, NO_LONGER_PUBLIC), &Free(Implied));
    CKV_AWS_54 Medium "public policies are not blocked"
        "A single mistaken policy can open the bucket to everybody."
        "aws_s3_bucket_public_access_block": Is("block_public_policy", TRUE)
            => If(&Has("block_public_policy"), &NeedsConsent(Implied, NO_LONGER_PUBLIC), &Free(Implied));
    CKV_AWS_55 Medium "public ACLs are not ignored"
        "Existing public ACLs stay in effect."
        "aws_s3_bucket_public_access_block": Is("ignore_public_acls", TRUE)
            => If(&Has("ignore_public_acls"), &NeedsConsent(Implied, NO_LONGER_PUBLIC), &Free(Implied));
    CKV_AWS_56 Medium "public buckets are not restricted"
        "A bucket with a public policy stays accessible to other accounts."
        "aws_s3_bucket_public_access_block": Is("restrict_public_buckets", TRUE)
            => If(&Has("restrict_public_buckets"), &NeedsConsent(Implied, NO_LONGER_PUBLIC), &Free(Implied));
    CKV_AWS_181 Low "object copy has no customer-managed KMS key"
        "A customer-managed key controls who may read the copy, and access can be revoked."
        "aws_s3_object_copy": Has("kms_key_id") => AddsResources;
    CKV_AWS_186 Low "object has no customer-managed KMS key"
        "A customer-managed key controls who may read the object, and access can be revoked."
        "aws_s3_bucket_object": Has("kms_key_id") => AddsResources;
    CKV_AWS_18 Info "bucket access is not logged"
        "Without a log, it cannot be determined who read or deleted objects."
        "aws_s3_bucket": graph!(or[
            "aws_s3_bucket"."logging" exists,
            and[filter "aws_s3_bucket", "aws_s3_bucket" connected "aws_s3_bucket_logging"],
        ]) => Recipe(&recipe::BUCKET_LOG);
    CKV_AWS_19 Low "bucket is not encrypted at rest"
        "Objects are stored unencrypted on the provider's disks."
        "aws_s3_bucket": graph!(or[
            "aws_s3_bucket".ALGORITHM within ["aws:kms", "AES256"],
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket" unconnected "aws_s3_bucket_server_side_encryption_configuration",
                "aws_s3_bucket".ALGORITHM not_exists,
            ],
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket" connected "aws_s3_bucket_server_side_encryption_configuration",
                "aws_s3_bucket_server_side_encryption_configuration".RULE_ALGORITHM
                    within ["aws:kms", "AES256"],
            ],
        ]);
    CKV_AWS_20 High "bucket ACL lets everybody read"
        "Anyone on the internet can list and read the bucket."
        "aws_s3_bucket": graph!(or[
            and[
                "aws_s3_bucket"."acl" exists,
                "aws_s3_bucket"."acl" not_within [
                    "public-read", "public-read-write", "website", "authenticated-read",
                ],
            ],
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket" connected "aws_s3_bucket_acl",
                or[
                    and[
                        "aws_s3_bucket_acl"."acl" exists,
                        "aws_s3_bucket_acl"."acl" not_within [
                            "public-read", "public-read-write", "website", "authenticated-read",
                        ],
                    ],
                    and[
                        "aws_s3_bucket_acl"."access_control_policy" exists,
                        or[
                            "aws_s3_bucket_acl"."access_control_policy.grant" not_exists,
                            "aws_s3_bucket_acl"."access_control_policy.grant.*.grantee.uri" != ALL_USERS,
                        ],
                    ],
                ],
            ],
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket"."acl" not_exists,
                "aws_s3_bucket" unconnected "aws_s3_bucket_acl",
            ],
        ]) => Recipe(&recipe::BUCKET_ACL);
    CKV_AWS_21 Low "bucket keeps no old versions"
        "Overwritten and deleted objects cannot be recovered."
        "aws_s3_bucket": graph!(or[
            "aws_s3_bucket"."versioning.enabled" == true,
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket" connected "aws_s3_bucket_versioning",
                "aws_s3_bucket_versioning"."versioning_configuration.status" == "Enabled",
            ],
        ]) => If(&Has("versioning"), &Recipe(&recipe::INLINE_VERSIONS), &Recipe(&recipe::BUCKET_VERSIONS));
    CKV_AWS_57 High "bucket ACL lets everybody write"
        "Anyone on the internet can add or overwrite objects."
        "aws_s3_bucket": graph!(or[
            and["aws_s3_bucket"."acl" exists, "aws_s3_bucket"."acl" != "public-read-write"],
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket" connected "aws_s3_bucket_acl",
                or[
                    and["aws_s3_bucket_acl"."acl" exists, "aws_s3_bucket_acl"."acl" != "public-read-write"],
                    and[
                        "aws_s3_bucket_acl"."access_control_policy" exists,
                        or[
                            "aws_s3_bucket_acl"."access_control_policy.grant" not_exists,
                            "aws_s3_bucket_acl"."access_control_policy.grant.*.grantee.uri" != ALL_USERS,
                            not["aws_s3_bucket_acl"."access_control_policy.grant.*.permission" within [
                                "WRITE", "FULL_CONTROL", "WRITE_ACP",
                            ]],
                        ],
                    ],
                ],
            ],
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket"."acl" not_exists,
                "aws_s3_bucket" unconnected "aws_s3_bucket_acl",
            ],
        ]) => Recipe(&recipe::BUCKET_ACL);
    CKV_AWS_70 Medium "bucket policy allows any principal"
        "Any action that everybody may perform, an attacker may perform, too."
        ["aws_s3_bucket", "aws_s3_bucket_policy"]: Custom(limits_principals);
    CKV_AWS_93 Medium "bucket policy locks everybody out"
        "A policy that denies everything to everybody can only be removed by the root user."
        ["aws_s3_bucket", "aws_s3_bucket_policy"]: Custom(|it| policy::no_statement(it, "policy", locks_out));
    CKV_AWS_143 Low "object lock of the bucket is not enabled"
        "Records can be changed or deleted, even if they must be kept."
        "aws_s3_bucket": When(
            &Has("object_lock_configuration"),
            &Is("object_lock_configuration.object_lock_enabled", Text("Enabled")),
        );
    CKV_AWS_144 Low "bucket is not replicated to another region"
        "An outage of one region makes the data unavailable."
        "aws_s3_bucket": graph!(or[
            "aws_s3_bucket"."replication_configuration.rules.*.status" == "Enabled",
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket" connected "aws_s3_bucket_replication_configuration",
                "aws_s3_bucket_replication_configuration"."rule.*.status" == "Enabled",
            ],
        ]) => Recipe(&recipe::BUCKET_REPLICATION);
    CKV_AWS_145 Low "bucket is not encrypted with KMS"
        "Only a KMS key controls who may read, and logs each use."
        "aws_s3_bucket": graph!(or[
            "aws_s3_bucket".ALGORITHM == "aws:kms",
            and[
                filter "aws_s3_bucket",
                "aws_s3_bucket" connected "aws_s3_bucket_server_side_encryption_configuration",
                "aws_s3_bucket_server_side_encryption_configuration".RULE_ALGORITHM == "aws:kms",
            ],
        ])
            => If(
                &Has("server_side_encryption_configuration"),
                &Recipe(&recipe::INLINE_KMS),
                &Recipe(&recipe::BUCKET_KMS),
            );
    CKV_AWS_300 Low "failed uploads are never cleaned up" // severity: it only costs money
        "Parts of incomplete uploads are stored and billed."
        "aws_s3_bucket_lifecycle_configuration": Certain(&OneBlock(
            "rule",
            &All(&[
                OneBlock("abort_incomplete_multipart_upload", &Always),
                Is("status", Text("Enabled")),
                Not(&OneBlock("filter", &Any(&[NARROW, OneBlock("and", &NARROW)]))),
            ]),
        )) => Recipe(&recipe::LIFECYCLE_RULE);
    CKV_AWS_375 High "bucket ACL lets everybody read its grants" // severity: as other open ACLs
        "Public grants show attackers which accounts have access."
        "aws_s3_bucket_acl": UnlessCertain(&OneBlock(
            "access_control_policy",
            &OneBlock(
                "grant",
                &All(&[
                    OneOf("permission", texts!["FULL_CONTROL", "READ_ACP"]),
                    OneBlock("grantee", &Is("uri", Text(ALL_USERS))),
                ]),
            ),
        ));
    CKV_AWS_392 Medium "access point disables all public access blocks" // severity: as for a bucket
        "A single policy can then open the access point to everybody."
        "aws_s3_access_point": UnlessCertain(&All(&[
            Is("public_access_block_configuration.block_public_acls", FALSE),
            Is("public_access_block_configuration.block_public_policy", FALSE),
            Is("public_access_block_configuration.restrict_public_buckets", FALSE),
        ]));
    CKV2_AWS_6 Low "bucket has no public access block"
        "A single mistaken ACL or policy can open the bucket to everybody."
        "aws_s3_bucket": graph!(and[
            "aws_s3_bucket" connected "aws_s3_bucket_public_access_block",
            filter "aws_s3_bucket",
            "aws_s3_bucket_public_access_block"."block_public_acls" == true,
            "aws_s3_bucket_public_access_block"."block_public_policy" == true,
        ]) => Recipe(&recipe::BUCKET_BLOCK);
    CKV2_AWS_43 Medium "bucket ACL grants access to any AWS user"
        "Anyone with any AWS account can use the bucket."
        "aws_s3_bucket_acl": graph!("aws_s3_bucket_acl"."access_control_policy.grant.*.grantee.uri"
            != "http://acs.amazonaws.com/groups/global/AuthenticatedUsers");
    CKV2_AWS_61 Medium "bucket has no lifecycle"
        "Objects that are not needed any more stay stored and billed."
        "aws_s3_bucket": graph!(or[
            and[filter "aws_s3_bucket", "aws_s3_bucket" connected "aws_s3_bucket_lifecycle_configuration"],
            "aws_s3_bucket"."lifecycle_rule" exists,
        ]) => Recipe(&recipe::BUCKET_LIFECYCLE);
    CKV2_AWS_62 Low "bucket sends no event notifications"
        "Created and deleted objects trigger no notification."
        "aws_s3_bucket":
            graph!(and[filter "aws_s3_bucket", "aws_s3_bucket" connected "aws_s3_bucket_notification"])
            => Recipe(&recipe::BUCKET_EVENTS);
    CKV2_AWS_65 Low "ACLs of the bucket are not disabled"
        "An ACL can grant access that the policy does not."
        "aws_s3_bucket_ownership_controls": graph!("aws_s3_bucket_ownership_controls"."rule.object_ownership"
            == "BucketOwnerEnforced")
            => NeedsConsent(
                Set(&[("rule.object_ownership", Text("BucketOwnerEnforced"))]),
                "ACLs of the bucket stop working",
            );
    CKV_AWS_379 Medium "public bucket may be read over plain HTTP" // severity: as other unencrypted traffic
        "An attacker on the path can read and change the files."
        "aws_s3_bucket_acl": Custom(transport::is_secure);
}

/// Checks that the first statement that admits everybody identifies the caller.
fn limits_principals(resource: &Resource) -> Verdict {
    let Some(statements) = policy::statements(resource, "policy") else {
        return Verdict::Unknown;
    };
    if !statements.is_empty() && statements.iter().all(|it| it.get("Effect").is_none()) {
        return Verdict::Unknown;
    }
    let open = |it: &&&Value| policy::allows(it) && policy::includes_everybody(it);
    let first = statements.iter().find(open);
    passed(first.is_none_or(|statement| policy::identifies_caller(statement)))
}

/// Returns whether a statement denies every action to everybody, without a condition.
fn locks_out(statement: &Value) -> bool {
    let actions = policy::texts(statement, "Action");
    is_text(statement.get("Effect"), "Deny")
        && actions.iter().any(|it| ["*", "s3:*"].contains(it))
        && policy::includes_everybody(statement)
        && statement.get("Condition").is_none()
}
