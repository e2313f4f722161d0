#+ harden
# The names that a fix would take are another's.
resource "aws_s3_bucket" "logs" {
  bucket = "diary"
}

resource "aws_kms_key" "main" {
  description         = "Signs letters"
  enable_key_rotation = true
  policy              = "{}"
}

data "aws_caller_identity" "current" {}

resource "aws_ebs_volume" "disk" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_s3_bucket_versioning" "mine" {
  bucket = "another"

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "mine" {
  bucket = "mine"
}
