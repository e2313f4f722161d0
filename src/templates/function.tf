data "archive_file" "function" {
  type        = "zip"
  output_path = "${path.module}/${local.name}.zip"

  source {
    filename = local.file
    content  = local.code
  }
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${local.name}"
  retention_in_days = 365
}

resource "aws_iam_role" "function" {
  name_prefix = "${local.name}-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name_prefix = "${local.name}-"
  role        = aws_iam_role.function.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.function.arn}:*"
      },
      # if table
      {
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"]
        Resource = local.table
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "function" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
}

resource "aws_lambda_function" "function" {
  # checkov:skip=CKV_AWS_116: nothing calls it without waiting for its answer
  # checkov:skip=CKV_AWS_117: it needs nothing that is in a VPC
  # checkov:skip=CKV_AWS_272: there is no signer of its code yet
  function_name    = local.name
  role             = aws_iam_role.function.arn
  runtime          = local.runtime
  handler          = local.handler
  filename         = data.archive_file.function.output_path
  source_code_hash = data.archive_file.function.output_base64sha256
  memory_size      = local.memory
  timeout          = local.timeout

  # if table
  environment {
    variables = {
      TABLE = local.table_name
    }
  }

  tracing_config {
    mode = "Active"
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy_attachment.function]
}
