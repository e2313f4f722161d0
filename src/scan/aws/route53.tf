resource "aws_route53domains_registered_domain" "caught" { # CKV_AWS_377
  transfer_lock = false
}

resource "aws_route53domains_registered_domain" "spared" { # !CKV_AWS_377
  transfer_lock = true
}

resource "aws_route53_zone" "bare" { # CKV2_AWS_38 CKV2_AWS_39
  name = "example.com"
}

resource "aws_route53_zone" "full" { # !CKV2_AWS_38 !CKV2_AWS_39
  name = "example.org"
}

resource "aws_route53_hosted_zone_dnssec" "full" {
  hosted_zone_id = aws_route53_zone.full.zone_id
}

resource "aws_route53_query_log" "full" {
  zone_id                  = aws_route53_zone.full.zone_id
  cloudwatch_log_group_arn = "arn"
}

resource "aws_route53_record" "dangling" { # CKV2_AWS_23
  zone_id = aws_route53_zone.full.zone_id
  name    = "a"
  type    = "A"
  records = ["192.0.2.1"]
}

resource "aws_route53_record" "held" { # !CKV2_AWS_23
  zone_id = aws_route53_zone.full.zone_id
  name    = "b"
  type    = "A"
  records = [aws_eip.held.public_ip]
}

resource "aws_eip" "held" {
  domain = "vpc"
}
