#+ harden
resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_secretsmanager_secret" "token" {
  name = "token"
}

resource "aws_kinesis_firehose_delivery_stream" "events" {
  name        = "events"
  destination = "http_endpoint"

  http_endpoint_configuration {
    url = "https://example.com"

    s3_configuration {
      role_arn   = "arn:aws:iam::111122223333:role/events"
      bucket_arn = "arn:aws:s3:::events"
    }
  }
}

resource "aws_glue_crawler" "crawler" {
  name          = "crawler"
  database_name = "facts"
  role          = "arn:aws:iam::111122223333:role/crawler"

  s3_target {
    path = "s3://facts"
  }
}

resource "aws_cloudtrail" "trail" {
  name           = "trail"
  s3_bucket_name = "trail"
}

resource "aws_kms_key" "silent" {
  enable_key_rotation = true
}
