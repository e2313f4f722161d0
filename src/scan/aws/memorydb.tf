resource "aws_memorydb_cluster" "caught" { # CKV_AWS_201 CKV_AWS_202
  tls_enabled = false
}

resource "aws_memorydb_cluster" "spared" { # !CKV_AWS_201 !CKV_AWS_202
  kms_key_arn = aws_kms_key.own.arn
  tls_enabled = true
}

resource "aws_memorydb_snapshot" "caught" { # CKV_AWS_278
}

resource "aws_memorydb_snapshot" "spared" { # !CKV_AWS_278
  kms_key_arn = aws_kms_key.own.arn
}
