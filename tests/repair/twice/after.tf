variable "region" {
  default = "us-east-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags = {
    Name  = "main"
    Stage = "test"
  }
}

#= repair:duplicate:var.region | take out the second `var.region`, which says the same
#= repair:duplicate:aws_vpc.main:cidr_block | take out the second `cidr_block`, which says the same
#= repair:merge:aws_vpc.main:tags | put the two `tags` together
#= repair:duplicate:aws_vpc.main | take out the second `aws_vpc.main`, which says the same
