#trim
variable "name" {
}

resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = "t3.micro"
}

#= repair:trim:var.name:required | remove `required = true`
#= repair:trim:aws_instance.web:made_up | remove `made_up = { a = 1 }`
#= repair:trim:aws_instance.web:also_made_up | remove the block `also_made_up`: `also_made_up { b = 2 }`
