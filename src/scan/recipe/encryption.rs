//! Defines the recipes for encryption with one customer-managed key per module.

use super::{ACCOUNT, BASE, Cost, REGION, Recipe};

/// Value of an argument that requires a key.
pub const KEY_ARN: &str = "aws_kms_key.main.arn";

/// Customer-managed key of the module.
///
/// The account may use it as its own policies allow. So may the services of the account that log,
/// notify or deliver: without this permission, alarms and events are dropped silently.
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

/// The key and the data sources that its policy reads.
pub(super) const KEYS: &[&str] = &[ACCOUNT, REGION, KEY];

/// Adds one key for any resource with an argument that requires a key.
pub const ANY_KEY: Recipe = Recipe {
    description: "encrypt with a customer-managed key",
    prerequisites: &[KEYS],
    ..BASE
};

/// Writes out the policy that a key has by default.
pub const KEY_POLICY: Recipe = Recipe {
    cost: Cost::Free,
    description: "write out the default key policy",
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

/// Encrypts a table with a customer-managed key.
pub const TABLE_KEY: Recipe = Recipe {
    arguments: &[
        ("server_side_encryption.enabled", "true"),
        ("server_side_encryption.kms_key_arn", KEY_ARN),
    ],
    ..ANY_KEY
};

/// Encrypts a delivery stream with a customer-managed key.
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

/// Encrypts the output of builds with a customer-managed key.
pub const BUILD_KEY: Recipe = Recipe {
    description: "encrypt the output with a customer-managed key",
    arguments: &[("encryption_key", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts the environment of a function with a customer-managed key.
pub const FUNCTION_KEY: Recipe = Recipe {
    description: "encrypt the environment with a customer-managed key",
    arguments: &[("kms_key_arn", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts a secret with a customer-managed key.
pub const SECRET_KEY: Recipe = Recipe {
    arguments: &[("kms_key_id", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts a topic with a customer-managed key.
///
/// Alarms and events may use this key, unlike the AWS-managed key.
pub const TOPIC_KEY: Recipe = Recipe {
    description: "encrypt messages with a customer-managed key",
    arguments: &[("kms_master_key_id", KEY_ARN)],
    ..ANY_KEY
};

/// Encrypts the secrets of a cluster with a customer-managed key.
pub const CLUSTER_KEY: Recipe = Recipe {
    description: "encrypt secrets with a customer-managed key",
    arguments: &[
        ("encryption_config.resources", "[\"secrets\"]"),
        ("encryption_config.provider.key_arn", KEY_ARN),
    ],
    ..ANY_KEY
};

/// Encrypts the data, bookmarks and logs of Glue jobs with a customer-managed key.
pub const JOB_KEY: Recipe = Recipe {
    description: "encrypt data, bookmarks and logs with a customer-managed key",
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
