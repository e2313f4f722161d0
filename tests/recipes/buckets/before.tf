#+ all
provider "aws" {
  region = "eu-central-1"
}

# what customers send us
resource "aws_s3_bucket" "data" {
  bucket = "data" # never changes
}

resource "aws_s3_bucket" "old" {
  bucket = "old"
  acl    = "public-read"

  versioning {
    enabled = false
  }

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}

resource "aws_s3_bucket" "many" {
  count  = 2
  bucket = "many-${count.index}"
}

resource "aws_s3_bucket_versioning" "paused" {
  bucket = aws_s3_bucket.data.id

  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "plain" {
  bucket = aws_s3_bucket.data.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket" "aged" {
  bucket = "aged"
}

resource "aws_s3_bucket_lifecycle_configuration" "aged" {
  bucket = aws_s3_bucket.aged.id

  rule {
    id     = "old"
    status = "Enabled"

    filter {
      prefix = "old/"
    }

    expiration {
      days = 30
    }
  }
}
