#+ all
provider "aws" {
  region = "eu-central-1"
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}
