## DEFAULT_NETWORK
# Default network of the account, for a module without a network.
# unless network
data "aws_vpc" "default" {
  default = true
}

# unless network
data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

## EMPTY_GROUP
# Removes all rules from a default security group that no resource uses.
#
# A resource without a security group is in the default one.
# include DEFAULT_GROUP

## DEFAULT_GROUP
# Removes all rules from a default security group that resources use.
resource "aws_default_security_group" "this" {
  vpc_id = local.resource.id
}

## DESCRIPTION
# Adds descriptions to a security group and its rules.
set {
  description = "Managed by Terraform"
}

each {
  ingress {
    description = "Inbound rule of ${local.name}"
  }

  egress {
    description = "Outbound rule of ${local.name}"
  }
}
