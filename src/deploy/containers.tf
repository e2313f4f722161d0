resource "aws_ecs_task_definition" "one" { # IG_DEPLOY_752 IG_DEPLOY_753
  family                   = "one"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "bridge" # IG_DEPLOY_751
  container_definitions    = jsonencode([{ name = "web", image = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/web:1", portMappings = [{ containerPort = 80, hostPort = 8080 }] }]) # IG_DEPLOY_756
}
resource "aws_ecs_task_definition" "two" { # IG_DEPLOY_751 IG_DEPLOY_752 IG_DEPLOY_753
  family                   = "two"
  requires_compatibilities = ["FARGATE"]
  container_definitions = jsonencode([{ # IG_DEPLOY_756
    name         = "web"
    image        = "nginx:1.27"
    portMappings = [{ containerPort = 80, hostPort = 81 }]
    logConfiguration = {
      logDriver = "awslogs"
      options   = { awslogs-group = var.group }
    }
  }])
}
variable "group" {}
resource "aws_ecs_task_definition" "three" {
  family                   = "three"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 4096 # IG_DEPLOY_755
  container_definitions    = jsonencode([{ name = "web", image = "nginx:1.27", logConfiguration = { logDriver = "json-file" } }]) # IG_DEPLOY_754
}
resource "aws_ecs_task_definition" "four" {
  family                   = "four"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "300" # IG_DEPLOY_755
  memory                   = "512"
  container_definitions    = jsonencode([{ name = "web", image = "nginx:1.27", logConfiguration = { logDriver = "fluentd" } }]) # IG_DEPLOY_754
}
resource "aws_ecs_task_definition" "five" {
  family                   = "five"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "1024"
  memory                   = "2048"
  container_definitions    = jsonencode([{ name = "web", image = "nginx:1.27", portMappings = [{ containerPort = 80, hostPort = 80 }] }])
}
#---
resource "aws_iam_role" "one" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ecs.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_ecs_task_definition" "one" {
  family                   = "one"
  execution_role_arn       = aws_iam_role.one.arn # IG_DEPLOY_757
  task_role_arn            = aws_iam_role.one.arn # IG_DEPLOY_757
  container_definitions = jsonencode([{ # IG_DEPLOY_758
    name  = "web"
    image = "nginx:1.27"
    logConfiguration = {
      logDriver = "awslogs"
      options   = { awslogs-group = "/ecs/web" }
    }
  }])
}
#---
resource "aws_ecs_task_definition" "two" {
  family                = "two"
  container_definitions = "[{\"name\": \"web\", \"image\": \"nginx:1.27\", \"logConfiguration\": {\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": \"web\"}}}]" # IG_DEPLOY_758
}
resource "aws_ecs_task_definition" "three" {
  family                = "three"
  container_definitions = jsonencode([{ name = "web", image = "nginx:1.27", logConfiguration = { logDriver = "awslogs", options = { awslogs-group = "own", awslogs-create-group = "true" } } }])
}
#---
resource "aws_lb_target_group" "one" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = var.vpc
}
resource "aws_lb_target_group" "two" {
  port        = 80
  protocol    = "HTTP"
  vpc_id      = var.vpc
  target_type = "instance"
}
resource "aws_lb_target_group" "three" {
  port        = 80
  protocol    = "HTTP"
  vpc_id      = var.vpc
  target_type = "ip"
}
variable "vpc" {}
variable "balancer" {}
variable "cluster" {}
variable "subnets" { type = list(string) }
resource "aws_lb_listener" "one" {
  load_balancer_arn = var.balancer
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.one.arn
  }
}
resource "aws_lb_listener" "two" {
  load_balancer_arn = var.balancer
  port              = 81
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.two.arn
  }
}
resource "aws_lb_listener" "three" {
  load_balancer_arn = var.balancer
  port              = 82
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.three.arn
  }
}
resource "aws_ecs_task_definition" "one" {
  family                = "one"
  network_mode          = "awsvpc"
  container_definitions = jsonencode([{ name = "web", image = "nginx:1.27", portMappings = [{ containerPort = 80 }] }])
}
resource "aws_ecs_service" "one" { # IG_DEPLOY_761 IG_DEPLOY_766
  name            = "one"
  cluster         = var.cluster
  launch_type     = "FARGATE" # IG_DEPLOY_762
  task_definition = aws_ecs_task_definition.one.arn
  capacity_provider_strategy {
    capacity_provider = "FARGATE_SPOT"
  }
  load_balancer { # IG_DEPLOY_763
    target_group_arn = aws_lb_target_group.one.arn
    container_name   = "app" # IG_DEPLOY_764
    container_port   = 80
  }
}
resource "aws_ecs_service" "two" { # IG_DEPLOY_761 IG_DEPLOY_766
  name            = "two"
  cluster         = var.cluster
  launch_type     = "EC2" # IG_DEPLOY_762
  task_definition = aws_ecs_task_definition.one.arn
  capacity_provider_strategy {
    capacity_provider = "own"
  }
  load_balancer { # IG_DEPLOY_763
    target_group_arn = aws_lb_target_group.two.arn
    container_name   = "server" # IG_DEPLOY_764
    container_port   = 80
  }
}
resource "aws_ecs_service" "three" {
  name            = "three"
  cluster         = var.cluster
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.one.arn
  network_configuration {
    subnets = var.subnets
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.three.arn
    container_name   = "web"
    container_port   = 8080 # IG_DEPLOY_765
  }
  depends_on = [aws_lb_listener.three]
}
resource "aws_ecs_service" "four" {
  name            = "four"
  cluster         = var.cluster
  launch_type     = "FARGATE"
  task_definition = aws_ecs_task_definition.one.arn
  network_configuration {
    subnets = var.subnets
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.three.arn
    container_name   = "web"
    container_port   = 443 # IG_DEPLOY_765
  }
  depends_on = [aws_lb_listener.three]
}
#---
resource "aws_iam_role" "one" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ecs.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy_attachment" "one" {
  role       = aws_iam_role.one.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}
resource "aws_subnet" "one" {
  vpc_id            = var.vpc
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "two" {
  vpc_id            = var.vpc
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}
variable "vpc" {}
resource "aws_eks_cluster" "one" { # IG_DEPLOY_770
  name     = "one"
  version  = "1.24" # IG_DEPLOY_767
  role_arn = aws_iam_role.one.arn # IG_DEPLOY_769
  vpc_config {
    subnet_ids = [aws_subnet.one.id, aws_subnet.two.id] # IG_DEPLOY_768
  }
}
resource "aws_eks_cluster" "two" {
  name     = "two"
  version  = "1.30" # IG_DEPLOY_767
  role_arn = aws_iam_role.one.arn # IG_DEPLOY_769
  vpc_config {
    subnet_ids = [aws_subnet.one.id] # IG_DEPLOY_768
  }
  depends_on = [aws_iam_role_policy_attachment.one]
}
resource "aws_eks_cluster" "three" {
  name     = "three"
  version  = "1.34"
  role_arn = var.vpc
  vpc_config {
    subnet_ids = var.subnets
  }
}
variable "subnets" { type = list(string) }
resource "aws_eks_node_group" "one" { # IG_DEPLOY_770
  cluster_name  = aws_eks_cluster.one.name
  node_role_arn = aws_iam_role.one.arn # IG_DEPLOY_771 IG_DEPLOY_857
  subnet_ids    = var.subnets
  scaling_config { # IG_DEPLOY_772
    min_size     = 1
    desired_size = 3
    max_size     = 2
  }
}
resource "aws_eks_node_group" "two" {
  cluster_name  = aws_eks_cluster.two.name
  node_role_arn = aws_iam_role.one.arn # IG_DEPLOY_771 IG_DEPLOY_857
  subnet_ids    = var.subnets
  scaling_config { # IG_DEPLOY_772
    min_size     = 2
    desired_size = 1
    max_size     = 4
  }
}
#---
# The unit is written with a space or without, in any case.
resource "aws_ecs_task_definition" "half" {
  family                   = "half"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = ".5vCPU"
  memory                   = 1024
  container_definitions    = jsonencode([{ name = "web", image = "nginx:1.27" }])
}

resource "aws_ecs_task_definition" "third" {
  family                   = "third"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "0.3 vcpu" # IG_DEPLOY_755
  memory                   = 1024
  container_definitions    = jsonencode([{ name = "web", image = "nginx:1.27" }])
}
