resource "aws_lb" "main" {
  # checkov:skip=CKV_AWS_91: no log of its requests was asked for
  # checkov:skip=CKV2_AWS_20: no domain was named, so there is no certificate for https
  # checkov:skip=CKV2_AWS_28: no web firewall was asked for, and it is paid by the month
  # if named
  name = local.name
  # unless named
  name_prefix                = "web-"
  load_balancer_type         = "application"
  security_groups            = [local.group]
  subnets                    = local.subnets
  drop_invalid_header_fields = true
}

resource "aws_lb_target_group" "main" {
  # checkov:skip=CKV_AWS_378: within the network the load balancer speaks plain http
  name_prefix = "web-"
  port        = local.port
  protocol    = "HTTP"
  vpc_id      = local.vpc
  # if ip
  target_type = "ip"

  health_check {
    path    = "/"
    matcher = "200-399"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lb_listener" "http" {
  # checkov:skip=CKV_AWS_2: no domain was named, so there is no certificate for https
  # checkov:skip=CKV_AWS_103: no domain was named, so there is no certificate for https
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.main.arn
  }
}
