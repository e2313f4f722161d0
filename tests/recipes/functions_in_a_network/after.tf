#+ all
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "main" {
  vpc_id               = aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.logs.arn

  depends_on = [aws_s3_bucket_policy.logs]
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = false
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1${count.index}.0/24"
}

resource "aws_iam_role" "worker" {
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "worker" {
  for_each      = toset(["a", "b"])
  function_name = each.key
  role          = aws_iam_role.worker.arn
  filename      = "worker.zip"
  handler       = "main.handler"
  runtime       = "python3.13"

  tracing_config {
    mode = "PassThrough"
  }
  reserved_concurrent_executions = 10

  dead_letter_config {
    target_arn = aws_sqs_queue.worker_dead_letters[each.key].arn
  }
  depends_on              = [aws_iam_role_policy.worker_dead_letters, aws_iam_role_policy_attachment.worker_network]
  code_signing_config_arn = aws_lambda_code_signing_config.main.arn

  vpc_config {
    subnet_ids         = concat(aws_subnet.private[*].id, [aws_subnet.public.id])
    security_group_ids = [aws_security_group.worker_function[each.key].id]
  }
}

resource "aws_security_group" "worker_function" {
  for_each    = toset(["a", "b"])
  name_prefix = "worker-"
  description = "What the function worker may reach"
  vpc_id      = aws_vpc.main.id

  egress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role_policy_attachment" "worker_network" {
  for_each   = toset(["a", "b"])
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

resource "aws_sqs_queue" "worker_dead_letters" {
  for_each                  = toset(["a", "b"])
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_iam_role_policy" "worker_dead_letters" {
  for_each = toset(["a", "b"])
  role     = aws_iam_role.worker.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.worker_dead_letters[each.key].arn
      }
    ]
  })
}

data "aws_caller_identity" "current" {}

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
        Sid       = "FlowLogs"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:PutObject"]
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
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

resource "aws_signer_signing_profile" "main" {
  platform_id = "AWSLambda-SHA384-ECDSA"
}

resource "aws_lambda_code_signing_config" "main" {
  allowed_publishers {
    signing_profile_version_arns = [aws_signer_signing_profile.main.version_arn]
  }

  policies {
    untrusted_artifact_on_deployment = "Warn"
  }
}

#= fix:CKV2_AWS_11:aws_vpc.main | add a flow log to a log bucket
#= fix:CKV2_AWS_12:aws_vpc.main | remove all rules from the default security group
#= fix:CKV_AWS_130:aws_subnet.public | set `map_public_ip_on_launch = false`
#= fix:CKV_AWS_50:aws_lambda_function.worker | set `tracing_config.mode = "PassThrough"`
#= fix:CKV_AWS_115:aws_lambda_function.worker | set `reserved_concurrent_executions = 10`
#= fix:CKV_AWS_116:aws_lambda_function.worker | send failed events to a dead-letter queue
#= fix:CKV_AWS_272:aws_lambda_function.worker | require signed code
#= fix:CKV_AWS_117:aws_lambda_function.worker | run in the VPC, with outbound HTTPS only
