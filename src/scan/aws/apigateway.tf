resource "aws_api_gateway_rest_api" "caught" { # CKV_AWS_237
}

resource "aws_api_gateway_rest_api" "spared" { # !CKV_AWS_237
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_deployment" "caught" { # CKV_AWS_217
}

resource "aws_api_gateway_deployment" "spared" { # !CKV_AWS_217
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "caught" { # CKV_AWS_73 CKV_AWS_76 CKV_AWS_120
}

resource "aws_api_gateway_stage" "spared" { # !CKV_AWS_73 !CKV_AWS_76 !CKV_AWS_120
  xray_tracing_enabled  = true
  cache_cluster_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.a.arn
  }
}

resource "aws_apigatewayv2_stage" "caught" { # CKV_AWS_76
}

resource "aws_apigatewayv2_stage" "spared" { # !CKV_AWS_76
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.a.arn
  }
}

resource "aws_api_gateway_method_settings" "caught" { # CKV_AWS_225 CKV_AWS_276 !CKV_AWS_308
  settings {
    data_trace_enabled = true
  }
}

resource "aws_api_gateway_method_settings" "cached_in_the_open" { # !CKV_AWS_225 CKV_AWS_308
  settings {
    caching_enabled = true
  }
}

resource "aws_api_gateway_method_settings" "spared" { # clean
  settings {
    cache_data_encrypted = true
    caching_enabled      = true
    data_trace_enabled   = false
  }
}

resource "aws_api_gateway_domain_name" "caught" { # CKV_AWS_206
  security_policy = "TLS_1_0"
}

resource "aws_api_gateway_domain_name" "spared" { # !CKV_AWS_206
  security_policy = "TLS_1_2"
}

resource "aws_apigatewayv2_route" "caught" { # CKV_AWS_309
  authorization_type = "NONE"
}

resource "aws_apigatewayv2_route" "spared" { # !CKV_AWS_309
  authorization_type = "JWT"
}

resource "aws_api_gateway_method" "open" { # CKV_AWS_59 CKV2_AWS_53
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_method" "closed" { # !CKV_AWS_59 !CKV2_AWS_53
  http_method          = "GET"
  authorization        = "AWS_IAM"
  request_validator_id = "a"
}

resource "aws_api_gateway_stage" "graph_bare" { # CKV2_AWS_4 CKV2_AWS_29 CKV2_AWS_51 !CKV2_AWS_77
  rest_api_id = aws_api_gateway_rest_api.graph.id
}

resource "aws_api_gateway_rest_api" "graph" {
  name = "graph"

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_stage" "graph_full" { # !CKV2_AWS_4 !CKV2_AWS_29 !CKV2_AWS_51 CKV2_AWS_77
  rest_api_id           = aws_api_gateway_rest_api.graph.id
  client_certificate_id = "a"
}

resource "aws_api_gateway_method_settings" "graph_full" {
  stage_name = aws_api_gateway_stage.graph_full.stage_name

  settings {
    logging_level   = "INFO"
    metrics_enabled = true
  }
}

resource "aws_wafv2_web_acl_association" "graph_full" {
  resource_arn = aws_api_gateway_stage.graph_full.arn
  web_acl_arn  = aws_wafv2_web_acl.empty.arn
}

resource "aws_wafv2_web_acl" "empty" {
  name  = "empty"
  scope = "REGIONAL"
}

resource "aws_apigatewayv2_stage" "socket" { # CKV2_AWS_51
  api_id = aws_apigatewayv2_api.socket.id
}

resource "aws_apigatewayv2_api" "socket" { # !CKV2_AWS_77
  name          = "socket"
  protocol_type = "WEBSOCKET"
}

resource "aws_apigatewayv2_stage" "http" { # !CKV2_AWS_51
  api_id = aws_apigatewayv2_api.http.id
}

resource "aws_apigatewayv2_api" "http" { # CKV2_AWS_77
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_wafv2_web_acl_association" "http" {
  resource_arn = aws_apigatewayv2_api.http.arn
  web_acl_arn  = aws_wafv2_web_acl.empty.arn
}

resource "aws_api_gateway_method" "open_to_all" { # CKV2_AWS_70
  rest_api_id   = aws_api_gateway_rest_api.open_to_all.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_rest_api" "open_to_all" {
  name = "api"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "*"
    }]
  })
}

resource "aws_api_gateway_method" "asked" { # !CKV2_AWS_70
  rest_api_id   = "api"
  http_method   = "OPTIONS"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_method" "private" { # !CKV2_AWS_70
  rest_api_id   = aws_api_gateway_rest_api.private.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_rest_api" "private" {
  name = "api"

  endpoint_configuration {
    types = ["PRIVATE"]
  }
}
