resource "aws_route53domains_registered_domain" "caught" { # CKV_AWS_377
  transfer_lock = false
}

resource "aws_route53domains_registered_domain" "spared" { # !CKV_AWS_377
  transfer_lock = true
}
