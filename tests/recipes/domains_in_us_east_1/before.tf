#+ all
provider "aws" {
  region = var.region
}

variable "region" {
  default = "us-east-1"
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}
