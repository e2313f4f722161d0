resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  cidr_block = "10.0.1.0/24"
  vpc_id     = aws_vpc.main.id
}

resource "aws_iam_policy_attachment" "read_only" {
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  name       = "read-only"
}

#= repair:only:aws_subnet.a:vpc_id | set `vpc_id = aws_vpc.main.id`
#= repair:named:aws_iam_policy_attachment.read_only:name | set `name = "read-only"`
