# How blocks are repeated.

locals {
  zones = ["a", "b"]
}

variable "count_of_servers" {
  type = number
}

resource "aws_vpc" "both" {
  count      = 2
  for_each   = {} # Invalid combination of and
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "list" {
  for_each   = ["a", "b"] # Invalid for_each argument
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "local_list" {
  for_each   = local.zones # Invalid for_each argument
  cidr_block = "10.0.0.0/16"
}

variable "names" {
  type = list(string)
}

resource "aws_vpc" "variable_list" {
  for_each   = var.names # Invalid for_each argument
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "set" {
  for_each   = toset(local.zones)
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "text" {
  for_each   = "a" # Invalid for_each argument
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "word" {
  count      = "two" # Incorrect value type
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "several" {
  count      = local.zones # Incorrect value type
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "less" {
  count      = -1 # Invalid count argument
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "counted" {
  count      = var.count_of_servers > 1 ? "2" : var.count_of_servers
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "dynamic" {
  dynamic "ingress" { # Missing required argument
    content {
      from_port = 80
    }
  }
  dynamic "ingress" { # Missing dynamic content block
    for_each = [80]
    from_port = 80    # Unsupported argument
  }
  dynamic "egress" {
    for_each = [80]
    iterator = port
    content {
      from_port = port.value
    }
    content { # Extraneous dynamic content block
    }
  }
}

resource "aws_vpc" "lifecycle" {
  cidr_block = "10.0.0.0/16"
  lifecycle {
    prevent_destroy = "always"       # Unsuitable value type
    ignore_changes  = [tags, tag] # Unsupported attribute
  }
}

module "nowhere" { # Missing required argument
  name = "a"
}

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
  required_providers { # Duplicate required providers configuration
  }
}
