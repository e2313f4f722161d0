terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_db_instance" "main" {
  engine                      = "mysql"
  manage_master_user_password = true
  username                    = "admin"
}

variable "other_password" {
  description = "Password of aws_db_instance.other"
  type        = string
  sensitive   = true
}

# One of them is not written out, so which of the two is meant is not known.
resource "aws_db_instance" "other" {
  engine   = "mysql"
  password = var.other_password
  username = "admin"
  password = var.password
}

variable "password" {
  type      = string
  sensitive = true
}

#= complete:secret:aws_db_instance.main | Password managed by AWS Secrets Manager
#= complete:secret:aws_db_instance.other | Replaced by `other_password`
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#? other_password: Password of aws_db_instance.other (secret)
#? password: Password (secret)
#! The password of `aws_db_instance.main` is in Secrets Manager: `aws_db_instance.main.master_user_secret[0].secret_arn`.
