# Arguments that Terraform itself reads, and conditionals.

terraform {
  required_version = "latest" # Invalid version constraint
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100, != 5.0.0"
    }
    random = "^3.0" # Invalid version constraint
    tls = {
      source  = "hashicorp/tls"
      version = "4.*" # Invalid version constraint
    }
  }
}

variable "s" {
  type = string
}

variable "any" {}

variable "names" {
  type = list(string)
}

locals {
  two     = ["a", "b"]
  inside  = local.two[1]
  outside = local.two[2] # Invalid index
  named   = local.two["a"] # Invalid index
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_eip" "several" {
  count = 2
}

resource "aws_eip" "whole" {
  depends_on = [
    aws_vpc.main,
    aws_eip.several[0],
    data.aws_region.here,
    module.network,
    module.network.id,
    var.s,
    local.two,
    "aws_vpc.main",
  ]
}

resource "aws_eip" "parts" {
  depends_on = [
    aws_vpc.main.id, # Invalid depends_on reference
    aws_eip.several[0].id, # Invalid depends_on reference
    data.aws_region.here.name, # Invalid depends_on reference
    var.s.x, # Invalid depends_on reference
    "aws_vpc.main.id", # Invalid depends_on reference
    "${aws_vpc.main}", # Invalid expression
    aws_eip.several[*], # Invalid expression
  ]
}

resource "aws_eip" "bare" {
  depends_on = aws_vpc.main # Invalid expression
}

resource "aws_eip" "triggered" {
  lifecycle {
    replace_triggered_by = [
      aws_vpc.main,
      aws_vpc.main.cidr_block,
      aws_eip.several[0].id,
      var.s, # Invalid reference in replace_triggered_by expression, Invalid replace_triggered_by expression
      "aws_vpc.main", # Invalid replace_triggered_by expression
    ]
    ignore_changes = tags # Invalid expression
  }
}

resource "aws_eip" "all" {
  lifecycle {
    ignore_changes = all
  }
}

data "aws_region" "here" {
  lifecycle {
    prevent_destroy = true # Invalid data resource lifecycle argument
  }
}

module "network" {
  source  = "terraform-aws-modules/vpc/aws//modules/subnets"
  version = ">= 5.0, < 6.0.0-beta1"
}

module "folder" {
  source = "modules/network" # Invalid module source address
}

module "words" {
  source = "AWS VPC module" # Invalid module source address
}

module "local" {
  source  = "./network" # Invalid registry module source address
  version = "1.x" # Invalid version constraint
  lifecycle {} # Reserved block type name in module block
}

module "git" {
  source = "git::https://example.com/network.git?ref=v1"
}

module "host" {
  source = "github.com/example/network"
}

locals {
  c1 = var.s == "" ? "a" : ["b"] # Inconsistent conditional result types
  c2 = var.s == "" ? {} : [] # Inconsistent conditional result types
  c3 = var.s == "" ? { a = 1 } : var.s # Inconsistent conditional result types
  c4 = var.s == "" ? 1 : true # Inconsistent conditional result types
  c5 = var.s == "" ? local.two : "" # Inconsistent conditional result types
  c6 = var.s == "" ? var.names : "x" # Inconsistent conditional result types
  f1 = var.s == "" ? [1] : []
  f2 = var.s == "" ? null : [1]
  f3 = var.s == "" ? var.any : ["b"]
  f4 = var.s == "" ? "a" : true
  f5 = var.s == "" ? toset(var.names) : []
  f6 = var.s == "" ? aws_vpc.main.tags : []
  f7 = var.s == "" ? [for name in var.names : name] : {}
  f8 = can(var.s == "" ? "a" : [])
  f9 = var.s == "" ? merge(var.any, {}) : []
}
