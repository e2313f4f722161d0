resource "aws_ssm_parameter" "caught" { # CKV_AWS_337
  type = "SecureString"
}

resource "aws_ssm_parameter" "own_key" { # !CKV_AWS_337
  type   = "SecureString"
  key_id = aws_kms_key.own.arn
}

resource "aws_ssm_parameter" "no_secret" { # !CKV_AWS_337
  type = "String"
}

resource "aws_ssm_document" "caught" { # CKV_AWS_303
  permissions = {
    type        = "Share"
    account_ids = "All"
  }
}

resource "aws_ssm_document" "spared" { # !CKV_AWS_303
  permissions = {
    type        = "Share"
    account_ids = "123456789012"
  }
}

resource "aws_ssm_parameter" "graph_bare" { # CKV2_AWS_34
  name = "bare"
  type = "String"
}

resource "aws_ssm_parameter" "graph_full" { # !CKV2_AWS_34
  name = "full"
  type = "SecureString"
}
