# What Terraform 1.12 to 1.16 and OpenTofu read beyond Terraform 1.11.

variable "regions" {
  type       = set(string)
  default    = ["eu-west-1"]
  deprecated = "Use `places`."
  const      = true
}

output "size" {
  type       = number
  value      = 1
  deprecated = "Use `length`."
}

provider "aws" {
  alias    = "by_region"
  for_each = var.regions
  region   = each.value
}

action "aws_lambda_invoke" "warm" {
  config {
    function_name = "shop"
  }
}

resource "aws_vpc" "main" {
  for_each   = var.regions
  provider   = aws.by_region[each.key]
  cidr_block = "10.0.0.0/16"
  lifecycle {
    destroy = false
    enabled = var.regions != null
    action_trigger {
      events  = [after_create]
      actions = [action.aws_lambda_invoke.warm]
    }
  }
}

module "net" {
  source  = "./${var.folder}"
  version = aws_vpc.main # Variables not allowed
  lifecycle {
    enabled = false
  }
}

variable "folder" {
  const = true
}

locals {
  text  = base64gunzip("eA==")
  plain = urldecode("a%20b")
  own   = cidrcontains("10.0.0.0/16", "10.0.0.1")
  set   = convert([1], set(number))
  wrong = base64gunzap("eA==") # Call to unknown function
}

terraform {
  encryption {
    key_provider "pbkdf2" "own" {
      passphrase = var.folder
    }
  }
}
