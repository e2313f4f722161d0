#file
resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

# Another file can declare these names.
resource "aws_network_interface" "database" {
  subnet_id = aws_subnet.pubilc.id
}

resource "aws_network_interface" "worker" {
  subnet_id = aws_subnet.private.id
}

# Whole resources stay, also where a brace is missing.
variable "region" {
  type = string

  resource "aws_vpc" "inner" {
    cidr_block = "10.0.0.0/16"
  }
}

# Nothing is moved, removed or invented.
resource "aws_sqs_queue" "jobs" {
  arn            = "arn:aws:sqs:eu-west-1:123456789012:jobs"
  redrive_target = aws_sqs_queue.dead.arn
}

resource "aws_security_group_rule" "open" {
  type      = "ingress"
  from_port = 443
  to_port   = 443
  protocol  = "tcp"
}

resource "aws_instance" "web" {
  ami            = "ami-0123456789abcdef0"
  instance_tpye  = "t3.micro"
  http_tokens    = "required"
  metadata_guard = true
}
