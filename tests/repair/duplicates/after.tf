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

#= repair:duplicate:var.region | remove the second `var.region`, which is a duplicate
#= repair:duplicate:aws_vpc.main:cidr_block | remove the second `cidr_block`, which is a duplicate
#= repair:merge:aws_vpc.main:tags | merge the two `tags`
#= repair:duplicate:aws_vpc.main | remove the second `aws_vpc.main`, which is a duplicate
