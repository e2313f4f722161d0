resource "aws_sqs_queue" "dead" {
  name                    = "hello-dead"
  sqs_managed_sse_enabled = true
}

resource "aws_lambda_function" "hello" {
  function_name                  = "hello"
  role                           = aws_iam_role.hello.arn
  runtime                        = "python3.12"
  handler                        = "app.handler"
  filename                       = var.package
  source_code_hash               = filebase64sha256(var.package)
  reserved_concurrent_executions = 10

  dead_letter_config {
    target_arn = aws_sqs_queue.dead.arn
  }

  tracing_config {
    mode = "Active"
  }
}

resource "aws_apigatewayv2_route" "hello" {
  api_id             = aws_apigatewayv2_api.http.id
  route_key          = "GET /hello"
  target             = "integrations/${aws_apigatewayv2_integration.hello.id}"
  authorization_type = "AWS_IAM"
}

resource "aws_cloudwatch_log_group" "http" {
  name              = "/aws/apigateway/hello"
  retention_in_days = 365
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.http.id
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.http.arn
    format          = "$context.requestId $context.status"
  }
}
