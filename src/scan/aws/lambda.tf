resource "aws_lambda_function" "bare" { # CKV_AWS_50 CKV_AWS_115 CKV_AWS_116 CKV_AWS_117
  # CKV_AWS_272 !CKV_AWS_363
  function_name = "bare"
  runtime       = "python3.12"
}

resource "aws_lambda_function" "hardened" { # clean
  runtime                        = "nodejs20.x"
  reserved_concurrent_executions = 10
  code_signing_config_arn        = aws_lambda_code_signing_config.a.arn

  dead_letter_config {
    target_arn = aws_sqs_queue.dead.arn
  }

  tracing_config {
    mode = "Active"
  }

  vpc_config {
    subnet_ids         = [aws_subnet.a.id]
    security_group_ids = [aws_security_group.a.id]
  }
}

resource "aws_lambda_function" "empty" { # CKV_AWS_50 CKV_AWS_116 !CKV_AWS_117 CKV_AWS_272
  # CKV_AWS_363
  runtime                 = "python3.7"
  code_signing_config_arn = ""

  dead_letter_config {
    target_arn = ""
  }

  tracing_config {
    mode = "Off"
  }

  vpc_config {}
}

resource "aws_lambda_function" "of_variables" { # ?CKV_AWS_50 ?CKV_AWS_115 !CKV_AWS_116
  # !CKV_AWS_272 ?CKV_AWS_363
  runtime                        = var.runtime
  reserved_concurrent_executions = var.limit
  code_signing_config_arn        = var.signing

  dead_letter_config {
    target_arn = var.queue
  }

  tracing_config {
    mode = var.mode
  }
}

resource "aws_lambda_function" "no_limit_but_said_so" { # !CKV_AWS_115
  reserved_concurrent_executions = -1
}

resource "aws_lambda_function" "map_instead_of_a_block" { # !CKV_AWS_50
  tracing_config = {
    mode = "PassThrough"
  }
}

resource "aws_lambda_function" "list_instead_of_a_block" { # !CKV_AWS_50
  tracing_config = [{
    mode = "Active"
  }]
}

resource "aws_lambda_function" "second_block" { # !CKV_AWS_50
  tracing_config {
  }

  tracing_config {
    mode = "Active"
  }
}

resource "aws_lambda_function" "first_block_decides" { # CKV_AWS_50
  tracing_config {
    mode = "Off"
  }

  tracing_config {
    mode = "Active"
  }
}

resource "aws_lambda_function_url" "caught" { # CKV_AWS_258
  authorization_type = "NONE"
}

resource "aws_lambda_function_url" "spared" { # !CKV_AWS_258
  authorization_type = "AWS_IAM"
}

resource "aws_lambda_permission" "caught" { # CKV_AWS_301
  principal = "*"
}

resource "aws_lambda_permission" "spared" { # !CKV_AWS_301
  principal = "apigateway.amazonaws.com"
}

resource "aws_lambda_function" "graph_bare" { # CKV_AWS_173 CKV2_AWS_75 CKV_AWS_45
  function_name = "bare"

  environment {
    variables = {
      KEY = "AKIAIOSFODNN7EXAMPLE"
    }
  }
}

resource "aws_lambda_function_url" "graph_bare" {
  function_name = aws_lambda_function.graph_bare.function_name

  cors {
    allow_origins = ["*"]
    allow_methods = ["*"]
  }
}

resource "aws_lambda_function" "graph_full" { # !CKV_AWS_173 !CKV2_AWS_75 !CKV_AWS_45
  function_name = "full"
  kms_key_arn   = aws_kms_key.own.arn

  environment {
    variables = {
      TABLE = "orders"
    }
  }
}

resource "aws_lambda_permission" "any" { # CKV_AWS_364
  action        = "lambda:InvokeFunction"
  function_name = "a"
  principal     = "s3.amazonaws.com"
}

resource "aws_lambda_permission" "one" { # !CKV_AWS_364
  action        = "lambda:InvokeFunction"
  function_name = "a"
  principal     = "s3.amazonaws.com"
  source_arn    = "arn:aws:s3:::orders"
}
