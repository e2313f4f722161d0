#> a bucket

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.75"
    }
  }
}

provider "aws" {
  region  = "us-east-1"
  version = "~> 5.75"
}

resource "aws_s3_bucket" "main" {
  bucket = "main"
}

#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws ~> 5.75
