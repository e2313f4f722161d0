#trim
variable "name" {
}

resource "aws_instance" "web" {
  ami           = "ami-1"
  instance_type = "t3.micro"
}

#= repair:trim:var.name:required | take out `required = true`
#= repair:trim:aws_instance.web:made_up | take out `made_up = { a = 1 }`
#= repair:trim:aws_instance.web:also_made_up | take out the block `also_made_up`: `also_made_up { b = 2 }`
