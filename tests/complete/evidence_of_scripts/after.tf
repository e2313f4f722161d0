#> a build server and a php server on ubuntu 18.04

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

data "aws_ami" "build" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-arm64"]
  }
}

resource "aws_instance" "build" {
  ami           = data.aws_ami.build.id
  instance_type = "t4g.small"
  key_name      = aws_key_pair.main.key_name

  user_data = <<-EOT
    #!/bin/bash
    curl -fsSL https://packages.example/redhat/stable.repo -o /etc/yum.repos.d/stable.repo
    dnf install -y java-21-amazon-corretto stable-tool
  EOT
}

data "aws_ami" "php" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]
  }
}

resource "aws_instance" "php" {
  ami           = data.aws_ami.php.id
  instance_type = "t3.small"
  key_name      = aws_key_pair.main.key_name

  user_data = <<-EOT
    #!/bin/bash
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y apache2 php
  EOT
}

#= complete:key:aws_instance.build | Key pair set to `aws_key_pair.main`
#= complete:key:aws_instance.php | Key pair set to `aws_key_pair.main`
#= complete:key-pair:aws_key_pair.main | Key pair `aws_key_pair.main` and its private key written
#= complete:image:data.aws_ami.build | Lookup of Amazon Linux 2023 written
#= complete:image:data.aws_ami.php | Lookup of Ubuntu 24.04 written
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#! The private key of `tls_private_key.main` is in Terraform's state: keep the state and the key file out of version control.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
#! The request names `ubuntu 18.04`, for which no image is looked up: check the image of the servers, and set its id if another is needed.
