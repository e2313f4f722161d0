data "aws_ami" "ubuntu" {
  owners      = ["099720109477"]
  most_recent = true
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_instance" "web" {
  count         = 2
  ami           = data.aws_ami.ubuntu.id
  instance_type = var.instance_type
  subnet_id     = aws_subnet.a[count.index].id
}

variable "instance_type" {}

output "account" {
  value = data.aws_caller_identity.me.account_id
}

data "aws_caller_identity" "me" {}

output "vpc" {
  value = aws_vpc.main.arn
}

resource "aws_cloudfront_distribution" "site" {
  enabled = true

  origin {
    domain_name = "example.com"
    origin_id   = "site"
  }

  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
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

# The words of its type may stand before the name.
output "site" {
  value = aws_cloudfront_distribution.site.domain_name
}

# Of four letters one that is not the first may be wrong.
resource "aws_ebs_volume" "a" {
  availability_zone = "us-east-1a"
  size              = 8
}

#= repair:rename:aws_ebs_volume.a:sise | write `sise` as `size`
#= repair:key:aws_subnet.a:aws_vpc.main | remove the key from a reference to `aws_vpc.main`
#= repair:reference:aws_instance.web:aws_ami.ubuntu | write `aws_ami.ubuntu` as `data.aws_ami.ubuntu`
#= repair:reference:aws_instance.web:var.instance_typ | write `var.instance_typ` as `var.instance_type`
#= repair:key:aws_instance.web:aws_subnet.a | refer to `aws_subnet.a[count.index]`
#= repair:reference:output.account:data.aws_caller_identity.account_id | write `data.aws_caller_identity.account_id` as `data.aws_caller_identity.me.account_id`
#= repair:reference:output.vpc:aws_vpc.mian | write `aws_vpc.mian` as `aws_vpc.main`
#= repair:attribute:output.site:aws_cloudfront_distribution.site.distribution_domain_name | write `distribution_domain_name` of `aws_cloudfront_distribution.site` as `domain_name`
#= repair:attribute:output.vpc:aws_vpc.main.vpc_arn | write `vpc_arn` of `aws_vpc.main` as `arn`
