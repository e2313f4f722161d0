#> a debian server and a mysql database

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

variable "ami_id" {
  description = "Image of the server"
  type        = string
  default     = null
}

variable "broker_password" {
  type      = string
  sensitive = true
}

variable "app_password" {
  sensitive = true
  type      = string
}

variable "api_token" {
  description = "API token"
  type        = string
  sensitive   = true
}

locals {
  image     = data.aws_ami.debian.id
  api_token = var.api_token
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

resource "aws_instance" "by_variable" {
  ami           = coalesce(var.ami_id, data.aws_ami.debian.id)
  instance_type = "t3.micro"
  key_name      = aws_key_pair.main.key_name
}

data "aws_ami" "debian" {
  most_recent = true
  owners      = ["136693071363"]

  filter {
    name   = "name"
    values = ["debian-12-amd64-*"]
  }
}

resource "aws_instance" "by_table" {
  ami           = data.aws_ami.debian.id
  instance_type = "t3.micro"
  key_name      = aws_key_pair.main.key_name
}

resource "aws_instance" "by_local" {
  ami           = local.image
  instance_type = "t3.micro"
  key_name      = aws_key_pair.main.key_name
}

resource "aws_instance" "by_condition" {
  ami           = terraform.workspace == "prod" ? data.aws_ami.debian.id : coalesce(var.ami_id, data.aws_ami.debian.id)
  instance_type = "t3.micro"
  key_name      = aws_key_pair.main.key_name
}

resource "aws_db_instance" "main" {
  allocated_storage           = 20
  engine                      = "mysql"
  instance_class              = "db.t3.micro"
  username                    = "app"
  manage_master_user_password = true
  skip_final_snapshot         = true
}

resource "aws_mq_broker" "main" {
  broker_name        = "main"
  engine_type        = "ActiveMQ"
  engine_version     = "5.18"
  host_instance_type = "mq.t3.micro"

  user {
    username = "app"
    password = var.broker_password
  }
}

output "app_password" {
  value     = var.app_password
  sensitive = true
}

#= complete:key:aws_instance.by_variable | Key pair set to `aws_key_pair.main`
#= complete:key:aws_instance.by_table | Key pair set to `aws_key_pair.main`
#= complete:key:aws_instance.by_local | Key pair set to `aws_key_pair.main`
#= complete:key:aws_instance.by_condition | Key pair set to `aws_key_pair.main`
#= complete:key-pair:aws_key_pair.main | Key pair `aws_key_pair.main` and its private key written
#= complete:image:aws_instance.by_table | Image id replaced by a lookup of Debian 12
#= complete:image:aws_instance.by_condition | Image id replaced by a lookup of Debian 12
#= complete:image:local.image | Image id replaced by a lookup of Debian 12
#= complete:image:var.ami_id | Where `ami_id` is not given, the image is a lookup of Debian 12
#= complete:secret:aws_db_instance.main | Password managed by AWS Secrets Manager
#= complete:secret:var.broker_password | Default of `broker_password` removed: Terraform prompts for it
#= complete:secret:var.app_password | Default of `app_password` removed: Terraform prompts for it
#= complete:secret:local | Replaced by `api_token`
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#? broker_password: Broker password (secret)
#? app_password: App password (secret)
#? api_token: API token (secret)
#! The private key of `tls_private_key.main` is in Terraform's state: keep the state and the key file out of version control.
#! The password of `aws_db_instance.main` is in Secrets Manager: `aws_db_instance.main.master_user_secret[0].secret_arn`.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
