resource "aws_qldb_ledger" "caught" { # CKV_AWS_170 CKV_AWS_172
  deletion_protection = false
}

resource "aws_qldb_ledger" "spared" { # !CKV_AWS_170 !CKV_AWS_172
  permissions_mode    = "STANDARD"
  deletion_protection = true
}
