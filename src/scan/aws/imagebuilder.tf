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

resource "aws_imagebuilder_image_recipe" "caught" { # CKV_AWS_200
  name = "app"

  block_device_mapping {
    device_name = "/dev/xvda"

    ebs {
      encrypted = true
    }
  }
}

resource "aws_imagebuilder_image_recipe" "spared" { # !CKV_AWS_200
  name = "app"

  block_device_mapping {
    device_name = "/dev/xvda"

    ebs {
      encrypted  = true
      kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/a"
    }
  }
}
