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
