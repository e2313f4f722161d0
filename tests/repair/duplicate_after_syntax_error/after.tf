
# Its object is left open, and only the header of the second variable ends it: both stay.
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags = {
    Stage = "test"

variable "region" {}

resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

#= repair:duplicate:var.region | remove the first `var.region`, which has the same content
#= repair:duplicate:aws_s3_bucket.logs | remove the second `aws_s3_bucket.logs`, which is a duplicate
#! expected `=` after the key, found `"`
