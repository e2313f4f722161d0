resource "aws_subnet" "public" { # CKV_AWS_130
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "private" { # clean
  cidr_block = "10.0.2.0/24"
}

resource "aws_subnet" "switched_off" { # !CKV_AWS_130
  map_public_ip_on_launch = false
}

resource "aws_subnet" "of_a_variable" { # ?CKV_AWS_130
  map_public_ip_on_launch = var.public
}

resource "aws_subnet" "of_an_unknown_resource" { # !CKV_AWS_130
  map_public_ip_on_launch = aws_subnet.elsewhere.map_public_ip_on_launch
}

resource "aws_vpc_endpoint_service" "caught" { # CKV_AWS_123
  acceptance_required = false
}

resource "aws_vpc_endpoint_service" "spared" { # !CKV_AWS_123
  acceptance_required = true
}
