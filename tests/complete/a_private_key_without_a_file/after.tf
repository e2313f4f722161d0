#> a server with a key

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

resource "tls_private_key" "ssh" {
  algorithm = "RSA"
  rsa_bits  = 4096
}

resource "aws_key_pair" "main" {
  key_name   = "main"
  public_key = tls_private_key.ssh.public_key_openssh
}

resource "local_file" "ssh" {
  content         = tls_private_key.ssh.private_key_pem
  filename        = "${path.module}/ssh.pem"
  file_permission = "0400"
}

resource "aws_key_pair" "second" {
  key_name   = "second"
  public_key = tls_private_key.second.public_key_openssh
}

resource "tls_private_key" "second" {
  algorithm = "ED25519"
}

resource "local_file" "second" {
  content         = tls_private_key.second.private_key_openssh
  filename        = "second.pem"
  file_permission = "0400"
}

#= complete:companion:tls_private_key.ssh | `tls_private_key.ssh` written
#= complete:key-file:tls_private_key.ssh | Private key `tls_private_key.ssh` written to a file
#= complete:key-file-mode:local_file.second | File mode set to `0400`
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#= complete:required-provider:local | Provider `local` listed: hashicorp/local ~> 2.5
#= complete:required-provider:tls | Provider `tls` listed: hashicorp/tls ~> 4.0
#! The private key of `tls_private_key.ssh` is in Terraform's state: keep the state and the key file out of version control.
#! The private key of `tls_private_key.second` is in Terraform's state: keep the state and the key file out of version control.
