# Names of other versions of the provider.
resource "aws_eip" "nat" {
  instance = "i-1"
}

resource "aws_db_instance" "main" {
  identifier     = "shop" # stays
  instance_class = "db.t3.micro"
  # the database in it
  db_name                = "shop"
  username               = "admin"
  vpc_security_group_ids = [aws_security_group.db.id]
}

resource "aws_security_group" "db" {
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_iam_instance_profile" "web" {
  role = aws_iam_role.web.name
}

resource "aws_iam_role" "web" {
  assume_role_policy = "{}"
}

#= repair:rename:aws_eip.nat:instances | write `instances` as `instance`
#= repair:rename:aws_db_instance.main:name | write `name` as `db_name`
#= repair:rename:aws_db_instance.main:master_username | write `master_username` as `username`
#= repair:rename:aws_db_instance.main:security_groups | write `security_groups` as `vpc_security_group_ids`
#= repair:rename:aws_security_group.db:ingress.cidr_block | write `cidr_block` as `cidr_blocks`
#= repair:rename:aws_iam_instance_profile.web:roles | write `roles` as `role`
#= repair:rename:aws_iam_role.web:assume_role_policy_document | write `assume_role_policy_document` as `assume_role_policy`
