resource "aws_emr_block_public_access_configuration" "caught" { # CKV_AWS_390
}

resource "aws_emr_block_public_access_configuration" "spared" { # !CKV_AWS_390
  block_public_security_group_rules = true
}

resource "aws_emr_cluster" "graph_bare" { # CKV2_AWS_55 CKV2_AWS_7 CKV_AWS_114
  name = "bare"

  kerberos_attributes {
    kdc_admin_password = var.password
  }
}

variable "password" {
  type = string
}

resource "aws_emr_cluster" "graph_full" { # !CKV2_AWS_55 !CKV2_AWS_7 !CKV_AWS_114
  name                   = "full"
  security_configuration = "full"

  ec2_attributes {
    emr_managed_master_security_group = aws_security_group.emr.id
  }

  kerberos_attributes {
    kdc_admin_password = var.password
    realm              = "EC2.INTERNAL"
  }
}

resource "aws_security_group" "emr" {
  description = "emr"
}
