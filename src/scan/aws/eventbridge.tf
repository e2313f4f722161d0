resource "aws_scheduler_schedule" "caught" { # CKV_AWS_297
}

resource "aws_scheduler_schedule" "spared" { # !CKV_AWS_297
  kms_key_arn = aws_kms_key.own.arn
}
