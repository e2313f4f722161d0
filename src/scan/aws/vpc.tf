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

resource "aws_vpc" "bare" { # CKV2_AWS_11 CKV2_AWS_12
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "full" { # !CKV2_AWS_11 !CKV2_AWS_12
  cidr_block = "10.1.0.0/16"
}

resource "aws_flow_log" "full" {
  vpc_id       = aws_vpc.full.id
  traffic_type = "ALL"
}

resource "aws_default_security_group" "full" {
  vpc_id = aws_vpc.full.id
}

resource "aws_default_vpc" "caught" { # CKV_AWS_148
}

resource "aws_security_group" "bare" { # CKV_AWS_23 CKV2_AWS_5 !CKV_AWS_24 !CKV_AWS_25 !CKV_AWS_260
  # !CKV_AWS_277 !CKV_AWS_382
  name = "bare"
}

resource "aws_security_group" "open" { # !CKV_AWS_23 CKV_AWS_24 CKV_AWS_25 CKV_AWS_260 CKV_AWS_277 CKV_AWS_382
  # !CKV2_AWS_5
  description = "open"

  ingress {
    description = "all"
    from_port   = -1
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    description = "all"
    from_port   = -1
    to_port     = -1
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_network_interface" "user" {
  subnet_id       = "subnet-1"
  security_groups = [aws_security_group.open.id]
}

resource "aws_security_group" "all" { # CKV_AWS_24 CKV_AWS_277 CKV_AWS_382
  description = "all"

  ingress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    ipv6_cidr_blocks = ["::/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "some" { # !CKV_AWS_24 CKV_AWS_25 CKV_AWS_23
  description = "some"

  dynamic "ingress" {
    for_each = [3389, 443]

    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group_rule" "open" { # CKV_AWS_23 CKV_AWS_24 CKV_AWS_25 CKV_AWS_260 CKV_AWS_277 ?CKV_AWS_382
  type              = "ingress"
  security_group_id = "sg-1"
  from_port         = -1
  to_port           = 65535
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "out" { # !CKV_AWS_23 CKV_AWS_382 ?CKV_AWS_24
  description       = "out"
  type              = "egress"
  security_group_id = "sg-1"
  from_port         = -1
  to_port           = -1
  protocol          = "-1"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "web" { # !CKV_AWS_24 !CKV_AWS_25 !CKV_AWS_260 !CKV_AWS_277 ?CKV_AWS_382
  description       = "web"
  type              = "ingress"
  security_group_id = "sg-1"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_vpc_security_group_ingress_rule" "open" { # CKV_AWS_23 CKV_AWS_24 CKV_AWS_25 CKV_AWS_260 CKV_AWS_277
  security_group_id = "sg-1"
  ip_protocol       = "tcp"
  from_port         = -1
  to_port           = 65535
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "web" { # !CKV_AWS_23 !CKV_AWS_24 !CKV_AWS_25 !CKV_AWS_260 !CKV_AWS_277
  security_group_id = "sg-1"
  description       = "web"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "open" { # CKV_AWS_23 CKV_AWS_382
  security_group_id = "sg-1"
  ip_protocol       = "-1"
  from_port         = -1
  to_port           = -1
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "web" { # !CKV_AWS_23 !CKV_AWS_382
  security_group_id = "sg-1"
  description       = "web"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_db_security_group" "bare" { # CKV_AWS_23
  name = "bare"
}

resource "aws_db_security_group" "said" { # !CKV_AWS_23
  description = "said"
}

resource "aws_elasticache_security_group" "bare" { # CKV_AWS_23
  name = "bare"
}

resource "aws_elasticache_security_group" "said" { # !CKV_AWS_23
  description = "said"
}

resource "aws_redshift_security_group" "bare" { # CKV_AWS_23
  name = "bare"
}

resource "aws_redshift_security_group" "said" { # !CKV_AWS_23
  description = "said"
}

resource "aws_network_acl" "open" { # CKV_AWS_229 CKV_AWS_230 CKV_AWS_231 CKV_AWS_232 CKV2_AWS_1
  vpc_id = "vpc-1"

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_network_acl" "narrow" { # !CKV_AWS_229 !CKV_AWS_230 !CKV_AWS_231 !CKV_AWS_232 !CKV2_AWS_1
  vpc_id     = aws_vpc.full.id
  subnet_ids = [aws_subnet.full.id]

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 443
    to_port    = 443
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_subnet" "full" {
  vpc_id = aws_vpc.full.id
}

resource "aws_network_acl_rule" "open" { # CKV_AWS_229 CKV_AWS_230 CKV_AWS_231 CKV_AWS_232 CKV_AWS_352
  network_acl_id = "acl-1"
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

resource "aws_network_acl_rule" "web" { # !CKV_AWS_229 !CKV_AWS_230 !CKV_AWS_231 !CKV_AWS_232 !CKV_AWS_352
  network_acl_id = "acl-1"
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "tcp"
  from_port      = 443
  to_port        = 443
  cidr_block     = "0.0.0.0/0"
}

resource "aws_route" "instance" { # CKV2_AWS_35 !CKV2_AWS_44
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  instance_id            = "i-1"
}

resource "aws_route" "peer" { # CKV2_AWS_44 !CKV2_AWS_35
  route_table_id            = "rtb-1"
  destination_cidr_block    = "0.0.0.0/0"
  vpc_peering_connection_id = "pcx-1"
}

resource "aws_route_table" "instance" { # CKV2_AWS_35 !CKV2_AWS_44
  vpc_id = "vpc-1"

  route {
    cidr_block  = "0.0.0.0/0"
    instance_id = "i-1"
  }
}

resource "aws_route_table" "peer" { # CKV2_AWS_44 !CKV2_AWS_35
  vpc_id = "vpc-1"

  route {
    cidr_block                = "0.0.0.0/0"
    vpc_peering_connection_id = "pcx-1"
  }
}

resource "aws_eip" "free" { # CKV2_AWS_19
  domain = "vpc"
}

resource "aws_eip" "used" { # !CKV2_AWS_19
  domain   = "vpc"
  instance = aws_instance.used.id
}

resource "aws_instance" "used" {
  ami = "ami-1"
}
