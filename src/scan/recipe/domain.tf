## VIRGINIA
# Provider in `us-east-1`, the region of the global AWS services.
# unless us_east_1
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"
}

## ZONE_LOG
# Logs the DNS queries of a zone.
resource "aws_route53_query_log" "this" {
  zone_id                  = local.resource.zone_id
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.this_queries.arn

  depends_on = [aws_cloudwatch_log_resource_policy.queries]
}

resource "aws_cloudwatch_log_group" "this_queries" {
  # checkov:skip=CKV_AWS_158: CloudWatch encrypts it, and a key would have to be made in us-east-1
  # unless us_east_1
  provider = aws.us_east_1

  name              = "/aws/route53/${local.name}"
  retention_in_days = 365
}

# include VIRGINIA
# include ACCOUNT

resource "aws_cloudwatch_log_resource_policy" "queries" {
  # unless us_east_1
  provider = aws.us_east_1

  policy_name = "route53-queries"

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
}

## ZONE_SIGNATURE
# Signs the answers of a zone with DNSSEC.
resource "aws_route53_key_signing_key" "this" {
  hosted_zone_id             = local.resource.zone_id
  key_management_service_arn = aws_kms_key.dnssec.arn
  name                       = "signing"
}

resource "aws_route53_hosted_zone_dnssec" "this" {
  hosted_zone_id = aws_route53_key_signing_key.this.hosted_zone_id
}

# include VIRGINIA
# include ACCOUNT

resource "aws_kms_key" "dnssec" {
  # unless us_east_1
  provider = aws.us_east_1

  description              = "Signs the answers of zones"
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
}
