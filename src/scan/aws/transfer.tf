resource "aws_transfer_server" "caught" { # CKV_AWS_164
}

resource "aws_transfer_server" "spared" { # !CKV_AWS_164
  endpoint_type = "VPC"
}
