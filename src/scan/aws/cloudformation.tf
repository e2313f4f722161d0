resource "aws_cloudformation_stack" "caught" { # CKV_AWS_124
}

resource "aws_cloudformation_stack" "spared" { # !CKV_AWS_124
  notification_arns = [aws_sns_topic.a.arn]
}
