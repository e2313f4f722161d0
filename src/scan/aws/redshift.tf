resource "aws_redshift_cluster" "bare" { # CKV_AWS_64 CKV_AWS_71 CKV_AWS_87 CKV_AWS_142 CKV_AWS_154
  # CKV_AWS_320 CKV_AWS_321 !CKV_AWS_141 !CKV_AWS_343
  cluster_identifier = "bare"
}

resource "aws_redshift_cluster" "hardened" { # clean
  encrypted                 = true
  kms_key_id                = aws_kms_key.own.arn
  publicly_accessible       = false
  cluster_subnet_group_name = aws_redshift_subnet_group.a.name
  database_name             = "sales"
  enhanced_vpc_routing      = true

  logging {
    enable = true
  }
}

resource "aws_redshift_cluster" "switched_off" { # CKV_AWS_64 CKV_AWS_71 CKV_AWS_87 CKV_AWS_141
  # CKV_AWS_321 CKV_AWS_343
  encrypted                           = false
  publicly_accessible                 = true
  enhanced_vpc_routing                = false
  allow_version_upgrade               = false
  automated_snapshot_retention_period = 0

  logging {
    enable = false
  }
}

resource "aws_redshift_cluster" "of_variables" { # ?CKV_AWS_64 ?CKV_AWS_87 !CKV_AWS_142
  # !CKV_AWS_154 !CKV_AWS_320 ?CKV_AWS_321
  encrypted                 = var.encrypted
  kms_key_id                = var.key
  publicly_accessible       = var.public
  cluster_subnet_group_name = var.group
  database_name             = var.database
  enhanced_vpc_routing      = var.routing
}

resource "aws_redshift_snapshot_copy_grant" "caught" { # CKV_AWS_281
}

resource "aws_redshift_snapshot_copy_grant" "spared" { # !CKV_AWS_281
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_redshiftserverless_namespace" "caught" { # CKV_AWS_282
}

resource "aws_redshiftserverless_namespace" "spared" { # !CKV_AWS_282
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_redshift_cluster" "graph_bare" { # CKV_AWS_391
  master_username = "awsuser"
}

resource "aws_redshift_cluster" "graph_full" { # !CKV_AWS_391
  master_username = "shop"
}

resource "aws_redshift_parameter_group" "caught" { # CKV_AWS_105
  name = "caught"
}

resource "aws_redshift_parameter_group" "spared" { # !CKV_AWS_105
  name = "spared"

  parameter {
    name  = "require_ssl"
    value = "true"
  }
}
