resource "aws_sfn_state_machine" "caught" { # CKV_AWS_284 CKV_AWS_285
}

resource "aws_sfn_state_machine" "spared" { # !CKV_AWS_284 !CKV_AWS_285
  tracing_configuration {
    enabled = true
  }

  logging_configuration {
    include_execution_data = true
  }
}
