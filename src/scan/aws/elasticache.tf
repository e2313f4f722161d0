resource "aws_elasticache_cluster" "bare" { # CKV_AWS_134 CKV_AWS_323 !CKV_AWS_322
  engine = "redis"
}

resource "aws_elasticache_cluster" "hardened" { # clean
  engine                   = "redis"
  snapshot_retention_limit = 7
  subnet_group_name        = aws_elasticache_subnet_group.a.name
}

resource "aws_elasticache_cluster" "switched_off" { # CKV_AWS_134 CKV_AWS_322
  engine                     = "redis"
  snapshot_retention_limit   = 0
  auto_minor_version_upgrade = false
}

resource "aws_elasticache_cluster" "memcached" { # ?CKV_AWS_134 ?CKV_AWS_322
  engine = "memcached"
}

resource "aws_elasticache_replication_group" "caught" { # CKV_AWS_29 CKV_AWS_30 CKV_AWS_191
}

resource "aws_elasticache_replication_group" "spared" { # CKV2_AWS_50 CKV_AWS_31 !CKV_AWS_29
  # !CKV_AWS_191 !CKV_AWS_30
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  kms_key_id                 = aws_kms_key.own.arn
}

resource "aws_elasticache_replication_group" "graph_bare" { # CKV_AWS_31 CKV2_AWS_50
  description = "bare"
}

resource "aws_elasticache_replication_group" "graph_full" { # !CKV_AWS_31 !CKV2_AWS_50
  description                = "full"
  transit_encryption_enabled = true
  auth_token                 = var.token
  automatic_failover_enabled = true
}

variable "token" {
  type = string
}

resource "aws_elasticache_security_group" "caught" { # CKV_AWS_196
  name = "caught"
}
