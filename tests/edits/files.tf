provider "aws" {
  region = var.region
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

# Incoming scans, as the offices upload them.
resource "aws_s3_bucket" "scans" {
  bucket = "north-office-scans"

  tags = {
    Owner = "office"
  }
}

resource "aws_s3_bucket_versioning" "scans" {
  bucket = aws_s3_bucket.scans.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "scans" {
  bucket                  = aws_s3_bucket.scans.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "archive" {
  bucket = "north-office-archive"
}

resource "aws_sqs_queue" "pages" {
  name                       = "pages"
  visibility_timeout_seconds = 60
}

resource "aws_sqs_queue_policy" "pages" {
  queue_url = aws_sqs_queue.pages.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.pages.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_s3_bucket.scans.arn } }
    }]
  })
}

resource "aws_s3_bucket_notification" "scans" {
  bucket = aws_s3_bucket.scans.id

  queue {
    queue_arn = aws_sqs_queue.pages.arn
    events    = ["s3:ObjectCreated:*"]
  }
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

resource "aws_dynamodb_table" "index" {
  name         = "index"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

output "scans_bucket" {
  value = aws_s3_bucket.scans.bucket
}
