//! Recipes for functions.

use super::{BASE, Cost, Recipe};

/// Keeps the events that a function failed on.
pub const DEAD_LETTER_QUEUE: Recipe = Recipe {
    description: "keep the events that it fails on in a queue",
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

/// Runs a function in a network, from where it may only speak HTTPS.
pub const FUNCTION_NETWORK: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "it reaches the internet only through a NAT gateway, and starts slower",
    ),
    description: "run it in the network, from where it may speak HTTPS",
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

/// Asks who signed the code. Until somebody signs it this pleases the check more than it protects,
/// so unsigned code is warned of and not refused.
pub const SIGNED_CODE: Recipe = Recipe {
    cost: Cost::NeedsConsent("code that its profile did not sign is deployed with a warning"),
    description: "ask who signed its code",
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
