resource "aws_secretsmanager_secret" "caught" { # CKV_AWS_149 CKV2_AWS_57
  name = "caught"
}

resource "aws_secretsmanager_secret" "shared_key" { # CKV_AWS_149
  kms_key_id = "alias/aws/secretsmanager"
}

resource "aws_secretsmanager_secret" "spared" { # !CKV_AWS_149 !CKV2_AWS_57
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_secretsmanager_secret_rotation" "spared" { # !CKV_AWS_304
  secret_id = aws_secretsmanager_secret.spared.id

  rotation_rules {
    automatically_after_days = 30
  }
}

resource "aws_secretsmanager_secret_rotation" "caught" { # CKV_AWS_304
  secret_id = "a"

  rotation_rules {
    automatically_after_days = 180
  }
}
