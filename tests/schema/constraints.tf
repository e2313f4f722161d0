# What the provider takes: values, bounds, forms, and which arguments exclude or need each other.

variable "bucket" {}
variable "type" {}

locals {
  runtime = "python2.0"
}

resource "aws_lambda_function" "image" {
  function_name = "resize"
  role          = "arn:aws:iam::123456789012:role/resize"
  image_uri     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/resize:1"
  package_type  = "Docker" # expected to be one of
  memory_size   = 64       # expected to be in the range
  timeout       = "901"    # expected to be in the range
  runtime       = local.runtime # expected to be one of

  tracing_config {
    mode = "active!" # expected to be one of
  }
}

# None of the places that its code can come from.
resource "aws_lambda_function" "none" { # Invalid combination of arguments
  function_name = "resize"
  role          = "resize-role" # is an invalid ARN
}

resource "aws_lambda_function" "both" {
  function_name = "resize"
  role          = var.bucket
  filename      = "resize.zip" # Invalid combination of arguments
  s3_bucket     = "code"       # Invalid combination of arguments
  s3_key        = "resize.zip"
}

# What is not known yet may turn out to be right.
resource "aws_lambda_function" "unknown" {
  function_name = "resize"
  role          = var.bucket
  filename      = var.type
  s3_bucket     = var.bucket
  s3_key        = "resize.zip"
  package_type  = var.type
}

resource "aws_route53_record" "conflict" {
  zone_id = var.bucket
  name    = "www"
  type    = "X" # expected to be one of
  ttl     = 300 # Missing required argument

  alias {
    name                   = "lb.example.com"
    zone_id                = var.bucket
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "incomplete" { # Invalid combination of arguments
  zone_id = var.bucket
  name    = "www"
  type    = "A"
  ttl     = 300 # Missing required argument
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16" # Conflicting configuration arguments

  ipv4_netmask_length = 24 # Missing required argument
}

# Into a block with something unknown in it the provider does not look.
resource "aws_codebuild_project" "partly" {
  name         = "build"
  service_role = "arn:aws:iam::123456789012:role/build"

  artifacts {
    type                = "S3"
    location            = var.bucket
    bucket_owner_access = "bucket-owner-full-control"
  }
  environment {
    compute_type = "HUGE" # expected to be one of
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
  }
  source {
    type = "NO_SOURCE"
  }
}

# A dynamic block may make none.
resource "aws_s3_bucket_metric" "dynamic" {
  bucket = var.bucket
  name   = "all"

  dynamic "filter" {
    for_each = []
    content {}
  }
}

resource "aws_sns_topic_policy" "text" {
  arn    = "topic"         # is an invalid ARN
  policy = "allow everyone" # contains an invalid JSON
}

resource "aws_db_instance" "window" {
  allocated_storage = 20
  engine            = "mysql"
  instance_class    = "db.t3.micro"
  backup_window     = "3am" # must satisfy the format of
}

resource "aws_lexv2models_bot" "children" {
  name                        = "bot"
  role_arn                    = "role" # Invalid ARN Value
  type                        = "BOT"  # Invalid Attribute Value Match
  idle_session_ttl_in_seconds = 60
  data_privacy {
    child_directed = true
  }
}

# A network has a prefix length, a period is one of some numbers or a multiple of another, and a name has a start.
resource "aws_vpc" "wide" {
  cidr_block = "10.0.0.0/8" # expected to contain a valid Value
}

resource "aws_vpc" "narrow" {
  cidr_block = "10.0.0.0/28"
}

resource "aws_cloudwatch_metric_alarm" "busy" {
  alarm_name          = "busy"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "CPUUtilization"
  namespace           = "AWS/EC2"
  period              = 45 # expected to be divisible by
  statistic           = "Average"
  threshold           = 80
}

resource "aws_cloudwatch_metric_alarm" "calm" {
  alarm_name          = "calm"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "CPUUtilization"
  namespace           = "AWS/EC2"
  period              = 30
  statistic           = "Average"
  threshold           = 80
}

resource "aws_secretsmanager_secret" "kept" {
  name                    = "kept"
  recovery_window_in_days = 3 # expected to be in the range
}

resource "aws_secretsmanager_secret" "gone" {
  name                    = "gone"
  recovery_window_in_days = 0
}

resource "aws_security_group" "start" {
  name = "sg-web" # invalid value for
}

resource "aws_rds_cluster" "digit" {
  cluster_identifier = "1shop" # characters allowed in
  engine             = "aurora-mysql"
}
