resource "aws_codecommit_repository" "bare" { # CKV2_AWS_37
  repository_name = "bare"
}

resource "aws_codecommit_repository" "full" { # !CKV2_AWS_37
  repository_name = "full"
}

resource "aws_codecommit_approval_rule_template_association" "full" {
  approval_rule_template_name = "two"
  repository_name             = aws_codecommit_repository.full.repository_name
}
