resource "aws_codegurureviewer_repository_association" "caught" { # CKV_AWS_381
}

resource "aws_codegurureviewer_repository_association" "owned" { # CKV_AWS_381
  kms_key_details {
    encryption_option = "AWS_OWNED_CMK"
  }
}

resource "aws_codegurureviewer_repository_association" "spared" { # !CKV_AWS_381
  kms_key_details {
    encryption_option = "CUSTOMER_MANAGED_CMK"
    kms_key_id        = "arn:aws:kms:eu-west-1:123456789012:key/a"
  }
}
