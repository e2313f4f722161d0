resource "aws_cloudwatch_log_group" "service" {
  name              = "/ecs/${local.name}"
  retention_in_days = 365
}

resource "aws_iam_role" "service" {
  name_prefix = "${local.name}-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "service" {
  role       = aws_iam_role.service.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "service" {
  family                   = local.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = local.cpu
  memory                   = local.memory
  execution_role_arn       = aws_iam_role.service.arn

  container_definitions = jsonencode([{
    name                   = local.container
    image                  = local.image
    essential              = true
    readonlyRootFilesystem = true
    portMappings           = [{ containerPort = local.port }]
    mountPoints            = local.mounts

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.service.name
        awslogs-region        = data.aws_region.current.name
        awslogs-stream-prefix = local.container
      }
    }
  }])

  # if nginx
  volume {
    name = "cache"
  }

  volume {
    name = "run"
  }
}

resource "aws_ecs_service" "service" {
  name             = local.name
  cluster          = aws_ecs_cluster.main.id
  task_definition  = aws_ecs_task_definition.service.arn
  launch_type      = "FARGATE"
  platform_version = "LATEST"
  desired_count    = local.tasks

  network_configuration {
    subnets         = local.subnets
    security_groups = [local.group]
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # if balanced
  load_balancer {
    target_group_arn = aws_lb_target_group.main.arn
    container_name   = local.container
    container_port   = local.port
  }

  # if balanced
  depends_on = [aws_lb_listener.http, local.route]
  # unless balanced
  depends_on = [local.route]
}
