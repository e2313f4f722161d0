## DEAD_LETTER_QUEUE
# Keeps the events that a function fails on, in a queue.
set {
  dead_letter_config {
    target_arn = aws_sqs_queue.this_dead_letters.arn
  }
  depends_on = [aws_iam_role_policy.this_dead_letters]
}

resource "aws_sqs_queue" "this_dead_letters" {
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_iam_role_policy" "this_dead_letters" {
  role = local.role.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.this_dead_letters.arn
      }
    ]
  })
}

## FUNCTION_NETWORK
# Runs a function in a network that allows only outbound HTTPS.
set {
  vpc_config {
    subnet_ids         = local.subnets
    security_group_ids = [aws_security_group.this_function.id]
  }
  depends_on = [aws_iam_role_policy_attachment.this_network]
}

resource "aws_security_group" "this_function" {
  name_prefix = "${local.name}-"
  description = "What the function ${local.name} may reach"
  vpc_id      = local.vpc

  egress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_iam_role_policy_attachment" "this_network" {
  role       = local.role.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

# include DEFAULT_NETWORK

## SIGNED_CODE
# Requires that code is signed.
#
# Unsigned code gives a warning and is not refused: until the code is signed, this satisfies the
# check more than it protects.
set {
  code_signing_config_arn = aws_lambda_code_signing_config.main.arn
}

resource "aws_signer_signing_profile" "main" {
  platform_id = "AWSLambda-SHA384-ECDSA"
}

resource "aws_lambda_code_signing_config" "main" {
  allowed_publishers {
    signing_profile_version_arns = [aws_signer_signing_profile.main.version_arn]
  }

  policies {
    untrusted_artifact_on_deployment = "Warn"
  }
}
