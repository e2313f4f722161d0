## BUCKET_VERSIONS
# Keeps old versions of the objects of a bucket.
resource "aws_s3_bucket_versioning" "this" {
  bucket = local.resource.id

  versioning_configuration {
    status = "Enabled"
  }
}

existing {
  versioning_configuration {
    status = "Enabled"
  }
}

## INLINE_VERSIONS
# Enables versioning in the bucket block itself, as for older providers.
set {
  versioning {
    enabled = true
  }
}

## BUCKET_KMS
# Encrypts a bucket with KMS, under the AWS-managed key.
#
# This satisfies the check, and anyone who may read the bucket may use the key.
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = local.resource.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

existing {
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

## INLINE_KMS
# Enables KMS encryption in the bucket block itself, as for older providers.
replace {
  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "aws:kms"
      }
    }
  }
}

## BUCKET_BLOCK
# Blocks public access to a bucket.
resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = local.resource.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

## BUCKET_LIFECYCLE
# Removes incomplete uploads, which nobody can read.
resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = local.resource.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

## LIFECYCLE_RULE
# Removes incomplete uploads if the bucket has a lifecycle configuration already.
add {
  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

## BUCKET_EVENTS
# Sends the events of a bucket to EventBridge.
resource "aws_s3_bucket_notification" "this" {
  bucket      = local.resource.id
  eventbridge = true
}

## BUCKET_REPLICATION
# Replicates a bucket to another region, encrypted with a separate key.
resource "aws_s3_bucket_replication_configuration" "this" {
  bucket = local.resource.id
  role   = aws_iam_role.replication.arn

  rule {
    id     = "all"
    status = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Enabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket = aws_s3_bucket.this_replica.arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.replica.arn
      }
    }
  }

  depends_on = [
    aws_iam_role_policy.this_replication,
    aws_s3_bucket_versioning.this,
    aws_s3_bucket_versioning.this_replica,
  ]
}

resource "aws_iam_role_policy" "this_replication" {
  role = aws_iam_role.replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = local.resource.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = "${local.resource.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.this_replica.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = "arn:aws:kms:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:key/*"
        Condition = {
          StringLike = { "kms:ViaService" = "s3.${data.aws_region.current.name}.amazonaws.com" }
        }
      },
      {
        Effect   = "Allow"
        Action   = "kms:Encrypt"
        Resource = aws_kms_key.replica.arn
      }
    ]
  })
}

resource "aws_s3_bucket" "this_replica" {
  # checkov:skip=CKV_AWS_18: the bucket that it copies is logged
  # checkov:skip=CKV_AWS_144: it is the copy itself
  # checkov:skip=CKV2_AWS_62: the bucket that it copies tells its events
  provider      = aws.replica
  bucket_prefix = "replica-"
}

resource "aws_s3_bucket_versioning" "this_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.this_replica.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "this_replica" {
  provider                = aws.replica
  bucket                  = aws_s3_bucket.this_replica.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.this_replica.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.this_replica.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

# needs BUCKET_VERSIONS

# include ACCOUNT
# include REGION

provider "aws" {
  alias  = "replica"
  region = local.other_region
}

resource "aws_kms_key" "replica" {
  provider            = aws.replica
  description         = "Encrypts the copies of buckets"
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

resource "aws_iam_role" "replication" {
  name_prefix = "replication-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}
