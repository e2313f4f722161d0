#> a server with an agent that is set up over ssh

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
    null = {
      source  = "hashicorp/null"
      version = "~> 3.2"
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

data "aws_ami" "this" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

resource "aws_instance" "agent" {
  ami           = data.aws_ami.this.id
  instance_type = "t3.micro"
  key_name      = aws_key_pair.main.key_name

  connection {
    type        = "ssh"
    user        = "ec2-user"
    private_key = tls_private_key.main.private_key_pem
    host        = self.public_ip
  }

  provisioner "remote-exec" {
    inline = ["sudo dnf install -y tmux"]
  }
}

resource "null_resource" "copy" {
  provisioner "file" {
    source      = "agent.conf"
    destination = "/tmp/agent.conf"

    connection {
      type        = "ssh"
      user        = "ec2-user"
      private_key = tls_private_key.main.private_key_pem
      host        = aws_instance.agent.public_ip
    }
  }
}

#= complete:key:aws_instance.agent | Key pair set to `aws_key_pair.main`
#= complete:key-pair:aws_key_pair.main | Key pair `aws_key_pair.main` and its private key written
#= complete:image:data.aws_ami.this | Lookup of Amazon Linux 2023 written
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:null | Provider `null` listed: hashicorp/null ~> 3.2
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#! The private key of `tls_private_key.main` is in Terraform's state: keep the state and the key file out of version control.
#! When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them.
