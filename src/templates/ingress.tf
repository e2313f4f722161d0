resource "aws_vpc_security_group_ingress_rule" "rule" {
  # if public
  # checkov:skip=CKV_AWS_260: it is open to the internet, as was asked for
  # if narrow
  # checkov:skip=CKV_AWS_260,CKV_AWS_24: it is open to one security group only
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
