//! Recipes for encryption with a key of your own: one key for all that a program keeps.

use super::{ACCOUNT, BASE, Cost, REGION, Recipe};

/// What an argument that asks for a key gets.
pub const KEY_ARN: &str = "aws_kms_key.main.arn";

/// The account may use it as its own policies say, and so may the services of the account that
/// log, notify or deliver: without them alarms and events would be dropped without a word.
const KEY: &str = r#"resource "aws_kms_key" "main" {
  description         = "Encrypts what this program keeps"
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
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${data.aws_region.current.name}.amazonaws.com" }
        Action    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:*"
          }
        }
      },
      {
        Sid    = "Messages"
        Effect = "Allow"
        Principal = {
          Service = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com"]
        }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "Trails"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:DescribeKey", "kms:GenerateDataKey*"]
        Resource  = "*"
        Condition = {
          StringLike = {
            "aws:SourceArn" = "arn:aws:cloudtrail:*:${data.aws_caller_identity.current.account_id}:trail/*"
          }
        }
      }
    ]
  })
}"#;

/// The key, and what its policy reads.
pub(super) const KEYS: &[&str] = &[ACCOUNT, REGION, KEY];

/// One key for whatever asks for a key by its argument.
pub const ANY_KEY: Recipe = Recipe {
    description: "encrypt it with a key of your own",
    prerequisites: &[KEYS],
    ..BASE
};

/// Writes the policy down that a key has anyway.
pub const KEY_POLICY: Recipe = Recipe {
    cost: Cost::Free,
    description: "write its policy down",
    arguments: &[(
        "policy",
        r#"jsonencode({
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
  })"#,
    )],
    prerequisites: &[&[ACCOUNT]],
    ..BASE
};

/// Encrypts a table with a key of your own.
pub const TABLE_KEY: Recipe = Recipe {
    arguments: &[
        ("server_side_encryption.enabled", "true"),
        ("server_side_encryption.kms_key_arn", KEY_ARN),
    ],
    ..ANY_KEY
};

/// Encrypts a delivery stream with a key of your own.
pub const STREAM_KEY: Recipe = Recipe {
    arguments: &[
        ("server_side_encryption.enabled", "true"),
        (
            "server_side_encryption.key_type",
            "\"CUSTOMER_MANAGED_CMK\"",
        ),
        ("server_side_encryption.key_arn", KEY_ARN),
    ],
    ..ANY_KEY
};

/// Encrypts the output of builds with a key of your own.
pub const BUILD_KEY: Recipe = Recipe {
    description: "encrypt its output with a key of your own",
    arguments: &[("encryption_key", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts the environment of a function with a key of your own.
pub const FUNCTION_KEY: Recipe = Recipe {
    description: "encrypt its environment with a key of your own",
    arguments: &[("kms_key_arn", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts a secret with a key of your own.
pub const SECRET_KEY: Recipe = Recipe {
    arguments: &[("kms_key_id", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts a topic with a key that alarms and events may use, unlike the one that AWS manages.
pub const TOPIC_KEY: Recipe = Recipe {
    description: "encrypt its messages with a key of your own",
    arguments: &[("kms_master_key_id", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts the secrets of a cluster with a key of your own.
pub const CLUSTER_KEY: Recipe = Recipe {
    description: "encrypt its secrets with a key of your own",
    arguments: &[
        ("encryption_config.resources", "[\"secrets\"]"),
        ("encryption_config.provider.key_arn", KEY_ARN),
    ],
    ..ANY_KEY
};

/// Encrypts what jobs write, read and note with a key of your own.
pub const JOB_KEY: Recipe = Recipe {
    description: "encrypt what it writes with a key of your own",
    arguments: &[(
        "security_configuration",
        "aws_glue_security_configuration.main.name",
    )],
    prerequisites: &[
        KEYS,
        &[r#"resource "aws_glue_security_configuration" "main" {
  name = "own-key"

  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "SSE-KMS"
      kms_key_arn                = aws_kms_key.main.arn
    }

    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
      kms_key_arn                   = aws_kms_key.main.arn
    }

    s3_encryption {
      s3_encryption_mode = "SSE-KMS"
      kms_key_arn        = aws_kms_key.main.arn
    }
  }
}"#],
    ],
    ..BASE
};
