#- repair:rename:aws_db_instance.main:name
resource "aws_db_instance" "main" {
  instance_class  = "db.t3.micro"
  name            = "shop"
  master_username = "admin"
}
