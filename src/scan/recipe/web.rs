//! Recipes for load balancers and what listens there.

use super::encryption::KEYS;
use super::{BASE, Cost, Recipe};

/// Puts a firewall before a load balancer.
pub const LOAD_BALANCER_FIREWALL: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "a firewall costs about 7 dollars a month, and may stop a good request",
    ),
    description: "put a firewall before it",
    resources: &[r#"resource "aws_wafv2_web_acl_association" "{name}" {
  resource_arn = {at}.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}"#],
    prerequisites: &[FIREWALL, KEYS],
    ..BASE
};

/// The same before a stage of an API.
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
