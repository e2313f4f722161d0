resource "aws_lb" "bare" { # CKV_AWS_91 CKV_AWS_131 CKV_AWS_150 ?CKV_AWS_152 !CKV_AWS_328
  name = "bare"
}

resource "aws_lb" "hardened" { # CKV2_AWS_28 !CKV_AWS_131 !CKV_AWS_150 !CKV_AWS_91 !CKV_AWS_328
  # !CKV2_AWS_76 !CKV2_AWS_20
  load_balancer_type         = "application"
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  desync_mitigation_mode     = "strictest"

  access_logs {
    bucket  = aws_s3_bucket.logs.id
    enabled = true
  }
}

resource "aws_lb" "switched_off" { # CKV_AWS_91 CKV_AWS_131 CKV_AWS_150 CKV_AWS_328
  drop_invalid_header_fields = false
  enable_deletion_protection = false
  desync_mitigation_mode     = "monitor"

  access_logs {
    bucket  = aws_s3_bucket.logs.id
    enabled = false
  }
}

resource "aws_lb" "network" { # CKV_AWS_91 ?CKV_AWS_131 CKV_AWS_150 CKV_AWS_152
  load_balancer_type = "network"
}

resource "aws_lb" "network_across_zones" { # !CKV_AWS_152
  load_balancer_type               = "network"
  enable_cross_zone_load_balancing = true
}

resource "aws_lb" "gateway" { # ?CKV_AWS_91 ?CKV_AWS_131 CKV_AWS_152
  load_balancer_type = "gateway"
}

resource "aws_lb" "of_variables" { # CKV_AWS_91 ?CKV_AWS_131 ?CKV_AWS_150
  load_balancer_type         = var.type
  drop_invalid_header_fields = var.drop
  enable_deletion_protection = var.protect

  access_logs {
    bucket = var.bucket
  }
}

resource "aws_alb" "bare" { # CKV_AWS_91 CKV_AWS_131 CKV_AWS_150 ?CKV_AWS_152
}

resource "aws_alb" "hardened" { # CKV2_AWS_28 !CKV_AWS_328 !CKV_AWS_131 !CKV2_AWS_20 !CKV_AWS_150
  # !CKV_AWS_91 !CKV2_AWS_76
  drop_invalid_header_fields = true
  enable_deletion_protection = true

  access_logs {
    bucket  = var.bucket
    enabled = true
  }
}

resource "aws_alb" "network" { # CKV_AWS_152
  load_balancer_type = "network"
}

resource "aws_alb" "watched" { # CKV_AWS_328
  desync_mitigation_mode = "monitor"
}

resource "aws_alb" "network_across_zones" { # !CKV_AWS_152
  load_balancer_type               = "network"
  enable_cross_zone_load_balancing = true
}

resource "aws_elb" "caught" { # CKV_AWS_138 CKV_AWS_328
  cross_zone_load_balancing = false
  desync_mitigation_mode    = "monitor"
}

resource "aws_elb" "spared" { # CKV_AWS_92 !CKV_AWS_328 !CKV_AWS_127 !CKV_AWS_376 !CKV_AWS_138
}

resource "aws_lb" "graph_bare" { # CKV2_AWS_28 CKV2_AWS_20 !CKV2_AWS_76
  name = "bare"
}

resource "aws_lb_listener" "graph_bare" { # CKV_AWS_103 CKV_AWS_2 !CKV2_AWS_74
  load_balancer_arn = aws_lb.graph_bare.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.graph_bare.arn
  }
}

resource "aws_lb_target_group" "graph_bare" { # CKV_AWS_378 CKV_AWS_261
  port     = 80
  protocol = "HTTP"
}

resource "aws_lb" "graph_full" { # !CKV2_AWS_28 !CKV2_AWS_20 CKV2_AWS_76
  name = "full"
}

resource "aws_wafv2_web_acl_association" "lb" {
  resource_arn = aws_lb.graph_full.arn
  web_acl_arn  = aws_wafv2_web_acl.lb.arn
}

resource "aws_wafv2_web_acl" "lb" {
  name  = "lb"
  scope = "REGIONAL"
}

resource "aws_lb_listener" "graph_full" { # !CKV_AWS_103 !CKV_AWS_2 !CKV2_AWS_74
  load_balancer_arn = aws_lb.graph_full.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
}

resource "aws_lb_listener" "graph_weak" { # CKV2_AWS_74
  load_balancer_arn = "arn"
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2015-05"
}

resource "aws_lb_target_group" "graph_full" { # !CKV_AWS_378 !CKV_AWS_261
  port     = 443
  protocol = "HTTPS"

  health_check {
    path = "/health"
  }
}

resource "aws_alb" "graph_bare" { # CKV2_AWS_28 CKV2_AWS_20 !CKV2_AWS_76
  name = "bare"
}

resource "aws_alb_listener" "graph_bare" { # CKV_AWS_103 CKV_AWS_2 !CKV2_AWS_74
  load_balancer_arn = aws_alb.graph_bare.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_alb_target_group.graph_bare.arn
  }
}

resource "aws_alb_target_group" "graph_bare" { # CKV_AWS_378 CKV_AWS_261
  port     = 80
  protocol = "HTTP"
}

resource "aws_alb" "graph_full" { # !CKV2_AWS_28 !CKV2_AWS_20 CKV2_AWS_76
  name = "full"
}

resource "aws_wafv2_web_acl_association" "alb" {
  resource_arn = aws_alb.graph_full.arn
  web_acl_arn  = aws_wafv2_web_acl.alb.arn
}

resource "aws_wafv2_web_acl" "alb" {
  name  = "alb"
  scope = "REGIONAL"
}

resource "aws_alb_listener" "graph_full" { # !CKV_AWS_103 !CKV_AWS_2 !CKV2_AWS_74
  load_balancer_arn = aws_alb.graph_full.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
}

resource "aws_alb_listener" "graph_weak" { # CKV2_AWS_74
  load_balancer_arn = "arn"
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2015-05"
}

resource "aws_alb_target_group" "graph_full" { # !CKV_AWS_378 !CKV_AWS_261
  port     = 443
  protocol = "HTTPS"

  health_check {
    path = "/health"
  }
}

resource "aws_elb" "graph_bare" { # CKV_AWS_92 CKV_AWS_127 CKV_AWS_376
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_elb" "graph_full" { # !CKV_AWS_92 !CKV_AWS_127 !CKV_AWS_376
  access_logs {
    bucket = "logs"
  }

  listener {
    instance_port      = 443
    instance_protocol  = "https"
    lb_port            = 443
    lb_protocol        = "https"
    ssl_certificate_id = "arn"
  }
}

resource "aws_load_balancer_policy" "weak" { # CKV_AWS_213
  load_balancer_name = "a"
  policy_name        = "weak"
  policy_type_name   = "SSLNegotiationPolicyType"

  policy_attribute {
    name  = "Protocol-TLSv1"
    value = "true"
  }
}

resource "aws_load_balancer_policy" "strong" { # !CKV_AWS_213
  load_balancer_name = "a"
  policy_name        = "strong"
  policy_type_name   = "SSLNegotiationPolicyType"

  policy_attribute {
    name  = "Protocol-TLSv1.2"
    value = "true"
  }
}
