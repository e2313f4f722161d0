# A finding begins on the line of its mark: `# ID` for every author, `# ID (model)` for a model only.

resource "aws_iam_user_policy_attachment" "admin" {
  user       = "wombat"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" # IG_SAFETY_401
}

resource "aws_iam_group_policy" "all" {
  group  = "wombats"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] }) # IG_SAFETY_401
}

resource "aws_iam_access_key" "own" { # IG_SAFETY_402
  user = "wombat"
}

output "key" {
  value = "${aws_iam_access_key.own.secret}" # IG_SAFETY_403
}

output "again" {
  value     = nonsensitive(aws_iam_access_key.own.secret) # IG_SAFETY_403
  sensitive = true
}

resource "aws_iam_role" "open" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" } # IG_SAFETY_404
    }]
  })
}

resource "aws_lambda_permission" "open" {
  action        = "lambda:InvokeFunction"
  function_name = "wombat"
  principal     = "*" # IG_SAFETY_404
}

resource "aws_iam_role" "every_token" {
  assume_role_policy = jsonencode({
    Statement = [{ # IG_SAFETY_404
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.wombat.arn }
    }]
  })
}

resource "aws_iam_role" "every_repository" {
  assume_role_policy = jsonencode({
    Statement = [{ # IG_SAFETY_404
      Effect    = "Allow"
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Principal = { Federated = "arn:aws:iam::${data.aws_caller_identity.own.account_id}:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:*" }
      }
    }]
  })
}

resource "aws_iam_role" "every_token_as_text" {
  assume_role_policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Principal\":{\"Federated\":\"${aws_iam_openid_connect_provider.wombat.arn}\"}}]}" # IG_SAFETY_404
}

data "aws_iam_policy_document" "every_repository" {
  statement { # IG_SAFETY_404
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.wombat.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

# Spared: a role for administrators, a limited trust, an output that is marked, an id.

resource "aws_iam_role" "one_repository" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.wombat.arn }
      Condition = {
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:wombat/${var.repository}:*" }
      }
    }]
  })
}

data "aws_iam_policy_document" "service_account" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.wombat.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["system:serviceaccount:wombat:wombat"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "admin" {
  role       = "wombat"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role" "limited" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-wombat" } }
    }]
  })
}

output "marked" {
  value     = aws_iam_access_key.own.secret
  sensitive = true
}

output "id" {
  value = aws_iam_access_key.own.id
}

data "aws_iam_policy_document" "everything" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "reader" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
  }
}

resource "aws_iam_user_policy" "document" {
  user   = "wombat"
  policy = data.aws_iam_policy_document.everything.json # IG_SAFETY_401
}

resource "aws_iam_user_policy" "spared" {
  user   = "wombat"
  policy = data.aws_iam_policy_document.reader.json
}

resource "aws_iam_role" "one_condition" {
  # The condition of one statement limits no other one.
  # next: IG_SAFETY_404
  assume_role_policy = <<-EOF
    {"Statement": [
      {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole",
       "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}},
      {"Effect": "Allow", "Principal": {"Federated": "wombat"}, "Action": "sts:AssumeRoleWithWebIdentity"}
    ]}
  EOF
}
