resource "aws_iam_role" "server" {
  name_prefix = "${local.name}-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "server_ssm" {
  role       = aws_iam_role.server.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "server" {
  name_prefix = "${local.name}-"
  role        = aws_iam_role.server.name
}

# unless scaled
resource "aws_instance" "server" {
  # if public
  # checkov:skip=CKV_AWS_88: its subnet is public, and it is reached there
  # if many
  count         = local.count
  instance_type = local.size
  # if subnet
  subnet_id              = local.subnet
  vpc_security_group_ids = [local.group]
  iam_instance_profile   = aws_iam_instance_profile.server.name
  # if public
  associate_public_ip_address = true
  # unless xen
  ebs_optimized = true
  # if monitoring
  monitoring = true
  # if script
  user_data_replace_on_change = true

  # if script
  user_data = local.script

  root_block_device {
    # if disk
    volume_size = local.disk
    volume_type = "gp3"
    encrypted   = true
  }

  metadata_options {
    http_tokens = "required"
  }

  tags = {
    # unless many
    Name = local.name
    # if many
    Name = "${local.name}-${count.index + 1}"
  }

  # if depends
  depends_on = local.depends
}

# if address
resource "aws_eip" "server" {
  # if many
  count  = local.count
  domain = "vpc"
  # unless many
  instance = aws_instance.server.id
  # if many
  instance = aws_instance.server[count.index].id
}

# if scaled
resource "aws_launch_template" "server" {
  # if exposed
  # checkov:skip=CKV_AWS_88: its subnet is public, and it is reached there
  name_prefix            = "${local.name}-"
  instance_type          = local.size
  update_default_version = true
  # unless exposed
  vpc_security_group_ids = [local.group]
  # if script
  user_data = base64encode(
    local.script
  )

  iam_instance_profile {
    name = aws_iam_instance_profile.server.name
  }

  # if exposed
  network_interfaces {
    associate_public_ip_address = true
    security_groups             = [local.group]
  }

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

# if scaled
resource "aws_autoscaling_group" "server" {
  name_prefix = "${local.name}-"
  min_size    = local.min
  max_size    = local.max
  # if desired
  desired_capacity    = local.desired
  vpc_zone_identifier = local.all
  # if balanced
  target_group_arns = [aws_lb_target_group.main.arn]
  # if served
  health_check_type = "ELB"
  # if served
  health_check_grace_period = 300

  launch_template {
    id      = aws_launch_template.server.id
    version = aws_launch_template.server.latest_version
  }

  instance_refresh {
    strategy = "Rolling"
  }

  tag {
    key                 = "Name"
    value               = local.name
    propagate_at_launch = true
  }

  # if depends
  depends_on = local.depends
}

# if scaled
resource "aws_autoscaling_policy" "server" {
  name                   = "${local.name}-cpu"
  autoscaling_group_name = aws_autoscaling_group.server.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = local.cpu

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
