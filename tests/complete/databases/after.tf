#> databases of all sorts

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_db_instance" "written_out" {
  allocated_storage           = 20
  engine                      = "postgres"
  instance_class              = "db.t3.micro"
  username                    = "app"
  manage_master_user_password = true # change me
  skip_final_snapshot         = true
}

resource "aws_db_instance" "missing" {
  allocated_storage           = 20
  engine                      = "postgres"
  instance_class              = "db.t3.micro"
  username                    = "app"
  manage_master_user_password = true
}

variable "of_a_replica_password" {
  description = "Password of aws_db_instance.of_a_replica"
  type        = string
  sensitive   = true
}

resource "aws_db_instance" "of_a_replica" {
  allocated_storage = 20
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  username          = "app"
  password          = var.of_a_replica_password
}

resource "aws_db_instance" "replica" {
  instance_class      = "db.t3.micro"
  replicate_source_db = aws_db_instance.of_a_replica.identifier
}

resource "aws_db_instance" "restored" {
  instance_class      = "db.t3.micro"
  snapshot_identifier = "before-the-move"
}

variable "read_elsewhere_password" {
  description = "Password of aws_db_instance.read_elsewhere"
  type        = string
  sensitive   = true
}

resource "aws_db_instance" "read_elsewhere" {
  allocated_storage = 20
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  username          = "app"
  password          = var.read_elsewhere_password
}

resource "aws_db_instance" "both" {
  allocated_storage           = 20
  engine                      = "postgres"
  instance_class              = "db.t3.micro"
  username                    = "app"
  manage_master_user_password = true
}

resource "aws_rds_cluster" "main" {
  engine                      = "aurora-postgresql"
  master_username             = "app"
  manage_master_user_password = true
}

variable "global_master_password" {
  description = "Master password of aws_rds_cluster.global"
  type        = string
  sensitive   = true
}

resource "aws_rds_cluster" "global" {
  engine                    = "aurora-postgresql"
  global_cluster_identifier = "world"
  master_username           = "app"
  master_password           = var.global_master_password
}

resource "aws_redshift_cluster" "main" {
  cluster_identifier     = "main"
  node_type              = "ra3.large"
  master_username        = "app"
  manage_master_password = true
}

resource "aws_docdb_cluster" "main" {
  master_username             = "app"
  manage_master_user_password = true
}

resource "aws_ssm_parameter" "password" {
  name  = "/app/password"
  type  = "SecureString"
  value = aws_db_instance.read_elsewhere.password
}

#= complete:secret:aws_db_instance.written_out | Password managed by AWS Secrets Manager
#= complete:secret:aws_db_instance.missing | Password managed by AWS Secrets Manager
#= complete:secret:aws_db_instance.both | Password managed by AWS Secrets Manager
#= complete:secret:aws_rds_cluster.main | Password managed by AWS Secrets Manager
#= complete:secret:aws_docdb_cluster.main | Password managed by AWS Secrets Manager
#= complete:secret:aws_redshift_cluster.main | Password managed by AWS Secrets Manager
#= complete:secret:aws_db_instance.of_a_replica | Replaced by `of_a_replica_password`
#= complete:secret:aws_db_instance.read_elsewhere | Replaced by `read_elsewhere_password`
#= complete:secret:aws_rds_cluster.global | Replaced by `global_master_password`
#= complete:region:provider.aws | Region set to `us-east-1`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#? of_a_replica_password: Password of aws_db_instance.of_a_replica (secret)
#? read_elsewhere_password: Password of aws_db_instance.read_elsewhere (secret)
#? global_master_password: Master password of aws_rds_cluster.global (secret)
#! The password of `aws_db_instance.written_out` is in Secrets Manager: `aws_db_instance.written_out.master_user_secret[0].secret_arn`.
#! The password of `aws_db_instance.missing` is in Secrets Manager: `aws_db_instance.missing.master_user_secret[0].secret_arn`.
#! The password of `aws_db_instance.both` is in Secrets Manager: `aws_db_instance.both.master_user_secret[0].secret_arn`.
#! The password of `aws_rds_cluster.main` is in Secrets Manager: `aws_rds_cluster.main.master_user_secret[0].secret_arn`.
#! The password of `aws_redshift_cluster.main` is in Secrets Manager: `aws_redshift_cluster.main.master_password_secret_arn`.
#! The password of `aws_docdb_cluster.main` is in Secrets Manager: `aws_docdb_cluster.main.master_user_secret[0].secret_arn`.
