resource "aws_ses_configuration_set" "caught" { # CKV_AWS_365
}

resource "aws_ses_configuration_set" "spared" { # !CKV_AWS_365
  delivery_options {
    tls_policy = "Require"
  }
}
