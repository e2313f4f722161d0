resource "aws_neptune_cluster" "caught" { # CKV_AWS_44 CKV_AWS_347 CKV_AWS_359 CKV_AWS_362
}

resource "aws_neptune_cluster" "spared" { # !CKV_AWS_44 !CKV_AWS_347 !CKV_AWS_359 !CKV_AWS_362
  storage_encrypted                   = true
  kms_key_arn                         = aws_kms_key.own.arn
  iam_database_authentication_enabled = true
  copy_tags_to_snapshot               = true
}

resource "aws_neptune_cluster_instance" "caught" { # CKV_AWS_102
  publicly_accessible = true
}

resource "aws_neptune_cluster_instance" "spared" { # !CKV_AWS_102
  publicly_accessible = false
}

resource "aws_neptune_cluster_snapshot" "caught" { # CKV_AWS_279 CKV_AWS_280
}

resource "aws_neptune_cluster_snapshot" "spared" { # !CKV_AWS_279 !CKV_AWS_280
  storage_encrypted = true
  kms_key_id        = aws_kms_key.own.arn
}

resource "aws_neptune_cluster" "graph_bare" { # CKV_AWS_101 CKV_AWS_361 CKV2_AWS_58
  cluster_identifier = "bare"
}

resource "aws_neptune_cluster" "graph_full" { # !CKV_AWS_101 !CKV_AWS_361 !CKV2_AWS_58
  cluster_identifier             = "full"
  enable_cloudwatch_logs_exports = ["audit"]
  backup_retention_period        = 7
  deletion_protection            = true
}
