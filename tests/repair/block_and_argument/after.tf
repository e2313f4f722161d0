resource "aws_dynamodb_table" "a" {
  name         = "a"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  point_in_time_recovery {
    enabled = true
  }

  attribute {
    name = "id"
    # the key
    type = "S"
  }

  tags = {
    Name = "a"
  }
}

resource "aws_codebuild_project" "a" {
  name           = "a"
  service_role   = "arn:aws:iam::123456789012:role/a"
  source_version = "main"

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "STAGE"
      value = "test"
    }

    environment_variable {
      name  = "DEBUG"
      value = "1"
    }
  }

  source {
    type = "NO_SOURCE"
  }

  artifacts {
    type = "NO_ARTIFACTS"
  }
}

#= repair:block:aws_dynamodb_table.a:point_in_time_recovery | write `point_in_time_recovery` as a block
#= repair:block:aws_dynamodb_table.a:attribute | write `attribute` as a block
#= repair:argument:aws_dynamodb_table.a:tags | write `tags` as an argument
#= repair:block:aws_codebuild_project.a:environment.environment_variables | write `environment_variables` as a block `environment_variable`
#= repair:inward:aws_codebuild_project.a:source.branch | move `branch` to `source_version`
#= repair:neutral:aws_codebuild_project.a:artifacts | add the block `artifacts`
