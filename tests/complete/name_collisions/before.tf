#> an ubuntu server

variable "web_password" {
  type = string
}

resource "aws_key_pair" "main" {
  count      = 2
  key_name   = "main-${count.index}"
  public_key = var.keys[count.index]
}

resource "tls_private_key" "main_2" {
  algorithm = "RSA"
}

resource "tls_cert_request" "main" {
  private_key_pem = tls_private_key.main_2.private_key_pem
}

data "aws_ami" "ubuntu" {
  most_recent = true
  owners      = ["self"]
}

resource "aws_instance" "web" {
  for_each      = toset(["a", "b"])
  ami           = "ami-0c55b159cbfafe1f0"
  instance_type = "t3.micro"

  connection {
    host     = self.public_ip
    user     = "ubuntu"
    password = "hunter2"
  }
}

variable "keys" {
  description = "Public keys of the team"
  type        = list(string)
}
