resource "aws_s3_bucket" "logs" {
  bucket = "logs"

  # nobody from outside
  public_access_block {
    block_public_acls   = true
    block_public_policy = true
  }

  ownership_controls {
    rule {
      object_ownership = "BucketOwnerEnforced"
    }
  }
}

resource "aws_secretsmanager_secret" "db" {
  name          = "db"
  secret_string = var.password
}

variable "password" {
  type      = string
  sensitive = true
}

resource "aws_elastic_beanstalk_application" "shop" {
  name = "shop"
}

resource "aws_elastic_beanstalk_environment" "shop" {
  environment_name    = "shop"
  application_name    = aws_elastic_beanstalk_application.shop.name
  solution_stack_name = "64bit Amazon Linux 2023 v4.0.0 running Python 3.11"
  instance_type       = "t3.micro"
  subnets             = ["subnet-1", "subnet-2"]
  environment_variables = {
    STAGE = "test"
  }
}
