#> a server from ami-0fedcba9876543210, with my existing key lab-key

resource "aws_instance" "lab" {
  ami           = data.aws_ami.this.id
  instance_type = "t3.small"
}
