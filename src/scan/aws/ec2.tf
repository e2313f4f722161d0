resource "aws_instance" "bare" { # CKV_AWS_79 CKV_AWS_126 CKV_AWS_135 !CKV_AWS_88
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
}

resource "aws_instance" "hardened" { # CKV2_AWS_41 CKV_AWS_8 !CKV_AWS_135 !CKV_AWS_88 !CKV_AWS_126
  # !CKV_AWS_79 !CKV_AWS_46
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

resource "aws_launch_configuration" "spared" { # CKV_AWS_8 !CKV_AWS_79 !CKV_AWS_341 !CKV_AWS_389
  # !CKV_AWS_46
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

resource "aws_instance" "graph_bare" { # CKV_AWS_8 CKV2_AWS_41
  ami = "ami-1"
}

resource "aws_instance" "graph_full" { # !CKV_AWS_8 !CKV2_AWS_41
  ami                  = "ami-1"
  iam_instance_profile = "role"

  root_block_device {
    encrypted = true
  }
}

resource "aws_instance" "graph_unsaid" { # ?CKV_AWS_8
  ami = "ami-1"

  root_block_device {
    volume_size = 8
  }
}

resource "aws_launch_configuration" "graph_bare" { # CKV_AWS_8
  image_id = "ami-1"

  root_block_device {
    encrypted = false
  }
}

resource "aws_launch_configuration" "graph_full" { # !CKV_AWS_8
  image_id = "ami-1"

  root_block_device {
    encrypted = true
  }

  ebs_block_device {
    device_name = "/dev/sdb"
    snapshot_id = "snap-1"
  }
}

resource "aws_autoscaling_group" "bare" { # CKV_AWS_315 CKV_AWS_153
  max_size = 1
  min_size = 1
}

resource "aws_autoscaling_group" "full" { # !CKV_AWS_315 !CKV_AWS_153
  max_size          = 1
  min_size          = 1
  health_check_type = "ELB"

  launch_template {
    id = "lt-1"
  }

  tag {
    key                 = "owner"
    value               = "shop"
    propagate_at_launch = true
  }
}

resource "aws_autoscaling_attachment" "full" { # !CKV2_AWS_15
  autoscaling_group_name = aws_autoscaling_group.full.id
  elb                    = aws_elb.checked.id
}

resource "aws_elb" "checked" {
  health_check {
    target = "HTTP:80/"
  }
}

resource "aws_autoscaling_attachment" "bare" { # CKV2_AWS_15
  autoscaling_group_name = aws_autoscaling_group.bare.id
}

resource "aws_ami" "caught" { # CKV_AWS_204
  name = "a"

  ebs_block_device {
    device_name = "/dev/sda1"
  }
}

resource "aws_ami" "spared" { # !CKV_AWS_204
  name = "b"

  ebs_block_device {
    device_name = "/dev/sda1"
    encrypted   = true
  }
}

resource "aws_ami_launch_permission" "caught" { # CKV_AWS_205
  image_id   = "ami-1"
  account_id = "111122223333"
}

data "aws_ami" "any" { # CKV_AWS_386
  filter {
    name   = "name"
    values = ["ubuntu-*"]
  }
}

data "aws_ami" "owned" { # !CKV_AWS_386
  owners = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu-*"]
  }
}

data "aws_availability_zones" "any" { # CKV_AWS_394
  state = "available"
}

data "aws_availability_zones" "some" { # !CKV_AWS_394
  filter {
    name   = "zone-name"
    values = ["us-east-1a"]
  }
}

resource "aws_instance" "with_key" { # CKV_AWS_46
  user_data = "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"
}

resource "aws_instance" "without_key" { # !CKV_AWS_46
  user_data = "systemctl start nginx"
}


resource "aws_launch_configuration" "with_key" { # CKV_AWS_46
  user_data = "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"
}

resource "aws_launch_configuration" "without_key" { # !CKV_AWS_46
  user_data = "systemctl start nginx"
}


resource "aws_launch_template" "with_key" { # CKV_AWS_46
  user_data = "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"
}

resource "aws_launch_template" "without_key" { # !CKV_AWS_46
  user_data = "systemctl start nginx"
}
