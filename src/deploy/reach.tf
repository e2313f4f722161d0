# Without a rule for what leaves, the load balancer and the script reach nothing.
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "a" {
  vpc_id = aws_vpc.a.id
}

resource "aws_route_table" "a" {
  vpc_id = aws_vpc.a.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.a.id
  }
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.a.id
  route_table_id = aws_route_table.a.id
}

resource "aws_route_table_association" "b" {
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.a.id
}

resource "aws_security_group" "lb" { # IG_DEPLOY_851
  vpc_id = aws_vpc.a.id

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "web" { # IG_DEPLOY_851
  vpc_id = aws_vpc.a.id

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "spared" {
  vpc_id = aws_vpc.a.id
}

resource "aws_vpc_security_group_ingress_rule" "spared" {
  security_group_id            = aws_security_group.spared.id
  referenced_security_group_id = aws_security_group.lb.id
  from_port                    = 80
  to_port                      = 80
  ip_protocol                  = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "spared" {
  security_group_id = aws_security_group.spared.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_lb" "a" {
  subnets         = [aws_subnet.a.id, aws_subnet.b.id]
  security_groups = [aws_security_group.lb.id]
}

resource "aws_instance" "web" {
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.web.id]
  user_data              = "#!/bin/bash\nyum install -y nginx"
}

resource "aws_instance" "spared" {
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.a.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.spared.id]
  user_data                   = "#!/bin/bash\nyum install -y nginx"
}

resource "aws_instance" "hidden" { # IG_DEPLOY_853
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.a.id
}

resource "aws_instance" "hidden_too" { # IG_DEPLOY_853
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.b.id
}

output "hidden" {
  value = aws_instance.hidden.public_ip
}

output "hidden_too" {
  value = "http://${aws_instance.hidden_too.public_dns}"
}

output "spared" {
  value = aws_instance.spared.public_ip
}

resource "aws_lb_target_group" "a" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.a.id
}

resource "aws_lb_target_group_attachment" "web" { # IG_DEPLOY_854
  target_group_arn = aws_lb_target_group.a.arn
  target_id        = aws_instance.web.id
}

resource "aws_lb_target_group_attachment" "spared" {
  target_group_arn = aws_lb_target_group.a.arn
  target_id        = aws_instance.spared.id
}

resource "aws_lb_target_group_attachment" "other_port" { # IG_DEPLOY_854
  target_group_arn = aws_lb_target_group.a.arn
  target_id        = aws_instance.spared.id
  port             = 8080
}
#---
# The VPC has no route out.
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.a.id
  cidr_block = "10.0.0.0/24"
}

resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.a.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_route_table" "b" {
  vpc_id = aws_vpc.a.id
}

resource "aws_route_table_association" "b" {
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.b.id
}

resource "aws_instance" "a" {
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.a.id # IG_DEPLOY_852
  user_data     = "#!/bin/bash\napt-get update"
}

resource "aws_instance" "b" {
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.b.id # IG_DEPLOY_852
  user_data     = <<-EOT
    #!/bin/bash
    curl -o /tmp/setup https://get.shop.net/setup
  EOT
}

resource "aws_instance" "spared" {
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.a.id
  user_data     = "#!/bin/bash\nsystemctl start nginx"
}
#---
# Tasks and nodes without a way to their images.
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "a" {
  vpc_id = aws_vpc.a.id
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_ecs_task_definition" "a" {
  family                   = "shop"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([{ # IG_DEPLOY_759
    name                   = "web"
    image                  = "nginx:1.27"
    readonlyRootFilesystem = true
  }])
}

resource "aws_ecs_task_definition" "b" {
  family = "stock"
  container_definitions = jsonencode([{ # IG_DEPLOY_759
    name                   = "db"
    image                  = "docker.io/library/postgres"
    memory                 = 512
    readonlyRootFilesystem = true
  }])
}

resource "aws_ecs_task_definition" "spared" {
  family = "spared"
  container_definitions = jsonencode([{
    name                   = "web"
    image                  = "nginx"
    memory                 = 512
    readonlyRootFilesystem = true
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/var/cache/nginx" }]
  }])
}

resource "aws_ecs_service" "a" {
  name            = "a"
  task_definition = aws_ecs_task_definition.a.arn
  launch_type     = "FARGATE"

  network_configuration { # IG_DEPLOY_855
    subnets = [aws_subnet.a.id]
  }
}

resource "aws_ecs_service" "b" {
  name            = "b"
  task_definition = aws_ecs_task_definition.a.arn
  launch_type     = "FARGATE"

  network_configuration { # IG_DEPLOY_855
    subnets          = [aws_subnet.a.id, aws_subnet.b.id]
    assign_public_ip = false
  }
}

resource "aws_ecs_service" "spared" {
  name            = "c"
  task_definition = aws_ecs_task_definition.a.arn
  launch_type     = "FARGATE"

  network_configuration {
    subnets          = [aws_subnet.a.id, aws_subnet.b.id]
    assign_public_ip = true
  }
}

resource "aws_iam_role" "cluster" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "nodes" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_eks_cluster" "a" {
  name     = "shop"
  role_arn = aws_iam_role.cluster.arn # IG_DEPLOY_857

  vpc_config {
    subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
  }
}

resource "aws_eks_node_group" "a" {
  cluster_name  = aws_eks_cluster.a.name
  node_role_arn = aws_iam_role.nodes.arn           # IG_DEPLOY_857
  subnet_ids    = [aws_subnet.a.id, aws_subnet.b.id] # IG_DEPLOY_856

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }
}

resource "aws_eks_node_group" "b" {
  cluster_name  = aws_eks_cluster.a.name
  node_role_arn = "arn:aws:iam::555566667777:role/nodes"
  subnet_ids    = [aws_subnet.a.id] # IG_DEPLOY_856

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }
}
#---
# Roles with their policies, and nodes with a NAT gateway.
resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "a" {
  vpc_id = aws_vpc.a.id
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.a.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_eip" "a" {
  domain     = "vpc"
  depends_on = [aws_internet_gateway.a]
}

resource "aws_eip" "b" {
  domain     = "vpc"
  depends_on = [aws_internet_gateway.a]
}

resource "aws_nat_gateway" "a" { # IG_DEPLOY_860
  allocation_id = "eipalloc-0c33dc8cd64f408c4"
  subnet_id     = aws_subnet.a.id
}

resource "aws_nat_gateway" "b" { # IG_DEPLOY_860
  allocation_id = "eipalloc-0c33dc8cd64f408c5"
  subnet_id     = aws_subnet.a.id
  tags          = { Name = "b" }
}

resource "aws_nat_gateway" "spared" {
  allocation_id = aws_eip.b.id
  subnet_id     = aws_subnet.a.id
}

resource "aws_iam_role" "nodes" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.nodes.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
}

resource "aws_iam_role_policy_attachment" "cni" {
  role       = aws_iam_role.nodes.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
}

resource "aws_iam_role_policy_attachment" "images" {
  role       = aws_iam_role.nodes.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
}

resource "aws_eks_node_group" "spared" {
  cluster_name  = "shop"
  node_role_arn = aws_iam_role.nodes.arn
  subnet_ids    = [aws_subnet.a.id]

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }

  depends_on = [
    aws_iam_role_policy_attachment.worker,
    aws_iam_role_policy_attachment.cni,
    aws_iam_role_policy_attachment.images,
  ]
}
#---
# Scripts and images.
data "aws_ami" "ubuntu" {
  owners = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]
  }
}

data "aws_ami" "amazon" {
  owners = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

data "aws_ami" "arm" {
  owners = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-arm64"]
  }
}

resource "aws_instance" "a" {
  ami           = data.aws_ami.ubuntu.id
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\nyum install -y httpd" # IG_DEPLOY_859
}

resource "aws_instance" "b" {
  ami           = data.aws_ami.amazon.id
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\napt-get install -y nginx" # IG_DEPLOY_859
}

resource "aws_instance" "spared" {
  ami           = data.aws_ami.amazon.id
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\nwhich yum && yum install -y git || apt-get install -y git"
}

resource "aws_instance" "c" {
  ami           = data.aws_ami.amazon.id
  instance_type = "t4g.micro" # IG_DEPLOY_125
}

resource "aws_instance" "d" {
  ami           = data.aws_ami.arm.id
  instance_type = "t3.micro" # IG_DEPLOY_125
}

resource "aws_instance" "e" {
  ami           = data.aws_ami.arm.id
  instance_type = "t4g.micro"
}

resource "aws_instance" "f" {
  ami           = data.aws_ami.amazon.id
  instance_type = "t3.huge" # IG_DEPLOY_126
}

resource "aws_instance" "g" {
  ami           = data.aws_ami.amazon.id
  instance_type = "m5.small" # IG_DEPLOY_126
}

resource "aws_instance" "h" {
  ami               = data.aws_ami.amazon.id
  availability_zone = "us-east-1e"
  instance_type     = "t3.micro" # IG_DEPLOY_127
}

resource "aws_instance" "i" {
  ami               = data.aws_ami.amazon.id
  availability_zone = "us-east-1e"
  instance_type     = "m5.large" # IG_DEPLOY_127
}

resource "aws_efs_file_system" "a" {}

resource "aws_efs_mount_target" "a" {
  file_system_id = aws_efs_file_system.a.id
  subnet_id      = "subnet-0c33dc8cd64f408c4"
}

resource "aws_instance" "j" { # IG_DEPLOY_858
  ami           = data.aws_ami.amazon.id
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\nmount -t efs ${aws_efs_file_system.a.id}:/ /srv"
}

resource "aws_instance" "k" { # IG_DEPLOY_858
  ami           = data.aws_ami.amazon.id
  instance_type = "t3.micro"
  user_data     = <<-EOT
    #!/bin/bash
    mount -t nfs4 ${aws_efs_file_system.a.dns_name}:/ /srv
  EOT
}

resource "aws_instance" "l" {
  ami           = data.aws_ami.amazon.id
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\nmount -t efs ${aws_efs_file_system.a.id}:/ /srv"
  depends_on    = [aws_efs_mount_target.a]
}
#---
# What one of the groups of a load balancer lets out leaves.
resource "aws_security_group" "in" {
  vpc_id = var.vpc

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "out" {
  vpc_id = var.vpc
}

resource "aws_vpc_security_group_egress_rule" "out" {
  security_group_id = aws_security_group.out.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

variable "vpc" {}

variable "subnets" {
  type = list(string)
}

resource "aws_lb" "web" {
  subnets         = var.subnets
  security_groups = [aws_security_group.in.id, aws_security_group.out.id]
}

resource "aws_lb_target_group" "web" {
  vpc_id      = var.vpc
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
}

output "target_group" {
  value = aws_lb_target_group.web.arn
}
#---
# A function is not called through the network of the load balancer.
resource "aws_security_group" "lb" {
  vpc_id = var.vpc

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

variable "vpc" {}

variable "subnets" {
  type = list(string)
}

variable "function" {}

resource "aws_lb" "web" {
  subnets         = var.subnets
  security_groups = [aws_security_group.lb.id]
}

resource "aws_lb_target_group" "web" {
  target_type = "lambda"
}

resource "aws_lb_target_group_attachment" "web" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = var.function
}
#---
# An address is associated through the gateway, with and without an order.
resource "aws_vpc" "ordered" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "ordered" {
  vpc_id = aws_vpc.ordered.id
}

resource "aws_subnet" "ordered" {
  vpc_id     = aws_vpc.ordered.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_instance" "ordered" {
  ami           = data.aws_ami.ordered.id
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.ordered.id
}

data "aws_ami" "ordered" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

resource "aws_eip" "early" { # IG_DEPLOY_861
  domain   = "vpc"
  instance = aws_instance.ordered.id
}

locals {
  instance = aws_instance.ordered.id
}

resource "aws_eip" "early_too" { # IG_DEPLOY_861
  domain   = "vpc"
  instance = local.instance
}

resource "aws_eip" "late" {
  domain     = "vpc"
  instance   = aws_instance.ordered.id
  depends_on = [aws_internet_gateway.ordered]
}
#---
# The subnets of a group of instances have no route, and their template has a script that needs one.
resource "aws_vpc" "closed" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "closed" {
  count             = 2
  vpc_id            = aws_vpc.closed.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = ["us-east-1a", "us-east-1b"][count.index]
}

resource "aws_launch_template" "fetching" {
  instance_type = "t3.micro"
  user_data     = base64encode("#!/bin/bash\ndnf install -y nginx\n")
}

resource "aws_autoscaling_group" "fetching" {
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = aws_subnet.closed[*].id # IG_DEPLOY_852

  launch_template {
    id = aws_launch_template.fetching.id
  }
}
