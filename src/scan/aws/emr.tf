resource "aws_emr_block_public_access_configuration" "caught" { # CKV_AWS_390
}

resource "aws_emr_block_public_access_configuration" "spared" { # !CKV_AWS_390
  block_public_security_group_rules = true
}
