#> two servers

resource "aws_instance" "first" {
  ami           = "ami-0c55b159cbfafe1f0"
  instance_type = "t3.micro"
}

resource "aws_instance" "second" {
  ami           = "ami-0c55b159cbfafe1f0"
  instance_type = "t3.mi
