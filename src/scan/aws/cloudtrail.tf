resource "aws_cloudtrail" "caught" { # CKV_AWS_35 CKV_AWS_36 CKV_AWS_67 CKV_AWS_251 CKV_AWS_252
  enable_logging = false
}

resource "aws_cloudtrail" "spared" { # !CKV_AWS_35 !CKV_AWS_36 !CKV_AWS_67 !CKV_AWS_251
  # !CKV_AWS_252
  kms_key_id                 = aws_kms_key.own.arn
  enable_log_file_validation = true
  is_multi_region_trail      = true
  enable_logging             = true
  sns_topic_name             = aws_sns_topic.a.name
}

resource "aws_cloudtrail_event_data_store" "caught" { # CKV_AWS_294
}

resource "aws_cloudtrail_event_data_store" "spared" { # !CKV_AWS_294
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_cloudtrail" "graph_bare" { # CKV2_AWS_10
  name = "bare"
}

resource "aws_cloudtrail" "graph_full" { # !CKV2_AWS_10
  name                       = "full"
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
}

resource "aws_cloudwatch_log_group" "trail" {
  name = "trail"
}
