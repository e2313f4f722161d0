## key_pair
resource "aws_key_pair" "this" {
  key_name_prefix = "${local.prefix}-"
  public_key      = local.key.public_key_openssh
}

## key_file
resource "local_file" "this" {
  content         = local.key.private_key_pem
  filename        = "${path.module}/${local.file}.pem"
  file_permission = "0400"
}

## image
data "aws_ami" "this" {
  most_recent = true
  owners      = [local.owner]

  filter {
    name   = "name"
    values = [local.images]
  }
}

## variable
variable "this" {
  description = local.description
  # if typed
  type = string
  # if default
  default = local.default
  # if sensitive
  sensitive = true
}

## region
provider "aws" {
  region = local.region
}
