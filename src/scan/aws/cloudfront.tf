resource "aws_cloudfront_distribution" "bare" { # CKV_AWS_68 CKV_AWS_86 CKV_AWS_174 CKV_AWS_216
  # CKV_AWS_305 !CKV_AWS_374
}

resource "aws_cloudfront_distribution" "hardened" { # clean
  enabled             = true
  default_root_object = "index.html"
  web_acl_id          = aws_wafv2_web_acl.a.arn

  logging_config {
    bucket = aws_s3_bucket.logs.bucket_domain_name
  }

  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = ["DE"]
    }
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate.a.arn
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

resource "aws_cloudfront_distribution" "default_certificate" { # CKV_AWS_174 CKV_AWS_374
  viewer_certificate {
    cloudfront_default_certificate = true
    minimum_protocol_version       = "TLSv1.2_2021"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

resource "aws_cloudfront_distribution" "old_protocol" { # CKV_AWS_174
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate.a.arn
    minimum_protocol_version = "TLSv1.1_2016"
  }
}
