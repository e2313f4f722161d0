# Arguments and blocks that a type does not have, that are missing, or that do not fit.

resource "aws_vpc" "main" {
  cidr_blok            = "10.0.0.0/16" # Unsupported argument
  enable_dns_support   = "yes"         # Incorrect attribute value type
  enable_dns_hostnames = "true"
  tags                 = ["a"] # Incorrect attribute value type
}

resource "aws_instance" "web" {
  ami           = "ami-12345678"
  instance_type = ["t3.micro"] # Incorrect attribute value type
  ebs_block_device = {         # Unsupported argument
    device_name = "/dev/sdh"
  }
  tags {              # Unsupported block type
    Name = "web"
  }
  root_block_device { # fine
    volume_size = "20"
    size        = 20 # Unsupported argument
  }
  root_block_device { # Too many blocks
    volume_size = 20
  }
  arn = "arn:aws:ec2:us-east-1:123456789012:instance/i-1" # Value for unconfigurable attribute
}

resource "aws_db_instance" "shop" { # Missing required argument
  name = "shop"                     # Unsupported argument
}

resource "aws_cloudfront_distribution" "cdn" { # Missing required argument, Insufficient blocks
  origin {                                     # Missing required argument
    domain_name = "example.com"
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "a"
    viewer_protocol_policy = "https-only"
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

resource "aws_security_group" "block_form_may_be_partial" {
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    cidr      = ["10.0.0.0/8"] # Unsupported argument
  }
}

resource "aws_security_group" "attribute_form_needs_all_fields" {
  ingress = [{ from_port = 443 }] # Incorrect attribute value type
}

resource "aws_security_group" "dynamic" {
  dynamic "ingress" {
    for_each = [80, 443]
    content {
      from_port = ingress.value
      to_port   = ingress.value
      protocol  = "tcp"
      port      = ingress.value # Unsupported argument
    }
  }
  dynamic "inbound" { # Unsupported block type
    for_each = []
    content {}
  }
}

resource "aws_s3_buckett" "logs" { # Invalid resource type
  anything = 1
}

data "aws_amis" "linux" { # Invalid data source
}

data "aws_ami" "linux" {
  owner = "amazon" # Unsupported argument
}

resource "google_storage_bucket" "unknown_providers_are_not_judged" {
  anything = 1
}

resource "random_password" "db" { # Missing required argument
  size = 16                       # Unsupported argument
}

provider "aws" {
  regio = "us-east-1" # Unsupported argument
}

# Terraform does not evaluate a provider configuration that nothing uses.
provider "aws" {
  alias = "unused"
  regio = local.nowhere
}

provider "aws" {
  alias = "used"
  regio = "us-east-1" # Unsupported argument
}

resource "aws_eip" "elsewhere" {
  provider = aws.used
}

provider "null" {
  unknown = true
}
