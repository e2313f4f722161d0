#> two servers, each with a key

resource "aws_key_pair" "from_a_file" {
  key_name   = "web-key"
  public_key = file("~/.ssh/id_rsa.pub")
}

resource "aws_key_pair" "made_up" {
  key_name   = "db-key"
  public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ... user@example.com"
}

resource "aws_key_pair" "whole" {
  key_name   = "whole-key"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me"
}

resource "aws_instance" "web" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  key_name      = "web-key"
}

resource "aws_instance" "db" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  key_name      = "db-key"
}

resource "aws_instance" "none" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
}

data "aws_ami" "linux" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["al2023-ami-2023*-x86_64"]
  }
}
