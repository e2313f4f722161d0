variable "region" {}

# Its object is left open, and only the header of the second variable ends it: both stay.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags = {
    Stage = "test"

variable "region" {}

resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

# Here nothing is in disorder: said once is enough.
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
