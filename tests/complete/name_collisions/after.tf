#> an ubuntu server

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

variable "web_password" {
  type = string
}

resource "aws_key_pair" "main" {
  count      = 2
  key_name   = "main-${count.index}"
  public_key = var.keys[count.index]
}

resource "tls_private_key" "main_2" {
  algorithm = "RSA"
}

resource "tls_cert_request" "main" {
  private_key_pem = tls_private_key.main_2.private_key_pem
}

data "aws_ami" "ubuntu" {
  most_recent = true
  owners      = ["self"]
}

resource "tls_private_key" "main_3" {
  algorithm = "RSA"
  rsa_bits  = 4096
}

resource "aws_key_pair" "main_3" {
  key_name_prefix = "main-3-"
  public_key      = tls_private_key.main_3.public_key_openssh
}

resource "local_file" "main_3" {
  content         = tls_private_key.main_3.private_key_pem
  filename        = "${path.module}/main-3.pem"
  file_permission = "0400"
}

data "aws_ami" "ubuntu_2" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]
  }
}

variable "web_password_2" {
  description = "Password of aws_instance.web"
  type        = string
  sensitive   = true
}

resource "aws_instance" "web" {
  for_each      = toset(["a", "b"])
  ami           = data.aws_ami.ubuntu_2.id
  instance_type = "t3.micro"
  key_name      = aws_key_pair.main_3.key_name

  connection {
    host     = self.public_ip
    user     = "ubuntu"
    password = var.web_password_2
  }
}

variable "keys" {
  description = "Public keys of the team"
  type        = list(string)
}

#= complete:key:aws_instance.web | Key pair set to `aws_key_pair.main_3`
#= complete:key-pair:aws_key_pair.main_3 | Key pair `aws_key_pair.main_3` and its private key written
#= complete:image:aws_instance.web | Image id replaced by a lookup of Ubuntu 24.04
#= complete:secret:aws_instance.web | Replaced by `web_password_2`
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#? web_password: Web password (secret)
#? web_password_2: Password of aws_instance.web (secret)
#? keys: Public keys of the team
#! The private key of `tls_private_key.main_2` is in Terraform's state: keep the state and the key file out of version control.
#! The private key of `tls_private_key.main_3` is in Terraform's state: keep the state and the key file out of version control.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
