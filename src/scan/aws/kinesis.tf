resource "aws_kinesis_stream" "caught" { # CKV_AWS_43 CKV_AWS_185
}

resource "aws_kinesis_stream" "spared" { # !CKV_AWS_43 !CKV_AWS_185
  encryption_type = "KMS"
  kms_key_id      = aws_kms_key.own.arn
}

resource "aws_kinesis_video_stream" "caught" { # CKV_AWS_177
}

resource "aws_kinesis_video_stream" "spared" { # !CKV_AWS_177
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_kinesis_firehose_delivery_stream" "caught" { # CKV_AWS_240 CKV_AWS_241
  name        = "caught"
  destination = "extended_s3"
}

resource "aws_kinesis_firehose_delivery_stream" "spared" { # !CKV_AWS_240 !CKV_AWS_241
  name        = "spared"
  destination = "extended_s3"

  server_side_encryption {
    enabled  = true
    key_type = "CUSTOMER_MANAGED_CMK"
    key_arn  = aws_kms_key.own.arn
  }
}
