resource "aws_sqs_queue_policy" "policy_open" { # CKV_AWS_168 CKV_AWS_72
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}

resource "aws_sqs_queue_policy" "policy_closed" { # !CKV_AWS_168 !CKV_AWS_72
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_sqs_queue" "policy_open" { # CKV_AWS_168
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}

resource "aws_sqs_queue" "policy_closed" { # !CKV_AWS_168
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_sqs_queue" "bare" { # CKV_AWS_27 !CKV2_AWS_73
  name = "bare"
}

resource "aws_sqs_queue" "shared" { # !CKV_AWS_27 CKV2_AWS_73
  name              = "shared"
  kms_master_key_id = "alias/aws/sqs"
}

resource "aws_sqs_queue_policy" "for_everybody" { # CKV_AWS_387
  queue_url = "https://sqs.eu-west-1.amazonaws.com/123456789012/queue"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_sqs_queue_policy" "for_one_topic" { # !CKV_AWS_387
  queue_url = "https://sqs.eu-west-1.amazonaws.com/123456789012/queue"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:123456789012:topic" } }
    }]
  })
}
