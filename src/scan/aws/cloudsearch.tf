resource "aws_cloudsearch_domain" "caught" { # CKV_AWS_218 CKV_AWS_220
}

resource "aws_cloudsearch_domain" "spared" { # !CKV_AWS_218 !CKV_AWS_220
  endpoint_options {
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
    enforce_https       = true
  }
}
