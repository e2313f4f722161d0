# The blocks of the language itself.

resource "aws_vpc" { # Missing label
}

resource "aws_vpc" "a" "b" { # Extraneous label
}

resource "aws_vpc" "a.b" { # Invalid resource name
}

data "aws_ami" "a b" { # Invalid data resource name
}

resources "aws_vpc" "c" { # Unsupported block type
}

output "nothing" { # Missing required argument
}

variable "version" { # Invalid variable name
}

variable "quoted" {
  type = "string" # Invalid quoted type constraints
}

variable "misspelt" {
  type = strng # Invalid type specification
}

variable "default" {
  type    = list(string)
  default = "a" # Invalid default value for variable
}

variable "object" {
  type = object({ name = string, size = optional(number) })
  default = { # Invalid default value for variable
    size = 1
  }
}

variable "reference" {
  default = aws_vpc.d.id # Variables not allowed
}

variable "call" {
  default = jsonencode({}) # Function calls not allowed
  require = true           # Unsupported argument
}

locals {
  inner { # Unexpected block
  }
}

terraform {
  required_version = ">= 1.5"
  required_provider { # Unsupported block type
  }
}

resource "aws_vpc" "d" {
  cidr_block = "10.0.0.0/16"
  provider   = aws.west # Provider configuration not present

  lifecycle {
    prevent_destroyed     = true         # Unsupported argument
    create_before_destroy = var.quoted   # Variables not allowed
    ignore_changes        = [tags]
  }

  provisioner "local-exec" { # Missing required argument
    cmd = "true"             # Unsupported argument
  }

  provisioner "chef" { # Missing required provisioner plugin
  }
}

provider "aws" "east" { # Extraneous label
}
