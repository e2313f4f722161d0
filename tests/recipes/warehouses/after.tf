#+ all
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

resource "aws_redshift_cluster" "facts" {
  cluster_identifier = "facts"
  node_type          = "ra3.large"
  master_username    = "keeper"
  master_password    = var.password
  encrypted          = true

  logging {
    enable      = true
    bucket_name = aws_s3_bucket_policy.logs.bucket
  }
  publicly_accessible       = false
  kms_key_id                = aws_kms_key.main.arn
  cluster_subnet_group_name = aws_redshift_subnet_group.main.name
  database_name             = "warehouse"
  enhanced_vpc_routing      = true
}

variable "password" {
  sensitive = true
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "logs" {
  # checkov:skip=CKV_AWS_18: the bucket of the logs would log itself
  # checkov:skip=CKV_AWS_144: logs are not worth a second region
  # checkov:skip=CKV_AWS_145: services deliver logs to buckets without a key of KMS only
  # checkov:skip=CKV2_AWS_62: nobody waits for a log
  bucket_prefix = "logs-"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "old-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Warehouses"
        Effect    = "Allow"
        Principal = { Service = "redshift.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:PutObject"]
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = {
          ArnLike = {
            "aws:SourceArn" = "arn:aws:redshift:*:${data.aws_caller_identity.current.account_id}:cluster:*"
          }
        }
      },
      {
        Sid       = "OnlyTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }
    ]
  })
}

resource "aws_kms_key" "main" {
  description         = "Encrypts what this program keeps"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      }
    ]
  })
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

resource "aws_redshift_subnet_group" "main" {
  name       = "warehouse"
  subnet_ids = data.aws_subnets.default.ids
}

#= fix:CKV_AWS_64:aws_redshift_cluster.facts | set `encrypted = true`
#= fix:CKV_AWS_71:aws_redshift_cluster.facts | send audit logs to a log bucket
#= fix:CKV_AWS_87:aws_redshift_cluster.facts | set `publicly_accessible = false`
#= fix:CKV_AWS_142:aws_redshift_cluster.facts | encrypt with a customer-managed key
#= fix:CKV_AWS_154:aws_redshift_cluster.facts | use the subnets of the network
#= fix:CKV_AWS_320:aws_redshift_cluster.facts | set `database_name = "warehouse"`
#= fix:CKV_AWS_321:aws_redshift_cluster.facts | set `enhanced_vpc_routing = true`
