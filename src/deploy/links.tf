provider "aws" {
  region = "us-east-1"
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 1) # IG_DEPLOY_204
}
resource "aws_subnet" "c" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 4, 0) # IG_DEPLOY_204
}
resource "aws_subnet" "tiny" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet("10.0.64.0/18", 12, 1) # IG_DEPLOY_202
}
resource "aws_route53_zone" "z" {
  name = "acmecorp.net"
}
resource "aws_cloudfront_distribution" "d" {
  enabled = true
  origin {
    domain_name = "origin.acmecorp.net"
    origin_id   = "o"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  default_cache_behavior {
    target_origin_id       = "o"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
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
resource "aws_route53_record" "r" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "www"
  type    = "A"
  alias {
    name                   = aws_cloudfront_distribution.d.domain_name
    zone_id                = "Z2FDTNDATAQYW3" # IG_DEPLOY_827
    evaluate_target_health = false
  }
}
resource "aws_route53_record" "r2" {
  zone_id = aws_route53_zone.z.zone_id
  name    = "app"
  type    = "A"
  alias {
    name                   = aws_cloudfront_distribution.d.domain_name
    zone_id                = aws_route53_zone.z.zone_id # IG_DEPLOY_827
    evaluate_target_health = false
  }
}
variable "queue_name" {
  type    = string
  default = "orders"
}
resource "aws_sqs_queue" "q" {
  name       = var.queue_name # IG_DEPLOY_730
  fifo_queue = true
}
resource "aws_sns_topic" "t" {
  name       = "${var.queue_name}-events" # IG_DEPLOY_730
  fifo_topic = true
}
resource "aws_s3_bucket" "a" {
  bucket = "acmecorp-payroll-exports"
}
resource "aws_s3_bucket" "b" {
  bucket = "acmecorp-payroll-imports"
}
resource "aws_s3_bucket_policy" "a" {
  bucket = aws_s3_bucket.a.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"] # IG_DEPLOY_617
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
resource "aws_iam_role" "r" {
  name = "uploader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}
resource "aws_iam_role_policy" "p" {
  name = "put"
  role = aws_iam_role.r.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:PutObject", "s3:GetObject"]
      Resource = aws_s3_bucket.a.arn # IG_DEPLOY_655
    }]
  })
}
resource "aws_sqs_queue" "plain" {
  name = "plain"
}
resource "aws_sns_topic" "plain" {
  name = "plain"
}
resource "aws_sns_topic_subscription" "s" { # IG_DEPLOY_733
  topic_arn = aws_sns_topic.plain.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.plain.url # IG_DEPLOY_740
}
resource "aws_sns_topic_subscription" "s2" { # IG_DEPLOY_733
  topic_arn = aws_sns_topic.plain.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.plain.id # IG_DEPLOY_740
}
resource "aws_lambda_function" "f" { # IG_DEPLOY_718
  function_name = "f"
  role          = aws_iam_role.r.arn
  runtime       = "nodejs22.x"
  handler       = "lambda_function.lambda_handler" # IG_DEPLOY_741
  filename      = "f.py.zip"
}
resource "aws_lambda_function" "g" { # IG_DEPLOY_718
  function_name = "g"
  role          = aws_iam_role.r.arn
  runtime       = "java21"
  handler       = "index.handler" # IG_DEPLOY_741
  filename      = "g.zip"
}
resource "aws_s3_bucket" "code" {
  bucket = "lambda-code-bucket" # IG_DEPLOY_602
}
variable "environment" {
  type    = string
  default = "development" # IG_DEPLOY_517
  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "One of dev, staging, prod."
  }
}
resource "aws_s3_bucket" "code2" {
  bucket = "lambda-deployment-packages" # IG_DEPLOY_602
}
resource "aws_s3_bucket_policy" "obj" {
  bucket = aws_s3_bucket.b.id
  policy = data.aws_iam_policy_document.obj.json # IG_DEPLOY_619
}
data "aws_iam_policy_document" "obj" {
  statement {
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.r.arn]
    }
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["${aws_s3_bucket.b.arn}/*"]
  }
}
resource "aws_lambda_function" "h" { # IG_DEPLOY_718
  function_name = "h"
  role          = aws_iam_role.r.arn
  runtime       = "python3.13"
  handler       = "app.handler"
  filename      = "src/app.py" # IG_DEPLOY_742
}
resource "aws_lambda_function" "i" { # IG_DEPLOY_718
  function_name = "i"
  role          = aws_iam_role.r.arn
  runtime       = "nodejs22.x"
  handler       = "app.handler"
  filename      = data.archive_file.i.output_path
}
data "archive_file" "i" {
  type        = "zip"
  source_file = "${path.module}/app.py"
  output_path = "app.zip"
}
resource "aws_lambda_function" "j" { # IG_DEPLOY_718
  function_name = "j"
  role          = aws_iam_role.r.arn
  runtime       = "java21" # IG_DEPLOY_741
  handler       = "net.acmecorp.Orders::handleRequest"
  filename      = "build/handler.js" # IG_DEPLOY_742
}
resource "aws_lambda_function" "spared" { # IG_DEPLOY_718
  function_name = "spared"
  role          = aws_iam_role.r.arn
  runtime       = "java21"
  handler       = "net.acmecorp.Orders::handleRequest"
  filename      = "build/orders.zip"
}
variable "retention" {
  type    = number
  default = 0 # IG_DEPLOY_517
  validation {
    condition     = var.retention >= 1 && var.retention <= 365
    error_message = "A year at most."
  }
}
variable "stage" {
  type    = string
  default = "dev"
  validation {
    condition     = contains(["dev", "prod"], var.stage) && can(regex("^[a-z]+$", var.stage))
    error_message = "dev or prod."
  }
}
variable "unset" {
  type = string
  validation {
    condition     = length(var.unset) > 3
    error_message = "Too short."
  }
}
#---
variable "reader" {
  type = string
}
resource "aws_s3_bucket" "one" {
  bucket = "acmecorp-payroll-one"
}
resource "aws_s3_bucket" "two" {
  bucket = "acmecorp-payroll-two"
}
resource "aws_s3_bucket_policy" "one" {
  bucket = aws_s3_bucket.one.id
  policy = data.aws_iam_policy_document.one.json # IG_DEPLOY_617
}
data "aws_iam_policy_document" "one" {
  statement {
    principals {
      type        = "AWS"
      identifiers = [var.reader]
    }
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acmecorp-payroll-two/*"]
  }
}
resource "aws_s3_bucket_policy" "two" {
  bucket = aws_s3_bucket.two.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.reader }
      Action    = "s3:PutObject"
      Resource  = aws_s3_bucket.two.arn # IG_DEPLOY_619
    }]
  })
}
resource "aws_iam_policy" "list" {
  name = "list"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:ListBucket", "s3:GetObject"]
      Resource = "arn:aws:s3:::acmecorp-payroll-two/*" # IG_DEPLOY_655
    }]
  })
}
resource "aws_iam_policy" "spared" {
  name = "spared"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = aws_s3_bucket.two.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = ["${aws_s3_bucket.two.arn}/*", "${aws_s3_bucket.one.arn}/in/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:ListBucket"]
        Resource = [aws_s3_bucket.one.arn, "${aws_s3_bucket.one.arn}/*"]
      },
    ]
  })
}
resource "aws_iam_role" "tasks" {
  name = "tasks"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}
resource "aws_ecs_task_definition" "tasks" {
  family             = "tasks"
  execution_role_arn = aws_iam_role.tasks.name # IG_DEPLOY_740
  container_definitions = jsonencode([{
    name   = "a"
    image  = "nginx:1.29"
    memory = 256
  }])
}
resource "aws_route53_zone" "own" {
  name = "acmecorp.net"
}
resource "aws_s3_bucket" "site" {
  bucket = "www.acmecorp.net"
}
resource "aws_s3_bucket_website_configuration" "site" {
  bucket = aws_s3_bucket.site.id
  redirect_all_requests_to {
    host_name = "acmecorp.net"
  }
}
resource "aws_route53_record" "spared" {
  zone_id = aws_route53_zone.own.zone_id
  name    = "www"
  type    = "A"
  alias {
    name                   = aws_s3_bucket_website_configuration.site.website_domain
    zone_id                = aws_s3_bucket.site.hosted_zone_id
    evaluate_target_health = false
  }
}
resource "aws_sqs_queue" "dead" {
  name = "dead"
}
resource "aws_sqs_queue" "work" {
  name = "work"
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.id # IG_DEPLOY_740
    maxReceiveCount     = 4
  })
}
#---
# From version 6 of the provider on, a resource can name its region.
provider "aws" {
  region = "us-east-1"
}
resource "aws_vpc" "far" {
  region     = "eu-west-1"
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "far" {
  region            = "eu-west-1"
  vpc_id            = aws_vpc.far.id
  cidr_block        = cidrsubnet(aws_vpc.far.cidr_block, 8, 1)
  availability_zone = "us-east-1a" # IG_DEPLOY_201
}
resource "aws_subnet" "near" {
  region            = "eu-west-1"
  vpc_id            = aws_vpc.far.id
  cidr_block        = cidrsubnet(aws_vpc.far.cidr_block, 8, 2)
  availability_zone = "eu-west-1b"
}
resource "aws_vpc_endpoint" "far" {
  region          = "eu-west-1"
  vpc_id          = aws_vpc.far.id
  service_name    = "com.amazonaws.us-east-1.s3" # IG_DEPLOY_225
  route_table_ids = []
}
