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

resource "aws_emr_security_configuration" "caught" { # CKV_AWS_171 CKV_AWS_349 CKV_AWS_350 CKV_AWS_351
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = false
      EnableAtRestEncryption    = true
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }
      }
    }
  })
}

resource "aws_emr_security_configuration" "spared" { # !CKV_AWS_171 !CKV_AWS_349 !CKV_AWS_350 !CKV_AWS_351
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = true
      EnableAtRestEncryption    = true
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration = { EncryptionMode = "SSE-KMS" }
        LocalDiskEncryptionConfiguration = {
          EnableEbsEncryption       = true
          EncryptionKeyProviderType = "AwsKms"
        }
      }
    }
  })
}
