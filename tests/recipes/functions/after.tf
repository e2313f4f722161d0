#+ all
resource "aws_iam_role" "worker" {
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "worker" {
  function_name                  = "worker"
  role                           = aws_iam_role.worker.arn
  filename                       = "worker.zip"
  handler                        = "main.handler"
  runtime                        = "python3.13"
  depends_on                     = [aws_iam_role.worker, aws_iam_role_policy.worker_dead_letters, aws_iam_role_policy_attachment.worker_network]
  reserved_concurrent_executions = 10
  code_signing_config_arn        = aws_lambda_code_signing_config.main.arn
  kms_key_arn                    = aws_kms_key.main.arn

  environment {
    variables = {
      STAGE = "live"
    }
  }

  tracing_config {
    mode = "PassThrough"
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.worker_dead_letters.arn
  }

  vpc_config {
    subnet_ids         = data.aws_subnets.default.ids
    security_group_ids = [aws_security_group.worker_function.id]
  }
}

resource "aws_security_group" "worker_function" {
  name_prefix = "worker-"
  description = "What the function worker may reach"
  vpc_id      = data.aws_vpc.default.id

  egress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role_policy_attachment" "worker_network" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

resource "aws_sqs_queue" "worker_dead_letters" {
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_iam_role_policy" "worker_dead_letters" {
  role = aws_iam_role.worker.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.worker_dead_letters.arn
      }
    ]
  })
}

resource "aws_lambda_function" "foreign" {
  function_name = "foreign"
  role          = "arn:aws:iam::111122223333:role/foreign"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.us-east-1.amazonaws.com/foreign:1"

  tracing_config {
    mode = "PassThrough"
  }
  reserved_concurrent_executions = 10
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
      }
    ]
  })
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

#= fix:CKV_AWS_50:aws_lambda_function.worker | set `tracing_config.mode = "PassThrough"`
#= fix:CKV_AWS_115:aws_lambda_function.worker | set `reserved_concurrent_executions = 10`
#= fix:CKV_AWS_116:aws_lambda_function.worker | send failed events to a dead-letter queue
#= fix:CKV_AWS_272:aws_lambda_function.worker | require signed code
#= fix:CKV_AWS_363:aws_lambda_function.worker | set `runtime = "python3.13"`
#= fix:CKV_AWS_173:aws_lambda_function.worker | encrypt the environment with a customer-managed key
#= fix:CKV_AWS_50:aws_lambda_function.foreign | set `tracing_config.mode = "PassThrough"`
#= fix:CKV_AWS_115:aws_lambda_function.foreign | set `reserved_concurrent_executions = 10`
#= fix:CKV_AWS_117:aws_lambda_function.worker | run in the VPC, with outbound HTTPS only
#! CKV_AWS_116 aws_lambda_function.foreign: its role is not in the module
#! CKV_AWS_117 aws_lambda_function.foreign: its role is not in the module
