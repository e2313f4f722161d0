resource "aws_connect_instance_storage_config" "caught" { # CKV_AWS_269 CKV_AWS_270
}

resource "aws_connect_instance_storage_config" "spared" { # !CKV_AWS_269 !CKV_AWS_270
  storage_config {
    kinesis_video_stream_config {
      encryption_config {
        key_id = aws_kms_key.own.arn
      }
    }

    s3_config {
      encryption_config {
        key_id = aws_kms_key.own.arn
      }
    }
  }
}
