# Blocks and arguments that Terraform reads before any provider.

check "site" {
  data "aws_vpc" "own" {
    defualt = true # Unsupported argument
  }
  assert {
    condition     = data.aws_vpc.own.stat == "available" # Unsupported attribute
    error_message = "The network is not there."
  }
}

check "none" { # Zero assert blocks
}

check "constant" {
  assert {                 # Missing required argument
    condition = 1 + 1 == 2 # Invalid precondition expression
  }
}

output "scoped" {
  value = data.aws_vpc.own.id # Reference to scoped resource
}

import { # Missing required argument
  to = aws_vpc.a
}

import {
  to = data.aws_vpc.b # Invalid import address
  id = "vpc-1"
}

moved { # Invalid addresses
  from = module.net["a"]
  to   = aws_vpc.a
}

moved { # fine
  from = module.net.aws_vpc.a
  to   = aws_vpc.a
}

removed {
  from = aws_vpc.old["a"] # Resource instance keys not allowed
  lifecycle {
    destroy        = false
    ignore_changes = [tags] # Unsupported argument
  }
}

removed {
  from = module.old[0] # Module instance keys not allowed
}

variable "stage" {
  type = string
  validation {
    condition     = contains(["dev", "prod"], local.stage) # Invalid variable validation condition
    error_message = "Use dev or prod."
  }
}

variable "first" { # Cycle
  default = 1
  validation {
    condition     = var.first > var.second
    error_message = "Too small."
  }
}

variable "second" {
  default = 2
  validation {
    condition     = var.second != var.first
    error_message = "The same."
  }
}

variable "disk" {
  type = object({
    size  = optional(number, "large")    # Invalid default value for optional attribute
    label = optional(string, local.name) # Variables not allowed
    kind  = optional(string, "gp3")
  })
}

variable "set" {
  nullable = false
  default  = null # Invalid default value for variable
}

locals {
  stage = "dev"
  name  = "shop"
  loop  = { size = 1, more = local.loop.size } # Self-referencing local value
  lists = concat(["a:${var.stage}"], ["b"])
}

terraform {
  backend "s3" {
    bucket = "shop-state"
  }
}

terraform {
  backend "local" { # Duplicate backend configuration
  }
  cloud { # Both a backend and HCP Terraform configuration are present
    organization = "shop"
  }
}

resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
  tags       = local.lists # Incorrect attribute value type
  lifecycle {
    precondition {
      condition     = self.id != "" # Invalid reference
      error_message = "The network is not there."
    }
    postcondition { # Missing required argument
      condition = self.id != ""
    }
  }
  provisioner "local-exec" {
    when    = destroy
    command = "echo ${self.id} ${var.stage} ${path.module}" # Invalid reference from destroy provisioner
  }
}

resource "aws_vpc" "each" {
  for_each   = { a = "10.0.0.0/16" }
  cidr_block = each.valu # Invalid attribute
}

resource "aws_vpc" "count" {
  count      = "-1"                     # Invalid count argument
  cidr_block = "10.${count.key}.0.0/16" # Invalid attribute
}

resource "aws_security_group" "iterator" {
  dynamic "ingress" {
    for_each = [443]
    iterator = "port" # Invalid expression
    content {
      from_port = 443
      to_port   = 443
      protocol  = "tcp"
    }
  }
}
