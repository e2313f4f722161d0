## SAFE_HEADERS
# Sends the headers that protect browsers from common attacks.
set {
  default_cache_behavior {
    response_headers_policy_id = data.aws_cloudfront_response_headers_policy.security.id
  }
}

data "aws_cloudfront_response_headers_policy" "security" {
  name = "Managed-SecurityHeadersPolicy"
}

## DISTRIBUTION_FIREWALL
# Puts a web firewall in front of a distribution.
#
# Anonymous IP addresses are counted and not blocked: blocking them satisfies the check but locks
# out VPN users.
set {
  web_acl_id = aws_wafv2_web_acl.edge.arn
}

# include VIRGINIA

resource "aws_wafv2_web_acl" "edge" {
  # unless us_east_1
  provider = aws.us_east_1

  name  = "edge"
  scope = "CLOUDFRONT"

  default_action {
    allow {}
  }

  # include MANAGED_RULES

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "edge"
    sampled_requests_enabled   = true
  }
}

resource "aws_cloudwatch_log_group" "edge" {
  # checkov:skip=CKV_AWS_158: CloudWatch encrypts it, and a key would have to be made in us-east-1
  # unless us_east_1
  provider = aws.us_east_1

  name              = "aws-waf-logs-edge"
  retention_in_days = 365
}

resource "aws_wafv2_web_acl_logging_configuration" "edge" {
  # unless us_east_1
  provider = aws.us_east_1

  resource_arn            = aws_wafv2_web_acl.edge.arn
  log_destination_configs = [aws_cloudwatch_log_group.edge.arn]
}

## REQUEST_CHECK
# Makes an API refuse requests that lack what its method declares.
set {
  request_validator_id = aws_api_gateway_request_validator.this.id
}

resource "aws_api_gateway_request_validator" "this" {
  name                        = local.name
  rest_api_id                 = local.rest_api_id
  validate_request_body       = true
  validate_request_parameters = true
}
