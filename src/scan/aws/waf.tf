resource "aws_waf_web_acl" "caught" { # CKV_AWS_176
}

resource "aws_waf_web_acl" "spared" { # !CKV_AWS_176
  logging_configuration {
    log_destination = aws_kinesis_firehose_delivery_stream.a.arn
  }
}

resource "aws_wafregional_web_acl" "caught" { # CKV_AWS_176
}

resource "aws_wafregional_web_acl" "spared" { # !CKV_AWS_176
  logging_configuration {
    log_destination = aws_kinesis_firehose_delivery_stream.a.arn
  }
}

resource "aws_waf_web_acl" "graph_bare" { # CKV_AWS_175
  name = "bare"
}

resource "aws_waf_web_acl" "graph_full" { # !CKV_AWS_175
  name = "full"

  rules {
    priority = 1
  }
}


resource "aws_wafregional_web_acl" "graph_bare" { # CKV_AWS_175
  name = "bare"
}

resource "aws_wafregional_web_acl" "graph_full" { # !CKV_AWS_175
  name = "full"

  rule {
    priority = 1
  }
}

resource "aws_wafv2_web_acl" "graph_bare" { # CKV_AWS_175 CKV2_AWS_31
  name  = "bare"
  scope = "REGIONAL"
}

resource "aws_wafv2_web_acl" "graph_full" { # !CKV_AWS_175 !CKV2_AWS_31
  name  = "full"
  scope = "REGIONAL"

  rule {
    name     = "one"
    priority = 1
  }
}

resource "aws_wafv2_web_acl_logging_configuration" "graph_full" {
  log_destination_configs = ["arn"]
  resource_arn            = aws_wafv2_web_acl.graph_full.arn
}
