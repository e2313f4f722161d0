#+ all
resource "aws_api_gateway_rest_api" "old" {
  name = "old"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_method" "get" {
  rest_api_id          = aws_api_gateway_rest_api.old.id
  resource_id          = aws_api_gateway_rest_api.old.root_resource_id
  http_method          = "GET"
  authorization        = "AWS_IAM"
  request_validator_id = aws_api_gateway_request_validator.get.id
}

resource "aws_api_gateway_request_validator" "get" {
  name                        = "get"
  rest_api_id                 = aws_api_gateway_rest_api.old.id
  validate_request_body       = true
  validate_request_parameters = true
}

resource "aws_api_gateway_deployment" "old" {
  rest_api_id = aws_api_gateway_rest_api.old.id

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "old" {
  rest_api_id          = aws_api_gateway_rest_api.old.id
  deployment_id        = aws_api_gateway_deployment.old.id
  stage_name           = "live"
  xray_tracing_enabled = true

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
  depends_on            = [aws_api_gateway_account.logs]
  cache_cluster_enabled = true
}

resource "aws_apigatewayv2_api" "new" {
  name          = "new"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "new" {
  api_id = aws_apigatewayv2_api.new.id
  name   = "live"

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

resource "aws_appsync_graphql_api" "graph" {
  name                = "graph"
  authentication_type = "AWS_IAM"

  log_config {
    cloudwatch_logs_role_arn = aws_iam_role.graphql_logs.arn
    field_log_level          = "ALL"
  }
}

resource "aws_iam_role" "machine" {
  assume_role_policy = "{}"
}

resource "aws_sfn_state_machine" "machine" {
  name       = "machine"
  role_arn   = aws_iam_role.machine.arn
  definition = "{}"

  tracing_configuration {
    enabled = true
  }

  logging_configuration {
    include_execution_data = true
    level                  = "ALL"
    log_destination        = "${aws_cloudwatch_log_group.machine.arn}:*"
  }
  depends_on = [aws_iam_role_policy.machine_logs]
}

resource "aws_cloudwatch_log_group" "machine" {
  name_prefix       = "/aws/vendedlogs/states/"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_iam_role_policy" "machine_logs" {
  # checkov:skip=CKV_AWS_355: the delivery of logs has no resource of its own
  # checkov:skip=CKV_AWS_290: the delivery of logs has no resource of its own
  # checkov:skip=CKV_AWS_289: the delivery of logs has no resource of its own
  role = aws_iam_role.machine.id

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

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

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
      }
    ]
  })
}

resource "aws_cloudwatch_log_group" "api" {
  name_prefix       = "api-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

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

#= fix:CKV_AWS_237:aws_api_gateway_rest_api.old | set `lifecycle.create_before_destroy = true`
#= fix:CKV_AWS_59:aws_api_gateway_method.get | set `authorization = "AWS_IAM"`
#= fix:CKV2_AWS_53:aws_api_gateway_method.get | validate request bodies and parameters
#= fix:CKV_AWS_217:aws_api_gateway_deployment.old | set `lifecycle.create_before_destroy = true`
#= fix:CKV_AWS_73:aws_api_gateway_stage.old | set `xray_tracing_enabled = true`
#= fix:CKV_AWS_76:aws_api_gateway_stage.old | log requests to CloudWatch
#= fix:CKV_AWS_120:aws_api_gateway_stage.old | set `cache_cluster_enabled = true`
#= fix:CKV_AWS_76:aws_apigatewayv2_stage.new | log requests to CloudWatch
#= fix:CKV_AWS_193:aws_appsync_graphql_api.graph | log requests to CloudWatch
#= fix:CKV_AWS_284:aws_sfn_state_machine.machine | set `tracing_configuration.enabled = true`
#= fix:CKV_AWS_285:aws_sfn_state_machine.machine | log every step to CloudWatch
