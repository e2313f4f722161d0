#+ all
variable "password" {
  sensitive = true
}

resource "aws_db_instance" "new" {
  engine            = "postgres"
  engine_version    = "16.3"
  instance_class    = "db.t2.micro"
  allocated_storage = 20
  username          = "keeper"
  password          = var.password
}

resource "aws_db_instance" "old" {
  engine            = "postgres"
  engine_version    = "13.4"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
  username          = "keeper"
  password          = var.password
}

resource "aws_db_instance" "tuned" {
  engine               = "postgres"
  engine_version       = "13.4"
  instance_class       = "db.t3.micro"
  allocated_storage    = 20
  username             = "keeper"
  password             = var.password
  parameter_group_name = aws_db_parameter_group.tuned.name
}

resource "aws_db_parameter_group" "tuned" {
  family = "postgres13"

  parameter {
    name  = "rds.force_ssl"
    value = "0"
  }
}

resource "aws_rds_cluster" "main" {
  engine          = "aurora-postgresql"
  engine_version  = "15.4"
  master_username = "keeper"
  master_password = var.password
}

resource "aws_rds_cluster" "untuned" {
  engine                          = "aurora-postgresql"
  engine_version                  = "15.4"
  master_username                 = "keeper"
  master_password                 = var.password
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.untuned.name
}

resource "aws_rds_cluster_parameter_group" "untuned" {
  family = "aurora-postgresql15"
}
