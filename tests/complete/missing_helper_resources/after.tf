#> two ubuntu servers in us-west-2 with their key

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
    local = {
      source  = "hashicorp/local"
      version = "~> 2.5"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.6"
    }
    tls = {
      source  = "hashicorp/tls"
      version = "~> 4.0"
    }
  }
}

variable "region" {
  description = "AWS region"
  type        = string
  default     = "us-west-2"
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { Owner = data.aws_caller_identity.current.account_id }
}

data "aws_availability_zones" "available" {
  state = "available"
}

# One subnet for each of two zones.
resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

resource "tls_private_key" "deployer" {
  algorithm = "RSA"
  rsa_bits  = 4096
}

resource "aws_key_pair" "deployer" {
  key_name_prefix = "deployer-"
  public_key      = tls_private_key.deployer.public_key_openssh
}

resource "local_file" "private_key" {
  content         = tls_private_key.deployer.private_key_pem
  filename        = "${path.module}/deployer.pem"
  file_permission = "0400"
}

data "aws_ami" "ubuntu_jammy" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"]
  }
}

variable "instance_type" {
  description = "Instance type"
}

resource "aws_instance" "web" {
  count         = 2
  ami           = data.aws_ami.ubuntu_jammy.id
  instance_type = var.instance_type
  subnet_id     = aws_subnet.public[count.index].id
  key_name      = aws_key_pair.deployer.key_name
}

data "aws_ami" "amazon_linux" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*"]
  }
}

# Its image is named as if it were the wrong one for its script.
resource "aws_instance" "worker" {
  ami           = data.aws_ami.amazon_linux.id
  instance_type = "t4g.small"
  key_name      = aws_key_pair.deployer.key_name
  user_data     = "#!/bin/bash\napt-get install -y redis"
}

resource "random_id" "suffix" {
  byte_length = 4
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs-${random_id.suffix.hex}"
}

resource "random_password" "db" {
  length  = 24
  special = false
}

resource "aws_db_instance" "main" {
  allocated_storage   = 20
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  username            = "app"
  password            = random_password.db.result
  skip_final_snapshot = true
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_subnet" "first" {
  id = data.aws_subnets.default.ids[0]
}

output "key_file" {
  value = local_file.private_key.filename
}

#= complete:key:aws_instance.worker | Key pair set to `aws_key_pair.deployer`
#= complete:key-pair:aws_key_pair.deployer | Key pair `aws_key_pair.deployer` and its private key written
#= complete:image:data.aws_ami.ubuntu_jammy | Lookup of Ubuntu 22.04 written
#= complete:image:data.aws_ami.amazon_linux | Lookup of Ubuntu 24.04 written
#= complete:companion:data.aws_availability_zones.available | `data.aws_availability_zones.available` written
#= complete:companion:data.aws_caller_identity.current | `data.aws_caller_identity.current` written
#= complete:companion:data.aws_vpc.default | `data.aws_vpc.default` written
#= complete:companion:data.aws_subnets.default | `data.aws_subnets.default` written
#= complete:companion:random_id.suffix | `random_id.suffix` written
#= complete:companion:random_password.db | `random_password.db` written
#= complete:variable:var.region | Variable `region` declared
#= complete:variable:var.instance_type | Variable `instance_type` declared
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:random | Provider `random` listed: hashicorp/random ~> 3.6
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#? instance_type: Instance type
#! The private key of `tls_private_key.deployer` is in Terraform's state: keep the state and the key file out of version control.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
