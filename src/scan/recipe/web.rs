//! Recipes for load balancers and what listens there.

use super::encryption::KEYS;
use super::{Cost, NOTHING, Recipe};

/// Puts a firewall before a load balancer.
pub const BALANCER_FIREWALL: Recipe = Recipe {
    cost: Cost::Offered("a firewall costs about 7 dollars a month, and may stop a good request"),
    does: "put a firewall before it",
    beside: &[r#"resource "aws_wafv2_web_acl_association" "{name}" {
  resource_arn = {at}.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}"#],
    needs: &[FIREWALL, KEYS],
    ..NOTHING
};

/// The same before a stage of an API.
pub const STAGE_FIREWALL: Recipe = Recipe {
    ..BALANCER_FIREWALL
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
