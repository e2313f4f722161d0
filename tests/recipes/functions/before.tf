#+ all
resource "aws_iam_role" "worker" {
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  filename      = "worker.zip"
  handler       = "main.handler"
  runtime       = "python3.7"
  depends_on    = [aws_iam_role.worker]

  environment {
    variables = {
      STAGE = "live"
    }
  }
}

resource "aws_lambda_function" "foreign" {
  function_name = "foreign"
  role          = "arn:aws:iam::111122223333:role/foreign"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.us-east-1.amazonaws.com/foreign:1"
}
