resource "aws_kms_key" "users" {
  description         = "Users table"
  enable_key_rotation = true
}

resource "aws_dynamodb_table" "users" {
  name                        = "users"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "user_id"
  deletion_protection_enabled = true

  attribute {
    name = "user_id"
    type = "S"
  }

  attribute {
    name = "email"
    type = "S"
  }

  global_secondary_index {
    name            = "by_email"
    hash_key        = "email"
    projection_type = "ALL"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.users.arn
  }

  tags = {
    Environment = "dev"
  }
}
