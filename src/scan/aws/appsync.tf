resource "aws_appsync_graphql_api" "caught" { # CKV_AWS_193 CKV_AWS_194
}

resource "aws_appsync_graphql_api" "spared" { # !CKV_AWS_193 !CKV_AWS_194
  log_config {
    cloudwatch_logs_role_arn = aws_iam_role.a.arn
    field_log_level          = "ALL"
  }
}

resource "aws_appsync_api_cache" "caught" { # CKV_AWS_214 CKV_AWS_215
}

resource "aws_appsync_api_cache" "spared" { # !CKV_AWS_214 !CKV_AWS_215
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
}

resource "aws_appsync_graphql_api" "graph_bare" { # CKV2_AWS_33 !CKV2_AWS_78
  name = "bare"
}

resource "aws_appsync_graphql_api" "graph_full" { # !CKV2_AWS_33 CKV2_AWS_78
  name = "full"
}

resource "aws_wafv2_web_acl_association" "graph_full" {
  resource_arn = aws_appsync_graphql_api.graph_full.arn
  web_acl_arn  = aws_wafv2_web_acl.empty.arn
}

resource "aws_wafv2_web_acl" "empty" {
  name  = "empty"
  scope = "REGIONAL"
}
