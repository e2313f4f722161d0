resource "aws_sns_topic" "bare" { # CKV_AWS_26
  name = "bare"
}

resource "aws_sns_topic" "encrypted" { # clean
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sns_topic" "empty" { # CKV_AWS_26
  kms_master_key_id = ""
}

resource "aws_sns_topic" "of_a_variable" { # !CKV_AWS_26
  kms_master_key_id = var.key
}

resource "aws_sns_topic_policy" "policy_open" { # CKV_AWS_169
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}

resource "aws_sns_topic_policy" "policy_closed" { # !CKV_AWS_169
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sns:Publish", Resource = "*" }]
  })
}
