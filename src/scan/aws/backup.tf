resource "aws_backup_vault" "caught" { # CKV_AWS_166
}

resource "aws_backup_vault" "spared" { # !CKV_AWS_166
  kms_key_arn = aws_kms_key.own.arn
}
