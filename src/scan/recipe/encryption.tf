## ACCOUNT
data "aws_caller_identity" "current" {}

## REGION
data "aws_region" "current" {}

## KEYS
# The key and the data sources that its policy reads.
# include ACCOUNT
# include REGION

# Customer-managed key of the module.
#
# The account may use it as its own policies allow. So may the services of the account that log,
# notify or deliver: without this permission, alarms and events are dropped silently.
resource "aws_kms_key" "main" {
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
}

## ANY_KEY
# Adds one key for any resource with an argument that requires a key.
# include KEYS

## KEY_POLICY
# Writes out the policy that a key has by default.
set {
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
}

# include ACCOUNT

## TABLE_KEY
# Encrypts a table with a customer-managed key.
# include KEYS

set {
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }
}

## STREAM_KEY
# Encrypts a delivery stream with a customer-managed key.
# include KEYS

set {
  server_side_encryption {
    enabled  = true
    key_type = "CUSTOMER_MANAGED_CMK"
    key_arn  = aws_kms_key.main.arn
  }
}

## BUILD_KEY
# Encrypts the output of builds with a customer-managed key.
# include KEYS

set {
  encryption_key = aws_kms_key.main.arn
}

## FUNCTION_KEY
# Encrypts the environment of a function with a customer-managed key.
# include KEYS

set {
  kms_key_arn = aws_kms_key.main.arn
}

## SECRET_KEY
# Encrypts a secret with a customer-managed key.
# include KEYS

set {
  kms_key_id = aws_kms_key.main.arn
}

## TOPIC_KEY
# Encrypts a topic with a customer-managed key.
#
# Alarms and events may use this key, unlike the AWS-managed key.
# include KEYS

set {
  kms_master_key_id = aws_kms_key.main.arn
}

## CLUSTER_KEY
# Encrypts the secrets of a cluster with a customer-managed key.
# include KEYS

set {
  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.main.arn
    }
  }
}

## JOB_KEY
# Encrypts the data, bookmarks and logs of Glue jobs with a customer-managed key.
set {
  security_configuration = aws_glue_security_configuration.main.name
}

# include KEYS

resource "aws_glue_security_configuration" "main" {
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
}
