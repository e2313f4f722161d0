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
