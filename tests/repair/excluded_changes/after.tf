#- repair:rename:aws_db_instance.main:name
resource "aws_db_instance" "main" {
  instance_class = "db.t3.micro"
  name           = "shop"
  username       = "admin"
}

#= repair:rename:aws_db_instance.main:master_username | write `master_username` as `username`
#! `aws_db_instance` has no argument `name`
