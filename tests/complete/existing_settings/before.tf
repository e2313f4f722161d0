#> a bucket in two regions

# Settings of the team.
terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source = "hashicorp/aws" # the official one
    }
    random = "~> 3.1"
  }
  backend "local" {}
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

resource "random_pet" "name" {}

resource "aws_s3_bucket" "near" {
  bucket = random_pet.name.id
}

resource "aws_s3_bucket" "far" {
  provider = aws.west
  bucket   = "${random_pet.name.id}-far"
}

resource "aws_instance" "web" {
  instance_type     = "t3.micro"
  availability_zone = "eu-west-2b"
}
