resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket = aws_s3_bucket.logs.id
  # nobody from outside
  block_public_acls   = true
  block_public_policy = true
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  bucket = aws_s3_bucket.logs.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_secretsmanager_secret" "db" {
  name = "db"
}

resource "aws_secretsmanager_secret_version" "db" {
  secret_id     = aws_secretsmanager_secret.db.id
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
  name                = "shop"
  application         = aws_elastic_beanstalk_application.shop.name
  solution_stack_name = "64bit Amazon Linux 2023 v4.0.0 running Python 3.11"

  setting {
    namespace = "aws:autoscaling:launchconfiguration"
    name      = "InstanceType"
    value     = "t3.micro"
  }

  setting {
    namespace = "aws:ec2:vpc"
    name      = "Subnets"
    value     = join(",", ["subnet-1", "subnet-2"])
  }

  setting {
    namespace = "aws:elasticbeanstalk:application:environment"
    name      = "STAGE"
    value     = "test"
  }
}

#= repair:own-resource:aws_s3_bucket.logs:public_access_block | move `public_access_block` into a resource `aws_s3_bucket_public_access_block.logs`
#= repair:own-resource:aws_s3_bucket.logs:ownership_controls | move `ownership_controls` into a resource `aws_s3_bucket_ownership_controls.logs`
#= repair:own-resource:aws_secretsmanager_secret.db:secret_string | move `secret_string` into a resource `aws_secretsmanager_secret_version.db`
#= repair:rename:aws_elastic_beanstalk_environment.shop:environment_name | write `environment_name` as `name`
#= repair:rename:aws_elastic_beanstalk_environment.shop:application_name | write `application_name` as `application`
#= repair:setting:aws_elastic_beanstalk_environment.shop:instance_type | write `instance_type` as a `setting`
#= repair:setting:aws_elastic_beanstalk_environment.shop:subnets | write `subnets` as a `setting`
#= repair:setting:aws_elastic_beanstalk_environment.shop:environment_variables | write `environment_variables` as a `setting`
