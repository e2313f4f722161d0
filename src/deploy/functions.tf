resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = "arn:aws:iam::210987654321:role/one"
  handler       = "index.handler"
  runtime       = "nodejs14.x" # IG_DEPLOY_701
}
resource "aws_lambda_function" "two" {
  function_name = "two"
  role          = "arn:aws:iam::210987654321:role/one"
  handler       = "index.handler"
  runtime       = "python3.7" # IG_DEPLOY_701
}
resource "aws_lambda_function" "three" { # IG_DEPLOY_702
  function_name = "three"
  role          = "arn:aws:iam::210987654321:role/one"
  runtime       = "python3.13"
}
resource "aws_lambda_function" "four" { # IG_DEPLOY_702
  function_name = "four"
  role          = "arn:aws:iam::210987654321:role/one"
}
resource "aws_lambda_function" "image" {
  function_name = "five"
  role          = "arn:aws:iam::210987654321:role/one"
  package_type  = "Image"
  image_uri     = var.image
}
variable "image" {}
#---
resource "aws_iam_role" "one" {
  name               = "one"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_lambda_function" "one" { # IG_DEPLOY_718
  function_name = "one"
  role          = aws_iam_role.one.arn # IG_DEPLOY_703
  handler       = "index.handler"
  runtime       = "python3.13"
}
resource "aws_lambda_function" "two" { # IG_DEPLOY_718
  function_name = "two"
  role          = aws_iam_role.one.name # IG_DEPLOY_704 IG_DEPLOY_703
  handler       = "index.handler"
  runtime       = "python3.13"
}
resource "aws_lambda_function" "three" { # IG_DEPLOY_718
  function_name = "three"
  role          = aws_iam_role.one.id # IG_DEPLOY_704 IG_DEPLOY_703
  handler       = "index.handler"
  runtime       = "python3.13"
}
#---
resource "aws_iam_role" "one" {
  name               = "one"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy_attachment" "one" {
  role       = aws_iam_role.one.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "one" { # IG_DEPLOY_705
  function_name = "one"
  role          = aws_iam_role.one.arn
  handler       = "index.handler"
  runtime       = "python3.13"
  vpc_config {
    subnet_ids         = var.subnets
    security_group_ids = var.groups
  }
}
resource "aws_iam_role" "two" {
  name               = "two"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com"] }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "two" {
  role   = aws_iam_role.two.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["logs:*", "ec2:Describe*"], Resource = "*" }] })
}
resource "aws_lambda_function" "two" { # IG_DEPLOY_705
  function_name = "two"
  role          = aws_iam_role.two.arn
  handler       = "index.handler"
  runtime       = "python3.13"
  vpc_config {
    subnet_ids         = var.subnets
    security_group_ids = var.groups
  }
}
resource "aws_iam_role" "three" {
  name               = "three"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = ["lambda.amazonaws.com"] }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "three" {
  role   = aws_iam_role.three.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["logs:*", "ec2:*NetworkInterface*"], Resource = "*" }] })
}
resource "aws_lambda_function" "three" {
  function_name = "three"
  role          = aws_iam_role.three.arn
  handler       = "index.handler"
  runtime       = "python3.13"
  vpc_config {
    subnet_ids         = var.subnets
    security_group_ids = var.groups
  }
}
variable "subnets" { type = list(string) }
variable "groups" { type = list(string) }
#---
resource "aws_lambda_function" "one" {
  function_name                  = "one"
  role                           = var.role
  handler                        = "index.handler"
  runtime                        = "python3.13"
  reserved_concurrent_executions = 10 # IG_DEPLOY_708
  layers                         = [var.a, var.a, var.a, var.a, var.a, var.a] # IG_DEPLOY_711
  environment {
    variables = {
      AWS_REGION = "eu-west-1" # IG_DEPLOY_706
      STAGE      = "live"
    }
  }
}
resource "aws_lambda_function" "two" {
  function_name                  = "two"
  role                           = var.role
  handler                        = "index.handler"
  runtime                        = "python3.13"
  reserved_concurrent_executions = 2 # IG_DEPLOY_708
  layers                         = [var.a, var.a, var.a, var.a, var.a, var.a, var.a] # IG_DEPLOY_711
  environment {
    variables = {
      AWS_SESSION_TOKEN = "none" # IG_DEPLOY_706
    }
  }
}
resource "aws_lambda_function" "three" {
  function_name                  = "three"
  role                           = var.role
  handler                        = "index.handler"
  runtime                        = "python3.13"
  reserved_concurrent_executions = -1
  layers                         = [var.a, var.a, var.a, var.a, var.a]
  environment {
    variables = {
      REGION = "eu-west-1"
    }
  }
}
variable "role" {}
variable "a" {}
#---
resource "aws_sqs_queue" "slow" {
  name = "slow"
}
resource "aws_sqs_queue" "fifo" {
  name                       = "orders.fifo"
  fifo_queue                 = true
  visibility_timeout_seconds = 20
}
resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
  timeout       = 60
}
variable "role" {}
resource "aws_lambda_event_source_mapping" "one" { # IG_DEPLOY_712
  event_source_arn  = aws_sqs_queue.slow.arn
  function_name     = aws_lambda_function.one.arn
  starting_position = "LATEST" # IG_DEPLOY_713
  batch_size        = 100 # IG_DEPLOY_716
}
resource "aws_lambda_event_source_mapping" "two" { # IG_DEPLOY_712
  event_source_arn  = aws_sqs_queue.fifo.arn
  function_name     = aws_lambda_function.one.arn
  starting_position = "TRIM_HORIZON" # IG_DEPLOY_713
  batch_size        = 11 # IG_DEPLOY_716
}
resource "aws_sqs_queue" "hidden" {
  name                       = "hidden"
  visibility_timeout_seconds = 60
}
resource "aws_lambda_event_source_mapping" "three" {
  event_source_arn                   = aws_sqs_queue.hidden.arn
  function_name                      = aws_lambda_function.one.arn
  batch_size                         = 100
  maximum_batching_window_in_seconds = 5
}
#---
resource "aws_dynamodb_table" "one" {
  name         = "one"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "two" {
  name             = "two"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "KEYS_ONLY"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
}
variable "role" {}
resource "aws_lambda_event_source_mapping" "one" { # IG_DEPLOY_719
  event_source_arn = aws_dynamodb_table.one.arn # IG_DEPLOY_714 IG_DEPLOY_715
  function_name    = aws_lambda_function.one.arn
}
resource "aws_lambda_event_source_mapping" "two" { # IG_DEPLOY_719
  event_source_arn = aws_dynamodb_table.one.stream_arn # IG_DEPLOY_715
  function_name    = aws_lambda_function.one.arn
}
resource "aws_lambda_event_source_mapping" "three" {
  event_source_arn  = aws_dynamodb_table.two.arn # IG_DEPLOY_714
  function_name     = aws_lambda_function.one.arn
  starting_position = "LATEST"
}
resource "aws_lambda_event_source_mapping" "four" {
  event_source_arn  = aws_dynamodb_table.two.stream_arn
  function_name     = aws_lambda_function.one.arn
  starting_position = "LATEST"
}
#---
resource "aws_iam_role" "one" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy_attachment" "one" {
  role       = aws_iam_role.one.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = aws_iam_role.one.arn
  handler       = "index.handler"
  runtime       = "python3.13"
}
resource "aws_sqs_queue" "one" {
  name = "one"
}
resource "aws_kinesis_stream" "one" {
  name        = "one"
  shard_count = 1
}
resource "aws_lambda_event_source_mapping" "one" { # IG_DEPLOY_717
  event_source_arn = aws_sqs_queue.one.arn
  function_name    = aws_lambda_function.one.arn
}
resource "aws_lambda_event_source_mapping" "two" { # IG_DEPLOY_717
  event_source_arn  = aws_kinesis_stream.one.arn
  function_name     = aws_lambda_function.one.arn
  starting_position = "LATEST"
}
#---
resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}
resource "aws_api_gateway_rest_api" "empty" {
  name = "empty"
}
resource "aws_api_gateway_rest_api" "bare" {
  name = "bare"
}
resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
}
variable "role" {}
resource "aws_api_gateway_integration" "one" { # IG_DEPLOY_722
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_rest_api.shop.root_resource_id
  http_method             = "GET"
  type                    = "AWS_PROXY"
  integration_http_method = "GET" # IG_DEPLOY_721
  uri                     = aws_lambda_function.one.arn # IG_DEPLOY_720
}
resource "aws_api_gateway_integration" "two" { # IG_DEPLOY_722
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_rest_api.shop.root_resource_id
  http_method             = "PUT"
  type                    = "AWS_PROXY"
  integration_http_method = "PUT" # IG_DEPLOY_721
  uri                     = aws_lambda_function.one.arn # IG_DEPLOY_720
}
resource "aws_api_gateway_integration" "three" { # IG_DEPLOY_722
  rest_api_id             = aws_api_gateway_rest_api.shop.id
  resource_id             = aws_api_gateway_rest_api.shop.root_resource_id
  http_method             = "POST"
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.one.invoke_arn
}
resource "aws_api_gateway_deployment" "one" { # IG_DEPLOY_723
  rest_api_id = aws_api_gateway_rest_api.shop.id
}
resource "aws_api_gateway_deployment" "two" { # IG_DEPLOY_723
  rest_api_id = aws_api_gateway_rest_api.shop.id
  depends_on  = [aws_api_gateway_integration.one]
}
resource "aws_api_gateway_deployment" "three" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  depends_on  = [aws_api_gateway_integration.one, aws_api_gateway_integration.two, aws_api_gateway_integration.three]
}
resource "aws_api_gateway_deployment" "four" { # IG_DEPLOY_724
  rest_api_id = aws_api_gateway_rest_api.empty.id
}
resource "aws_api_gateway_deployment" "five" { # IG_DEPLOY_724
  rest_api_id = aws_api_gateway_rest_api.bare.id
}
resource "aws_api_gateway_stage" "one" {
  stage_name    = "live"
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  deployment_id = aws_api_gateway_deployment.three.id
  access_log_settings { # IG_DEPLOY_725
    destination_arn = "arn:aws:logs:eu-west-1:210987654321:log-group:shop"
    format          = "$context.requestId"
  }
}
resource "aws_api_gateway_method_settings" "one" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = "live"
  method_path = "*/*"
  settings { # IG_DEPLOY_725
    logging_level = "INFO"
  }
}
#---
resource "aws_cloudwatch_event_rule" "one" {
  schedule_expression = "rate(1 minutes)" # IG_DEPLOY_726
}
resource "aws_cloudwatch_event_rule" "two" {
  schedule_expression = "cron(0 12 * * *)" # IG_DEPLOY_726
}
resource "aws_cloudwatch_event_rule" "three" {
  schedule_expression = "cron(0 12 * * * *)" # IG_DEPLOY_726
}
resource "aws_scheduler_schedule" "four" {
  schedule_expression = "0 3 * * *" # IG_DEPLOY_726
}
resource "aws_cloudwatch_event_rule" "five" {
  schedule_expression = "cron(0 12 ? * MON-FRI *)"
}
resource "aws_cloudwatch_event_rule" "six" {
  schedule_expression = "rate(5 minutes)"
}
resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
}
resource "aws_lambda_function" "two" {
  function_name = "two"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
}
variable "role" {}
resource "aws_sqs_queue" "one" {
  name = "one"
}
resource "aws_sns_topic" "one" {
  name = "one"
}
resource "aws_sfn_state_machine" "one" {
  name       = "one"
  role_arn   = var.role
  definition = jsonencode({ StartAt = "a", States = { a = { Type = "Succeed" } } })
}
resource "aws_ecs_cluster" "one" {
  name = "one"
}
resource "aws_cloudwatch_event_target" "one" { # IG_DEPLOY_727
  rule = aws_cloudwatch_event_rule.six.name
  arn  = aws_lambda_function.one.arn
}
resource "aws_cloudwatch_event_target" "two" { # IG_DEPLOY_727
  rule = aws_cloudwatch_event_rule.five.name
  arn  = aws_lambda_function.two.arn
}
resource "aws_cloudwatch_event_target" "three" { # IG_DEPLOY_728
  rule = aws_cloudwatch_event_rule.five.name
  arn  = aws_sqs_queue.one.arn
}
resource "aws_cloudwatch_event_target" "four" { # IG_DEPLOY_728
  rule = aws_cloudwatch_event_rule.five.name
  arn  = aws_sns_topic.one.arn
}
resource "aws_cloudwatch_event_target" "five" { # IG_DEPLOY_729
  rule = aws_cloudwatch_event_rule.five.name
  arn  = aws_sfn_state_machine.one.arn
}
resource "aws_cloudwatch_event_target" "six" { # IG_DEPLOY_729
  rule = aws_cloudwatch_event_rule.five.name
  arn  = aws_ecs_cluster.one.arn
}
resource "aws_cloudwatch_event_target" "seven" {
  rule     = aws_cloudwatch_event_rule.five.name
  arn      = aws_sfn_state_machine.one.arn
  role_arn = var.role
}
#---
resource "aws_sqs_queue" "one" {
  name       = "orders" # IG_DEPLOY_730
  fifo_queue = true
}
resource "aws_sns_topic" "two" {
  name = "orders.fifo" # IG_DEPLOY_730
}
resource "aws_sqs_queue" "dead" {
  name = "dead"
}
resource "aws_sqs_queue" "right" {
  name           = "payments"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
}
resource "aws_sqs_queue" "three" {
  name           = "returns.fifo"
  fifo_queue     = true
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 }) # IG_DEPLOY_731
}
resource "aws_sqs_queue" "four" {
  name           = "letters"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.three.arn, maxReceiveCount = 3 }) # IG_DEPLOY_731
}
resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
}
variable "role" {}
resource "aws_sns_topic" "events" {
  name = "events"
}
resource "aws_sns_topic_subscription" "one" { # IG_DEPLOY_732
  topic_arn = aws_sns_topic.events.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.one.arn
}
resource "aws_sns_topic_subscription" "two" { # IG_DEPLOY_732
  topic_arn = var.topic
  protocol  = "lambda"
  endpoint  = aws_lambda_function.one.arn
}
variable "topic" {}
resource "aws_sns_topic_subscription" "three" { # IG_DEPLOY_733
  topic_arn = aws_sns_topic.events.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.right.arn
}
resource "aws_sns_topic_subscription" "four" { # IG_DEPLOY_733
  topic_arn = aws_sns_topic.events.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.dead.arn
}
#---
resource "aws_iam_role" "one" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_sfn_state_machine" "one" {
  name       = "one"
  role_arn   = aws_iam_role.one.arn # IG_DEPLOY_735
  definition = jsonencode({ StartAt = "begin", States = { start = { Type = "Succeed" } } }) # IG_DEPLOY_734
}
resource "aws_sfn_state_machine" "two" {
  name       = "two"
  role_arn   = aws_iam_role.one.arn # IG_DEPLOY_735
  definition = jsonencode({ StartAt = "a", States = { a = { Type = "Pass", Next = "b" } } }) # IG_DEPLOY_734
}
resource "aws_kinesis_stream" "one" {
  name        = "one"
  shard_count = 2 # IG_DEPLOY_736
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}
resource "aws_kinesis_stream" "two" { # IG_DEPLOY_736
  name = "two"
}
resource "aws_cloudwatch_metric_alarm" "one" {
  alarm_name          = "one"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 45 # IG_DEPLOY_737
}
resource "aws_cloudwatch_metric_alarm" "two" {
  alarm_name          = "two"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 90 # IG_DEPLOY_737
}
resource "aws_cloudwatch_metric_alarm" "three" {
  alarm_name          = "three"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  period              = 300
}
#---
resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
  environment {
    variables = { TEXT = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" } # IG_DEPLOY_707
  }
}
resource "aws_lambda_function" "two" {
  function_name = "two"
  role          = var.role
  handler       = "index.handler"
  runtime       = "python3.13"
  environment {
    variables = { LONG = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" } # IG_DEPLOY_707
  }
}
variable "role" {}
#---
resource "aws_iam_role" "a" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role" "b" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "b" {
  role = aws_iam_role.b.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["logs:*"], Resource = "*" },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.failed.arn },
    ]
  })
}

resource "aws_sqs_queue" "failed" {
  name = "failed"
}

resource "aws_sns_topic" "failed" {
  name = "failed"
}

resource "aws_lambda_function" "a" {
  function_name = "a"
  role          = aws_iam_role.a.arn
  runtime       = "python3.13"
  handler       = "a.a"
  filename      = "a.zip"

  dead_letter_config { # IG_DEPLOY_709
    target_arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_lambda_function" "b" {
  function_name = "b"
  role          = aws_iam_role.a.arn
  runtime       = "python3.13"
  handler       = "b.b"
  filename      = "b.zip"

  dead_letter_config { # IG_DEPLOY_709
    target_arn = aws_sns_topic.failed.arn
  }
}

resource "aws_lambda_function" "spared" {
  function_name = "c"
  role          = aws_iam_role.b.arn
  runtime       = "python3.13"
  handler       = "c.c"
  filename      = "c.zip"

  dead_letter_config {
    target_arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_lambda_permission" "a" {
  action        = "s3:PutObject" # IG_DEPLOY_738
  function_name = aws_lambda_function.a.function_name
  principal     = "s3.amazonaws.com"
}

resource "aws_lambda_permission" "b" {
  action        = "InvokeFunction" # IG_DEPLOY_738
  function_name = aws_lambda_function.b.function_name
  principal     = "events.amazonaws.com"
}

resource "aws_lambda_permission" "spared" {
  action        = "lambda:InvokeFunctionUrl"
  function_name = aws_lambda_function.b.function_name
  principal     = "*"
}
#---
# Step Functions has a name in each region too.
resource "aws_iam_role" "regional" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "states.us-east-1.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_sfn_state_machine" "regional" {
  name       = "regional"
  role_arn   = aws_iam_role.regional.arn
  definition = jsonencode({ StartAt = "Done", States = { Done = { Type = "Succeed" } } })
}
#---
# A script adds the integration.
resource "aws_api_gateway_rest_api" "scripted" {
  name = "scripted"
}

resource "terraform_data" "integration" {
  provisioner "local-exec" {
    command = "./integrate.sh ${aws_api_gateway_rest_api.scripted.id}"
  }
}

resource "aws_api_gateway_deployment" "scripted" {
  rest_api_id = aws_api_gateway_rest_api.scripted.id
  depends_on  = [terraform_data.integration]
}
#---
resource "aws_sns_topic" "own" {
  kms_master_key_id = "alias/aws/sns"
}
resource "aws_sns_topic" "plain" {}
resource "aws_sns_topic" "customer" {
  kms_master_key_id = var.key
}
resource "aws_cloudwatch_metric_alarm" "own" {
  period        = 60
  alarm_actions = [aws_sns_topic.own.arn] # IG_DEPLOY_739
  ok_actions    = [aws_sns_topic.plain.arn, aws_sns_topic.customer.arn]
}
resource "aws_cloudwatch_metric_alarm" "two" {
  period        = 60
  alarm_actions = [aws_sns_topic.plain.arn]
  ok_actions = [
    aws_sns_topic.own.arn # IG_DEPLOY_739
  ]
}
variable "key" {}
#---
# An image holds its handler and its runtime.
resource "aws_iam_role" "image" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "image" {
  role       = aws_iam_role.image.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_ecr_repository" "image" {
  name = "resize"
}

locals {
  package = "Image"
}

resource "aws_lambda_function" "with_runtime" {
  function_name = "with-runtime"
  role          = aws_iam_role.image.arn
  package_type  = "Image"
  image_uri     = "${aws_ecr_repository.image.repository_url}:1"
  runtime       = "python3.13" # IG_DEPLOY_710
}

resource "aws_lambda_function" "with_handler" {
  function_name = "with-handler"
  role          = aws_iam_role.image.arn
  package_type  = local.package
  image_uri     = "${aws_ecr_repository.image.repository_url}:1"
  handler       = "index.handler" # IG_DEPLOY_710
}

resource "aws_lambda_function" "plain" {
  function_name = "plain"
  role          = aws_iam_role.image.arn
  package_type  = "Image"
  image_uri     = "${aws_ecr_repository.image.repository_url}:1"
}
