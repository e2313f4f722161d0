#> a server from ami-0fedcba9876543210, with my existing key lab-key

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
  region = "us-east-1"
}

resource "aws_instance" "lab" {
  ami           = "ami-0fedcba9876543210"
  instance_type = "t3.small"
  key_name      = "lab-key"
}

#= complete:key:aws_instance.lab | Key pair set to `lab-key`, as the request names it
#= complete:image:data.aws_ami.this | Image set to `ami-0fedcba9876543210`, as the request names it
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
