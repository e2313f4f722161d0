resource "aws_fsx_ontap_file_system" "caught" { # CKV_AWS_178
}

resource "aws_fsx_ontap_file_system" "spared" { # !CKV_AWS_178
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_fsx_windows_file_system" "caught" { # CKV_AWS_179
}

resource "aws_fsx_windows_file_system" "spared" { # !CKV_AWS_179
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_fsx_lustre_file_system" "caught" { # CKV_AWS_190
}

resource "aws_fsx_lustre_file_system" "spared" { # !CKV_AWS_190
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_fsx_openzfs_file_system" "caught" { # CKV_AWS_203
}

resource "aws_fsx_openzfs_file_system" "spared" { # !CKV_AWS_203
  kms_key_id = aws_kms_key.own.arn
}
