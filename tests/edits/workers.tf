terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}

provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      Project = "render"
    }
  }
}

variable "worker_type" {
  description = "Class of the workers"
  type        = string
  default     = "m5.large"
}

resource "aws_vpc" "render" {
  cidr_block = "10.8.0.0/16"
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.render.id
  cidr_block        = "10.8.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.render.id
  cidr_block        = "10.8.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_security_group" "worker" {
  name   = "worker"
  vpc_id = aws_vpc.render.id

  ingress {
    description = "SSH from the office"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["192.0.2.0/24"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "worker" {
  count                  = 3
  ami                    = "ami-0abcdef1234567890"
  instance_type          = var.worker_type
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.worker.id]

  tags = {
    Name = "worker-${count.index}"
  }
}

resource "aws_instance" "control" {
  ami                    = "ami-0abcdef1234567890"
  instance_type          = "t3.small"
  subnet_id              = aws_subnet.b.id
  vpc_security_group_ids = [aws_security_group.worker.id]

  tags = merge(local.tags, {
    Name = "control"
  })
}

locals {
  tags = { Shift = "night" }
}

output "control_id" {
  value = aws_instance.control.id
}
