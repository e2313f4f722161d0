//! Defines the recipes for S3 buckets.

use super::{ACCOUNT, BASE, Cost, REGION, Recipe};
use crate::hcl::edit;

/// Versioning of a bucket, which replication requires.
const VERSIONS: &str = r#"resource "aws_s3_bucket_versioning" "{name}" {
  bucket = {at}.id

  versioning_configuration {
    status = "Enabled"
  }
}"#;

/// Keeps old versions of the objects of a bucket.
pub const BUCKET_VERSIONS: Recipe = Recipe {
    description: "enable versioning",
    resources: &[VERSIONS],
    existing: &[("versioning_configuration.status", "\"Enabled\"")],
    ..BASE
};

/// Enables versioning in the bucket block itself, as for older providers.
pub const INLINE_VERSIONS: Recipe = Recipe {
    description: "enable versioning",
    arguments: &[("versioning.enabled", "true")],
    ..BASE
};

/// Encrypts a bucket with KMS, under the AWS-managed key.
///
/// This satisfies the check, and anyone who may read the bucket may use the key.
pub const BUCKET_KMS: Recipe = Recipe {
    description: "encrypt the bucket with KMS",
    resources: &[
        r#"resource "aws_s3_bucket_server_side_encryption_configuration" "{name}" {
  bucket = {at}.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}"#,
    ],
    existing: &[(
        "rule.apply_server_side_encryption_by_default.sse_algorithm",
        "\"aws:kms\"",
    )],
    ..BASE
};

/// Enables KMS encryption in the bucket block itself, as for older providers.
pub const INLINE_KMS: Recipe = Recipe {
    description: "encrypt the bucket with KMS",
    edits: Some(|module, resource| {
        let path = [
            "server_side_encryption_configuration",
            "rule",
            "apply_server_side_encryption_by_default",
            "sse_algorithm",
        ];
        Ok(edit::set(module, resource.block, &path, "\"aws:kms\""))
    }),
    ..BASE
};

/// Blocks public access to a bucket.
pub const BUCKET_BLOCK: Recipe = Recipe {
    cost: Cost::Free,
    description: "block public access to the bucket",
    resources: &[r#"resource "aws_s3_bucket_public_access_block" "{name}" {
  bucket                  = {at}.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}"#],
    ..BASE
};

/// Removes incomplete uploads, which nobody can read.
pub const BUCKET_LIFECYCLE: Recipe = Recipe {
    cost: Cost::Free,
    description: "abort incomplete uploads after 7 days",
    resources: &[
        r#"resource "aws_s3_bucket_lifecycle_configuration" "{name}" {
  bucket = {at}.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}"#,
    ],
    ..BASE
};

/// Removes incomplete uploads if the bucket has a lifecycle configuration already.
pub const LIFECYCLE_RULE: Recipe = Recipe {
    cost: Cost::Free,
    description: "abort incomplete uploads after 7 days",
    blocks: &[r#"rule {
  id     = "broken-uploads"
  status = "Enabled"

  filter {}

  abort_incomplete_multipart_upload {
    days_after_initiation = 7
  }
}"#],
    ..BASE
};

/// Sends the events of a bucket to EventBridge.
pub const BUCKET_EVENTS: Recipe = Recipe {
    description: "send bucket events to EventBridge",
    resources: &[r#"resource "aws_s3_bucket_notification" "{name}" {
  bucket      = {at}.id
  eventbridge = true
}"#],
    ..BASE
};

/// Removes the grants to everybody from the ACL of a bucket.
pub const BUCKET_ACL: Recipe = Recipe {
    cost: Cost::NeedsConsent("content that is public on purpose is no longer public"),
    description: "make the bucket ACL private",
    edits: Some(|module, resource| {
        let at = resource.block.address();
        let acls = module.resources().filter(|other| {
            let is_acl = other.type_name() == Some("aws_s3_bucket_acl");
            let names = |other: &crate::hcl::Block| {
                let references = other.body.references();
                references.iter().any(|reference| reference.address() == at)
            };
            is_acl && names(other)
        });
        let blocks = acls.chain([resource.block]);
        let edits = blocks.filter(|block| block.body.attribute("acl").is_some());
        Ok(edits
            .flat_map(|block| edit::set(module, block, &["acl"], "\"private\""))
            .collect())
    }),
    ..BASE
};

/// Replicates a bucket to another region, encrypted with a separate key.
pub const BUCKET_REPLICATION: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "a second copy of every object is stored and billed in another region",
    ),
    description: "replicate the bucket to another region",
    resources: &[
        r#"resource "aws_s3_bucket_replication_configuration" "{name}" {
  bucket = {at}.id
  role   = aws_iam_role.replication.arn

  rule {
    id     = "all"
    status = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket = aws_s3_bucket.{name}_replica.arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.replica.arn
      }
    }
  }

  depends_on = [
    aws_iam_role_policy.{name}_replication,
    aws_s3_bucket_versioning.{name},
    aws_s3_bucket_versioning.{name}_replica,
  ]
}"#,
        r#"resource "aws_iam_role_policy" "{name}_replication" {
  role = aws_iam_role.replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = {at}.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = "${{at}.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.{name}_replica.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = "arn:aws:kms:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:key/*"
        Condition = {
          StringLike = { "kms:ViaService" = "s3.${data.aws_region.current.name}.amazonaws.com" }
        }
      },
      {
        Effect   = "Allow"
        Action   = "kms:Encrypt"
        Resource = aws_kms_key.replica.arn
      }
    ]
  })
}"#,
        r#"resource "aws_s3_bucket" "{name}_replica" {
  # checkov:skip=CKV_AWS_18: the bucket that it copies is logged
  # checkov:skip=CKV_AWS_144: it is the copy itself
  # checkov:skip=CKV2_AWS_62: the bucket that it copies tells its events
  provider      = aws.replica
  bucket_prefix = "replica-"
}"#,
        r#"resource "aws_s3_bucket_versioning" "{name}_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.{name}_replica.id

  versioning_configuration {
    status = "Enabled"
  }
}"#,
        r#"resource "aws_s3_bucket_public_access_block" "{name}_replica" {
  provider                = aws.replica
  bucket                  = aws_s3_bucket.{name}_replica.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}"#,
        r#"resource "aws_s3_bucket_server_side_encryption_configuration" "{name}_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.{name}_replica.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica.arn
    }
  }
}"#,
        r#"resource "aws_s3_bucket_lifecycle_configuration" "{name}_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.{name}_replica.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}"#,
    ],
    prerequisites: &[&[
        VERSIONS,
        ACCOUNT,
        REGION,
        r#"provider "aws" {
  alias  = "replica"
  region = "{far}"
}"#,
        r#"resource "aws_kms_key" "replica" {
  provider            = aws.replica
  description         = "Encrypts the copies of buckets"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      }
    ]
  })
}"#,
        r#"resource "aws_iam_role" "replication" {
  name_prefix = "replication-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}"#,
    ]],
    ..BASE
};
