#+ all
variable "password" {
  sensitive = true
}

resource "aws_db_instance" "new" {
  engine                              = "postgres"
  engine_version                      = "16.3"
  instance_class                      = "db.t3.micro"
  allocated_storage                   = 20
  username                            = "keeper"
  password                            = var.password
  storage_encrypted                   = true
  monitoring_interval                 = 60
  monitoring_role_arn                 = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  multi_az                            = true
  iam_database_authentication_enabled = true
  auto_minor_version_upgrade          = true
  deletion_protection                 = true
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.main.arn
  copy_tags_to_snapshot               = true
  parameter_group_name                = aws_db_parameter_group.new.name
}

resource "aws_db_parameter_group" "new" {
  name_prefix = "new-"
  family      = "postgres16"

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "old" {
  engine                              = "postgres"
  engine_version                      = "13.4"
  instance_class                      = "db.t3.micro"
  allocated_storage                   = 20
  username                            = "keeper"
  password                            = var.password
  storage_encrypted                   = true
  monitoring_interval                 = 60
  monitoring_role_arn                 = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  multi_az                            = true
  iam_database_authentication_enabled = true
  auto_minor_version_upgrade          = true
  deletion_protection                 = true
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.main.arn
  copy_tags_to_snapshot               = true
  parameter_group_name                = aws_db_parameter_group.old.name
}

resource "aws_db_parameter_group" "old" {
  name_prefix = "old-"
  family      = "postgres13"

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "tuned" {
  engine                              = "postgres"
  engine_version                      = "13.4"
  instance_class                      = "db.t3.micro"
  allocated_storage                   = 20
  username                            = "keeper"
  password                            = var.password
  parameter_group_name                = aws_db_parameter_group.tuned.name
  storage_encrypted                   = true
  monitoring_interval                 = 60
  monitoring_role_arn                 = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  multi_az                            = true
  iam_database_authentication_enabled = true
  auto_minor_version_upgrade          = true
  deletion_protection                 = true
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.main.arn
  copy_tags_to_snapshot               = true
}

resource "aws_db_parameter_group" "tuned" {
  family = "postgres13"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_rds_cluster" "main" {
  engine                              = "aurora-postgresql"
  engine_version                      = "15.4"
  master_username                     = "keeper"
  master_password                     = var.password
  storage_encrypted                   = true
  deletion_protection                 = true
  iam_database_authentication_enabled = true
  copy_tags_to_snapshot               = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  kms_key_id                          = aws_kms_key.main.arn
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.main.name
}

resource "aws_rds_cluster_parameter_group" "main" {
  name_prefix = "main-"
  family      = "aurora-postgresql15"

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_backup_selection" "main" {
  name         = "main"
  plan_id      = aws_backup_plan.nightly.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = [aws_rds_cluster.main.arn]
}

resource "aws_rds_cluster" "untuned" {
  engine                              = "aurora-postgresql"
  engine_version                      = "15.4"
  master_username                     = "keeper"
  master_password                     = var.password
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.untuned.name
  storage_encrypted                   = true
  deletion_protection                 = true
  iam_database_authentication_enabled = true
  copy_tags_to_snapshot               = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  kms_key_id                          = aws_kms_key.main.arn
}

resource "aws_backup_selection" "untuned" {
  name         = "untuned"
  plan_id      = aws_backup_plan.nightly.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = [aws_rds_cluster.untuned.arn]
}

resource "aws_rds_cluster_parameter_group" "untuned" {
  family = "aurora-postgresql15"

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }
}

resource "aws_iam_role" "monitoring" {
  name_prefix = "rds-monitoring-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "monitoring.rds.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "main" {
  description         = "Encrypts what this program keeps"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      }
    ]
  })
}

resource "aws_backup_vault" "main" {
  name        = "nightly"
  kms_key_arn = aws_kms_key.main.arn
}

resource "aws_backup_plan" "nightly" {
  name = "nightly"

  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 3 * * ? *)"

    lifecycle {
      delete_after = 35
    }
  }
}

resource "aws_iam_role" "backup" {
  name_prefix = "backup-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "backup.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "backup" {
  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}

#= fix:CKV_AWS_16:aws_db_instance.new | move to an instance class that supports storage encryption
#= fix:CKV_AWS_118:aws_db_instance.new | enable enhanced monitoring (60 s)
#= fix:CKV_AWS_129:aws_db_instance.new | set `enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]`
#= fix:CKV_AWS_157:aws_db_instance.new | set `multi_az = true`
#= fix:CKV_AWS_161:aws_db_instance.new | set `iam_database_authentication_enabled = true`
#= fix:CKV_AWS_226:aws_db_instance.new | set `auto_minor_version_upgrade = true`
#= fix:CKV_AWS_293:aws_db_instance.new | set `deletion_protection = true`
#= fix:CKV_AWS_353:aws_db_instance.new | enable Performance Insights with a customer-managed key
#= fix:CKV2_AWS_60:aws_db_instance.new | set `copy_tags_to_snapshot = true`
#= fix:CKV2_AWS_30:aws_db_instance.new | log slow and schema-changing queries, and require TLS
#= fix:CKV_AWS_16:aws_db_instance.old | set `storage_encrypted = true`
#= fix:CKV_AWS_118:aws_db_instance.old | enable enhanced monitoring (60 s)
#= fix:CKV_AWS_129:aws_db_instance.old | set `enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]`
#= fix:CKV_AWS_157:aws_db_instance.old | set `multi_az = true`
#= fix:CKV_AWS_161:aws_db_instance.old | set `iam_database_authentication_enabled = true`
#= fix:CKV_AWS_226:aws_db_instance.old | set `auto_minor_version_upgrade = true`
#= fix:CKV_AWS_293:aws_db_instance.old | set `deletion_protection = true`
#= fix:CKV_AWS_353:aws_db_instance.old | enable Performance Insights with a customer-managed key
#= fix:CKV2_AWS_60:aws_db_instance.old | set `copy_tags_to_snapshot = true`
#= fix:CKV2_AWS_30:aws_db_instance.old | log slow and schema-changing queries, and require TLS
#= fix:CKV_AWS_16:aws_db_instance.tuned | set `storage_encrypted = true`
#= fix:CKV_AWS_118:aws_db_instance.tuned | enable enhanced monitoring (60 s)
#= fix:CKV_AWS_129:aws_db_instance.tuned | set `enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]`
#= fix:CKV_AWS_157:aws_db_instance.tuned | set `multi_az = true`
#= fix:CKV_AWS_161:aws_db_instance.tuned | set `iam_database_authentication_enabled = true`
#= fix:CKV_AWS_226:aws_db_instance.tuned | set `auto_minor_version_upgrade = true`
#= fix:CKV_AWS_293:aws_db_instance.tuned | set `deletion_protection = true`
#= fix:CKV_AWS_353:aws_db_instance.tuned | enable Performance Insights with a customer-managed key
#= fix:CKV2_AWS_60:aws_db_instance.tuned | set `copy_tags_to_snapshot = true`
#= fix:CKV2_AWS_69:aws_db_instance.tuned | refuse connections without TLS
#= fix:CKV_AWS_96:aws_rds_cluster.main | set `storage_encrypted = true`
#= fix:CKV_AWS_139:aws_rds_cluster.main | set `deletion_protection = true`
#= fix:CKV_AWS_162:aws_rds_cluster.main | set `iam_database_authentication_enabled = true`
#= fix:CKV_AWS_313:aws_rds_cluster.main | set `copy_tags_to_snapshot = true`
#= fix:CKV_AWS_324:aws_rds_cluster.main | set `enabled_cloudwatch_logs_exports = ["postgresql"]`
#= fix:CKV_AWS_327:aws_rds_cluster.main | encrypt with a customer-managed key
#= fix:CKV2_AWS_27:aws_rds_cluster.main | log slow and schema-changing queries
#= fix:CKV2_AWS_8:aws_rds_cluster.main | add a nightly backup
#= fix:CKV_AWS_96:aws_rds_cluster.untuned | set `storage_encrypted = true`
#= fix:CKV_AWS_139:aws_rds_cluster.untuned | set `deletion_protection = true`
#= fix:CKV_AWS_162:aws_rds_cluster.untuned | set `iam_database_authentication_enabled = true`
#= fix:CKV_AWS_313:aws_rds_cluster.untuned | set `copy_tags_to_snapshot = true`
#= fix:CKV_AWS_324:aws_rds_cluster.untuned | set `enabled_cloudwatch_logs_exports = ["postgresql"]`
#= fix:CKV_AWS_327:aws_rds_cluster.untuned | encrypt with a customer-managed key
#= fix:CKV2_AWS_27:aws_rds_cluster.untuned | log slow and schema-changing queries
#= fix:CKV2_AWS_8:aws_rds_cluster.untuned | add a nightly backup
