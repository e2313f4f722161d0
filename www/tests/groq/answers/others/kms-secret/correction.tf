variable "database_password" {
  description = "Password that the application uses"
  type        = string
  sensitive   = true
}

resource "aws_kms_key" "secrets" {
  description             = "Encrypts application secrets"
  deletion_window_in_days = 30
  enable_key_rotation     = true
}

resource "aws_secretsmanager_secret" "app" {
  name       = "app/database"
  kms_key_id = aws_kms_key.secrets.arn
}

resource "aws_secretsmanager_secret_version" "app" {
  secret_id     = aws_secretsmanager_secret.app.id
  secret_string = jsonencode({ username = "app", password = var.database_password })
}
