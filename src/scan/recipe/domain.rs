//! Defines the recipes for domain names.
//!
//! The log groups and keys of Route 53 must be in `us-east-1`.

use super::{ACCOUNT, BASE, Cost, Recipe, VIRGINIA};

/// Logs the DNS queries of a zone.
pub const ZONE_LOG: Recipe = Recipe {
    description: "log DNS queries to CloudWatch",
    resources: &[
        r#"resource "aws_route53_query_log" "{name}" {
  zone_id                  = {at}.zone_id
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.{name}_queries.arn

  depends_on = [aws_cloudwatch_log_resource_policy.queries]
}"#,
        r#"resource "aws_cloudwatch_log_group" "{name}_queries" {
  # checkov:skip=CKV_AWS_158: CloudWatch encrypts it, and a key would have to be made in us-east-1
{virginia}  name              = "/aws/route53/{name}"
  retention_in_days = 365
}"#,
    ],
    prerequisites: &[&[
        VIRGINIA,
        ACCOUNT,
        r#"resource "aws_cloudwatch_log_resource_policy" "queries" {
{virginia}  policy_name = "route53-queries"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "route53.amazonaws.com" }
        Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource  = "arn:aws:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:/aws/route53/*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      }
    ]
  })
}"#,
    ]],
    ..BASE
};

/// Signs the answers of a zone with DNSSEC.
pub const ZONE_SIGNATURE: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "the parent zone needs a DS record; a wrong one makes the domain unreachable",
    ),
    description: "sign the zone with DNSSEC",
    resources: &[
        r#"resource "aws_route53_key_signing_key" "{name}" {
  hosted_zone_id             = {at}.zone_id
  key_management_service_arn = aws_kms_key.dnssec.arn
  name                       = "signing"
}"#,
        r#"resource "aws_route53_hosted_zone_dnssec" "{name}" {
  hosted_zone_id = aws_route53_key_signing_key.{name}.hosted_zone_id
}"#,
    ],
    prerequisites: &[&[
        VIRGINIA,
        ACCOUNT,
        r#"resource "aws_kms_key" "dnssec" {
{virginia}  description              = "Signs the answers of zones"
  customer_master_key_spec = "ECC_NIST_P256"
  key_usage                = "SIGN_VERIFY"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Signing"
        Effect    = "Allow"
        Principal = { Service = "dnssec-route53.amazonaws.com" }
        Action    = ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      },
      {
        Sid       = "Grants"
        Effect    = "Allow"
        Principal = { Service = "dnssec-route53.amazonaws.com" }
        Action    = "kms:CreateGrant"
        Resource  = "*"
        Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
      }
    ]
  })
}"#,
    ]],
    ..BASE
};
