# if subnets
resource "aws_db_subnet_group" "database" {
  name_prefix = "${local.name}-"
  subnet_ids  = local.subnets
}

# if parameters
resource "aws_db_parameter_group" "database" {
  name_prefix = "${local.name}-"
  family      = local.family

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

# if replicas
variable "database_password" {
  description = "Password of the database: 8 to 41 characters, without slash, quote, at sign and blank"
  type        = string
  sensitive   = true
}

resource "aws_db_instance" "database" {
  # checkov:skip=CKV_AWS_354: a key of AWS encrypts what is measured
  # unless protected
  # checkov:skip=CKV_AWS_293: no deletion protection was asked for, and a final snapshot is kept
  # if named
  identifier = local.identifier
  # unless named
  identifier_prefix = "${local.name}-"
  # if schema
  db_name        = local.schema
  engine         = local.engine
  engine_version = local.version
  instance_class = local.class

  allocated_storage = local.storage
  storage_type      = "gp3"
  storage_encrypted = true

  username = "dbadmin"
  # unless replicas
  manage_master_user_password = true
  # if replicas
  password = local.password

  # if subnets
  db_subnet_group_name   = aws_db_subnet_group.database.name
  vpc_security_group_ids = [local.group]
  publicly_accessible    = false
  # if multi_az
  multi_az = true
  # if parameters
  parameter_group_name                = aws_db_parameter_group.database.name
  iam_database_authentication_enabled = true

  backup_retention_period         = local.backup
  copy_tags_to_snapshot           = true
  auto_minor_version_upgrade      = true
  enabled_cloudwatch_logs_exports = local.logs
  # if protected
  deletion_protection = true

  # The time keeps the name free when the database is created and destroyed again.
  final_snapshot_identifier = "${local.name}-final-${formatdate("YYYYMMDDhhmmss", timestamp())}"

  lifecycle {
    ignore_changes = [final_snapshot_identifier]
  }
}

# if replicas
resource "aws_db_instance" "database_replica" {
  # checkov:skip=CKV_AWS_354: a key of AWS encrypts what is measured
  # checkov:skip=CKV_AWS_293: the instance that it copies keeps the data
  # checkov:skip=CKV_AWS_133: the instance that it copies has the backups
  # unless parameters
  # checkov:skip=CKV_AWS_353: small classes of this engine have no Performance Insights
  # checkov:skip=CKV_AWS_157: the replica itself needs no standby
  count               = local.replicas
  identifier_prefix   = "${local.name}-replica-"
  replicate_source_db = aws_db_instance.database.identifier
  instance_class      = local.class
  storage_type        = "gp3"
  storage_encrypted   = true

  vpc_security_group_ids = [local.group]
  publicly_accessible    = false
  # if parameters
  parameter_group_name                = aws_db_parameter_group.database.name
  iam_database_authentication_enabled = true

  copy_tags_to_snapshot           = true
  auto_minor_version_upgrade      = true
  enabled_cloudwatch_logs_exports = local.logs
  skip_final_snapshot             = true
}
