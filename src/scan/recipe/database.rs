//! Defines the recipes for databases.

use super::encryption::{KEY_ARN, KEYS};
use super::{BASE, Cost, Recipe};
use crate::hcl::{Block, Edit, Module, edit};
use crate::scan::Resource;

/// Enables enhanced monitoring of the host of a database.
pub const MONITORING: Recipe = Recipe {
    description: "enable enhanced monitoring (60 s)",
    arguments: &[
        ("monitoring_interval", "60"),
        ("monitoring_role_arn", "aws_iam_role.monitoring.arn"),
    ],
    prerequisites: &[&[
        r#"resource "aws_iam_role" "monitoring" {
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
}"#,
        r#"resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}"#,
    ]],
    ..BASE
};

/// Enables performance insights, with a customer-managed key.
///
/// The duration of queries is kept for the seven days that cost nothing.
pub const INSIGHTS: Recipe = Recipe {
    description: "enable Performance Insights with a customer-managed key",
    arguments: &[
        ("performance_insights_enabled", "true"),
        ("performance_insights_kms_key_id", KEY_ARN),
    ],
    prerequisites: &[KEYS],
    ..BASE
};

/// Logs slow and schema-changing queries of a Postgres database, and requires TLS.
pub const QUERY_LOG: Recipe = Recipe {
    description: "log slow and schema-changing queries, and require TLS",
    arguments: &[("parameter_group_name", "aws_db_parameter_group.{name}.name")],
    resources: &[r#"resource "aws_db_parameter_group" "{name}" {
  name_prefix = "{name}-"
  family      = "postgres{major}"

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
}"#],
    ..BASE
};

/// Logs queries, and requires TLS for a version that does not by default.
pub const OLD_QUERY_LOG: Recipe = Recipe {
    cost: Cost::NeedsConsent("clients must connect with TLS"),
    ..QUERY_LOG
};

/// Logs slow and schema-changing queries of an Aurora Postgres cluster.
pub const CLUSTER_QUERY_LOG: Recipe = Recipe {
    description: "log slow and schema-changing queries",
    arguments: &[(
        "db_cluster_parameter_group_name",
        "aws_rds_cluster_parameter_group.{name}.name",
    )],
    resources: &[r#"resource "aws_rds_cluster_parameter_group" "{name}" {
  name_prefix = "{name}-"
  family      = "aurora-postgresql{major}"

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
}"#],
    ..BASE
};

/// Makes the parameter group of a database refuse connections without TLS.
pub const ONLY_TLS: Recipe = Recipe {
    cost: Cost::NeedsConsent("clients must connect with TLS"),
    description: "refuse connections without TLS",
    edits: Some(only_tls),
    ..BASE
};

/// Logs the queries of a database whose parameter group is in the module.
pub const GROUP_QUERY_LOG: Recipe = Recipe {
    description: "log slow and schema-changing queries",
    edits: Some(|module, resource| {
        let groups = parameter_groups(module, resource.block);
        let logs = [
            ("log_statement", "ddl"),
            ("log_min_duration_statement", "1000"),
        ];
        Ok(groups
            .flat_map(|group| logs.map(|(name, value)| parameter(module, group, name, value)))
            .flatten()
            .collect())
    }),
    ..BASE
};

/// Returns the edits that set the parameter for TLS, by the family of each group.
fn only_tls(module: &Module, resource: &Resource) -> Result<Vec<Edit>, String> {
    let groups = parameter_groups(module, resource.block);
    let refuse = |group: &Block| {
        let family = group.body.attribute("family")?.value.literal()?;
        let of = |engines: &[&str]| engines.iter().any(|engine| family.starts_with(engine));
        let (name, value) = if of(&["postgres", "sqlserver"]) {
            ("rds.force_ssl", "1")
        } else if of(&["mysql", "mariadb"]) {
            ("require_secure_transport", "1")
        } else if of(&["db2"]) {
            ("db2comm", "SSL")
        } else {
            return None;
        };
        Some(parameter(module, group, name, value))
    };
    Ok(groups.filter_map(refuse).flatten().collect())
}

/// Returns the edits that set a parameter of a group.
fn parameter(module: &Module, group: &Block, name: &str, value: &str) -> Vec<Edit> {
    let is_it = |parameter: &&Block| {
        let named = parameter.body.attribute("name");
        named.and_then(|it| it.value.literal()).as_deref() == Some(name)
    };
    let value = edit::quote(value);
    match group.body.blocks_of("parameter").find(is_it) {
        Some(parameter) => edit::set(module, parameter, &["value"], &value),
        None => {
            let text = format!("parameter {{\n  name  = \"{name}\"\n  value = {value}\n}}");
            edit::insert(module, group, &text)
        }
    }
}

/// Iterates over the parameter groups that a database names.
fn parameter_groups<'m>(module: &'m Module, block: &Block) -> impl Iterator<Item = &'m Block> {
    let named: Vec<Option<String>> = block
        .body
        .references()
        .iter()
        .map(|reference| reference.address())
        .collect();
    let kinds = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group"];
    module.resources().filter(move |group| {
        let kind = group.type_name().unwrap_or_default();
        kinds.contains(&kind) && named.contains(&group.address())
    })
}

/// Moves a database to the successor class, which supports storage encryption.
pub const NEWER_DATABASE: Recipe = Recipe {
    cost: Cost::NeedsConsent("the instance type becomes its successor of the same size"),
    description: "move to an instance class that supports storage encryption",
    edits: Some(|module, resource| {
        let class = resource.block.body.attribute("instance_class");
        let class = class.and_then(|it| it.value.literal()).unwrap_or_default();
        let Some(size) = class.strip_prefix("db.t2.") else {
            return Err(format!("`{class}` has no known successor class"));
        };
        let class = format!("\"db.t3.{size}\"");
        let mut edits = edit::set(module, resource.block, &["instance_class"], &class);
        let encrypted = edit::set(module, resource.block, &["storage_encrypted"], "true");
        edits.extend(encrypted);
        Ok(edits)
    }),
    ..BASE
};

/// Backs up a cluster every night, to a vault that is deleted independently of it.
pub const BACKUP_PLAN: Recipe = Recipe {
    description: "add a nightly backup",
    resources: &[r#"resource "aws_backup_selection" "{name}" {
  name         = "{name}"
  plan_id      = aws_backup_plan.nightly.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = [{at}.arn]
}"#],
    prerequisites: &[
        KEYS,
        &[
            r#"resource "aws_backup_vault" "main" {
  name        = "nightly"
  kms_key_arn = aws_kms_key.main.arn
}"#,
            r#"resource "aws_backup_plan" "nightly" {
  name = "nightly"

  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 3 * * ? *)"

    lifecycle {
      delete_after = 35
    }
  }
}"#,
            r#"resource "aws_iam_role" "backup" {
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
}"#,
            r#"resource "aws_iam_role_policy_attachment" "backup" {
  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
}"#,
        ],
    ],
    ..BASE
};

/// Scales the capacity of a table with its load.
///
/// The range is from the configured capacity to ten times that.
pub const TABLE_SCALING: Recipe = Recipe {
    description: "enable auto scaling, up to ten times the capacity",
    blocks: &["lifecycle {\n  ignore_changes = [read_capacity, write_capacity]\n}"],
    resources: &[
        r#"resource "aws_appautoscaling_target" "{name}_read" {
  service_namespace  = "dynamodb"
  resource_id        = "table/${{at}.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  min_capacity       = {arg:read_capacity}
  max_capacity       = 10 * {arg:read_capacity}
}"#,
        r#"resource "aws_appautoscaling_policy" "{name}_read" {
  name               = "{name}-read"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.{name}_read.service_namespace
  resource_id        = aws_appautoscaling_target.{name}_read.resource_id
  scalable_dimension = aws_appautoscaling_target.{name}_read.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
  }
}"#,
        r#"resource "aws_appautoscaling_target" "{name}_write" {
  service_namespace  = "dynamodb"
  resource_id        = "table/${{at}.name}"
  scalable_dimension = "dynamodb:table:WriteCapacityUnits"
  min_capacity       = {arg:write_capacity}
  max_capacity       = 10 * {arg:write_capacity}
}"#,
        r#"resource "aws_appautoscaling_policy" "{name}_write" {
  name               = "{name}-write"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.{name}_write.service_namespace
  resource_id        = aws_appautoscaling_target.{name}_write.resource_id
  scalable_dimension = aws_appautoscaling_target.{name}_write.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "DynamoDBWriteCapacityUtilization"
    }
  }
}"#,
    ],
    ..BASE
};

/// Puts a Redshift cluster into a named subnet group.
pub const REDSHIFT_SUBNETS: Recipe = Recipe {
    description: "use the subnets of the network",
    arguments: &[(
        "cluster_subnet_group_name",
        "aws_redshift_subnet_group.main.name",
    )],
    prerequisites: &[
        super::network::DEFAULT_NETWORK,
        &[r#"resource "aws_redshift_subnet_group" "main" {
  name       = "warehouse"
  subnet_ids = {subnets}
}"#],
    ],
    ..BASE
};
