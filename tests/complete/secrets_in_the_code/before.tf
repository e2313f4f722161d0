#> a function, a task and their secrets

provider "aws" {
  region     = "us-east-1"
  access_key = "AKIAIOSFODNN7EXAMPLE"
  secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
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
      DB_PASSWORD = "hunter2"
      API_KEY     = "/prod/api-key"
    }
  }
}

resource "aws_ecs_task_definition" "app" {
  family = "app"
  container_definitions = jsonencode([{
    name  = "app"
    image = "nginx"
    environment = [
      { name = "APP_ENV", value = "prod" },
      { name = "MYSQL_PASSWORD", value = "hunter2" },
    ]
  }])
}

resource "aws_secretsmanager_secret" "db" {
  name = "db"
}

resource "aws_secretsmanager_secret_version" "db" {
  secret_id     = aws_secretsmanager_secret.db.id
  secret_string = jsonencode({ username = "app", password = "hunter2" })
}

resource "aws_elasticache_replication_group" "main" {
  replication_group_id       = "main"
  description                = "main"
  transit_encryption_enabled = true
  auth_token                 = "hunter2-hunter2-hunter2"
}

resource "aws_elasticache_user" "app" {
  user_id       = "app"
  user_name     = "app"
  access_string = "on ~* +@all"
  engine        = "REDIS"
  passwords     = ["hunter2-hunter2-hunter2", "hunter3-hunter3-hunter3"]
}

resource "aws_ssm_parameter" "token" {
  name  = "/app/token"
  type  = "SecureString"
  value = "hunter2"
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
  value = aws_lambda_function.api
}

output "function_name" {
  value = aws_lambda_function.api.function_name
}
