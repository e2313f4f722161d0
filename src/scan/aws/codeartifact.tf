resource "aws_codeartifact_domain" "caught" { # CKV_AWS_221
}

resource "aws_codeartifact_domain" "spared" { # !CKV_AWS_221
  encryption_key = aws_kms_key.own.arn
}
