#trim
variable "name" {
  required = true
}

resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = "t3.micro"

  # made up, with its comment
  made_up = {
    a = 1
  }

  also_made_up {
    b = 2
  }
}
