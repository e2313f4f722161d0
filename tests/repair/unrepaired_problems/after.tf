# Nothing here is certain: it stays as it is.
resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  made_up       = 1
}

resource "aws_kms_key" "a" {
  made_up = aws_subnet.nobody.id
}

#! `aws_instance` has no argument `made_up`
#! `aws_kms_key` has no argument `made_up`
#! `aws_subnet.nobody` is not declared
