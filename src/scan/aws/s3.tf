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
