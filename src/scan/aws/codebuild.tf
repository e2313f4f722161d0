resource "aws_codebuild_project" "caught" { # CKV_AWS_311 CKV_AWS_316
  logs_config {
    s3_logs {
      encryption_disabled = true
    }
  }

  environment {
    privileged_mode = true
  }
}

resource "aws_codebuild_project" "spared" { # !CKV_AWS_311 !CKV_AWS_316
  logs_config {
    s3_logs {
      encryption_disabled = false
    }
  }

  environment {
    privileged_mode = false
  }
}

resource "aws_codebuild_project" "graph_bare" { # CKV_AWS_314 CKV_AWS_147 CKV_AWS_78
  name = "bare"

  artifacts {
    type                = "S3"
    encryption_disabled = true
  }
}

resource "aws_codebuild_project" "graph_full" { # !CKV_AWS_314 !CKV_AWS_147 !CKV_AWS_78
  name           = "full"
  encryption_key = aws_kms_key.own.arn

  artifacts {
    type = "S3"
  }

  logs_config {
    cloudwatch_logs {
      group_name = "builds"
    }
  }
}
