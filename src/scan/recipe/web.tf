## MANAGED_RULES
# Anonymous IP addresses are counted and not blocked: blocking them satisfies the check but locks
# out VPN users.
rule {
  name     = "known-bad-inputs"
  priority = 1

  override_action {
    none {}
  }

  statement {
    managed_rule_group_statement {
      name        = "AWSManagedRulesKnownBadInputsRuleSet"
      vendor_name = "AWS"
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "known-bad-inputs"
    sampled_requests_enabled   = true
  }
}

rule {
  name     = "anonymous-addresses"
  priority = 2

  override_action {
    count {}
  }

  statement {
    managed_rule_group_statement {
      name        = "AWSManagedRulesAnonymousIpList"
      vendor_name = "AWS"
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "anonymous-addresses"
    sampled_requests_enabled   = true
  }
}

## LOAD_BALANCER_FIREWALL
# Puts a web firewall in front of a load balancer.
resource "aws_wafv2_web_acl_association" "this" {
  resource_arn = local.resource.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}

# include FIREWALL
# include KEYS

## FIREWALL
resource "aws_wafv2_web_acl" "main" {
  name  = "main"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  # include MANAGED_RULES

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "main"
    sampled_requests_enabled   = true
  }
}

resource "aws_cloudwatch_log_group" "firewall" {
  name              = "aws-waf-logs-main"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_wafv2_web_acl_logging_configuration" "main" {
  resource_arn            = aws_wafv2_web_acl.main.arn
  log_destination_configs = [aws_cloudwatch_log_group.firewall.arn]
}
