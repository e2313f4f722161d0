# Ephemeral values, which Terraform does not store.

variable "token" {
  type      = string
  ephemeral = true
}

variable "names" {
  type      = map(string)
  ephemeral = true
}

ephemeral "aws_secretsmanager_secret_version" "app" { # Missing required argument
  secret_idd = "app"                                  # Unsupported argument
}

locals {
  header = "Bearer ${var.token}"
}

output "token" {
  value = local.header # Ephemeral value not allowed
}

output "none" {
  value = ephemeralasnull(var.token)
}

resource "aws_ssm_parameter" "stored" {
  name  = "/token"
  type  = "SecureString"
  value = local.header # Invalid use of ephemeral value
}

resource "aws_ssm_parameter" "written" {
  name             = "/token"
  type             = "SecureString"
  value_wo         = ephemeral.aws_secretsmanager_secret_version.app.secret_string
  value_wo_version = 1
}

resource "aws_vpc" "each" {
  for_each   = var.names # Invalid for_each argument
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "prepared" {
  cidr_block = "10.0.0.0/16"
  provisioner "local-exec" {
    command = "echo ${var.token}"
  }
}
