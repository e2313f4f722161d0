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
