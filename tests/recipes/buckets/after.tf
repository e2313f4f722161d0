#+ all
provider "aws" {
  region = "eu-central-1"
}

# what customers send us
resource "aws_s3_bucket" "data" {
  bucket = "data" # never changes
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "data" {
  bucket = aws_s3_bucket.data.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_logging" "data" {
  bucket        = aws_s3_bucket.data.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "data/"
}

resource "aws_s3_bucket_replication_configuration" "data" {
  bucket = aws_s3_bucket.data.id
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
      bucket = aws_s3_bucket.data_replica.arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.replica.arn
      }
    }
  }

  depends_on = [
    aws_iam_role_policy.data_replication,
    aws_s3_bucket_versioning.paused,
    aws_s3_bucket_versioning.data_replica,
  ]
}

resource "aws_iam_role_policy" "data_replication" {
  role = aws_iam_role.replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = aws_s3_bucket.data.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = "${aws_s3_bucket.data.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.data_replica.arn}/*"
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

resource "aws_s3_bucket" "data_replica" {
  # checkov:skip=CKV_AWS_18: the bucket that it copies is logged
  # checkov:skip=CKV_AWS_144: it is the copy itself
  # checkov:skip=CKV2_AWS_62: the bucket that it copies tells its events
  provider      = aws.replica
  bucket_prefix = "replica-"
}

resource "aws_s3_bucket_versioning" "data_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.data_replica.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "data_replica" {
  provider                = aws.replica
  bucket                  = aws_s3_bucket.data_replica.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.data_replica.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "data_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.data_replica.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_notification" "data" {
  bucket      = aws_s3_bucket.data.id
  eventbridge = true
}

resource "aws_s3_bucket" "old" {
  bucket = "old"
  acl    = "private"

  versioning {
    enabled = true
  }

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "aws:kms"
      }
    }
  }
}

resource "aws_s3_bucket_public_access_block" "old" {
  bucket                  = aws_s3_bucket.old.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "old" {
  bucket = aws_s3_bucket.old.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_logging" "old" {
  bucket        = aws_s3_bucket.old.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "old/"
}

resource "aws_s3_bucket_replication_configuration" "old" {
  bucket = aws_s3_bucket.old.id
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
      bucket = aws_s3_bucket.old_replica.arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.replica.arn
      }
    }
  }

  depends_on = [
    aws_iam_role_policy.old_replication,
    aws_s3_bucket.old,
    aws_s3_bucket_versioning.old_replica,
  ]
}

resource "aws_iam_role_policy" "old_replication" {
  role = aws_iam_role.replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = aws_s3_bucket.old.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = "${aws_s3_bucket.old.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.old_replica.arn}/*"
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

resource "aws_s3_bucket" "old_replica" {
  # checkov:skip=CKV_AWS_18: the bucket that it copies is logged
  # checkov:skip=CKV_AWS_144: it is the copy itself
  # checkov:skip=CKV2_AWS_62: the bucket that it copies tells its events
  provider      = aws.replica
  bucket_prefix = "replica-"
}

resource "aws_s3_bucket_versioning" "old_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.old_replica.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "old_replica" {
  provider                = aws.replica
  bucket                  = aws_s3_bucket.old_replica.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "old_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.old_replica.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "old_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.old_replica.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_notification" "old" {
  bucket      = aws_s3_bucket.old.id
  eventbridge = true
}

resource "aws_s3_bucket" "many" {
  count  = 2
  bucket = "many-${count.index}"
}

resource "aws_s3_bucket_replication_configuration" "many" {
  count  = 2
  bucket = aws_s3_bucket.many[count.index].id
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
      bucket = aws_s3_bucket.many_replica[count.index].arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.replica.arn
      }
    }
  }

  depends_on = [
    aws_iam_role_policy.many_replication,
    aws_s3_bucket_versioning.many,
    aws_s3_bucket_versioning.many_replica,
  ]
}

resource "aws_iam_role_policy" "many_replication" {
  count = 2
  role  = aws_iam_role.replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = aws_s3_bucket.many[count.index].arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = "${aws_s3_bucket.many[count.index].arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.many_replica[count.index].arn}/*"
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

resource "aws_s3_bucket" "many_replica" {
  count = 2
  # checkov:skip=CKV_AWS_18: the bucket that it copies is logged
  # checkov:skip=CKV_AWS_144: it is the copy itself
  # checkov:skip=CKV2_AWS_62: the bucket that it copies tells its events
  provider      = aws.replica
  bucket_prefix = "replica-"
}

resource "aws_s3_bucket_versioning" "many_replica" {
  count    = 2
  provider = aws.replica
  bucket   = aws_s3_bucket.many_replica[count.index].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "many_replica" {
  count                   = 2
  provider                = aws.replica
  bucket                  = aws_s3_bucket.many_replica[count.index].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "many_replica" {
  count    = 2
  provider = aws.replica
  bucket   = aws_s3_bucket.many_replica[count.index].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "many_replica" {
  count    = 2
  provider = aws.replica
  bucket   = aws_s3_bucket.many_replica[count.index].id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_logging" "many" {
  count         = 2
  bucket        = aws_s3_bucket.many[count.index].id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "many/"
}

resource "aws_s3_bucket_versioning" "many" {
  count  = 2
  bucket = aws_s3_bucket.many[count.index].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "many" {
  count  = 2
  bucket = aws_s3_bucket.many[count.index].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "many" {
  count                   = 2
  bucket                  = aws_s3_bucket.many[count.index].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "many" {
  count  = 2
  bucket = aws_s3_bucket.many[count.index].id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_notification" "many" {
  count       = 2
  bucket      = aws_s3_bucket.many[count.index].id
  eventbridge = true
}

resource "aws_s3_bucket_versioning" "paused" {
  bucket = aws_s3_bucket.data.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "plain" {
  bucket = aws_s3_bucket.data.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket" "aged" {
  bucket = "aged"
}

resource "aws_s3_bucket_replication_configuration" "aged" {
  bucket = aws_s3_bucket.aged.id
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
      bucket = aws_s3_bucket.aged_replica.arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_key.replica.arn
      }
    }
  }

  depends_on = [
    aws_iam_role_policy.aged_replication,
    aws_s3_bucket_versioning.aged,
    aws_s3_bucket_versioning.aged_replica,
  ]
}

resource "aws_iam_role_policy" "aged_replication" {
  role = aws_iam_role.replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = aws_s3_bucket.aged.arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
        Resource = "${aws_s3_bucket.aged.arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
        Resource = "${aws_s3_bucket.aged_replica.arn}/*"
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

resource "aws_s3_bucket" "aged_replica" {
  # checkov:skip=CKV_AWS_18: the bucket that it copies is logged
  # checkov:skip=CKV_AWS_144: it is the copy itself
  # checkov:skip=CKV2_AWS_62: the bucket that it copies tells its events
  provider      = aws.replica
  bucket_prefix = "replica-"
}

resource "aws_s3_bucket_versioning" "aged_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.aged_replica.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "aged_replica" {
  provider                = aws.replica
  bucket                  = aws_s3_bucket.aged_replica.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "aged_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.aged_replica.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "aged_replica" {
  provider = aws.replica
  bucket   = aws_s3_bucket.aged_replica.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_logging" "aged" {
  bucket        = aws_s3_bucket.aged.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "aged/"
}

resource "aws_s3_bucket_versioning" "aged" {
  bucket = aws_s3_bucket.aged.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "aged" {
  bucket = aws_s3_bucket.aged.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "aged" {
  bucket                  = aws_s3_bucket.aged.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_notification" "aged" {
  bucket      = aws_s3_bucket.aged.id
  eventbridge = true
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

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "logs" {
  # checkov:skip=CKV_AWS_18: the bucket of the logs would log itself
  # checkov:skip=CKV_AWS_144: logs are not worth a second region
  # checkov:skip=CKV_AWS_145: services deliver logs to buckets without a key of KMS only
  # checkov:skip=CKV2_AWS_62: nobody waits for a log
  bucket_prefix = "logs-"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

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
  bucket = aws_s3_bucket.logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "BucketLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.logs.arn}/*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }
    ]
  })
}

data "aws_region" "current" {}

provider "aws" {
  alias  = "replica"
  region = "us-west-2"
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

#= fix:CKV_AWS_18:aws_s3_bucket.data | log access to a log bucket
#= fix:CKV_AWS_21:aws_s3_bucket.data | enable versioning
#= fix:CKV_AWS_144:aws_s3_bucket.data | replicate the bucket to another region
#= fix:CKV_AWS_145:aws_s3_bucket.data | encrypt the bucket with KMS
#= fix:CKV2_AWS_62:aws_s3_bucket.data | send bucket events to EventBridge
#= fix:CKV_AWS_18:aws_s3_bucket.old | log access to a log bucket
#= fix:CKV_AWS_20:aws_s3_bucket.old | make the bucket ACL private
#= fix:CKV_AWS_21:aws_s3_bucket.old | enable versioning
#= fix:CKV_AWS_144:aws_s3_bucket.old | replicate the bucket to another region
#= fix:CKV_AWS_145:aws_s3_bucket.old | encrypt the bucket with KMS
#= fix:CKV2_AWS_62:aws_s3_bucket.old | send bucket events to EventBridge
#= fix:CKV_AWS_18:aws_s3_bucket.many | log access to a log bucket
#= fix:CKV_AWS_21:aws_s3_bucket.many | enable versioning
#= fix:CKV_AWS_145:aws_s3_bucket.many | encrypt the bucket with KMS
#= fix:CKV2_AWS_6:aws_s3_bucket.many | block public access to the bucket
#= fix:CKV2_AWS_61:aws_s3_bucket.many | abort incomplete uploads after 7 days
#= fix:CKV2_AWS_62:aws_s3_bucket.many | send bucket events to EventBridge
#= fix:CKV_AWS_18:aws_s3_bucket.aged | log access to a log bucket
#= fix:CKV_AWS_21:aws_s3_bucket.aged | enable versioning
#= fix:CKV_AWS_145:aws_s3_bucket.aged | encrypt the bucket with KMS
#= fix:CKV2_AWS_6:aws_s3_bucket.aged | block public access to the bucket
#= fix:CKV2_AWS_62:aws_s3_bucket.aged | send bucket events to EventBridge
#= fix:CKV_AWS_300:aws_s3_bucket_lifecycle_configuration.aged | abort incomplete uploads after 7 days
#= fix:CKV2_AWS_6:aws_s3_bucket.data | block public access to the bucket
#= fix:CKV2_AWS_61:aws_s3_bucket.data | abort incomplete uploads after 7 days
#= fix:CKV2_AWS_6:aws_s3_bucket.old | block public access to the bucket
#= fix:CKV2_AWS_61:aws_s3_bucket.old | abort incomplete uploads after 7 days
#= fix:CKV_AWS_144:aws_s3_bucket.many | replicate the bucket to another region
#= fix:CKV_AWS_144:aws_s3_bucket.aged | replicate the bucket to another region
