#> a function, a task and their secrets

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

variable "api_db_password" {
  description = "DB password of aws_lambda_function.api"
  type        = string
  sensitive   = true
}

resource "aws_lambda_function" "api" {
  function_name = "api"
  role          = "arn:aws:iam::123456789012:role/api"
  runtime       = "python3.12"
  handler       = "app.main"
  s3_bucket     = "code"
  s3_key        = "api.zip"

  environment {
    variables = {
      DB_HOST     = "db.example.com"
      DB_PASSWORD = var.api_db_password
      API_KEY     = "/prod/api-key"
    }
  }
}

variable "app_mysql_password" {
  description = "Mysql password of aws_ecs_task_definition.app"
  type        = string
  sensitive   = true
}

resource "aws_ecs_task_definition" "app" {
  family = "app"
  container_definitions = jsonencode([{
    name  = "app"
    image = "nginx"
    environment = [
      { name = "APP_ENV", value = "prod" },
      { name = "MYSQL_PASSWORD", value = var.app_mysql_password },
    ]
  }])
}

resource "aws_secretsmanager_secret" "db" {
  name = "db"
}

variable "db_password" {
  description = "Password of aws_secretsmanager_secret_version.db"
  type        = string
  sensitive   = true
}

resource "aws_secretsmanager_secret_version" "db" {
  secret_id     = aws_secretsmanager_secret.db.id
  secret_string = jsonencode({ username = "app", password = var.db_password })
}

variable "main_auth_token" {
  description = "Auth token of aws_elasticache_replication_group.main"
  type        = string
  sensitive   = true
}

resource "aws_elasticache_replication_group" "main" {
  replication_group_id       = "main"
  description                = "main"
  transit_encryption_enabled = true
  auth_token                 = var.main_auth_token
}

variable "app_password" {
  description = "Password of aws_elasticache_user.app"
  type        = string
  sensitive   = true
}

variable "app_password_2" {
  description = "Password of aws_elasticache_user.app"
  type        = string
  sensitive   = true
}

resource "aws_elasticache_user" "app" {
  user_id       = "app"
  user_name     = "app"
  access_string = "on ~* +@all"
  engine        = "REDIS"
  passwords     = [var.app_password, var.app_password_2]
}

variable "token_value" {
  description = "Value of aws_ssm_parameter.token"
  type        = string
  sensitive   = true
}

resource "aws_ssm_parameter" "token" {
  name  = "/app/token"
  type  = "SecureString"
  value = var.token_value
}

resource "aws_ssm_parameter" "plain" {
  name  = "/app/colour"
  type  = "String"
  value = "red"
}

resource "aws_efs_file_system" "main" {
  creation_token = "main"
}

output "function" {
  value     = aws_lambda_function.api
  sensitive = true
}

output "function_name" {
  value = aws_lambda_function.api.function_name
}

#= complete:secret:provider.aws | Credentials removed from the provider
#= complete:secret:aws_lambda_function.api | Replaced by `api_db_password`
#= complete:secret:aws_ecs_task_definition.app | Replaced by `app_mysql_password`
#= complete:secret:aws_secretsmanager_secret_version.db | Replaced by `db_password`
#= complete:secret:aws_elasticache_replication_group.main | Replaced by `main_auth_token`
#= complete:secret:aws_elasticache_user.app | Replaced by `app_password`, `app_password_2`
#= complete:secret:aws_ssm_parameter.token | Replaced by `token_value`
#= complete:required-provider:aws | Provider `aws` listed: hashicorp/aws >= 5.100, < 7
#? api_db_password: DB password of aws_lambda_function.api (secret)
#? app_mysql_password: Mysql password of aws_ecs_task_definition.app (secret)
#? db_password: Password of aws_secretsmanager_secret_version.db (secret)
#? main_auth_token: Auth token of aws_elasticache_replication_group.main (secret)
#? app_password: Password of aws_elasticache_user.app (secret)
#? app_password_2: Password of aws_elasticache_user.app (secret)
#? token_value: Value of aws_ssm_parameter.token (secret)
