# Names of other versions of the provider.
resource "aws_eip" "nat" {
  instances = "i-1"
}

resource "aws_db_instance" "main" {
  identifier     = "shop" # stays
  instance_class = "db.t3.micro"
  # the database in it
  name            = "shop"
  master_username = "admin"
  security_groups = aws_security_group.db.id
}

resource "aws_security_group" "db" {
  ingress {
    from_port  = 5432
    to_port    = 5432
    protocol   = "tcp"
    cidr_block = "10.0.0.0/16"
  }
}

resource "aws_iam_instance_profile" "web" {
  roles = [aws_iam_role.web.name]
}

resource "aws_iam_role" "web" {
  assume_role_policy_document = "{}"
}
