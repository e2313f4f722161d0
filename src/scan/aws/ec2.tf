resource "aws_instance" "bare" { # CKV_AWS_79 CKV_AWS_126 CKV_AWS_135 !CKV_AWS_88
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
}

resource "aws_instance" "hardened" { # clean
  ami                         = data.aws_ami.linux.id
  instance_type               = "t3.micro"
  associate_public_ip_address = false
  monitoring                  = true
  ebs_optimized               = true

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_instance" "switched_off" { # CKV_AWS_79 CKV_AWS_88 CKV_AWS_126 CKV_AWS_135
  associate_public_ip_address = true
  monitoring                  = false
  ebs_optimized               = false

  metadata_options {
    http_tokens = "optional"
  }
}

resource "aws_instance" "no_metadata" { # !CKV_AWS_79
  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_instance" "tokens_not_named" { # CKV_AWS_79
  metadata_options {
    http_endpoint = "enabled"
  }
}

resource "aws_instance" "tokens_of_a_variable" { # ?CKV_AWS_79
  metadata_options {
    http_tokens = var.tokens
  }
}

resource "aws_instance" "dynamic" { # !CKV_AWS_79
  dynamic "metadata_options" {
    for_each = var.metadata
    content {
      http_tokens = "required"
    }
  }
}

resource "aws_launch_configuration" "caught" { # CKV_AWS_79 CKV_AWS_341 CKV_AWS_389
  associate_public_ip_address = true

  metadata_options {
    http_put_response_hop_limit = 2
  }
}

resource "aws_launch_configuration" "spared" { # clean
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_launch_template" "caught" { # CKV_AWS_79 CKV_AWS_88 CKV_AWS_341
  network_interfaces {
    associate_public_ip_address = true
  }

  metadata_options {
    http_put_response_hop_limit = 2
  }
}

resource "aws_launch_template" "spared" { # clean
  network_interfaces {
    associate_public_ip_address = false
  }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_ami_copy" "caught" { # CKV_AWS_235 CKV_AWS_236
}

resource "aws_ami_copy" "spared" { # !CKV_AWS_235 !CKV_AWS_236
  encrypted  = true
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_ec2_transit_gateway" "caught" { # CKV_AWS_331
  auto_accept_shared_attachments = "enable"
}

resource "aws_ec2_transit_gateway" "spared" { # !CKV_AWS_331
}
