# The shop: one server and its database.
provider "aws" {
  region = "us-east-1" # near the customers
}

data "aws_availability_zones" "available" {
  state = "available"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Name = "shop"
  }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, 10 + count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "public" {
  count          = 2
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "front" {
  name_prefix = "front-"
  description = "The front server"
  vpc_id      = aws_vpc.main.id
}

# Customers come here.
resource "aws_vpc_security_group_ingress_rule" "front_http" {
  security_group_id = aws_security_group.front.id
  description       = "HTTP"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 80
  to_port           = 80
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_ingress_rule" "front_ssh" {
  security_group_id = aws_security_group.front.id
  description       = "SSH"
  cidr_ipv4         = "198.51.100.0/24"
  from_port         = 22
  to_port           = 22
  ip_protocol       = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "front_https" {
  security_group_id = aws_security_group.front.id
  description       = "HTTPS to the internet"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"
}

data "aws_ami" "linux" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

resource "aws_instance" "front" {
  ami                    = data.aws_ami.linux.id
  instance_type          = "t3.micro" # enough for now
  subnet_id              = aws_subnet.public[0].id
  vpc_security_group_ids = [aws_security_group.front.id]

  root_block_device {
    volume_size = 20
    encrypted   = true
  }

  tags = {
    Name = "front"
    Team = "shop"
  }
}

resource "aws_security_group" "orders" {
  name_prefix = "orders-"
  description = "The database of the orders"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "orders_postgres" {
  security_group_id            = aws_security_group.orders.id
  description                  = "PostgreSQL"
  referenced_security_group_id = aws_security_group.front.id
  from_port                    = 5432
  to_port                      = 5432
  ip_protocol                  = "tcp"
}

resource "aws_db_subnet_group" "orders" {
  name_prefix = "orders-"
  subnet_ids  = aws_subnet.private[*].id
}

resource "aws_db_parameter_group" "orders" {
  name_prefix = "orders-"
  family      = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "orders" {
  identifier_prefix = "orders-"
  engine            = "postgres"
  engine_version    = "16"
  instance_class    = "db.t4g.micro"

  allocated_storage = 20
  storage_type      = "gp3"
  storage_encrypted = true

  username                    = "dbadmin"
  manage_master_user_password = true

  db_subnet_group_name    = aws_db_subnet_group.orders.name
  parameter_group_name    = aws_db_parameter_group.orders.name
  vpc_security_group_ids  = [aws_security_group.orders.id]
  backup_retention_period = 7
  skip_final_snapshot     = false
}

output "front_ip" {
  value = aws_instance.front.public_ip
}

output "orders_endpoint" {
  value = aws_db_instance.orders.endpoint
}
