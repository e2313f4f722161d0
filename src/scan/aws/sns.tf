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

resource "aws_sns_topic_policy" "other_account" { # CKV_AWS_385
  arn = "arn:aws:sns:eu-west-1:123456789012:topic"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::210987654321:root" }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}

resource "aws_sns_topic_policy" "own_service" { # !CKV_AWS_385
  arn = "arn:aws:sns:eu-west-1:123456789012:topic"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}
