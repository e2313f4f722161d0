# A web application with a database, on a network of its own.
provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.private[0].id
}

resource "aws_lb" "web" {
  load_balancer_type = "application"
  subnets            = aws_subnet.private[*].id
}

resource "aws_ecs_cluster" "main" {
  name = "web"
}

resource "aws_ecs_task_definition" "web" {
  family = "web"
  cpu    = 256
  memory = 512
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.web.arn
  launch_type     = "FARGATE"
  desired_count   = 2
}

resource "aws_db_instance" "main" {
  engine            = "postgres"
  engine_version    = "16"
  instance_class    = "db.t4g.micro"
  allocated_storage = 20
  storage_type      = "gp3"
}

resource "aws_cloudwatch_log_group" "web" {
  name = "/ecs/web"
}

resource "random_password" "database" {
  length = 20
}
