resource "aws_docdb_cluster" "bare" { # CKV_AWS_74 CKV_AWS_182 CKV_AWS_360
}

resource "aws_docdb_cluster" "hardened" { # clean
  backup_retention_period = 7
  kms_key_id              = aws_kms_key.own.arn
  storage_encrypted       = true
}

resource "aws_docdb_cluster" "short_backups" { # CKV_AWS_360
  backup_retention_period = 3
}

resource "aws_docdb_global_cluster" "caught" { # CKV_AWS_292
}

resource "aws_docdb_global_cluster" "spared" { # !CKV_AWS_292
  storage_encrypted = true
}
