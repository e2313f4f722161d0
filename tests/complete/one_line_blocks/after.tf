#> an rhel server
resource "aws_iam_group" "web" { name = "web" }
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

resource "aws_launch_template" "empty" {
  key_name = aws_key_pair.main.key_name
}
provider "aws" {
  region = "us-east-1"
}
variable "api_key" { sensitive = true }
terraform {
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
output "key" {
  value     = var.api_key
  sensitive = true
}

#= complete:key:aws_launch_template.empty | Key pair set to `aws_key_pair.main`
#= complete:key-pair:aws_key_pair.main | Key pair `aws_key_pair.main` and its private key written
#= complete:secret:var.api_key | Default of `api_key` removed: Terraform prompts for it
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#? api_key: API key (secret)
#! The private key of `tls_private_key.main` is in Terraform's state: keep the state and the key file out of version control.
