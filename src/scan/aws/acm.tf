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

resource "aws_acm_certificate" "wide" { # CKV2_AWS_71
  domain_name       = "*.example.com"
  validation_method = "DNS"
}

resource "aws_acm_certificate" "narrow" { # !CKV2_AWS_71
  domain_name       = "www.example.com"
  validation_method = "DNS"
}
