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

resource "aws_waf_web_acl" "idle" { # CKV_AWS_342
  rules {
    priority = 1

    action {}
  }
}

resource "aws_waf_web_acl" "acting" { # !CKV_AWS_342
  rules {
    priority = 1

    action {
      type = "BLOCK"
    }
  }
}

resource "aws_wafregional_web_acl" "idle" { # CKV_AWS_342
  rule {
    priority = 1

    action {}
  }
}

resource "aws_wafregional_web_acl" "acting" { # !CKV_AWS_342
  rule {
    priority = 1

    action {
      type = "BLOCK"
    }
  }
}

resource "aws_wafv2_web_acl" "idle" { # CKV_AWS_342 CKV_AWS_192
  rule {
    priority = 1

    action {}
  }
}

resource "aws_wafv2_web_acl" "acting" { # !CKV_AWS_342 CKV_AWS_192
  rule {
    priority = 1

    action {
      block {}
    }
  }
}

resource "aws_wafv2_rule_group" "idle" { # CKV_AWS_342
  rule {
    priority = 1

    action {}
  }
}

resource "aws_wafv2_rule_group" "acting" { # !CKV_AWS_342
  rule {
    priority = 1

    action {
      block {}
    }
  }
}

resource "aws_wafregional_rule_group" "idle" { # CKV_AWS_342
  activated_rule {
    priority = 1

    action {}
  }
}

resource "aws_wafregional_rule_group" "acting" { # !CKV_AWS_342
  activated_rule {
    priority = 1

    action {
      type = "BLOCK"
    }
  }
}

resource "aws_waf_rule_group" "idle" { # CKV_AWS_342
  activated_rule {
    priority = 1

    action {}
  }
}

resource "aws_waf_rule_group" "acting" { # !CKV_AWS_342
  activated_rule {
    priority = 1

    action {
      type = "BLOCK"
    }
  }
}

resource "aws_wafv2_web_acl" "log4j_stopped" { # !CKV_AWS_192 !CKV_AWS_342
  rule {
    name     = "bad-inputs"
    priority = 1

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
        vendor_name = "AWS"
      }
    }
  }
}

resource "aws_wafv2_web_acl" "log4j_counted" { # CKV_AWS_192
  rule {
    name     = "bad-inputs"
    priority = 1

    override_action {
      count {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
        vendor_name = "AWS"
      }
    }
  }
}
