resource "aws_sns_topic" "bare" { # CKV_AWS_26
  name = "bare"
}

resource "aws_sns_topic" "encrypted" { # clean
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sns_topic" "empty" { # CKV_AWS_26
  kms_master_key_id = ""
}

resource "aws_sns_topic" "of_a_variable" { # !CKV_AWS_26
  kms_master_key_id = var.key
}
