/*
 * A web server, its database and the bucket for its logs. Heredocs, templates, JSON in HCL,
 * tabs and long tokens: what a tokenizer meets in real configurations.
 */
data "aws_ami" "debian" {
  most_recent = true
  owners      = ["136693071363"]

  filter {
    name   = "name"
    values = ["debian-12-amd64-*"]
  }
}

resource "tls_private_key" "web" {
  algorithm = "ED25519"
}

resource "aws_key_pair" "web" {
  key_name_prefix = "web-"
  public_key      = tls_private_key.web.public_key_openssh
}

resource "aws_security_group" "web" {
  name_prefix = "web-"
  description = "HTTPS from everywhere, SSH from nowhere."
  vpc_id      = aws_vpc.main.id

  dynamic "ingress" {
    for_each = toset([80, 443])

    content {
      description = "port ${ingress.value}"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }

  egress {
    description      = "updates and the database"
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_instance" "web" {
  ami                    = data.aws_ami.debian.id
  instance_type          = terraform.workspace == "production" ? "m7g.large" : "t3.micro"
  key_name               = aws_key_pair.web.key_name
  subnet_id              = aws_subnet.public[0].id
  vpc_security_group_ids = [aws_security_group.web.id]
  iam_instance_profile   = aws_iam_instance_profile.web.name
  monitoring             = true
  ebs_optimized          = true

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 20
    encrypted   = true
  }

  user_data = <<-EOT
	#!/bin/bash
	set -euo pipefail
	apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y nginx
	cat > /etc/nginx/sites-available/default <<'NGINX'
	server {
	    listen 80 default_server;
	    location / { proxy_pass http://127.0.0.1:8080; proxy_set_header Host $host; }
	}
	NGINX
	%{for name in ["a", "b"]~}
	echo "${name}=$${HOME}" >> /etc/environment
	%{endfor~}
	systemctl restart nginx   # it's enabled already, isn't it?
  EOT
}

resource "aws_db_instance" "main" {
  identifier_prefix               = "${var.project}-"
  engine                          = "postgres"
  engine_version                  = "16.4"
  instance_class                  = "db.t4g.micro"
  allocated_storage               = 20
  max_allocated_storage           = 100
  db_name                         = "app"
  username                        = "app_owner"
  manage_master_user_password     = true
  storage_encrypted               = true
  multi_az                        = true
  deletion_protection             = true
  backup_retention_period         = 7
  copy_tags_to_snapshot           = true
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  db_subnet_group_name            = aws_db_subnet_group.main.name
  vpc_security_group_ids          = [aws_security_group.database.id]
  skip_final_snapshot             = false
}

resource "aws_s3_bucket" "logs" {
  bucket_prefix = "${var.project}-logs-"
  force_destroy = false
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration { days = 400 }
    noncurrent_version_expiration { noncurrent_days = 30 }
    abort_incomplete_multipart_upload { days_after_initiation = 7 }
  }
}

resource "aws_iam_role_policy" "web" {
  role = aws_iam_role.web.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["s3:PutObject", "s3:AbortMultipartUpload"]
      Resource = "${aws_s3_bucket.logs.arn}/web/*"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_lambda_function" "resize" {
  function_name    = "resize-images"
  role             = aws_iam_role.web.arn
  runtime          = "python3.12"
  handler          = "main.handler"
  filename         = "build/resize.zip"
  source_code_hash = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
  kms_key_arn      = "arn:aws:kms:eu-central-1:123456789012:key/0d1f5a3e-6c2b-4a39-9f57-8e1c2b7d4a60"
  timeout          = 30
  memory_size      = 256
  tracing_config { mode = "Active" }
}
//////////////////////////////////////////////////////////////////////////////////////////////////
################################  e n d   o f   f i l e  #########################################
