//! Defines the recipes for distributions and APIs, which serve visitors.

use super::{BASE, Cost, Recipe, VIRGINIA};

/// Sends the headers that protect browsers from common attacks.
pub const SAFE_HEADERS: Recipe = Recipe {
    description: "add the security headers that AWS recommends",
    arguments: &[(
        "default_cache_behavior.response_headers_policy_id",
        "data.aws_cloudfront_response_headers_policy.security.id",
    )],
    prerequisites: &[&[
        r#"data "aws_cloudfront_response_headers_policy" "security" {
  name = "Managed-SecurityHeadersPolicy"
}"#,
    ]],
    ..BASE
};

/// Puts a web firewall in front of a distribution.
///
/// Anonymous IP addresses are counted and not blocked: blocking them satisfies the check but locks
/// out VPN users.
pub const DISTRIBUTION_FIREWALL: Recipe = Recipe {
    cost: Cost::NeedsConsent("costs about $8 a month, and may block valid requests"),
    description: "add a web application firewall",
    arguments: &[("web_acl_id", "aws_wafv2_web_acl.edge.arn")],
    prerequisites: &[&[
        VIRGINIA,
        concat!(
            r#"resource "aws_wafv2_web_acl" "edge" {
{virginia}  name  = "edge"
  scope = "CLOUDFRONT"

  default_action {
    allow {}
  }

"#,
            managed_rules!(),
            r#"  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "edge"
    sampled_requests_enabled   = true
  }
}"#
        ),
        r#"resource "aws_cloudwatch_log_group" "edge" {
  # checkov:skip=CKV_AWS_158: CloudWatch encrypts it, and a key would have to be made in us-east-1
{virginia}  name              = "aws-waf-logs-edge"
  retention_in_days = 365
}"#,
        r#"resource "aws_wafv2_web_acl_logging_configuration" "edge" {
{virginia}  resource_arn            = aws_wafv2_web_acl.edge.arn
  log_destination_configs = [aws_cloudwatch_log_group.edge.arn]
}"#,
    ]],
    ..BASE
};

/// Makes an API refuse requests that lack what its method declares.
pub const REQUEST_CHECK: Recipe = Recipe {
    description: "validate request bodies and parameters",
    arguments: &[(
        "request_validator_id",
        "aws_api_gateway_request_validator.{name}.id",
    )],
    resources: &[r#"resource "aws_api_gateway_request_validator" "{name}" {
  name                        = "{name}"
  rest_api_id                 = {arg:rest_api_id}
  validate_request_body       = true
  validate_request_parameters = true
}"#],
    ..BASE
};
