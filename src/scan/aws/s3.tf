resource "aws_s3_bucket_public_access_block" "bare" { # CKV_AWS_53 CKV_AWS_54 CKV_AWS_55 CKV_AWS_56
  bucket = aws_s3_bucket.a.id
}

resource "aws_s3_bucket_public_access_block" "closed" { # clean
  bucket                  = aws_s3_bucket.a.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_object" "caught" { # CKV_AWS_186
}

resource "aws_s3_bucket_object" "spared" { # !CKV_AWS_186
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_s3_object_copy" "caught" { # CKV_AWS_181
}

resource "aws_s3_object_copy" "spared" { # !CKV_AWS_181
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_s3_bucket" "lonely" { # CKV_AWS_18 CKV_AWS_21 CKV_AWS_144 CKV_AWS_145 CKV2_AWS_6 CKV2_AWS_61 CKV2_AWS_62
  # !CKV_AWS_19 !CKV_AWS_20 !CKV_AWS_57
  bucket = "lonely"
}

resource "aws_s3_bucket" "full" { # !CKV_AWS_18 !CKV_AWS_21 !CKV_AWS_144 !CKV_AWS_145 !CKV2_AWS_6 !CKV2_AWS_61 !CKV2_AWS_62
  # !CKV_AWS_19
  bucket = "full"
}

resource "aws_s3_bucket_logging" "full" {
  bucket        = aws_s3_bucket.full.id
  target_bucket = "logs"
  target_prefix = "full/"
}

resource "aws_s3_bucket_versioning" "full" {
  bucket = aws_s3_bucket.full.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_replication_configuration" "full" {
  bucket = aws_s3_bucket.full.id
  role   = "arn:aws:iam::111122223333:role/copy"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::copy"
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "full" {
  bucket = aws_s3_bucket.full.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "full" {
  bucket                  = aws_s3_bucket.full.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_notification" "full" {
  bucket      = aws_s3_bucket.full.id
  eventbridge = true
}

resource "aws_s3_bucket_lifecycle_configuration" "full" { # !CKV_AWS_300
  bucket = aws_s3_bucket.full.id

  rule {
    id     = "clean"
    status = "Enabled"

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "keeps" { # CKV_AWS_300
  bucket = "keeps"

  rule {
    id     = "old"
    status = "Enabled"

    expiration {
      days = 90
    }
  }
}

resource "aws_s3_bucket" "open" { # CKV_AWS_19 CKV_AWS_20 CKV_AWS_57 CKV_AWS_143
  acl = "public-read-write"

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "none"
      }
    }
  }

  object_lock_configuration {
    object_lock_enabled = "Disabled"
  }
}

resource "aws_s3_bucket" "locked" { # !CKV_AWS_143 !CKV_AWS_20
  acl = "private"

  object_lock_configuration {
    object_lock_enabled = "Enabled"
  }
}

resource "aws_s3_bucket" "policy_open" { # CKV_AWS_70 !CKV_AWS_93
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_s3_bucket" "policy_locked" { # CKV_AWS_93 !CKV_AWS_70
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_s3_bucket_policy" "open" { # CKV_AWS_70 !CKV_AWS_93
  bucket = "open"
  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "*" }
  ]
}
POLICY
}

resource "aws_s3_bucket_policy" "locked" { # CKV_AWS_93 !CKV_AWS_70
  bucket = "locked"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = { AWS = "*" }, Action = "*", Resource = "*" }]
  })
}

resource "aws_s3_bucket_acl" "all" { # CKV_AWS_375 !CKV2_AWS_43
  bucket = "all"

  access_control_policy {
    grant {
      permission = "FULL_CONTROL"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
    }
  }
}

resource "aws_s3_bucket_acl" "users" { # CKV2_AWS_43 !CKV_AWS_375
  bucket = "users"

  access_control_policy {
    grant {
      permission = "READ"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
      }
    }
  }
}

resource "aws_s3_access_point" "open" { # CKV_AWS_392
  bucket = "open"
  name   = "open"

  public_access_block_configuration {
    block_public_acls       = false
    block_public_policy     = false
    ignore_public_acls      = false
    restrict_public_buckets = false
  }
}

resource "aws_s3_access_point" "closed" { # !CKV_AWS_392
  bucket = "closed"
  name   = "closed"
}

resource "aws_s3_bucket_ownership_controls" "writer" { # CKV2_AWS_65
  bucket = "writer"

  rule {
    object_ownership = "ObjectWriter"
  }
}

resource "aws_s3_bucket_ownership_controls" "owner" { # !CKV2_AWS_65
  bucket = "owner"

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_acl" "plain" { # CKV_AWS_379
  bucket = aws_s3_bucket.plain_transport.id
  acl    = "public-read"
}

resource "aws_s3_bucket" "plain_transport" {
  bucket = "plain-transport"
}

resource "aws_s3_bucket_policy" "plain_transport" {
  bucket = aws_s3_bucket.plain_transport.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::plain-transport/*"
    }]
  })
}

resource "aws_s3_bucket_acl" "encrypted" { # !CKV_AWS_379
  bucket = aws_s3_bucket.encrypted_transport.id
  acl    = "public-read"
}

resource "aws_s3_bucket" "encrypted_transport" {
  bucket = "encrypted-transport"
}

resource "aws_s3_bucket_policy" "encrypted_transport" {
  bucket = aws_s3_bucket.encrypted_transport.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::encrypted-transport/*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_acl" "not_public" { # !CKV_AWS_379
  bucket = aws_s3_bucket.encrypted_transport.id
  acl    = "private"
}
