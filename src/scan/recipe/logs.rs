//! Defines the recipes for logs: one shared bucket, and log groups that expire.

use super::encryption::KEYS;
use super::{ACCOUNT, BASE, Recipe};

/// Bucket for logs: private, versioned and expiring.
///
/// It uses the default encryption of S3: the services that deliver logs cannot write under a KMS
/// key.
pub(super) const LOG_BUCKET: &[&str] = &[
    ACCOUNT,
    r#"resource "aws_s3_bucket" "logs" {
  # checkov:skip=CKV_AWS_18: the bucket of the logs would log itself
  # checkov:skip=CKV_AWS_144: logs are not worth a second region
  # checkov:skip=CKV_AWS_145: services deliver logs to buckets without a key of KMS only
  # checkov:skip=CKV2_AWS_62: nobody waits for a log
  bucket_prefix = "logs-"
}"#,
    r#"resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}"#,
    r#"resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}"#,
    r#"resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "old-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}"#,
    r#"resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "BucketLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.logs.arn}/*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "FlowLogs"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:PutObject"]
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "LoadBalancers"
        Effect    = "Allow"
        Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.logs.arn}/*"
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:aws:elasticloadbalancing:*:${data.aws_caller_identity.current.account_id}:loadbalancer/*"
          }
        }
      },
      {
        Sid       = "Warehouses"
        Effect    = "Allow"
        Principal = { Service = "redshift.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:PutObject"]
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:aws:redshift:*:${data.aws_caller_identity.current.account_id}:cluster:*"
          }
        }
      },
      {
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }
    ]
  })
}"#,
];

/// Reference to the log bucket after its policy lets services write.
const WRITABLE_BUCKET: &str = "aws_s3_bucket_policy.logs.bucket";

/// Logs reads and writes of a bucket.
pub const BUCKET_LOG: Recipe = Recipe {
    description: "log access to a log bucket",
    resources: &[r#"resource "aws_s3_bucket_logging" "{name}" {
  bucket        = {at}.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "{name}/"
}"#],
    prerequisites: &[LOG_BUCKET],
    ..BASE
};

/// Logs the connections in a network.
pub const FLOW_LOG: Recipe = Recipe {
    description: "add a flow log to a log bucket",
    resources: &[r#"resource "aws_flow_log" "{name}" {
  vpc_id               = {at}.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.logs.arn

  depends_on = [aws_s3_bucket_policy.logs]
}"#],
    prerequisites: &[LOG_BUCKET],
    ..BASE
};

/// Logs the requests to a load balancer.
pub const LOAD_BALANCER_LOG: Recipe = Recipe {
    description: "log requests to a log bucket",
    arguments: &[
        ("access_logs.bucket", WRITABLE_BUCKET),
        ("access_logs.enabled", "true"),
    ],
    prerequisites: &[LOG_BUCKET],
    ..BASE
};

/// Logs the use of a Redshift cluster.
pub const REDSHIFT_LOG: Recipe = Recipe {
    description: "send audit logs to a log bucket",
    arguments: &[
        ("logging.enable", "true"),
        ("logging.bucket_name", WRITABLE_BUCKET),
    ],
    prerequisites: &[LOG_BUCKET],
    ..BASE
};

/// Logs the requests to a distribution.
///
/// CloudFront delivers as the owner of the log objects only if the bucket allows ACLs.
pub const DISTRIBUTION_LOG: Recipe = Recipe {
    description: "log requests to a log bucket",
    arguments: &[(
        "logging_config.bucket",
        "\"${aws_s3_bucket_ownership_controls.logs.bucket}.s3.amazonaws.com\"",
    )],
    prerequisites: &[
        LOG_BUCKET,
        &[r#"resource "aws_s3_bucket_ownership_controls" "logs" {
  # checkov:skip=CKV2_AWS_65: CloudFront delivers its logs by an ACL
  bucket = aws_s3_bucket.logs.id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}"#],
    ],
    ..BASE
};

/// Logs the activity of the brokers of a cluster.
pub const BROKER_LOGS: Recipe = Recipe {
    description: "send broker logs to CloudWatch",
    arguments: &[
        ("logging_info.broker_logs.cloudwatch_logs.enabled", "true"),
        (
            "logging_info.broker_logs.cloudwatch_logs.log_group",
            "aws_cloudwatch_log_group.brokers.name",
        ),
    ],
    prerequisites: &[
        KEYS,
        &[r#"resource "aws_cloudwatch_log_group" "brokers" {
  name_prefix       = "brokers-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}"#],
    ],
    ..BASE
};

/// Logs the slow requests of a search domain.
///
/// OpenSearch needs a resource policy to write to the log group.
pub const SEARCH_LOGS: Recipe = Recipe {
    description: "log slow requests to CloudWatch",
    blocks: &[r#"log_publishing_options {
  log_type                 = "INDEX_SLOW_LOGS"
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
}"#],
    prerequisites: &[KEYS, SEARCH_GROUP],
    depends_on: &["aws_cloudwatch_log_resource_policy.search"],
    ..BASE
};

/// Logs the use of a search domain.
pub const SEARCH_AUDIT: Recipe = Recipe {
    cost: super::Cost::NeedsConsent("it works only with fine-grained access control"),
    description: "send audit logs to CloudWatch",
    blocks: &[r#"log_publishing_options {
  log_type                 = "AUDIT_LOGS"
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
  enabled                  = true
}"#],
    prerequisites: &[KEYS, SEARCH_GROUP],
    depends_on: &["aws_cloudwatch_log_resource_policy.search"],
    ..BASE
};

const SEARCH_GROUP: &[&str] = &[
    r#"resource "aws_cloudwatch_log_group" "search" {
  name_prefix       = "search-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}"#,
    r#"resource "aws_cloudwatch_log_resource_policy" "search" {
  policy_name = "search-logs"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "es.amazonaws.com" }
        Action    = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"]
        Resource  = "${aws_cloudwatch_log_group.search.arn}:*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      }
    ]
  })
}"#,
];

/// Logs the requests to an API.
pub const API_LOG: Recipe = Recipe {
    description: "log requests to CloudWatch",
    arguments: &[
        (
            "access_log_settings.destination_arn",
            "aws_cloudwatch_log_group.api.arn",
        ),
        ("access_log_settings.format", API_FORMAT),
    ],
    prerequisites: &[KEYS, API_GROUP],
    ..BASE
};

/// Logs the requests to a REST API, which writes with a role of the whole account.
pub const REST_API_LOG: Recipe = Recipe {
    arguments: API_LOG.arguments,
    description: API_LOG.description,
    prerequisites: &[
        KEYS,
        API_GROUP,
        &[
            r#"resource "aws_iam_role" "api_logs" {
  name_prefix = "api-logs-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "apigateway.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}"#,
            r#"resource "aws_iam_role_policy_attachment" "api_logs" {
  role       = aws_iam_role.api_logs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}"#,
            r#"resource "aws_api_gateway_account" "logs" {
  cloudwatch_role_arn = aws_iam_role.api_logs.arn

  depends_on = [aws_iam_role_policy_attachment.api_logs]
}"#,
        ],
    ],
    depends_on: &["aws_api_gateway_account.logs"],
    ..BASE
};

const API_GROUP: &[&str] = &[r#"resource "aws_cloudwatch_log_group" "api" {
  name_prefix       = "api-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}"#];

/// Access log format: one JSON object per request.
const API_FORMAT: &str = r#"jsonencode({
      requestId = "$context.requestId"
      time      = "$context.requestTime"
      ip        = "$context.identity.sourceIp"
      method    = "$context.httpMethod"
      status    = "$context.status"
    })"#;

/// Logs every step of a state machine.
pub const STATE_MACHINE_LOG: Recipe = Recipe {
    description: "log every step to CloudWatch",
    arguments: &[
        ("logging_configuration.include_execution_data", "true"),
        ("logging_configuration.level", "\"ALL\""),
        (
            "logging_configuration.log_destination",
            "\"${aws_cloudwatch_log_group.{name}.arn}:*\"",
        ),
    ],
    resources: &[
        r#"resource "aws_cloudwatch_log_group" "{name}" {
  name_prefix       = "/aws/vendedlogs/states/"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}"#,
        r#"resource "aws_iam_role_policy" "{name}_logs" {
  # checkov:skip=CKV_AWS_355: the delivery of logs has no resource of its own
  # checkov:skip=CKV_AWS_290: the delivery of logs has no resource of its own
  # checkov:skip=CKV_AWS_289: the delivery of logs has no resource of its own
  role = {role}.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ]
        Resource = "*"
      }
    ]
  })
}"#,
    ],
    prerequisites: &[KEYS],
    depends_on: &["aws_iam_role_policy.{name}_logs"],
    ..BASE
};

/// Logs the requests to a GraphQL API, which writes with a role.
pub const GRAPHQL_LOG: Recipe = Recipe {
    description: "log requests to CloudWatch",
    arguments: &[
        (
            "log_config.cloudwatch_logs_role_arn",
            "aws_iam_role.graphql_logs.arn",
        ),
        ("log_config.field_log_level", "\"ALL\""),
    ],
    prerequisites: &[&[
        r#"resource "aws_iam_role" "graphql_logs" {
  name_prefix = "graphql-logs-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "appsync.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}"#,
        r#"resource "aws_iam_role_policy_attachment" "graphql_logs" {
  role       = aws_iam_role.graphql_logs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs"
}"#,
    ]],
    ..BASE
};

/// Announces every log file of a trail to a topic.
pub const TRAIL_TOPIC: Recipe = Recipe {
    description: "publish new log files to an SNS topic",
    arguments: &[("sns_topic_name", "aws_sns_topic_policy.trail.arn")],
    prerequisites: &[
        KEYS,
        &[
            r#"resource "aws_sns_topic" "trail" {
  name_prefix       = "trail-"
  kms_master_key_id = aws_kms_key.main.arn
}"#,
            r#"resource "aws_sns_topic_policy" "trail" {
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
}"#,
        ],
    ],
    ..BASE
};
