resource "aws_ebs_volume" "caught" { # CKV_AWS_3 CKV_AWS_189
}

resource "aws_ebs_volume" "spared" { # !CKV_AWS_3 !CKV_AWS_189
  encrypted  = true
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_ebs_encryption_by_default" "caught" { # CKV_AWS_106
  enabled = false
}

resource "aws_ebs_encryption_by_default" "spared" { # !CKV_AWS_106
  enabled = true
}

resource "aws_ebs_snapshot_copy" "caught" { # CKV_AWS_183
}

resource "aws_ebs_snapshot_copy" "spared" { # !CKV_AWS_183
  kms_key_id = aws_kms_key.own.arn
}
