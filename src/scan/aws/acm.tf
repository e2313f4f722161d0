resource "aws_acm_certificate" "caught" { # CKV_AWS_233 CKV_AWS_234
  options {
    certificate_transparency_logging_preference = "DISABLED"
  }
}

resource "aws_acm_certificate" "spared" { # !CKV_AWS_233 !CKV_AWS_234
  lifecycle {
    create_before_destroy = true
  }

  options {
    certificate_transparency_logging_preference = "ENABLED"
  }
}
