resource "aws_guardduty_detector" "caught" { # CKV_AWS_238
  enable = false
}

resource "aws_guardduty_detector" "spared" { # !CKV_AWS_238
  enable = true
}
