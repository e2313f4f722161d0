resource "aws_appflow_flow" "caught" { # CKV_AWS_263
}

resource "aws_appflow_flow" "spared" { # !CKV_AWS_263
  kms_arn = aws_kms_key.own.arn
}

resource "aws_appflow_connector_profile" "caught" { # CKV_AWS_264
}

resource "aws_appflow_connector_profile" "spared" { # !CKV_AWS_264
  kms_arn = aws_kms_key.own.arn
}
