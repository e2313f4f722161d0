#> web server with auto scaling group and alb

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
    tls = {
      source  = "hashicorp/tls"
      version = "~> 4.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "tls_private_key" "main" {
  algorithm = "RSA"
  rsa_bits  = 4096
}

resource "aws_key_pair" "main" {
  key_name_prefix = "main-"
  public_key      = tls_private_key.main.public_key_openssh
}

resource "local_file" "main" {
  content         = tls_private_key.main.private_key_pem
  filename        = "${path.module}/main.pem"
  file_permission = "0400"
}

data "aws_ami" "amazon_linux_2023_arm64" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-arm64"]
  }
}

resource "aws_launch_template" "web" {
  name_prefix   = "web-"
  image_id      = data.aws_ami.amazon_linux_2023_arm64.id
  instance_type = "m7g.large"
  key_name      = aws_key_pair.main.key_name

  user_data = base64encode(<<-EOF
    #!/bin/bash
    dnf install -y nginx
  EOF
  )
}

resource "aws_autoscaling_group" "web" {
  availability_zones = ["us-east-1a"]
  max_size           = 3
  min_size           = 1

  launch_template {
    id = aws_launch_template.web.id
  }
}

data "aws_ami" "amazon_linux_2" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["amzn2-ami-hvm-*-x86_64-gp2"]
  }
}

resource "aws_launch_configuration" "old" {
  image_id      = data.aws_ami.amazon_linux_2.id
  instance_type = "t3.micro"
  key_name      = aws_key_pair.main.key_name
  user_data     = local.script
}

locals {
  script = <<-EOF
    #!/bin/bash
    amazon-linux-extras install nginx1
  EOF
}

resource "aws_launch_template" "nodes" {
  image_id = "ami-0c55b159cbfafe1f0"
  key_name = aws_key_pair.main.key_name
}

resource "aws_eks_node_group" "main" {
  cluster_name  = "main"
  node_role_arn = "arn:aws:iam::123456789012:role/nodes"
  subnet_ids    = ["subnet-1", "subnet-2"]

  launch_template {
    id      = aws_launch_template.nodes.id
    version = 1
  }

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_instance" "of_a_template" {
  launch_template {
    id = aws_launch_template.web.id
  }
}

#= complete:key:aws_launch_template.web | Key pair set to `aws_key_pair.main`
#= complete:key:aws_launch_configuration.old | Key pair set to `aws_key_pair.main`
#= complete:key:aws_launch_template.nodes | Key pair set to `aws_key_pair.main`
#= complete:key-pair:aws_key_pair.main | Key pair `aws_key_pair.main` and its private key written
#= complete:image:aws_launch_template.web | Image set to a lookup of Amazon Linux 2023
#= complete:image:aws_launch_configuration.old | Image id replaced by a lookup of Amazon Linux 2
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#! The private key of `tls_private_key.main` is in Terraform's state: keep the state and the key file out of version control.
