resource "aws_docdb_cluster" "bare" { # CKV_AWS_74 CKV_AWS_182 CKV_AWS_360
}

resource "aws_docdb_cluster" "hardened" { # CKV_AWS_85 !CKV_AWS_360 !CKV_AWS_74 !CKV_AWS_182
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

resource "aws_docdb_cluster" "graph_bare" { # CKV_AWS_85
  cluster_identifier = "bare"
}

resource "aws_docdb_cluster" "graph_full" { # !CKV_AWS_85
  cluster_identifier              = "full"
  enabled_cloudwatch_logs_exports = ["audit"]
}

resource "aws_docdb_cluster_parameter_group" "caught" { # CKV_AWS_90 CKV_AWS_104
  family = "docdb5.0"

  parameter {
    name  = "tls"
    value = "disabled"
  }
}

resource "aws_docdb_cluster_parameter_group" "spared" { # !CKV_AWS_90 !CKV_AWS_104
  family = "docdb5.0"

  parameter {
    name  = "audit_logs"
    value = "enabled"
  }
}
