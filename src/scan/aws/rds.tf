variable "encrypted" {
  default = true
}

variable "open" {
  type = bool
}

locals {
  settings = {
    encrypted = true
  }
}

resource "aws_db_instance" "bare" { # CKV_AWS_16 CKV_AWS_118 CKV_AWS_129 CKV_AWS_157 CKV_AWS_161
  # CKV_AWS_226 CKV_AWS_293 CKV_AWS_353 !CKV_AWS_17 !CKV_AWS_211 !CKV_AWS_354
  engine         = "postgres"
  instance_class = "db.t3.micro"
}

resource "aws_db_instance" "hardened" { # CKV2_AWS_30 CKV2_AWS_60 !CKV_AWS_388 !CKV_AWS_161
  # !CKV2_AWS_69 !CKV_AWS_133 !CKV_AWS_226 !CKV_AWS_118 !CKV_AWS_17 !CKV_AWS_293 !CKV_AWS_353
  # !CKV_AWS_16 !CKV_AWS_211 !CKV_AWS_157 !CKV_AWS_129 !CKV_AWS_354
  engine                              = "postgres"
  instance_class                      = "db.t3.micro"
  storage_encrypted                   = true
  publicly_accessible                 = false
  monitoring_interval                 = 60
  monitoring_role_arn                 = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  multi_az                            = true
  iam_database_authentication_enabled = true
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"
  auto_minor_version_upgrade          = true
  deletion_protection                 = true
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.own.arn
}

resource "aws_db_instance" "switched_off" { # CKV_AWS_16 CKV_AWS_17 CKV_AWS_118 CKV_AWS_129
  # CKV_AWS_157 CKV_AWS_161 CKV_AWS_211 CKV_AWS_226 CKV_AWS_293 CKV_AWS_353 !CKV_AWS_354
  engine                              = "mysql"
  instance_class                      = "db.m5.large"
  storage_encrypted                   = false
  publicly_accessible                 = true
  monitoring_interval                 = 0
  enabled_cloudwatch_logs_exports     = []
  multi_az                            = false
  iam_database_authentication_enabled = false
  ca_cert_identifier                  = "rds-ca-2019"
  auto_minor_version_upgrade          = false
  deletion_protection                 = false
  performance_insights_enabled        = false
}

resource "aws_db_instance" "null_is_not_set" { # CKV_AWS_16 !CKV_AWS_17
  storage_encrypted   = null
  publicly_accessible = null
}

resource "aws_db_instance" "strings_of_booleans" { # !CKV_AWS_16 CKV_AWS_17
  storage_encrypted   = "true"
  publicly_accessible = "true"
}

resource "aws_db_instance" "strings_of_numbers" { # CKV_AWS_118
  monitoring_interval = "60"
}

resource "aws_db_instance" "default_of_a_variable" { # !CKV_AWS_16
  storage_encrypted = var.encrypted
}

resource "aws_db_instance" "local_value" { # !CKV_AWS_16
  storage_encrypted = local.settings.encrypted
}

resource "aws_db_instance" "conditional" { # CKV_AWS_16
  storage_encrypted = var.encrypted ? false : true
}

resource "aws_db_instance" "variable_without_default" { # ?CKV_AWS_16 ?CKV_AWS_17 !CKV_AWS_129
  # ?CKV_AWS_118 ?CKV_AWS_161
  engine                          = var.engine
  storage_encrypted               = var.open
  publicly_accessible             = var.open
  monitoring_interval             = var.interval
  enabled_cloudwatch_logs_exports = var.logs
}

resource "aws_db_instance" "of_another_resource" { # !CKV_AWS_16
  storage_encrypted = aws_db_instance.hardened.storage_encrypted
}

resource "aws_db_instance" "none_at_all" { # ?CKV_AWS_16 ?CKV_AWS_118
  count             = 0
  storage_encrypted = false
}

resource "aws_db_instance" "two" { # CKV_AWS_16
  count             = 2
  storage_encrypted = false
}

resource "aws_db_instance" "skipped" { # ?CKV_AWS_16 ?CKV_AWS_157 CKV_AWS_293
  # checkov:skip=CKV_AWS_16,CKV_AWS_157: a copy for tests
  storage_encrypted = false
}

resource "aws_db_instance" "engine_without_tokens" { # ?CKV_AWS_161
  engine = "mariadb"
}

resource "aws_db_instance" "too_small_for_insights" { # ?CKV_AWS_353
  engine         = "mysql"
  instance_class = "db.t3.micro"
}

resource "aws_db_instance" "engine_without_insights" { # ?CKV_AWS_353
  engine = "db2-se"
}

resource "aws_db_instance" "insights_without_a_key" { # !CKV_AWS_353 CKV_AWS_354
  performance_insights_enabled = true
}

resource "aws_rds_cluster_instance" "bare" { # CKV_AWS_118 CKV_AWS_226 CKV_AWS_353 !CKV_AWS_17
  cluster_identifier = aws_rds_cluster.bare.id
}

resource "aws_rds_cluster_instance" "hardened" { # clean
  cluster_identifier              = aws_rds_cluster.hardened.id
  monitoring_interval             = 30
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.own.arn
}

resource "aws_rds_cluster_instance" "of_the_default_cluster" { # ?CKV_AWS_353
  instance_class = "db.t2.small"
  engine         = aws_rds_cluster.default.engine
}

resource "aws_rds_cluster_instance" "open" { # CKV_AWS_17 CKV_AWS_354
  publicly_accessible          = true
  performance_insights_enabled = true
}

resource "aws_rds_cluster" "bare" { # CKV_AWS_96 CKV_AWS_139 CKV_AWS_162 CKV_AWS_313 CKV_AWS_324
  # CKV_AWS_326 CKV_AWS_327
  engine = "aurora-mysql"
}

resource "aws_rds_cluster" "hardened" { # CKV2_AWS_8 !CKV_AWS_326 !CKV_AWS_327 !CKV_AWS_96
  # !CKV_AWS_139 !CKV_AWS_313 !CKV_AWS_324 !CKV_AWS_133 !CKV_AWS_325 !CKV_AWS_162
  engine                              = "aurora-mysql"
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.own.arn
  deletion_protection                 = true
  iam_database_authentication_enabled = true
  copy_tags_to_snapshot               = true
  enabled_cloudwatch_logs_exports     = ["audit", "error"]
  backtrack_window                    = 3600
}

resource "aws_rds_cluster" "switched_off" { # CKV_AWS_96 CKV_AWS_139 CKV_AWS_162 CKV_AWS_313
  # CKV_AWS_324 CKV_AWS_326 CKV_AWS_327
  storage_encrypted                   = false
  kms_key_id                          = ""
  deletion_protection                 = false
  iam_database_authentication_enabled = false
  copy_tags_to_snapshot               = false
  enabled_cloudwatch_logs_exports     = []
  backtrack_window                    = 0
}

resource "aws_rds_cluster" "serverless" { # !CKV_AWS_96 ?CKV_AWS_326
  engine      = "aurora-postgresql"
  engine_mode = "serverless"
}

resource "aws_rds_cluster" "of_variables" { # ?CKV_AWS_96 !CKV_AWS_324 !CKV_AWS_327
  engine                          = "aurora-mysql"
  storage_encrypted               = var.open
  kms_key_id                      = var.key
  enabled_cloudwatch_logs_exports = var.logs
}

resource "aws_db_cluster_snapshot" "caught" { # CKV_AWS_146
  db_cluster_identifier = aws_rds_cluster.bare.id
}

resource "aws_db_cluster_snapshot" "spared" { # !CKV_AWS_146
  storage_encrypted = true
}

resource "aws_db_instance_automated_backups_replication" "caught" { # CKV_AWS_245
}

resource "aws_db_instance_automated_backups_replication" "spared" { # !CKV_AWS_245
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_rds_cluster_activity_stream" "caught" { # CKV_AWS_246
}

resource "aws_rds_cluster_activity_stream" "spared" { # !CKV_AWS_246
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_db_snapshot_copy" "caught" { # CKV_AWS_266
}

resource "aws_db_snapshot_copy" "spared" { # !CKV_AWS_266
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_db_snapshot" "caught" { # CKV_AWS_302
  shared_accounts = ["all"]
}

resource "aws_db_snapshot" "spared" { # !CKV_AWS_302
  shared_accounts = ["123456789012"]
}

resource "aws_db_instance" "graph_bare" { # CKV2_AWS_60 CKV2_AWS_30 !CKV2_AWS_69 !CKV_AWS_133 CKV_AWS_250 !CKV_AWS_388
  engine         = "postgres"
  engine_version = "13.2"
}

resource "aws_db_instance" "graph_full" { # !CKV2_AWS_60 !CKV2_AWS_30 CKV_AWS_133 !CKV_AWS_250 !CKV2_AWS_69
  engine                  = "postgres"
  engine_version          = "16.3"
  copy_tags_to_snapshot   = true
  backup_retention_period = 0
  parameter_group_name    = aws_db_parameter_group.logs.name
}

resource "aws_db_parameter_group" "logs" {
  family = "postgres16"

  parameter {
    name  = "log_statement"
    value = "all"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1"
  }

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "graph_plain" { # CKV2_AWS_69
  engine               = "mysql"
  parameter_group_name = aws_db_parameter_group.plain.name
}

resource "aws_db_parameter_group" "plain" {
  family = "mysql8.0"
}

resource "aws_db_instance" "aurora" { # CKV_AWS_388
  engine         = "aurora-postgresql"
  engine_version = "10.11"
}

resource "aws_rds_cluster" "graph_bare" { # CKV2_AWS_27 CKV2_AWS_8 CKV_AWS_133 CKV_AWS_250 ?CKV_AWS_325
  engine                  = "aurora-postgresql"
  engine_version          = "10.4"
  backup_retention_period = 0
}

resource "aws_rds_cluster" "graph_full" { # !CKV2_AWS_27 !CKV2_AWS_8 !CKV_AWS_133 !CKV_AWS_250
  engine                          = "aurora-postgresql"
  engine_version                  = "15.4"
  backup_retention_period         = 7
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.logs.name
}

resource "aws_rds_cluster_parameter_group" "logs" {
  family = "aurora-postgresql15"

  parameter {
    name  = "log_statement"
    value = "all"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1"
  }
}

resource "aws_backup_selection" "graph_full" {
  iam_role_arn = "arn:aws:iam::111122223333:role/backup"
  name         = "all"
  plan_id      = "plan-1"
  resources    = [aws_rds_cluster.graph_full.arn]
}

resource "aws_rds_cluster" "mysql_bare" { # CKV_AWS_325
  engine = "aurora-mysql"
}

resource "aws_rds_cluster" "mysql_full" { # !CKV_AWS_325
  engine                          = "aurora-mysql"
  enabled_cloudwatch_logs_exports = ["audit", "error"]
}

resource "aws_rds_global_cluster" "bare" { # CKV_AWS_140
  global_cluster_identifier = "bare"
}

resource "aws_rds_global_cluster" "full" { # !CKV_AWS_140
  global_cluster_identifier = "full"
  storage_encrypted         = true
}

resource "aws_db_security_group" "caught" { # CKV_AWS_198
  description = "old"
}
