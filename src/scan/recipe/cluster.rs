//! Defines the recipes for clusters, instances, builds and environments.

use super::{BASE, Cost, Recipe};
use crate::hcl::edit;

/// Gives an instance a role without permissions.
pub const INSTANCE_ROLE: Recipe = Recipe {
    description: "add an IAM role without permissions",
    arguments: &[(
        "iam_instance_profile",
        "aws_iam_instance_profile.instance.name",
    )],
    prerequisites: &[&[
        r#"resource "aws_iam_role" "instance" {
  name_prefix = "instance-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "ec2.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}"#,
        r#"resource "aws_iam_instance_profile" "instance" {
  name_prefix = "instance-"
  role        = aws_iam_role.instance.name
}"#,
    ]],
    ..BASE
};

/// Moves an instance to the successor type, which has dedicated disk bandwidth.
pub const NEWER_INSTANCE_TYPE: Recipe = Recipe {
    cost: Cost::NeedsConsent("the instance type becomes its successor of the same size"),
    description: "move to an instance type with dedicated EBS bandwidth",
    edits: Some(|module, resource| {
        let kind = resource.block.body.attribute("instance_type");
        let kind = kind.and_then(|it| it.value.literal()).unwrap_or_default();
        let Some(size) = kind.strip_prefix("t2.") else {
            return Err(format!("`{kind}` has no known successor type"));
        };
        let kind = format!("\"t3.{size}\"");
        let mut edits = edit::set(module, resource.block, &["instance_type"], &kind);
        let optimized = edit::set(module, resource.block, &["ebs_optimized"], "true");
        edits.extend(optimized);
        Ok(edits)
    }),
    ..BASE
};

/// Logs everything that the control plane of a cluster does.
pub const CLUSTER_LOGS: Recipe = Recipe {
    description: "enable all control plane logs",
    edits: Some(|module, resource| {
        let all = "[\"api\", \"audit\", \"authenticator\", \"controllerManager\", \"scheduler\"]";
        let path = ["enabled_cluster_log_types"];
        Ok(edit::set(module, resource.block, &path, all))
    }),
    ..BASE
};

/// Enables Container Insights, which measures the tasks of a cluster.
pub const CLUSTER_INSIGHTS: Recipe = Recipe {
    description: "enable Container Insights",
    blocks: &["setting {\n  name  = \"containerInsights\"\n  value = \"enabled\"\n}"],
    ..BASE
};

/// States that builds are logged, which is the default.
pub const BUILD_LOGS: Recipe = Recipe {
    cost: Cost::Free,
    description: "state that builds are logged",
    arguments: &[("logs_config.cloudwatch_logs.status", "\"ENABLED\"")],
    ..BASE
};

/// Streams the health of an environment to CloudWatch.
pub const BEANSTALK_HEALTH: Recipe = Recipe {
    description: "stream environment health to CloudWatch",
    blocks: &[
        "setting {\n  namespace = \"aws:elasticbeanstalk:healthreporting:system\"\n  name      = \
         \"HealthStreamingEnabled\"\n  value     = \"true\"\n}",
    ],
    ..BASE
};

/// Enables platform updates of an environment.
pub const BEANSTALK_UPDATES: Recipe = Recipe {
    cost: Cost::NeedsConsent("instances are replaced in a weekly maintenance window"),
    description: "enable managed platform updates",
    blocks: &[
        "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions\"\n  name      = \
         \"ManagedActionsEnabled\"\n  value     = \"true\"\n}",
        "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions\"\n  name      = \
         \"PreferredStartTime\"\n  value     = \"Sun:10:00\"\n}",
        "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions:platformupdate\"\n  name      = \
         \"UpdateLevel\"\n  value     = \"minor\"\n}",
    ],
    ..BASE
};

/// Gives a search domain dedicated master nodes.
pub const SEARCH_MASTER_NODES: Recipe = Recipe {
    cost: Cost::NeedsConsent("three more nodes are billed"),
    description: "add three dedicated master nodes in several zones",
    arguments: &[
        ("cluster_config.dedicated_master_enabled", "true"),
        ("cluster_config.dedicated_master_count", "3"),
        (
            "cluster_config.dedicated_master_type",
            "\"m6g.large.search\"",
        ),
        ("cluster_config.instance_count", "2"),
        ("cluster_config.zone_awareness_enabled", "true"),
        ("node_to_node_encryption.enabled", "true"),
    ],
    ..BASE
};
