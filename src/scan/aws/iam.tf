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
