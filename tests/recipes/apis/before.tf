#+ all
resource "aws_api_gateway_rest_api" "old" {
  name = "old"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.old.id
  resource_id   = aws_api_gateway_rest_api.old.root_resource_id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_deployment" "old" {
  rest_api_id = aws_api_gateway_rest_api.old.id
}

resource "aws_api_gateway_stage" "old" {
  rest_api_id   = aws_api_gateway_rest_api.old.id
  deployment_id = aws_api_gateway_deployment.old.id
  stage_name    = "live"
}

resource "aws_apigatewayv2_api" "new" {
  name          = "new"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "new" {
  api_id = aws_apigatewayv2_api.new.id
  name   = "live"
}

resource "aws_appsync_graphql_api" "graph" {
  name                = "graph"
  authentication_type = "AWS_IAM"
}

resource "aws_iam_role" "machine" {
  assume_role_policy = "{}"
}

resource "aws_sfn_state_machine" "machine" {
  name       = "machine"
  role_arn   = aws_iam_role.machine.arn
  definition = "{}"
}
