#+ harden
resource "aws_sns_topic" "news" {
  name              = "news"
  kms_master_key_id = aws_kms_key.main.arn
}

resource "aws_secretsmanager_secret" "token" {
  name       = "token"
  kms_key_id = aws_kms_key.main.arn
}

resource "aws_kinesis_firehose_delivery_stream" "events" {
  name        = "events"
  destination = "http_endpoint"

  http_endpoint_configuration {
    url = "https://example.com"

    s3_configuration {
      role_arn   = "arn:aws:iam::111122223333:role/events"
      bucket_arn = "arn:aws:s3:::events"
    }
  }

  server_side_encryption {
    enabled  = true
    key_type = "CUSTOMER_MANAGED_CMK"
    key_arn  = aws_kms_key.main.arn
  }
}

resource "aws_glue_crawler" "crawler" {
  name                   = "crawler"
  database_name          = "facts"
  role                   = "arn:aws:iam::111122223333:role/crawler"
  security_configuration = aws_glue_security_configuration.main.name

  s3_target {
    path = "s3://facts"
  }
}

resource "aws_cloudtrail" "trail" {
  name                       = "trail"
  s3_bucket_name             = "trail"
  kms_key_id                 = aws_kms_key.main.arn
  enable_log_file_validation = true
  is_multi_region_trail      = true
  sns_topic_name             = aws_sns_topic_policy.trail.arn
}

resource "aws_kms_key" "silent" {
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
}

data "aws_caller_identity" "current" {}

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

resource "aws_sns_topic" "trail" {
  name_prefix       = "trail-"
  kms_master_key_id = aws_kms_key.main.arn
}

resource "aws_sns_topic_policy" "trail" {
  arn = aws_sns_topic.trail.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.trail.arn
        Condition = {
          StringLike = {
            "aws:SourceArn" = "arn:aws:cloudtrail:*:${data.aws_caller_identity.current.account_id}:trail/*"
          }
        }
      }
    ]
  })
}

#= fix:CKV_AWS_26:aws_sns_topic.news | encrypt messages with a customer-managed key
#= fix:CKV_AWS_149:aws_secretsmanager_secret.token | encrypt with a customer-managed key
#= fix:CKV_AWS_240:aws_kinesis_firehose_delivery_stream.events | set `server_side_encryption.enabled = true`
#= fix:CKV_AWS_195:aws_glue_crawler.crawler | encrypt data, bookmarks and logs with a customer-managed key
#= fix:CKV_AWS_35:aws_cloudtrail.trail | encrypt with a customer-managed key
#= fix:CKV_AWS_36:aws_cloudtrail.trail | set `enable_log_file_validation = true`
#= fix:CKV_AWS_67:aws_cloudtrail.trail | set `is_multi_region_trail = true`
#= fix:CKV_AWS_252:aws_cloudtrail.trail | publish new log files to an SNS topic
#= fix:CKV2_AWS_64:aws_kms_key.silent | write out the default key policy
#= fix:CKV_AWS_241:aws_kinesis_firehose_delivery_stream.events | encrypt with a customer-managed key
