resource "aws_globalaccelerator_accelerator" "caught" { # CKV_AWS_75
}

resource "aws_globalaccelerator_accelerator" "spared" { # !CKV_AWS_75
  attributes {
    flow_logs_enabled = true
  }
}
