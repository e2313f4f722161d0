resource "aws_cognito_identity_pool" "caught" { # CKV_AWS_366
}

resource "aws_cognito_identity_pool" "spared" { # !CKV_AWS_366
  allow_unauthenticated_identities = false
}
