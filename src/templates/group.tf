resource "aws_security_group" "group" {
  # if alone
  # checkov:skip=CKV2_AWS_5: it is for what it will be attached to
  name_prefix = "${local.name}-"
  description = local.about
  vpc_id      = local.vpc
}
