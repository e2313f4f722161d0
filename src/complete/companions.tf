# Blocks whose content follows from their type; `this` is any name.

data "aws_availability_zones" "this" {
  state = "available"
}

data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

data "aws_partition" "this" {}

data "aws_canonical_user_id" "this" {}

data "aws_elb_service_account" "this" {}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

resource "random_id" "this" {
  byte_length = 4
}

resource "random_integer" "this" {
  min = 1000
  max = 9999
}

resource "random_password" "this" {
  length  = 24
  special = false
}

resource "random_pet" "this" {}

resource "random_string" "this" {
  length  = 8
  special = false
  upper   = false
}

resource "random_uuid" "this" {}

resource "tls_private_key" "this" {
  algorithm = "RSA"
  rsa_bits  = 4096
}
