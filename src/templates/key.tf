resource "aws_kms_key" "key" {
  description         = "Encrypts data of ${local.name}"
  enable_key_rotation = true
  # if window
  deletion_window_in_days = local.window

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Account"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_alias" "key" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.key.key_id
}
