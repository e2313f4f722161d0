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
data "aws_subnet_ids" "all" { vpc_id = data.aws_vpc.shared.id }

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

  tags = { Subnets = join(",", data.aws_subnet_ids.all.ids) }
}

# Transposed letters are a typo.
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.prodcution.id
}

resource "aws_eip" "nat" {
  vpc = true

  tags = { Days = var.retention_dyas }
}

resource "aws_brand_new_service" "first" {
  name = "x"
}
