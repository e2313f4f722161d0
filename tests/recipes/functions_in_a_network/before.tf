#+ all
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1${count.index}.0/24"
}

resource "aws_iam_role" "worker" {
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "worker" {
  for_each      = toset(["a", "b"])
  function_name = each.key
  role          = aws_iam_role.worker.arn
  filename      = "worker.zip"
  handler       = "main.handler"
  runtime       = "python3.13"
}
