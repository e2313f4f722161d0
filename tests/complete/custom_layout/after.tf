#> a windows server

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
    local = {
      source  = "hashicorp/local"
      version = "~> 2.5"
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

data "aws_ami" "windows" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["Windows_Server-2022-English-Full-Base-*"]
  }
}

resource "aws_instance" "web" {
	ami           = data.aws_ami.windows.id
	instance_type = "t3.large"
	key_name      = aws_key_pair.main.key_name
	# The name comes last.
	tags               = { Name="web" }
}

resource "aws_db_instance" "main" {
    engine                      = "mysql"
    manage_master_user_password = true // soon
    instance_class              = "db.t3.micro"
    allocated_storage           = 20
    username                    = "app"
}

#= complete:key:aws_instance.web | Key pair set to `aws_key_pair.main`
#= complete:key-pair:aws_key_pair.main | Key pair `aws_key_pair.main` and its private key written
#= complete:image:aws_instance.web | Image id replaced by a lookup of Windows Server 2022
#= complete:secret:aws_db_instance.main | Password managed by AWS Secrets Manager
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#! The private key of `tls_private_key.main` is in Terraform's state: keep the state and the key file out of version control.
#! The password of `aws_db_instance.main` is in Secrets Manager: `aws_db_instance.main.master_user_secret[0].secret_arn`.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
