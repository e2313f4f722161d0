resource "aws_cloudfront_distribution" "bare" { # CKV_AWS_68 CKV_AWS_86 CKV_AWS_174 CKV_AWS_216
  # CKV_AWS_305 !CKV_AWS_374
}

resource "aws_cloudfront_distribution" "hardened" { # CKV2_AWS_32 CKV2_AWS_47 CKV_AWS_310
  # !CKV2_AWS_54 !CKV_AWS_68 !CKV_AWS_216 !CKV2_AWS_42 !CKV_AWS_174 !CKV_AWS_34 !CKV_AWS_305
  # !CKV_AWS_86 !CKV_AWS_374 !CKV2_AWS_46
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

resource "aws_cloudfront_distribution" "graph_bare" { # CKV_AWS_34 CKV_AWS_310 CKV2_AWS_32 CKV2_AWS_42 CKV2_AWS_47
  # CKV2_AWS_46 CKV2_AWS_54
  origin {
    domain_name = aws_s3_bucket.origin.bucket_regional_domain_name
    origin_id   = "a"

    custom_origin_config {
      origin_ssl_protocols = ["SSLv3", "TLSv1.2"]
    }
  }

  default_cache_behavior {
    viewer_protocol_policy = "allow-all"
  }
}

resource "aws_s3_bucket" "origin" {
  bucket = "origin"
}

resource "aws_cloudfront_distribution" "graph_full" { # !CKV_AWS_34 !CKV_AWS_310 !CKV2_AWS_32 !CKV2_AWS_42 !CKV2_AWS_46
  # !CKV2_AWS_47 !CKV2_AWS_54
  web_acl_id = aws_wafv2_web_acl.full.arn

  origin_group {
    origin_id = "group"

    failover_criteria {
      status_codes = [500]
    }

    member {
      origin_id = "a"
    }

    member {
      origin_id = "b"
    }
  }

  default_cache_behavior {
    viewer_protocol_policy     = "redirect-to-https"
    response_headers_policy_id = aws_cloudfront_response_headers_policy.full.id
  }

  viewer_certificate {
    acm_certificate_arn = "arn"
  }
}

resource "aws_wafv2_web_acl" "full" {
  name  = "full"
  scope = "CLOUDFRONT"

  rule {
    name     = "bad-inputs"
    priority = 1

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
        vendor_name = "AWS"
      }
    }
  }

  rule {
    name     = "anonymous"
    priority = 2

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesAnonymousIpList"
        vendor_name = "AWS"
      }
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "full" { # !CKV_AWS_259
  name = "full"

  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "bare" { # CKV_AWS_259
  name = "bare"
}

resource "aws_cloudfront_distribution" "balancer_over_http" { # CKV2_AWS_72
  enabled = true

  origin {
    domain_name = "app-1.eu-west-1.elb.amazonaws.com"
    origin_id   = "app"

    custom_origin_config {
      origin_protocol_policy = "http-only"
    }
  }
}

resource "aws_cloudfront_distribution" "balancer_over_https" { # !CKV2_AWS_72
  enabled = true

  origin {
    domain_name = "app-1.eu-west-1.elb.amazonaws.com"
    origin_id   = "app"

    custom_origin_config {
      origin_protocol_policy = "https-only"
    }
  }
}
