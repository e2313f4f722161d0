resource "aws_mwaa_environment" "caught" { # CKV_AWS_242 CKV_AWS_243 CKV_AWS_244
}

resource "aws_mwaa_environment" "spared" { # !CKV_AWS_242 !CKV_AWS_243 !CKV_AWS_244
  logging_configuration {
    scheduler_logs {
      enabled = true
    }

    worker_logs {
      enabled = true
    }

    webserver_logs {
      enabled = true
    }
  }
}
