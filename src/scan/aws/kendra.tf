resource "aws_kendra_index" "caught" { # CKV_AWS_262
}

resource "aws_kendra_index" "spared" { # !CKV_AWS_262
  server_side_encryption_configuration {
    kms_key_id = aws_kms_key.own.arn
  }
}
