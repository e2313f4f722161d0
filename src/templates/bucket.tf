resource "aws_s3_bucket" "bucket" {
  # checkov:skip=CKV_AWS_144: no second region was asked for
  # if logs
  # checkov:skip=CKV_AWS_18: a bucket of logs keeps no log of its own requests
  # if site
  # checkov:skip=CKV_AWS_145: what everyone may read needs no key of its own
  # if named
  bucket = local.identifier
  # unless named
  bucket_prefix = "${local.name}-"
}

resource "aws_s3_bucket_public_access_block" "bucket" {
  bucket                  = aws_s3_bucket.bucket.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# if versioned
resource "aws_s3_bucket_versioning" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  rule {
    # if kms
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      # if kms
      sse_algorithm = "aws:kms"
      # unless kms
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  rule {
    id     = "clean-up"
    status = "Enabled"

    filter {}

    # if glacier
    transition {
      days          = local.glacier
      storage_class = "GLACIER"
    }

    # if expire
    expiration {
      days = local.expire
    }

    # if versioned
    noncurrent_version_expiration {
      noncurrent_days = local.old
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

# if tls
resource "aws_s3_bucket_policy" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyHttps"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.bucket.arn, "${aws_s3_bucket.bucket.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.bucket]
}

# if site
resource "aws_s3_bucket_policy" "bucket" {
  bucket = aws_s3_bucket.bucket.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "CloudFront"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.bucket.arn}/*"
      Condition = { StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.bucket.arn } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.bucket]
}

# if site
resource "aws_cloudfront_origin_access_control" "bucket" {
  name                              = "${local.name}-origin"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# if site
resource "aws_cloudfront_distribution" "bucket" {
  # checkov:skip=CKV_AWS_174: the default certificate sets the protocol; a domain of your own takes TLS 1.2
  # checkov:skip=CKV2_AWS_42: no domain was named, so there is no certificate of its own
  # checkov:skip=CKV2_AWS_32: the policy of AWS sets the security headers
  # checkov:skip=CKV2_AWS_47: no web firewall was asked for, and it is paid by the month
  # checkov:skip=CKV_AWS_68: no web firewall was asked for, and it is paid by the month
  # checkov:skip=CKV_AWS_86: no log of its requests was asked for
  # checkov:skip=CKV_AWS_310: one bucket, one origin
  # checkov:skip=CKV_AWS_374: the site is for every country
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = "PriceClass_100"
  default_root_object = "index.html"

  origin {
    domain_name              = aws_s3_bucket.bucket.bucket_regional_domain_name
    origin_id                = "bucket"
    origin_access_control_id = aws_cloudfront_origin_access_control.bucket.id
  }

  default_cache_behavior {
    target_origin_id       = "bucket"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    compress               = true
    # Managed policies: CachingOptimized, SecurityHeadersPolicy
    cache_policy_id            = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03"
  }

  # if spa
  custom_error_response {
    error_code         = 403
    response_code      = 200
    response_page_path = "/index.html"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
