## LOG_BUCKET
# Bucket for logs: private, versioned and expiring.
#
# It uses the default encryption of S3: the services that deliver logs cannot write under a KMS
# key.
# include ACCOUNT

resource "aws_s3_bucket" "logs" {
  # checkov:skip=CKV_AWS_18: the bucket of the logs would log itself
  # checkov:skip=CKV_AWS_144: logs are not worth a second region
  # checkov:skip=CKV_AWS_145: services deliver logs to buckets without a key of KMS only
  # checkov:skip=CKV2_AWS_62: nobody waits for a log
  bucket_prefix = "logs-"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
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
}

resource "aws_s3_bucket_policy" "logs" {
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
}

## BUCKET_LOG
# Logs reads and writes of a bucket.
resource "aws_s3_bucket_logging" "this" {
  bucket        = local.resource.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "${local.name}/"
}

# include LOG_BUCKET

## FLOW_LOG
# Logs the connections in a network.
resource "aws_flow_log" "this" {
  vpc_id               = local.resource.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.logs.arn

  depends_on = [aws_s3_bucket_policy.logs]
}

# include LOG_BUCKET

## LOAD_BALANCER_LOG
# Logs the requests to a load balancer.
set {
  access_logs {
    bucket  = aws_s3_bucket_policy.logs.bucket
    enabled = true
  }
}

# include LOG_BUCKET

## REDSHIFT_LOG
# Logs the use of a Redshift cluster.
set {
  logging {
    enable      = local.version_5
    bucket_name = aws_s3_bucket_policy.logs.bucket
  }
}

# include LOG_BUCKET

## DISTRIBUTION_LOG
# Logs the requests to a distribution.
#
# CloudFront delivers as the owner of the log objects only if the bucket allows ACLs.
set {
  logging_config {
    bucket = "${aws_s3_bucket_ownership_controls.logs.bucket}.s3.amazonaws.com"
  }
}

# include LOG_BUCKET

resource "aws_s3_bucket_ownership_controls" "logs" {
  # checkov:skip=CKV2_AWS_65: CloudFront delivers its logs by an ACL
  bucket = aws_s3_bucket.logs.id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

## BROKER_LOGS
# Logs the activity of the brokers of a cluster.
set {
  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.brokers.name
      }
    }
  }
}

# include KEYS

resource "aws_cloudwatch_log_group" "brokers" {
  name_prefix       = "brokers-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

## SEARCH_LOGS
# Logs the slow requests of a search domain.
#
# OpenSearch needs a resource policy to write to the log group.
set {
  depends_on = [aws_cloudwatch_log_resource_policy.search]
}

add {
  log_publishing_options {
    log_type                 = "INDEX_SLOW_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
  }
}

# include KEYS
# include SEARCH_GROUP

## SEARCH_AUDIT
# Logs the use of a search domain.
set {
  depends_on = [aws_cloudwatch_log_resource_policy.search]
}

add {
  log_publishing_options {
    log_type                 = "AUDIT_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
    enabled                  = true
  }
}

# include KEYS
# include SEARCH_GROUP

## SEARCH_GROUP
resource "aws_cloudwatch_log_group" "search" {
  name_prefix       = "search-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_cloudwatch_log_resource_policy" "search" {
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
}

## API_LOG
# Logs the requests to an API.
set {
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      requestId = "$context.requestId"
      time      = "$context.requestTime"
      ip        = "$context.identity.sourceIp"
      method    = "$context.httpMethod"
      status    = "$context.status"
    })
  }
}

# include KEYS
# include API_GROUP

## REST_API_LOG
# Logs the requests to a REST API, which writes with a role of the whole account.
set {
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format = jsonencode({
      requestId = "$context.requestId"
      time      = "$context.requestTime"
      ip        = "$context.identity.sourceIp"
      method    = "$context.httpMethod"
      status    = "$context.status"
    })
  }
  depends_on = [aws_api_gateway_account.logs]
}

# include KEYS
# include API_GROUP

resource "aws_iam_role" "api_logs" {
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
}

resource "aws_iam_role_policy_attachment" "api_logs" {
  role       = aws_iam_role.api_logs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "logs" {
  cloudwatch_role_arn = aws_iam_role.api_logs.arn

  depends_on = [aws_iam_role_policy_attachment.api_logs]
}

## API_GROUP
resource "aws_cloudwatch_log_group" "api" {
  name_prefix       = "api-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

## STATE_MACHINE_LOG
# Logs every step of a state machine.
set {
  logging_configuration {
    include_execution_data = true
    level                  = "ALL"
    log_destination        = "${aws_cloudwatch_log_group.this.arn}:*"
  }
  depends_on = [aws_iam_role_policy.this_logs]
}

resource "aws_cloudwatch_log_group" "this" {
  name_prefix       = "/aws/vendedlogs/states/"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_iam_role_policy" "this_logs" {
  # checkov:skip=CKV_AWS_355: the delivery of logs has no resource of its own
  # checkov:skip=CKV_AWS_290: the delivery of logs has no resource of its own
  # checkov:skip=CKV_AWS_289: the delivery of logs has no resource of its own
  role = local.role.id

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
}

# include KEYS

## GRAPHQL_LOG
# Logs the requests to a GraphQL API, which writes with a role.
set {
  log_config {
    cloudwatch_logs_role_arn = aws_iam_role.graphql_logs.arn
    field_log_level          = "ALL"
  }
}

resource "aws_iam_role" "graphql_logs" {
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
}

resource "aws_iam_role_policy_attachment" "graphql_logs" {
  role       = aws_iam_role.graphql_logs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs"
}

## TRAIL_TOPIC
# Announces every log file of a trail to a topic.
set {
  sns_topic_name = aws_sns_topic_policy.trail.arn
}

# include KEYS

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
