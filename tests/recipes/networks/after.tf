#+ all
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "main" {
  vpc_id               = aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.logs.arn

  depends_on = [aws_s3_bucket_policy.logs]
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group" "open" {
  vpc_id      = aws_vpc.main.id
  description = "Managed by Terraform"

  # administrators
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["192.168.1.0/24", aws_vpc.main.cidr_block]
    description = "Inbound rule of open"
  }

  ingress {
    from_port        = 80
    to_port          = 80
    protocol         = "tcp"
    cidr_blocks      = [aws_vpc.main.cidr_block]
    ipv6_cidr_blocks = []
    description      = "Inbound rule of open"
  }

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
    description = "Outbound rule of open"
  }

  egress {
    description = "Inside the network"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [aws_vpc.main.cidr_block]
  }
}

resource "aws_vpc_security_group_ingress_rule" "desktop" {
  security_group_id = aws_security_group.open.id
  from_port         = 3389
  to_port           = 3389
  ip_protocol       = "tcp"
  cidr_ipv4         = aws_vpc.main.cidr_block
  description       = "Managed by Terraform"
}

resource "aws_security_group" "wide" {
  # checkov:skip=CKV_AWS_24,CKV_AWS_25,CKV_AWS_260: all ports are closed at once
  name        = "wide"
  description = "Managed by Terraform"

  ingress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [aws_vpc.main.cidr_block]
    description = "Inbound rule of wide"
  }
}

resource "aws_instance" "web" {
  ami                    = "ami-0abcdef1234567890"
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.open.id, aws_security_group.wide.id]

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  monitoring    = true
  ebs_optimized = true

  root_block_device {
    encrypted = true
  }
  iam_instance_profile = aws_iam_instance_profile.instance.name
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
        Sid       = "FlowLogs"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:PutObject"]
        Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
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

resource "aws_iam_role" "instance" {
  name_prefix = "instance-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "ec2.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}

resource "aws_iam_instance_profile" "instance" {
  name_prefix = "instance-"
  role        = aws_iam_role.instance.name
}

#= fix:CKV2_AWS_11:aws_vpc.main | add a flow log to a log bucket
#= fix:CKV2_AWS_12:aws_vpc.main | remove all rules from the default security group
#= fix:CKV_AWS_23:aws_security_group.open | add descriptions to the security group and its rules
#= fix:CKV_AWS_23:aws_vpc_security_group_ingress_rule.desktop | set `description = "Managed by Terraform"`
#= fix:CKV_AWS_25:aws_vpc_security_group_ingress_rule.desktop | close remote desktop (port 3389) to the internet
#= fix:CKV_AWS_23:aws_security_group.wide | add descriptions to the security group and its rules
#= fix:CKV_AWS_79:aws_instance.web | set `metadata_options.http_endpoint = "enabled"` and `metadata_options.http_tokens = "required"`
#= fix:CKV_AWS_126:aws_instance.web | set `monitoring = true`
#= fix:CKV_AWS_135:aws_instance.web | move to an instance type with dedicated EBS bandwidth
#= fix:CKV_AWS_8:aws_instance.web | set `root_block_device.encrypted = true`
#= fix:CKV2_AWS_41:aws_instance.web | add an IAM role without permissions
#= fix:CKV_AWS_24:aws_security_group.open | close SSH (port 22) to the internet
#= fix:CKV_AWS_382:aws_security_group.open | allow only outbound HTTPS
#= fix:CKV_AWS_277:aws_security_group.wide | close all ports to the internet
#= fix:CKV_AWS_260:aws_security_group.open | close port 80 to the internet
