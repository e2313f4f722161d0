# Rules within arguments that may be written as blocks, letter case, and what newer resources say of
# arguments that go together or do not.

variable "s" {
  type = string
}

resource "aws_security_group" "known" { # is not a valid CIDR block
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0"]
  }
}

# Nothing is looked at as long as one of them is not known.
resource "aws_security_group" "sibling" {
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0"]
  }
  ingress {
    from_port       = 81
    to_port         = 81
    protocol        = "tcp"
    security_groups = [aws_security_group.known.id]
  }
}

resource "aws_security_group" "listed" {
  ingress = [{ # is not a valid CIDR block
    from_port        = 80
    to_port          = 80
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0"]
    description      = ""
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]
}

resource "aws_network_acl" "main" { # expected to be one of, is not a valid CIDR block, expected to be a valid port number
  vpc_id = var.s
  ingress {
    protocol   = "tcp"
    rule_no    = 100
    action     = "permit"
    cidr_block = "10.0.0.0"
    from_port  = 80
    to_port    = 80000
  }
}

resource "aws_lambda_function" "case" {
  function_name = "resize"
  role          = var.s
  filename      = "resize.zip"
  logging_config {
    log_format = "json" # expected to be one of
  }
  tracing_config {
    mode = "active" # expected to be one of
  }
}

resource "aws_db_subnet_group" "kept" {
  name       = "default" # is not allowed as
  subnet_ids = [var.s]
}

resource "aws_vpc_security_group_ingress_rule" "none" { # Missing Attribute Configuration
  security_group_id = var.s
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "two" {
  security_group_id = var.s
  ip_protocol       = "tcp"
  cidr_ipv4         = "10.0.0.0/16" # Invalid Attribute Combination
  cidr_ipv6         = "::/0"
}

resource "aws_vpc_security_group_ingress_rule" "unknown" {
  security_group_id            = var.s
  ip_protocol                  = "tcp"
  cidr_ipv4                    = "10.0.0.0/16"
  referenced_security_group_id = var.s
}

data "aws_appstream_image" "both" {
  name       = "a" # Invalid Attribute Combination
  name_regex = "b" # Invalid Attribute Combination
  type       = "PUBLIC"
}

resource "aws_ec2_instance_metadata_defaults" "none" { # Missing Attribute Configuration
}
