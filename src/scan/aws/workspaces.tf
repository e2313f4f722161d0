resource "aws_workspaces_workspace" "caught" { # CKV_AWS_155 CKV_AWS_156
}

resource "aws_workspaces_workspace" "spared" { # !CKV_AWS_155 !CKV_AWS_156
  user_volume_encryption_enabled = true
  root_volume_encryption_enabled = true
}
