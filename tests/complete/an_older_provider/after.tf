#> a bucket

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 4.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "main" {
  bucket = "main"
}

#! The AWS provider is constrained to `~> 4.0`; this module was checked against 5.100.
