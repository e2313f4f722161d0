#+ all
resource "aws_eks_cluster" "main" {
  name                      = "main"
  role_arn                  = "arn:aws:iam::111122223333:role/cluster"
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids              = ["subnet-1", "subnet-2"]
    endpoint_private_access = true
    endpoint_public_access  = false
  }

  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.main.arn
    }
  }
}

resource "aws_ecs_cluster" "main" {
  name = "main"

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_msk_cluster" "main" {
  cluster_name           = "main"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 2

  broker_node_group_info {
    instance_type   = "kafka.m5.large"
    client_subnets  = ["subnet-1", "subnet-2"]
    security_groups = ["sg-1"]
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.brokers.name
      }
    }
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
    }
  }
}

resource "aws_opensearch_domain" "main" {
  domain_name = "main"

  encrypt_at_rest {
    enabled    = true
    kms_key_id = aws_kms_key.main.arn
  }

  log_publishing_options {
    log_type                 = "INDEX_SLOW_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
  }
  depends_on = [aws_cloudwatch_log_resource_policy.search]

  domain_endpoint_options {
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }

  cluster_config {
    dedicated_master_enabled = true
    dedicated_master_count   = 3
    dedicated_master_type    = "m6g.large.search"
    instance_count           = 2
    zone_awareness_enabled   = true
  }

  node_to_node_encryption {
    enabled = true
  }

  log_publishing_options {
    log_type                 = "AUDIT_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
    enabled                  = true
  }
}

resource "aws_elastic_beanstalk_environment" "main" {
  name        = "main"
  application = "main"

  setting {
    namespace = "aws:elasticbeanstalk:healthreporting:system"
    name      = "HealthStreamingEnabled"
    value     = "true"
  }

  setting {
    namespace = "aws:elasticbeanstalk:managedactions"
    name      = "ManagedActionsEnabled"
    value     = "true"
  }

  setting {
    namespace = "aws:elasticbeanstalk:managedactions"
    name      = "PreferredStartTime"
    value     = "Sun:10:00"
  }

  setting {
    namespace = "aws:elasticbeanstalk:managedactions:platformupdate"
    name      = "UpdateLevel"
    value     = "minor"
  }
}

resource "aws_codebuild_project" "main" {
  name           = "main"
  service_role   = "arn:aws:iam::111122223333:role/build"
  encryption_key = aws_kms_key.main.arn

  artifacts {
    type     = "S3"
    location = "builds"
  }

  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
  }

  source {
    type     = "GITHUB"
    location = "https://github.com/example/app"
  }

  logs_config {
    cloudwatch_logs {
      status = "ENABLED"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

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
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${data.aws_region.current.name}.amazonaws.com" }
        Action    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:*"
          }
        }
      }
    ]
  })
}

resource "aws_cloudwatch_log_group" "brokers" {
  name_prefix       = "brokers-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_cloudwatch_log_group" "search" {
  name_prefix       = "search-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}

resource "aws_cloudwatch_log_resource_policy" "search" {
  policy_name = "search-logs"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "es.amazonaws.com" }
        Action    = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"]
        Resource  = "${aws_cloudwatch_log_group.search.arn}:*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
      }
    ]
  })
}

#= fix:CKV_AWS_39:aws_eks_cluster.main | set `vpc_config.endpoint_private_access = true` and `vpc_config.endpoint_public_access = false`
#= fix:CKV_AWS_58:aws_eks_cluster.main | encrypt secrets with a customer-managed key
#= fix:CKV_AWS_37:aws_eks_cluster.main | enable all control plane logs
#= fix:CKV_AWS_65:aws_ecs_cluster.main | enable Container Insights
#= fix:CKV_AWS_80:aws_msk_cluster.main | send broker logs to CloudWatch
#= fix:CKV_AWS_81:aws_msk_cluster.main | set `encryption_info.encryption_in_transit.client_broker = "TLS"`
#= fix:CKV_AWS_5:aws_opensearch_domain.main | set `encrypt_at_rest.enabled = true`
#= fix:CKV_AWS_84:aws_opensearch_domain.main | log slow requests to CloudWatch
#= fix:CKV_AWS_228:aws_opensearch_domain.main | set `domain_endpoint_options.tls_security_policy = "Policy-Min-TLS-1-2-2019-07"`
#= fix:CKV_AWS_318:aws_opensearch_domain.main | add three dedicated master nodes in several zones
#= fix:CKV_AWS_312:aws_elastic_beanstalk_environment.main | stream environment health to CloudWatch
#= fix:CKV_AWS_314:aws_codebuild_project.main | state that builds are logged
#= fix:CKV_AWS_147:aws_codebuild_project.main | encrypt the output with a customer-managed key
#= fix:CKV_AWS_247:aws_opensearch_domain.main | encrypt with a customer-managed key
#= fix:CKV_AWS_317:aws_opensearch_domain.main | send audit logs to CloudWatch
#= fix:CKV_AWS_340:aws_elastic_beanstalk_environment.main | enable managed platform updates
