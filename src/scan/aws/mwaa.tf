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

resource "aws_mwaa_environment" "graph_bare" { # CKV2_AWS_66
  name                  = "bare"
  webserver_access_mode = "PUBLIC_ONLY"
}

resource "aws_mwaa_environment" "graph_full" { # !CKV2_AWS_66
  name = "full"
}
