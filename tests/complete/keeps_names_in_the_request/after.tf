#> a server from ami-0abcdef1234567890 with the key ops-key in frankfurt
#> my public key file is ~/.ssh/ops.pub

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "image" {
  default = "ami-0abcdef1234567890"
}

resource "aws_key_pair" "mine" {
  key_name   = "ops-key-2"
  public_key = file("~/.ssh/ops.pub")
}

resource "aws_instance" "named" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "t3.micro"
  key_name      = "ops-key"
}

resource "aws_instance" "by_variable" {
  ami           = var.image
  instance_type = "t3.micro"
  key_name      = var.key_name
}

resource "aws_instance" "by_parameter" {
  ami           = data.aws_ssm_parameter.al2023.value
  instance_type = "t3.micro"
  key_name      = aws_key_pair.mine.key_name
}

resource "aws_launch_template" "resolved" {
  image_id = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
  key_name = aws_key_pair.mine.id
}

data "aws_ssm_parameter" "al2023" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

variable "key_name" {
  type = string
}

#= complete:region:provider.aws | Region set to `eu-central-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#? key_name: Key name
