resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "a_too" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_lb" "one" {
  subnets = [aws_subnet.a.id] # IG_DEPLOY_301
}
resource "aws_alb" "same" {
  subnets = [aws_subnet.a.id, aws_subnet.a_too.id] # IG_DEPLOY_301
}
resource "aws_lb" "none" { # IG_DEPLOY_301
  name = "none"
}
resource "aws_lb" "right" {
  subnets = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_lb" "network" {
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id]
}
resource "aws_lb" "twice" {
  subnets = [aws_subnet.a.id, aws_subnet.a_too.id, aws_subnet.b.id] # IG_DEPLOY_302
}
resource "aws_lb" "network_twice" {
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id, aws_subnet.a_too.id] # IG_DEPLOY_302
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_lb" "closed" { # IG_DEPLOY_304
  subnets         = [aws_subnet.a.id, aws_subnet.b.id] # IG_DEPLOY_303
  security_groups = [aws_security_group.default_network.id] # IG_DEPLOY_305
}
resource "aws_lb" "inside" {
  internal        = true
  subnets         = [aws_subnet.a.id, aws_subnet.b.id] # IG_DEPLOY_303
  security_groups = [aws_security_group.other.id] # IG_DEPLOY_305
}
resource "aws_lb" "one" { # IG_DEPLOY_304
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id]
}
resource "aws_security_group" "default_network" { # IG_DEPLOY_851
  description = "default network"
}
resource "aws_vpc" "other" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_security_group" "other" { # IG_DEPLOY_851
  vpc_id = aws_vpc.other.id
}
#---
variable "stage" {
  default = "acceptance"
}
variable "subnets" {
  type = list(string)
}
resource "aws_lb" "long" {
  name    = "orders-and-all-deliveries-${var.stage}" # IG_DEPLOY_306
  subnets = var.subnets
}
resource "aws_lb_target_group" "line" {
  name        = "orders_${var.stage}" # IG_DEPLOY_306
  target_type = "lambda"
}
resource "aws_lambda_permission" "line" {
  source_arn = aws_lb_target_group.line.arn
}
resource "aws_lb" "short" {
  name    = "orders-${var.stage}"
  subnets = var.subnets
}
resource "aws_s3_bucket" "logs" {
  bucket_prefix = "logs-"
}
resource "aws_lb" "logged" {
  subnets = var.subnets
  access_logs { # IG_DEPLOY_307
    bucket  = aws_s3_bucket.logs.id
    enabled = true
  }
}
resource "aws_alb" "logged_too" {
  subnets = var.subnets
  access_logs { # IG_DEPLOY_307
    bucket  = aws_s3_bucket.logs.bucket
    enabled = true
  }
}
resource "aws_lb" "not_logged" {
  subnets = var.subnets
  access_logs {
    bucket  = aws_s3_bucket.logs.id
    enabled = false
  }
}
#---
variable "subnets" {
  type = list(string)
}
resource "aws_lb" "web" {
  subnets = var.subnets
}
resource "aws_lb" "raw" {
  load_balancer_type = "network"
  subnets            = var.subnets
}
resource "aws_lb_listener" "secure" { # IG_DEPLOY_308
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
    }
  }
}
resource "aws_lb_listener" "tls" { # IG_DEPLOY_308
  load_balancer_arn = aws_lb.raw.arn
  port              = 8443
  protocol          = "TLS"
  default_action { # IG_DEPLOY_312
    type = "forward"
  }
}
resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"
  certificate_arn   = "arn:aws:acm:eu-west-1:210987654321:certificate/a1" # IG_DEPLOY_309
  default_action { # IG_DEPLOY_312
    type = "redirect"
  }
}
resource "aws_lb_listener" "plain_443" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443 # IG_DEPLOY_311
  protocol          = "HTTP"
  certificate_arn   = "arn:aws:acm:eu-west-1:210987654321:certificate/a1" # IG_DEPLOY_309
  default_action {
    type = "redirect"
    redirect {
      status_code = "HTTP_301"
      host        = "example.org"
    }
  }
}
resource "aws_lb_listener" "http_on_network" {
  load_balancer_arn = aws_lb.raw.arn
  port              = 80
  protocol          = "HTTP" # IG_DEPLOY_310
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/a/1"
  }
}
resource "aws_lb_listener" "tcp_on_application" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80 # IG_DEPLOY_311
  protocol          = "TCP" # IG_DEPLOY_310
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/a/1"
  }
}
resource "aws_lb_listener_rule" "one" {
  listener_arn = aws_lb_listener.secure.arn
  priority     = 10
  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/a/1"
  }
  condition {
    path_pattern {
      values = ["/a"]
    }
  }
}
resource "aws_lb_listener_rule" "two" {
  listener_arn = aws_lb_listener.secure.arn
  priority     = 10 # IG_DEPLOY_313
  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/a/1"
  }
  condition {
    path_pattern {
      values = ["/b"]
    }
  }
}
resource "aws_lb_listener_rule" "three" {
  listener_arn = aws_lb_listener.secure.arn
  priority     = 10 # IG_DEPLOY_313
  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/a/1"
  }
  condition {
    path_pattern {
      values = ["/c"]
    }
  }
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_lb_target_group" "no_vpc" { # IG_DEPLOY_314
  port     = 80
  protocol = "HTTP"
}
resource "aws_lb_target_group" "no_port" { # IG_DEPLOY_314
  target_type = "ip"
  protocol    = "HTTP"
  vpc_id      = aws_vpc.main.id
}
resource "aws_autoscaling_attachment" "a" {
  autoscaling_group_name = "web"
  lb_target_group_arn    = aws_lb_target_group.no_vpc.arn
}
resource "aws_autoscaling_attachment" "b" {
  autoscaling_group_name = "web"
  lb_target_group_arn    = aws_lb_target_group.no_port.arn
}
resource "aws_elb" "nowhere" { # IG_DEPLOY_315
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}
resource "aws_elb" "nowhere_too" { # IG_DEPLOY_315
  name = "old"
}
resource "aws_elb" "zoned" {
  availability_zones = ["eu-west-1a"]
}
resource "aws_lb_target_group" "function" {
  target_type = "lambda"
  port        = 80
}
resource "aws_lb_target_group" "function_too" {
  target_type = "lambda"
  vpc_id      = aws_vpc.main.id
}
resource "aws_lb_target_group_attachment" "function" {
  for_each         = { a = aws_lb_target_group.function.arn, b = aws_lb_target_group.function_too.arn }
  target_group_arn = each.value
  target_id        = "arn:aws:lambda:eu-west-1:210987654321:function:a"
}
#---
variable "vpc" {}
resource "aws_lb_target_group" "tcp" {
  port     = 5432
  protocol = "TCP"
  vpc_id   = var.vpc
  health_check {
    path = "/" # IG_DEPLOY_317
  }
  stickiness {
    type = "lb_cookie" # IG_DEPLOY_319
  }
}
resource "aws_lb_target_group" "tcp_check" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = var.vpc
  health_check {
    protocol = "TCP"
    matcher  = "200" # IG_DEPLOY_317
    timeout  = 30 # IG_DEPLOY_318
  }
  stickiness {
    type = "source_ip" # IG_DEPLOY_319
  }
}
resource "aws_lb_target_group" "slow" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = var.vpc
  health_check {
    path     = "/"
    interval = 10
    timeout  = 20 # IG_DEPLOY_318
  }
}
resource "aws_lb_target_group" "right" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = var.vpc
  health_check {
    path     = "/"
    interval = 10
    timeout  = 5
  }
  stickiness {
    type = "lb_cookie"
  }
}
resource "aws_lb_target_group_attachment" "all" {
  for_each = {
    a = aws_lb_target_group.tcp.arn
    b = aws_lb_target_group.tcp_check.arn
    c = aws_lb_target_group.slow.arn
    d = aws_lb_target_group.right.arn
  }
  target_group_arn = each.value
  target_id        = "i-0d2f8a91c3b7e6504"
}
#---
variable "vpc" {}
variable "subnets" {
  type = list(string)
}
resource "aws_lb" "web" {
  subnets = var.subnets
}
resource "aws_lb" "raw" {
  load_balancer_type = "network"
  subnets            = var.subnets
}
resource "aws_lb_target_group" "web" { # IG_DEPLOY_321
  port     = 80
  protocol = "TCP" # IG_DEPLOY_320
  vpc_id   = var.vpc
}
resource "aws_lb_target_group" "raw" { # IG_DEPLOY_321
  port     = 80
  protocol = "HTTP" # IG_DEPLOY_320
  vpc_id   = var.vpc
}
resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
resource "aws_lb_listener" "raw" {
  load_balancer_arn = aws_lb.raw.arn
  port              = 80
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.raw.arn
  }
}
resource "aws_instance" "web" {
  instance_type = "t3.micro"
}
