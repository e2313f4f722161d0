resource "aws_s3_bucket" "site" {
  bucket_prefix = "site-"
}
resource "aws_s3_bucket" "logs" {
  bucket_prefix = "logs-"
}
resource "aws_cloudfront_origin_access_control" "site" {
  name                              = "site"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  index_document {
    suffix = "index.html"
  }
}
resource "aws_cloudfront_distribution" "one" {
  enabled = true
  aliases = ["shop.acme.dev"] # IG_DEPLOY_804
  origin { # IG_DEPLOY_808
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_id                = "site"
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }
  default_cache_behavior { # IG_DEPLOY_802
    target_origin_id = "shop" # IG_DEPLOY_801
  }
  ordered_cache_behavior { # IG_DEPLOY_803
    path_pattern     = "/a"
    target_origin_id = "site"
    cache_policy_id  = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    forwarded_values {
      query_string = false
    }
  }
  logging_config { # IG_DEPLOY_807
    bucket = aws_s3_bucket.logs.bucket_domain_name
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
resource "aws_cloudfront_distribution" "two" {
  enabled = true
  aliases = ["www.acme.dev"] # IG_DEPLOY_804
  origin { # IG_DEPLOY_806
    domain_name              = aws_s3_bucket_website_configuration.site.website_endpoint
    origin_id                = "site"
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }
  default_cache_behavior { # IG_DEPLOY_803
    target_origin_id = "bucket" # IG_DEPLOY_801
    cache_policy_id  = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    forwarded_values {
      query_string = true
    }
  }
  ordered_cache_behavior { # IG_DEPLOY_802
    path_pattern     = "/b"
    target_origin_id = "site"
  }
  logging_config { # IG_DEPLOY_807
    bucket = aws_s3_bucket.logs.bucket_regional_domain_name
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
resource "aws_cloudfront_distribution" "three" {
  enabled = true
  origin { # IG_DEPLOY_806
    domain_name = aws_s3_bucket_website_configuration.site.website_endpoint
    origin_id   = "site"
    s3_origin_config {
      origin_access_identity = ""
    }
  }
  origin { # IG_DEPLOY_808
    domain_name              = aws_s3_bucket.logs.bucket_regional_domain_name
    origin_id                = "logs"
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }
  default_cache_behavior {
    target_origin_id = "site"
    forwarded_values {
      query_string = true
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
#---
provider "aws" {
  region = "eu-west-1"
}
resource "aws_acm_certificate" "one" {
  domain_name = "shop.acme.dev"
}
resource "aws_cloudfront_distribution" "one" {
  enabled    = true
  web_acl_id = aws_wafv2_web_acl.two.arn # IG_DEPLOY_810
  viewer_certificate {
    acm_certificate_arn = aws_acm_certificate.one.arn # IG_DEPLOY_805
  }
}
resource "aws_cloudfront_distribution" "two" {
  enabled = true
  viewer_certificate {
    acm_certificate_arn = aws_acm_certificate.one.arn # IG_DEPLOY_805
  }
}
resource "aws_wafv2_web_acl" "one" {
  name  = "one"
  scope = "CLOUDFRONT" # IG_DEPLOY_809
}
resource "aws_wafv2_ip_set" "one" {
  name  = "one"
  scope = "CLOUDFRONT" # IG_DEPLOY_809
}
resource "aws_wafv2_web_acl" "two" {
  name  = "two"
  scope = "REGIONAL"
}
resource "aws_wafv2_web_acl_association" "one" {
  resource_arn = var.balancer
  web_acl_arn  = aws_wafv2_web_acl.one.arn # IG_DEPLOY_810
}
resource "aws_wafv2_web_acl_association" "two" {
  resource_arn = var.balancer
  web_acl_arn  = aws_wafv2_web_acl.two.arn
}
variable "balancer" {}
#---
resource "aws_route53_zone" "one" {
  name = "example.com" # IG_DEPLOY_811
}
resource "aws_route53_zone" "two" {
  name = "example.org." # IG_DEPLOY_811
}
resource "aws_route53_zone" "own" {
  name = "acme.dev"
}
resource "aws_route53_record" "one" { # IG_DEPLOY_812
  zone_id = aws_route53_zone.own.zone_id
  name    = "a.acme.dev"
  type    = "A"
  weighted_routing_policy {
    weight = 10
  }
}
resource "aws_route53_record" "two" { # IG_DEPLOY_812
  zone_id = aws_route53_zone.own.zone_id
  name    = "b.acme.dev"
  type    = "A"
  latency_routing_policy {
    region = "eu-west-1"
  }
}
resource "aws_route53_record" "three" {
  zone_id = aws_route53_zone.own.zone_id
  name    = "c"
  type    = "A"
}
resource "aws_route53_record" "four" {
  zone_id = aws_route53_zone.own.zone_id
  name    = "c" # IG_DEPLOY_813
  type    = "A"
}
resource "aws_route53_record" "five" {
  zone_id = aws_route53_zone.own.zone_id
  name    = "c" # IG_DEPLOY_813
  type    = "A"
}
resource "aws_route53_record" "six" {
  zone_id = aws_route53_zone.own.zone_id
  name    = "acme.dev"
  type    = "CNAME" # IG_DEPLOY_814
}
resource "aws_route53_record" "seven" {
  zone_id = aws_route53_zone.own.zone_id
  name    = ""
  type    = "CNAME" # IG_DEPLOY_814
}
resource "aws_route53_record" "eight" {
  zone_id = aws_route53_zone.own.zone_id
  name    = "www.acme.com" # IG_DEPLOY_815
  type    = "A"
}
resource "aws_route53_record" "nine" {
  zone_id = aws_route53_zone.own.zone_id
  name    = "myacme.dev" # IG_DEPLOY_815
  type    = "A"
}
resource "aws_acm_certificate" "one" {
  domain_name = "example.com" # IG_DEPLOY_816
}
resource "aws_acm_certificate" "two" {
  domain_name = "*.shop.example.net" # IG_DEPLOY_816
}
resource "aws_acm_certificate" "three" {
  domain_name = "myexample.com"
}
#---
resource "aws_cognito_user_pool_domain" "one" {
  domain       = "acme-cognito" # IG_DEPLOY_817
  user_pool_id = var.pool
}
resource "aws_cognito_user_pool_domain" "two" {
  domain       = "my-aws-login" # IG_DEPLOY_817
  user_pool_id = var.pool
}
resource "aws_cognito_user_pool_domain" "three" {
  domain       = "acme-login"
  user_pool_id = var.pool
}
resource "aws_cognito_user_pool_client" "one" {
  name          = "one"
  user_pool_id  = var.pool
  callback_urls = ["http://shop.acme.dev/back"] # IG_DEPLOY_818
  logout_urls   = ["https://shop.acme.dev", "http://shop.acme.dev/out"] # IG_DEPLOY_818
}
resource "aws_cognito_user_pool_client" "two" {
  name          = "two"
  user_pool_id  = var.pool
  callback_urls = ["http://localhost:3000/back"]
}
variable "pool" {}
resource "aws_s3_bucket" "one" {
  bucket_prefix = "one-"
}
resource "aws_s3_bucket" "two" {
  bucket_prefix = "two-"
}
resource "aws_s3_bucket_policy" "two" {
  bucket = aws_s3_bucket.two.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "s3:PutObject", Resource = "*" }] })
}
resource "aws_cloudtrail" "one" {
  name           = "one"
  s3_bucket_name = aws_s3_bucket.one.id # IG_DEPLOY_819
}
resource "aws_cloudtrail" "again" {
  name           = "again"
  s3_bucket_name = aws_s3_bucket.one.bucket # IG_DEPLOY_819
}
resource "aws_cloudtrail" "two" { # IG_DEPLOY_820
  name           = "two"
  s3_bucket_name = aws_s3_bucket.two.id
}
resource "aws_cloudtrail" "three" { # IG_DEPLOY_820
  name           = "three"
  s3_bucket_name = aws_s3_bucket.two.bucket
}
resource "aws_cloudtrail" "four" {
  name           = "four"
  s3_bucket_name = aws_s3_bucket.two.bucket
  depends_on     = [aws_s3_bucket_policy.two]
}
#---
resource "aws_efs_file_system" "one" {
  encrypted = true
}
resource "aws_subnet" "one" {
  vpc_id            = var.vpc
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "two" {
  vpc_id            = var.vpc
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "three" {
  vpc_id            = var.vpc
  cidr_block        = "10.0.3.0/24"
  availability_zone = "eu-west-1b"
}
variable "vpc" {}
resource "aws_efs_mount_target" "one" {
  file_system_id = aws_efs_file_system.one.id
  subnet_id      = aws_subnet.one.id
}
resource "aws_efs_mount_target" "two" {
  file_system_id = aws_efs_file_system.one.id
  subnet_id      = aws_subnet.two.id # IG_DEPLOY_821
}
resource "aws_efs_mount_target" "again" {
  file_system_id = aws_efs_file_system.one.id
  subnet_id      = aws_subnet.one.id # IG_DEPLOY_821
}
resource "aws_efs_mount_target" "three" {
  file_system_id = aws_efs_file_system.one.id
  subnet_id      = aws_subnet.three.id
}
resource "aws_backup_plan" "one" {
  name = "one"
  rule {
    rule_name         = "daily"
    target_vault_name = "vault"
    lifecycle {
      cold_storage_after = 30
      delete_after       = 60 # IG_DEPLOY_822
    }
  }
  rule {
    rule_name         = "weekly"
    target_vault_name = "vault"
    lifecycle {
      cold_storage_after = 10
      delete_after       = 99 # IG_DEPLOY_822
    }
  }
  rule {
    rule_name         = "monthly"
    target_vault_name = "vault"
    lifecycle {
      cold_storage_after = 30
      delete_after       = 120
    }
  }
}
resource "aws_qldb_ledger" "one" { # IG_DEPLOY_823
  permissions_mode = "STANDARD"
}
resource "aws_opsworks_stack" "two" { # IG_DEPLOY_823
  name = "two"
}
resource "aws_cloud9_environment_ec2" "one" { # IG_DEPLOY_824
  instance_type = "t3.small"
  name          = "one"
  image_id      = "amazonlinux-2023-x86_64"
}
resource "aws_timestreamwrite_database" "two" { # IG_DEPLOY_824
  database_name = "two"
}
#---
resource "aws_codebuild_project" "a" {
  name         = "orders"
  service_role = "arn:aws:iam::555566667777:role/builds"

  artifacts { # IG_DEPLOY_825
    type = "S3"
  }

  cache { # IG_DEPLOY_825
    type = "S3"
  }
}

resource "aws_codebuild_project" "spared" {
  name         = "stock"
  service_role = "arn:aws:iam::555566667777:role/builds"

  artifacts {
    type = "NO_ARTIFACTS"
  }

  cache {
    type     = "S3"
    location = "shop-builds/cache"
  }
}
#---
# A certificate waits for records that nothing makes, and for a zone that nobody delegates.
resource "aws_acm_certificate" "alone" {
  domain_name       = "alone.acme-shop.net"
  validation_method = "DNS"
}

resource "aws_acm_certificate_validation" "alone" { # IG_DEPLOY_826
  certificate_arn = aws_acm_certificate.alone.arn
}

resource "aws_route53_zone" "new" {
  name = "acme-shop.net"
}

resource "aws_acm_certificate" "new" {
  domain_name       = "www.acme-shop.net"
  validation_method = "DNS"
}

resource "aws_route53_record" "new" {
  for_each = { for it in aws_acm_certificate.new.domain_validation_options : it.domain_name => it }
  zone_id  = aws_route53_zone.new.zone_id
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  records  = [each.value.resource_record_value]
  ttl      = 60
}

resource "aws_acm_certificate_validation" "new" { # IG_DEPLOY_826
  certificate_arn         = aws_acm_certificate.new.arn
  validation_record_fqdns = [for it in aws_route53_record.new : it.fqdn]
}
#---
# The zone exists outside.
data "aws_route53_zone" "own" {
  name = "acme-shop.net"
}

resource "aws_acm_certificate" "own" {
  domain_name       = "www.acme-shop.net"
  validation_method = "DNS"
}

resource "aws_route53_record" "own" {
  for_each = { for it in aws_acm_certificate.own.domain_validation_options : it.domain_name => it }
  zone_id  = data.aws_route53_zone.own.zone_id
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  records  = [each.value.resource_record_value]
  ttl      = 60
}

resource "aws_acm_certificate_validation" "own" {
  certificate_arn         = aws_acm_certificate.own.arn
  validation_record_fqdns = [for it in aws_route53_record.own : it.fqdn]
}
#---
# The policy lets CloudTrail see the bucket and not write to it.
resource "aws_s3_bucket" "seen" {
  bucket_prefix = "seen-"
}

data "aws_iam_policy_document" "seen" {
  statement {
    actions   = ["s3:GetBucketAcl"]
    resources = [aws_s3_bucket.seen.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

resource "aws_s3_bucket_policy" "seen" {
  bucket = aws_s3_bucket.seen.id
  policy = data.aws_iam_policy_document.seen.json
}

resource "aws_cloudtrail" "seen" {
  name           = "seen"
  s3_bucket_name = aws_s3_bucket.seen.id # IG_DEPLOY_819
  depends_on     = [aws_s3_bucket_policy.seen]
}
#---
resource "aws_codebuild_project" "unlocated" {
  name         = "unlocated"
  service_role = aws_iam_role.build.arn
  artifacts {
    type = "NO_ARTIFACTS"
  }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"
  }
  source { # IG_DEPLOY_835
    type = "GITHUB"
  }
  secondary_sources { # IG_DEPLOY_835
    source_identifier = "tools"
    type              = "CODECOMMIT"
  }
}
resource "aws_codebuild_project" "located" {
  name         = "located"
  service_role = aws_iam_role.build.arn
  artifacts {
    type = "CODEPIPELINE"
  }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    type         = "LINUX_CONTAINER"
  }
  source {
    type = "CODEPIPELINE"
  }
  secondary_sources {
    source_identifier = "tools"
    type              = "GITHUB"
    location          = "https://github.com/acme-tools/tools.git"
  }
}
data "aws_iam_policy_document" "build" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["codebuild.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "build" {
  name_prefix        = "build-"
  assume_role_policy = data.aws_iam_policy_document.build.json
}
#---
provider "aws" {
  region = "eu-central-1"
}
resource "aws_acm_certificate" "regional" {
  domain_name       = "shop.acme-tools.net"
  region            = "us-east-1"
  validation_method = "DNS"
}
resource "aws_cloudfront_distribution" "regional" {
  enabled = true
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
    forwarded_values {
      query_string = false
      cookies {
        forward = "none"
      }
    }
  }
  origin {
    domain_name = "origin.acme-tools.net"
    origin_id   = "site"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    acm_certificate_arn = aws_acm_certificate.regional.arn
    ssl_support_method  = "sni-only"
  }
}
