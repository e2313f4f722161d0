resource "aws_dynamodb_table" "a" {
  name                   = "a"
  billing_mode           = "PAY_PER_REQUEST"
  hash_key               = "id"
  point_in_time_recovery = true

  attribute = {
    name = "id" # the key
    type = "S"
  }

  tags {
    Name = "a"
  }
}

resource "aws_codebuild_project" "a" {
  name         = "a"
  service_role = "arn:aws:iam::123456789012:role/a"

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variables = {
      STAGE = "test"
      DEBUG = "1"
    }
  }

  source {
    type   = "NO_SOURCE"
    branch = "main"
  }
}
