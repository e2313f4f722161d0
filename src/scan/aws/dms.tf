resource "aws_dms_replication_instance" "caught" { # CKV_AWS_89 CKV_AWS_212 CKV_AWS_222
  publicly_accessible = true
}

resource "aws_dms_replication_instance" "spared" { # !CKV_AWS_89 !CKV_AWS_212 !CKV_AWS_222
  publicly_accessible        = false
  kms_key_arn                = aws_kms_key.own.arn
  auto_minor_version_upgrade = true
}

resource "aws_dms_s3_endpoint" "caught" { # CKV_AWS_298
}

resource "aws_dms_s3_endpoint" "spared" { # !CKV_AWS_298
  kms_key_arn = aws_kms_key.own.arn
}

resource "aws_dms_endpoint" "graph_bare" { # CKV2_AWS_49
  endpoint_type = "source"
  engine_name   = "mysql"
  ssl_mode      = "none"
}

resource "aws_dms_endpoint" "graph_full" { # !CKV2_AWS_49
  endpoint_type = "source"
  engine_name   = "mysql"
  ssl_mode      = "require"
}

resource "aws_dms_endpoint" "keyless" { # CKV_AWS_296
  engine_name = "aurora"
}

resource "aws_dms_endpoint" "with_key" { # !CKV_AWS_296
  engine_name = "aurora"
  kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/a"
}

resource "aws_dms_endpoint" "bucket_keyless" { # CKV_AWS_296
  engine_name = "s3"
  kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/a"
}

resource "aws_dms_endpoint" "bucket_with_key" { # !CKV_AWS_296
  engine_name = "s3"

  s3_settings {
    server_side_encryption_kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/a"
  }
}
