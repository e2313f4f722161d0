variable "region" {
  default = "us-east-1"
}

variable "region" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags = {
    Name = "main"
  }
  cidr_block = "10.0.0.0/16"
  tags = {
    Stage = "test"
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
