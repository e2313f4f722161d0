resource "aws_glacier_vault" "caught" { # CKV_AWS_167
  name          = "archive"
  access_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "glacier:*", "Resource": "*" }]
    }
  JSON
}

resource "aws_glacier_vault" "spared" { # !CKV_AWS_167
  name = "archive"
}

resource "aws_glacier_vault" "narrowed" { # !CKV_AWS_167
  name = "archive"
  access_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = "glacier:InitiateJob"
      Resource  = "*"
    }]
  })
}
