resource "aws_efs_file_system" "caught" { # CKV_AWS_42 CKV_AWS_184
}

resource "aws_efs_file_system" "spared" { # !CKV_AWS_42 !CKV_AWS_184
  encrypted  = true
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_efs_access_point" "caught" { # CKV_AWS_329 CKV_AWS_330
  root_directory {
    path = "/"
  }
}

resource "aws_efs_access_point" "spared" { # !CKV_AWS_329 !CKV_AWS_330
  root_directory {
    path = "/data"
  }

  posix_user {
    gid = 1000
  }
}

resource "aws_efs_file_system" "graph_bare" { # CKV2_AWS_18
  creation_token = "bare"
}

resource "aws_efs_file_system" "graph_full" { # !CKV2_AWS_18
  creation_token = "full"
}

resource "aws_backup_selection" "graph_full" {
  iam_role_arn = "arn"
  name         = "all"
  plan_id      = "plan-1"
  resources    = [aws_efs_file_system.graph_full.arn]
}
