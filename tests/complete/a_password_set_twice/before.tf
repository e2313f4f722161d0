resource "aws_db_instance" "main" {
  engine   = "mysql"
  password = "hunter22"
  username = "admin"
  password = "correct horse"
}

# One of them is not written out, so which of the two is meant is not known.
resource "aws_db_instance" "other" {
  engine   = "mysql"
  password = "hunter22"
  username = "admin"
  password = var.password
}

variable "password" {
  type      = string
  sensitive = true
}
