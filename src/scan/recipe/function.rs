//! Defines the recipes for Lambda functions.

use super::{BASE, Cost, Recipe};

/// Keeps the events that a function fails on, in a queue.
pub const DEAD_LETTER_QUEUE: Recipe = Recipe {
    description: "send failed events to a dead-letter queue",
    arguments: &[(
        "dead_letter_config.target_arn",
        "aws_sqs_queue.{name}_dead_letters.arn",
    )],
    resources: &[
        r#"resource "aws_sqs_queue" "{name}_dead_letters" {
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}"#,
        r#"resource "aws_iam_role_policy" "{name}_dead_letters" {
  role = {role}.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.{name}_dead_letters.arn
      }
    ]
  })
}"#,
    ],
    depends_on: &["aws_iam_role_policy.{name}_dead_letters"],
    ..BASE
};

/// Runs a function in a network that allows only outbound HTTPS.
pub const FUNCTION_NETWORK: Recipe = Recipe {
    cost: Cost::NeedsConsent("internet access requires a NAT gateway, and starts are slower"),
    description: "run in the VPC, with outbound HTTPS only",
    arguments: &[
        ("vpc_config.subnet_ids", "{subnets}"),
        (
            "vpc_config.security_group_ids",
            "[aws_security_group.{name}_function.id]",
        ),
    ],
    resources: &[
        r#"resource "aws_security_group" "{name}_function" {
  name_prefix = "{name}-"
  description = "What the function {name} may reach"
  vpc_id      = {vpc}

  egress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}"#,
        r#"resource "aws_iam_role_policy_attachment" "{name}_network" {
  role       = {role}.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}"#,
    ],
    prerequisites: &[super::network::DEFAULT_NETWORK],
    depends_on: &["aws_iam_role_policy_attachment.{name}_network"],
    ..BASE
};

/// Requires that code is signed.
///
/// Unsigned code gives a warning and is not refused: until the code is signed, this satisfies the
/// check more than it protects.
pub const SIGNED_CODE: Recipe = Recipe {
    cost: Cost::NeedsConsent("unsigned code is deployed with a warning"),
    description: "require signed code",
    arguments: &[(
        "code_signing_config_arn",
        "aws_lambda_code_signing_config.main.arn",
    )],
    prerequisites: &[&[
        r#"resource "aws_signer_signing_profile" "main" {
  platform_id = "AWSLambda-SHA384-ECDSA"
}"#,
        r#"resource "aws_lambda_code_signing_config" "main" {
  allowed_publishers {
    signing_profile_version_arns = [aws_signer_signing_profile.main.version_arn]
  }

  policies {
    untrusted_artifact_on_deployment = "Warn"
  }
}"#,
    ]],
    ..BASE
};
