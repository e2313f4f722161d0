resource "aws_dax_cluster" "caught" { # CKV_AWS_47 CKV_AWS_239
}

resource "aws_dax_cluster" "spared" { # !CKV_AWS_47 !CKV_AWS_239
  cluster_endpoint_encryption_type = "TLS"

  server_side_encryption {
    enabled = true
  }
}
