resource "aws_efs_file_system" "files" {
  encrypted = true

  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }

  tags = {
    Name = local.name
  }
}

resource "aws_efs_mount_target" "files" {
  count           = local.targets
  file_system_id  = aws_efs_file_system.files.id
  subnet_id       = local.subnet
  security_groups = [local.group]
}

resource "aws_efs_backup_policy" "files" {
  file_system_id = aws_efs_file_system.files.id

  backup_policy {
    status = "ENABLED"
  }
}
