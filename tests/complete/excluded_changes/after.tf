#> a server and a database
#- complete:image:aws_instance.first
#- complete:key:aws_instance.second
#- complete:secret:aws_db_instance.main
#- complete:companion:data.aws_availability_zones.available
#- complete:required-provider:local

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
    tls = {
      source  = "hashicorp/tls"
      version = "~> 4.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

variable "db_password" {
  default = "hunter2"
}

resource "tls_private_key" "main" {
  algorithm = "RSA"
  rsa_bits  = 4096
}

resource "aws_key_pair" "main" {
  key_name_prefix = "main-"
  public_key      = tls_private_key.main.public_key_openssh
}

resource "local_file" "main" {
  content         = tls_private_key.main.private_key_pem
  filename        = "${path.module}/main.pem"
  file_permission = "0400"
}

resource "aws_instance" "first" {
  ami               = "ami-0c55b159cbfafe1f0"
  instance_type     = "t3.micro"
  key_name          = aws_key_pair.main.key_name
  availability_zone = data.aws_availability_zones.available.names[0]
}

data "aws_ami" "amazon_linux_2023" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

resource "aws_instance" "second" {
  ami           = data.aws_ami.amazon_linux_2023.id
  instance_type = "t3.micro"
}

resource "aws_db_instance" "main" {
  allocated_storage = 20
  engine            = "mysql"
  instance_class    = "db.t3.micro"
  username          = "app"
  password          = var.db_password
}

#= complete:key:aws_instance.first | Key pair set to `aws_key_pair.main`
#= complete:key-pair:aws_key_pair.main | Key pair `aws_key_pair.main` and its private key written
#= complete:image:aws_instance.second | Image id replaced by a lookup of Amazon Linux 2023
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#! The private key of `tls_private_key.main` is in Terraform's state: keep the state and the key file out of version control.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
