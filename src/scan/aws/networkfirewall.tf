resource "aws_networkfirewall_firewall" "caught" { # CKV_AWS_344 CKV_AWS_345
}

resource "aws_networkfirewall_firewall" "spared" { # !CKV_AWS_344 !CKV_AWS_345
  delete_protection = true

  encryption_configuration {
    key_id = aws_kms_key.own.arn
  }
}

resource "aws_networkfirewall_rule_group" "caught" { # CKV_AWS_345
}

resource "aws_networkfirewall_rule_group" "spared" { # !CKV_AWS_345
  encryption_configuration {
    key_id = aws_kms_key.own.arn
  }
}

resource "aws_networkfirewall_firewall_policy" "caught" { # CKV_AWS_346
}

resource "aws_networkfirewall_firewall_policy" "spared" { # !CKV_AWS_346
  encryption_configuration {
    key_id = aws_kms_key.own.arn
  }
}

resource "aws_networkfirewall_firewall" "graph_bare" { # CKV2_AWS_63
  name = "bare"
}

resource "aws_networkfirewall_firewall" "graph_full" { # !CKV2_AWS_63
  name = "full"
}

resource "aws_networkfirewall_logging_configuration" "graph_full" {
  firewall_arn = aws_networkfirewall_firewall.graph_full.arn
}
