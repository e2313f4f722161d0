#> a bucket

provider "aws" {
  region  = "us-east-1"
  version = "~> 5.75"
}

resource "aws_s3_bucket" "main" {
  bucket = "main"
}
