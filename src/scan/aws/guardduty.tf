resource "aws_guardduty_detector" "caught" { # CKV_AWS_238
  enable = false
}

resource "aws_guardduty_detector" "spared" { # !CKV_AWS_238
  enable = true
}

resource "aws_guardduty_detector" "graph_bare" { # CKV2_AWS_3
  enable = true
}

resource "aws_guardduty_detector" "graph_full" { # !CKV2_AWS_3
  enable = true
}

resource "aws_guardduty_organization_configuration" "graph_full" {
  auto_enable_organization_members = "ALL"
  detector_id                      = aws_guardduty_detector.graph_full.id
}
