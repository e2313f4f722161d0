resource "aws_route53_zone" "zone" {
  # checkov:skip=CKV2_AWS_38: signing needs a record at the registrar of the domain
  # checkov:skip=CKV2_AWS_39: no log of queries was asked for
  name = local.domain
}
