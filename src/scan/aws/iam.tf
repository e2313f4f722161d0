resource "aws_iam_account_password_policy" "bare" { # CKV_AWS_9 CKV_AWS_10 CKV_AWS_11 CKV_AWS_12
  # CKV_AWS_13 CKV_AWS_14 CKV_AWS_15
}

resource "aws_iam_account_password_policy" "strict" { # clean
  max_password_age             = 90
  minimum_password_length      = 14
  password_reuse_prevention    = 24
  require_lowercase_characters = true
  require_numbers              = true
  require_symbols              = true
  require_uppercase_characters = true
}

resource "aws_iam_account_password_policy" "lax" { # CKV_AWS_9 CKV_AWS_10 CKV_AWS_13
  max_password_age          = 180
  minimum_password_length   = "8"
  password_reuse_prevention = 5
}

resource "aws_iam_account_password_policy" "of_variables" { # ?CKV_AWS_9 ?CKV_AWS_10 ?CKV_AWS_13
  max_password_age          = var.age
  minimum_password_length   = var.length
  password_reuse_prevention = var.reuse
}

resource "aws_iam_user_policy" "caught" { # CKV_AWS_40
  user = "somebody"
}

resource "aws_iam_user_policy" "spared" { # ?CKV_AWS_40
  user = var.user
}

resource "aws_iam_user_policy_attachment" "caught" { # CKV_AWS_40
  user = aws_iam_user.somebody.name
}

resource "aws_iam_user_policy_attachment" "spared" { # ?CKV_AWS_40
  user = var.user
}

resource "aws_iam_policy_attachment" "caught" { # CKV_AWS_40
  users = ["somebody"]
}

resource "aws_iam_policy_attachment" "spared" { # !CKV_AWS_40
  roles = ["worker"]
}

resource "aws_iam_access_key" "caught" { # CKV_AWS_348
  user = "root"
}

resource "aws_iam_access_key" "spared" { # !CKV_AWS_348
  user = "builder"
}

resource "aws_iam_user" "caught" { # CKV_AWS_273 CKV2_AWS_22
  name = "caught"
}

resource "aws_iam_user_login_profile" "caught" {
  user = aws_iam_user.caught.name
}

resource "aws_iam_user" "spared" { # !CKV2_AWS_22
  name = "spared"
}

resource "aws_iam_group_membership" "caught" { # CKV2_AWS_21
  name  = "caught"
  group = "admins"
  users = ["ada"]
}

resource "aws_iam_group_membership" "spared" { # !CKV2_AWS_21
  name  = "spared"
  group = aws_iam_group.spared.name
  users = [aws_iam_user.spared.name]
}

resource "aws_iam_group" "spared" {
  name = "spared"
}

resource "aws_iam_role" "admin" { # CKV_AWS_274 !CKV2_AWS_56 CKV_AWS_60
  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "full" { # !CKV_AWS_274 CKV2_AWS_56 !CKV_AWS_60
  managed_policy_arns = ["arn:aws:iam::aws:policy/IAMFullAccess"]

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_ssoadmin_managed_policy_attachment" "admin" { # CKV_AWS_274 !CKV2_AWS_56
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_ssoadmin_managed_policy_attachment" "full" { # !CKV_AWS_274 CKV2_AWS_56
  managed_policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
}

data "aws_iam_policy" "admin" { # CKV_AWS_275 !CKV2_AWS_56
  name = "AdministratorAccess"
}

data "aws_iam_policy" "full" { # !CKV_AWS_275 CKV2_AWS_56
  name = "IAMFullAccess"
}

data "aws_iam_policy_document" "all" { # CKV_AWS_1 CKV_AWS_49 CKV2_AWS_40 !CKV_AWS_283
  # CKV_AWS_356 CKV_AWS_111 CKV_AWS_109 CKV_AWS_108 CKV_AWS_107 CKV_AWS_110
  statement {
    effect    = "Allow"
    actions   = ["*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "any" { # CKV_AWS_283 !CKV_AWS_1 !CKV_AWS_49 !CKV2_AWS_40
  # !CKV_AWS_356 !CKV_AWS_111 !CKV_AWS_109 !CKV_AWS_108 !CKV_AWS_107 !CKV_AWS_110
  statement {
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::a/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "all" { # CKV_AWS_62 CKV_AWS_63 CKV2_AWS_40
  # CKV_AWS_355 CKV_AWS_290 CKV_AWS_289 CKV_AWS_288 CKV_AWS_287 CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy" "some" { # !CKV_AWS_62 !CKV_AWS_63 !CKV2_AWS_40
  # !CKV_AWS_355 !CKV_AWS_290 !CKV_AWS_289 !CKV_AWS_288 !CKV_AWS_287 !CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::a/*" }]
  })
}

resource "aws_iam_user_policy" "all" { # CKV_AWS_62 CKV_AWS_63 CKV2_AWS_40
  # CKV_AWS_355 CKV_AWS_290 CKV_AWS_289 CKV_AWS_288 CKV_AWS_287 CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }]
  })
}

resource "aws_iam_user_policy" "some" { # !CKV_AWS_62 !CKV_AWS_63 !CKV2_AWS_40
  # !CKV_AWS_355 !CKV_AWS_290 !CKV_AWS_289 !CKV_AWS_288 !CKV_AWS_287 !CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::a/*" }]
  })
}

resource "aws_iam_group_policy" "all" { # CKV_AWS_62 CKV_AWS_63 CKV2_AWS_40
  # CKV_AWS_355 CKV_AWS_290 CKV_AWS_289 CKV_AWS_288 CKV_AWS_287 CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }]
  })
}

resource "aws_iam_group_policy" "some" { # !CKV_AWS_62 !CKV_AWS_63 !CKV2_AWS_40
  # !CKV_AWS_355 !CKV_AWS_290 !CKV_AWS_289 !CKV_AWS_288 !CKV_AWS_287 !CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::a/*" }]
  })
}

resource "aws_iam_policy" "all" { # CKV_AWS_62 CKV_AWS_63 CKV2_AWS_40
  # CKV_AWS_355 CKV_AWS_290 CKV_AWS_289 CKV_AWS_288 CKV_AWS_287 CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "some" { # !CKV_AWS_62 !CKV_AWS_63 !CKV2_AWS_40
  # !CKV_AWS_355 !CKV_AWS_290 !CKV_AWS_289 !CKV_AWS_288 !CKV_AWS_287 !CKV_AWS_286
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::a/*" }]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "all" { # CKV_AWS_62 CKV_AWS_63 CKV2_AWS_40
  # CKV_AWS_355 CKV_AWS_290 CKV_AWS_289 CKV_AWS_288 CKV_AWS_287 CKV_AWS_286
  inline_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["*"], Resource = "*" }]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "some" { # !CKV_AWS_62 !CKV_AWS_63 !CKV2_AWS_40
  # !CKV_AWS_355 !CKV_AWS_290 !CKV_AWS_289 !CKV_AWS_288 !CKV_AWS_287 !CKV_AWS_286
  inline_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::a/*" }]
  })
}

resource "aws_iam_policy_attachment" "admin" { # CKV_AWS_274 !CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_policy_attachment" "full" { # !CKV_AWS_274 CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
}

resource "aws_iam_user_policy_attachment" "admin" { # CKV_AWS_274 !CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_user_policy_attachment" "full" { # !CKV_AWS_274 CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
}

resource "aws_iam_role_policy_attachment" "admin" { # CKV_AWS_274 !CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy_attachment" "full" { # !CKV_AWS_274 CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
}

resource "aws_iam_group_policy_attachment" "admin" { # CKV_AWS_274 !CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_group_policy_attachment" "full" { # !CKV_AWS_274 CKV2_AWS_56
  policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"
}

resource "aws_iam_role" "account" { # CKV_AWS_61 !CKV_AWS_60
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "service" { # !CKV_AWS_61
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_group_membership" "of_nobody" { # CKV2_AWS_14
  name  = "team"
  group = aws_iam_group.alone.name
  users = ["alice"]
}

resource "aws_iam_group" "alone" {
  name = "team"
}

resource "aws_iam_group_membership" "of_one" { # !CKV2_AWS_14
  name  = "others"
  group = aws_iam_group.joined.name
  users = [aws_iam_user.joined.name]
}

resource "aws_iam_group" "joined" {
  name = "others"
}

resource "aws_iam_user" "joined" {
  name = "alice"
}

data "aws_iam_policy_document" "github_any" { # CKV_AWS_358
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
    }
  }
}

data "aws_iam_policy_document" "github_one" { # !CKV_AWS_358
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
    }

    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:own/shop:*"]
    }
  }
}

resource "aws_iam_role" "github_any" { # CKV_AWS_393
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:own*" } }
    }]
  })
}

resource "aws_iam_role" "github_one" { # !CKV_AWS_393
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:own/shop:ref:refs/heads/main" } }
    }]
  })
}
