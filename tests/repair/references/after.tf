data "aws_ami" "ubuntu" {
  owners      = ["099720109477"]
  most_recent = true
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.${count.index}.0/24"
}

resource "aws_instance" "web" {
  count         = 2
  ami           = data.aws_ami.ubuntu.id
  instance_type = var.instance_type
  subnet_id     = aws_subnet.a[count.index].id
}

variable "instance_type" {}

output "account" {
  value = data.aws_caller_identity.me.account_id
}

data "aws_caller_identity" "me" {}

output "vpc" {
  value = aws_vpc.main.arn
}

#= repair:key:aws_subnet.a:aws_vpc.main | take the key out of a reference to `aws_vpc.main`
#= repair:reference:aws_instance.web:aws_ami.ubuntu | write `aws_ami.ubuntu` as `data.aws_ami.ubuntu`
#= repair:reference:aws_instance.web:var.instance_typ | write `var.instance_typ` as `var.instance_type`
#= repair:key:aws_instance.web:aws_subnet.a | refer to `aws_subnet.a[count.index]`
#= repair:reference:output.account:data.aws_caller_identity.account_id | write `data.aws_caller_identity.account_id` as `data.aws_caller_identity.me.account_id`
#= repair:reference:output.vpc:aws_vpc.mian | write `aws_vpc.mian` as `aws_vpc.main`
#= repair:attribute:output.vpc:aws_vpc.main.vpc_arn | write `vpc_arn` of `aws_vpc.main` as `arn`
