resource "aws_timestreamwrite_database" "caught" { # CKV_AWS_160
}

resource "aws_timestreamwrite_database" "spared" { # !CKV_AWS_160
  kms_key_id = aws_kms_key.own.arn
}
