## MONITORING
# Enables enhanced monitoring of the host of a database.
set {
  monitoring_interval = 60
  monitoring_role_arn = aws_iam_role.monitoring.arn
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

## INSIGHTS
# Enables performance insights, with a customer-managed key.
#
# The duration of queries is kept for the seven days that cost nothing.
set {
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.main.arn
}

# include KEYS

## QUERY_LOG
# Logs slow and schema-changing queries of a Postgres database, and requires TLS.
set {
  parameter_group_name = aws_db_parameter_group.this.name
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${local.name}-"
  family      = "postgres${local.major_version}"

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

## OLD_QUERY_LOG
# Logs queries, and requires TLS for a version that does not by default.
# include QUERY_LOG

## CLUSTER_QUERY_LOG
# Logs slow and schema-changing queries of an Aurora Postgres cluster.
set {
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name
}

resource "aws_rds_cluster_parameter_group" "this" {
  name_prefix = "${local.name}-"
  family      = "aurora-postgresql${local.major_version}"

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

## BACKUP_PLAN
# Backs up a cluster every night, to a vault that is deleted independently of it.
resource "aws_backup_selection" "this" {
  name         = local.name
  plan_id      = aws_backup_plan.nightly.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = [local.resource.arn]
}

# include KEYS

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

## TABLE_SCALING
# Scales the capacity of a table with its load.
#
# The range is from the configured capacity to ten times that.
add {
  lifecycle {
    ignore_changes = [read_capacity, write_capacity]
  }
}

resource "aws_appautoscaling_target" "this_read" {
  service_namespace  = "dynamodb"
  resource_id        = "table/${local.resource.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  min_capacity       = local.read_capacity
  max_capacity       = 10 * local.read_capacity
}

resource "aws_appautoscaling_policy" "this_read" {
  name               = "${local.name}-read"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this_read.service_namespace
  resource_id        = aws_appautoscaling_target.this_read.resource_id
  scalable_dimension = aws_appautoscaling_target.this_read.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
  }
}

resource "aws_appautoscaling_target" "this_write" {
  service_namespace  = "dynamodb"
  resource_id        = "table/${local.resource.name}"
  scalable_dimension = "dynamodb:table:WriteCapacityUnits"
  min_capacity       = local.write_capacity
  max_capacity       = 10 * local.write_capacity
}

resource "aws_appautoscaling_policy" "this_write" {
  name               = "${local.name}-write"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this_write.service_namespace
  resource_id        = aws_appautoscaling_target.this_write.resource_id
  scalable_dimension = aws_appautoscaling_target.this_write.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDBWriteCapacityUtilization"
    }
  }
}

## REDSHIFT_SUBNETS
# Puts a Redshift cluster into a named subnet group.
set {
  cluster_subnet_group_name = aws_redshift_subnet_group.main.name
}

# include DEFAULT_NETWORK

resource "aws_redshift_subnet_group" "main" {
  name       = "warehouse"
  subnet_ids = local.subnets
}
