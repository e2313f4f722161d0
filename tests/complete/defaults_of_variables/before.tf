#> a debian server and a mysql database

variable "ami_id" {
  description = "Image of the server"
  type        = string
  default     = "ami-0c55b159cbfafe1f0"
}

variable "images" {
  type = map(string)
  default = {
    us-east-1 = "ami-0c55b159cbfafe1f0"
    us-west-2 = "ami-0d1cd67c26f5fca19"
  }
}

# Who may read it?
variable "db_password" {
  type    = string
  default = "hunter2-hunter2"
}

variable "broker_password" {
  type    = string
  default = "hunter2-hunter2"
}

variable "app_password" {
  default = "hunter2"
  type    = string
}

locals {
  image     = "ami-0c55b159cbfafe1f0"
  api_token = "abcdef"
}

resource "aws_instance" "by_variable" {
  ami           = var.ami_id
  instance_type = "t3.micro"
}

resource "aws_instance" "by_table" {
  ami           = var.images["us-east-1"]
  instance_type = "t3.micro"
}

resource "aws_instance" "by_local" {
  ami           = local.image
  instance_type = "t3.micro"
}

resource "aws_instance" "by_condition" {
  ami           = terraform.workspace == "prod" ? "ami-0c55b159cbfafe1f0" : var.ami_id
  instance_type = "t3.micro"
}

resource "aws_db_instance" "main" {
  allocated_storage   = 20
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  username            = "app"
  password            = var.db_password
  skip_final_snapshot = true
}

resource "aws_mq_broker" "main" {
  broker_name        = "main"
  engine_type        = "ActiveMQ"
  engine_version     = "5.18"
  host_instance_type = "mq.t3.micro"

  user {
    username = "app"
    password = var.broker_password
  }
}

output "app_password" {
  value = var.app_password
}
