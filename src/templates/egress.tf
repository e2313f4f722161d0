resource "aws_vpc_security_group_egress_rule" "rule" {
  security_group_id = local.group
  description       = local.about
  # if cidr
  cidr_ipv4 = local.cidr
  # if source
  referenced_security_group_id = local.source
  from_port                    = local.port
  to_port                      = local.port
  ip_protocol                  = "tcp"
}
