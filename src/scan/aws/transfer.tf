resource "aws_transfer_server" "caught" { # CKV_AWS_164
}

resource "aws_transfer_server" "spared" { # !CKV_AWS_164
  endpoint_type = "VPC"
}

resource "aws_transfer_server" "graph_bare" { # CKV_AWS_357
  protocols = ["FTP", "SFTP"]
}

resource "aws_transfer_server" "graph_full" { # !CKV_AWS_357
  protocols = ["SFTP"]
}

resource "aws_transfer_server" "default_policy" { # CKV_AWS_380
}

resource "aws_transfer_server" "recent_policy" { # !CKV_AWS_380
  security_policy_name = "TransferSecurityPolicy-2025-03"
}
