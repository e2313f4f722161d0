resource "aws_cloudwatch_log_group" "bare" { # CKV_AWS_66 CKV_AWS_158
  name = "bare"
}

resource "aws_cloudwatch_log_group" "kept" { # clean
  kms_key_id        = aws_kms_key.own.arn
  retention_in_days = 365
}

resource "aws_cloudwatch_metric_alarm" "caught" { # CKV_AWS_319
  actions_enabled = false
}

resource "aws_cloudwatch_metric_alarm" "spared" { # !CKV_AWS_319
}

resource "aws_cloudwatch_log_group" "short" { # CKV_AWS_338
  name              = "short"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "long" { # !CKV_AWS_338
  name              = "long"
  retention_in_days = 365
}
