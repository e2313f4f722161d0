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

resource "aws_codecommit_approval_rule_template" "caught" { # CKV_AWS_257
  name = "review"
  content = jsonencode({
    Version    = "2018-11-08"
    Statements = [{ Type = "Approvers", NumberOfApprovalsNeeded = 1 }]
  })
}

resource "aws_codecommit_approval_rule_template" "spared" { # !CKV_AWS_257
  name = "review"
  content = jsonencode({
    Version    = "2018-11-08"
    Statements = [{ Type = "Approvers", NumberOfApprovalsNeeded = 2 }]
  })
}
