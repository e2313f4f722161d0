#> two servers, each with a key

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

resource "tls_private_key" "from_a_file" {
  algorithm = "RSA"
  rsa_bits  = 4096
}

resource "local_file" "from_a_file" {
  content         = tls_private_key.from_a_file.private_key_pem
  filename        = "${path.module}/from-a-file.pem"
  file_permission = "0400"
}

resource "aws_key_pair" "from_a_file" {
  key_name   = "web-key"
  public_key = tls_private_key.from_a_file.public_key_openssh
}

resource "aws_key_pair" "made_up" {
  key_name   = "db-key"
  public_key = tls_private_key.from_a_file.public_key_openssh
}

resource "aws_key_pair" "whole" {
  key_name   = "whole-key"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me"
}

resource "aws_instance" "web" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  key_name      = aws_key_pair.from_a_file.key_name
}

resource "aws_instance" "db" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  key_name      = aws_key_pair.made_up.key_name
}

resource "aws_instance" "none" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  key_name      = aws_key_pair.from_a_file.key_name
}

data "aws_ami" "linux" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023*-x86_64"]
  }
}

#= complete:key:aws_instance.web | Key pair set to `aws_key_pair.from_a_file`
#= complete:key:aws_instance.db | Key pair set to `aws_key_pair.made_up`
#= complete:key:aws_instance.none | Key pair set to `aws_key_pair.from_a_file`
#= complete:public-key:aws_key_pair.from_a_file | Public key taken from `tls_private_key.from_a_file`
#= complete:public-key:aws_key_pair.made_up | Public key taken from `tls_private_key.from_a_file`
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#! The private key of `tls_private_key.from_a_file` is in Terraform's state: keep the state and the key file out of version control.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
