//! Defines the recipes for load balancers and their listeners.

use super::encryption::KEYS;
use super::{BASE, Cost, Recipe};

/// Puts a web firewall in front of a load balancer.
pub const LOAD_BALANCER_FIREWALL: Recipe = Recipe {
    cost: Cost::NeedsConsent("costs about $7 a month, and may block valid requests"),
    description: "add a web application firewall",
    resources: &[r#"resource "aws_wafv2_web_acl_association" "{name}" {
  resource_arn = {at}.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}"#],
    prerequisites: &[FIREWALL, KEYS],
    ..BASE
};

/// Puts a web firewall in front of a stage of an API.
pub const STAGE_FIREWALL: Recipe = Recipe {
    ..LOAD_BALANCER_FIREWALL
};

const FIREWALL: &[&str] = &[
    concat!(
        r#"resource "aws_wafv2_web_acl" "main" {
  name  = "main"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

"#,
        managed_rules!(),
        r#"  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "main"
    sampled_requests_enabled   = true
  }
}"#
    ),
    r#"resource "aws_cloudwatch_log_group" "firewall" {
  name              = "aws-waf-logs-main"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}"#,
    r#"resource "aws_wafv2_web_acl_logging_configuration" "main" {
  resource_arn            = aws_wafv2_web_acl.main.arn
  log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]
}"#,
];
