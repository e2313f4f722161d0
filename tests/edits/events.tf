provider "aws" {
  region = "ap-southeast-2"
}

resource "aws_iam_role" "resize" {
  name = "resize"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = aws_iam_role.resize.arn
  filename      = "resize.zip"
  handler       = "main.handler"
  runtime       = "python3.12" # the layer needs it
  memory_size   = 256
  timeout       = 20

  environment {
    variables = {
      BUCKET = aws_s3_bucket.pictures.id
    }
  }
}

resource "aws_lambda_permission" "pictures" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.resize.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.pictures.arn
}

resource "aws_s3_bucket" "pictures" {
  bucket = "coast-pictures"
}

resource "aws_s3_bucket_notification" "pictures" {
  bucket = aws_s3_bucket.pictures.id

  lambda_function {
    lambda_function_arn = aws_lambda_function.resize.arn
    events              = ["s3:ObjectCreated:*"]
  }

  depends_on = [aws_lambda_permission.pictures]
}

resource "aws_sns_topic" "done" {
  name = "done"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "resize-errors"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  alarm_actions       = [aws_sns_topic.done.arn]

  dimensions = {
    FunctionName = aws_lambda_function.resize.function_name
  }
}

resource "aws_kms_key" "unused" {
  description         = "Left over from the trial"
  enable_key_rotation = true
}
