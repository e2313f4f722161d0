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

resource "aws_ebs_volume" "graph_bare" { # CKV2_AWS_2 CKV2_AWS_9
  availability_zone = "us-east-1a"
}

resource "aws_volume_attachment" "graph_bare" {
  device_name = "/dev/sdh"
  instance_id = "i-1"
  volume_id   = aws_ebs_volume.graph_bare.id
}

resource "aws_ebs_volume" "graph_full" { # !CKV2_AWS_2 !CKV2_AWS_9
  availability_zone = "us-east-1a"
  encrypted         = true
}

resource "aws_volume_attachment" "graph_full" {
  device_name = "/dev/sdh"
  instance_id = "i-1"
  volume_id   = aws_ebs_volume.graph_full.id
}

resource "aws_backup_selection" "graph_full" {
  iam_role_arn = "arn"
  name         = "all"
  plan_id      = "plan-1"
  resources    = [aws_ebs_volume.graph_full.arn]
}
