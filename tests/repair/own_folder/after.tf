#folder
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }

  state_lock {
    timeout = "5m"
  }
}

variable "retention_days" {
  type       = number
  deprecated = "Set it for each log."
}

data "aws_vpc" "shared" { default = true }

# A table names the new type; the argument becomes a filter.
data "aws_subnets" "all" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.shared.id]
  }
}

resource "aws_vpc" "production" {
  cidr_block = "10.0.0.0/16"

  lifecycle {
    destroy = false # kept for the auditors
  }
}

resource "aws_subnet" "public_a" {
  vpc_id      = aws_vpc.production.id
  cidr_block  = "10.0.0.0/24"
  guard_level = "high"
}

# One letter at the end, a number, and a word are other names.
resource "aws_route_table_association" "b" {
  subnet_id      = aws_subnet.public_b.id
  route_table_id = aws_route_table.main.id
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.staging.id

  tags = { Subnets = join(",", data.aws_subnets.all.ids) }
}

# Transposed letters are a typo.
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.production.id
}

resource "aws_eip" "nat" {
  vpc = true

  tags = { Days = var.retention_days }
}

resource "aws_brand_new_service" "first" {
  name = "x"
}

#= repair:type:data.aws_subnets.all | write the type `aws_subnet_ids` as `aws_subnets`
#= repair:told:data.aws_subnets.all:vpc_id | write `vpc_id` as a filter
#= repair:reference:aws_security_group.web:aws_vpc.prodcution | write `aws_vpc.prodcution` as `aws_vpc.production`
#= repair:reference:aws_eip.nat:var.retention_dyas | write `var.retention_dyas` as `var.retention_days`
#! `terraform` has no block `state_lock`
#! `aws_subnet` has no argument `guard_level`
#! `aws_subnet.public_b` is not declared; the nearest is `aws_subnet.public_a`
#! `aws_vpc.staging` is not declared; the nearest is `aws_vpc.production`
#! no resource type `aws_brand_new_service`; the nearest is `aws_apprunner_service`
