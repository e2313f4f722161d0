resource "aws_imagebuilder_component" "caught" { # CKV_AWS_180
}

resource "aws_imagebuilder_component" "spared" { # !CKV_AWS_180
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_imagebuilder_distribution_configuration" "caught" { # CKV_AWS_199
}

resource "aws_imagebuilder_distribution_configuration" "spared" { # !CKV_AWS_199
  distribution {
    ami_distribution_configuration {
      kms_key_id = aws_kms_key.own.arn
    }
  }
}
