# Calls of functions with constants, and functions of providers.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "on" {
  type = bool
}

locals {
  bits    = "10.0.0.0/16"
  subnet  = cidrsubnet(local.bits, 20, 0)        # Error in function call
  host    = cidrhost("10.0.0.0/30", 9)           # Error in function call
  key     = lookup({ a = 1 }, "b")               # Invalid function argument
  none    = element([], 0)                       # Error in function call
  json    = jsondecode("{a}")                    # Error in function call
  time    = timeadd("tomorrow", "1h")            # Error in function call
  zip     = zipmap(["a"], ["b", "c"])            # Error in function call
  number  = tonumber("ten")                      # Invalid function argument
  guarded = try(tonumber("ten"), 1)
  chosen  = var.on ? element([], 0) : list("a")
  old     = list("a")                            # Error in function call
  mixed   = var.on ? { a = [1] } : { a = "x" }   # Inconsistent conditional result types
  maps    = var.on ? { a = 1 } : { b = [1] }     # Inconsistent conditional result types
  tuples  = var.on ? [1, "a"] : [1, { a = 1 }]   # Inconsistent conditional result types
  fine    = var.on ? { a = 1 } : { b = "x" }
  open    = var.on ? { a = var.on } : { a = "x" }
}

output "arn" {
  value = provider::aws::arn_prase("arn:aws:iam::123456789012:role/a") # Unknown provider function
}

output "built" {
  value = provider::aws::arn_build("aws") # Not enough function arguments
}

output "parsed" {
  value = provider::aws::arn_parse("role/a") # Error in function call
}

output "account" {
  value = provider::aws::arn_parse("arn:aws:iam::123456789012:role/a").account # Unsupported attribute
}

output "time" {
  value = provider::time::rfc3339_parse("2030-01-02T03:04:05Z") # Unknown provider function
}
