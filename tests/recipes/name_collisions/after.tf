#+ harden
# The names that a fix would take are another's.
resource "aws_s3_bucket" "logs" {
  bucket = "diary"
}

resource "aws_s3_bucket_logging" "logs" {
  bucket        = aws_s3_bucket.logs.id
  target_bucket = aws_s3_bucket.logs_2.id
  target_prefix = "logs/"
}

resource "aws_s3_bucket_versioning" "logs_2" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "logs_2" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "logs_2" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_kms_key" "main" {
  description         = "Signs letters"
  enable_key_rotation = true
  policy              = "{}"
}

data "aws_caller_identity" "current" {}

resource "aws_ebs_volume" "disk" {
  availability_zone = "us-east-1a"
  size              = 8
  encrypted         = true
  kms_key_id        = aws_kms_key.main_2.arn
}

resource "aws_s3_bucket_versioning" "mine" {
  bucket = "another"

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "mine" {
  bucket = "mine"
}

resource "aws_s3_bucket_logging" "mine" {
  bucket        = aws_s3_bucket.mine.id
  target_bucket = aws_s3_bucket.logs_2.id
  target_prefix = "mine/"
}

resource "aws_s3_bucket_versioning" "mine_2" {
  bucket = aws_s3_bucket.mine.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "mine" {
  bucket = aws_s3_bucket.mine.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "mine" {
  bucket                  = aws_s3_bucket.mine.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "mine" {
  bucket = aws_s3_bucket.mine.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket" "logs_2" {
  # checkov:skip=CKV_AWS_18: the bucket of the logs would log itself
  # checkov:skip=CKV_AWS_144: logs are not worth a second region
  # checkov:skip=CKV_AWS_145: services deliver logs to buckets without a key of KMS only
  # checkov:skip=CKV2_AWS_62: nobody waits for a log
  bucket_prefix = "logs-"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs_2.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs_2.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs_2.id

  rule {
    id     = "old-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs_2.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "BucketLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.logs_2.arn}/*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.logs_2.arn, "${aws_s3_bucket.logs_2.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }
    ]
  })
}

resource "aws_kms_key" "main_2" {
  description         = "Encrypts what this program keeps"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      }
    ]
  })
}

#= fix:CKV_AWS_18:aws_s3_bucket.logs | log access to a log bucket
#= fix:CKV_AWS_21:aws_s3_bucket.logs | enable versioning
#= fix:CKV_AWS_145:aws_s3_bucket.logs | encrypt the bucket with KMS
#= fix:CKV2_AWS_6:aws_s3_bucket.logs | block public access to the bucket
#= fix:CKV2_AWS_61:aws_s3_bucket.logs | abort incomplete uploads after 7 days
#= fix:CKV_AWS_3:aws_ebs_volume.disk | set `encrypted = true`
#= fix:CKV_AWS_189:aws_ebs_volume.disk | encrypt with a customer-managed key
#= fix:CKV_AWS_18:aws_s3_bucket.mine | log access to a log bucket
#= fix:CKV_AWS_21:aws_s3_bucket.mine | enable versioning
#= fix:CKV_AWS_145:aws_s3_bucket.mine | encrypt the bucket with KMS
#= fix:CKV2_AWS_6:aws_s3_bucket.mine | block public access to the bucket
#= fix:CKV2_AWS_61:aws_s3_bucket.mine | abort incomplete uploads after 7 days
