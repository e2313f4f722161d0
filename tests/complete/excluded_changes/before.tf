#> a server and a database
#- complete:image:aws_instance.first
#- complete:key:aws_instance.second
#- complete:secret:aws_db_instance.main
#- complete:companion:data.aws_availability_zones.available
#- complete:required-provider:local

variable "db_password" {
  default = "hunter2"
}

resource "aws_instance" "first" {
  ami               = "ami-0c55b159cbfafe1f0"
  instance_type     = "t3.micro"
  availability_zone = data.aws_availability_zones.available.names[0]
}

resource "aws_instance" "second" {
  ami           = "ami-0c55b159cbfafe1f0"
  instance_type = "t3.micro"
}

resource "aws_db_instance" "main" {
  allocated_storage = 20
  engine            = "mysql"
  instance_class    = "db.t3.micro"
  username          = "app"
  password          = var.db_password
}
