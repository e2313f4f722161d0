# Resources that are billed by use, and values that are not known.
variable "memory" {}

resource "aws_lambda_function" "api" {
  function_name = "api"
  memory_size   = 256
  architectures = ["arm64"]
}

resource "aws_lambda_function" "job" {
  function_name = "job"
  memory_size   = var.memory
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
}

resource "aws_dynamodb_table" "stock" {
  name           = "stock"
  read_capacity  = 5
  write_capacity = 5
}

resource "aws_sqs_queue" "jobs" {
  fifo_queue = true
}

resource "aws_kms_key" "main" {}

resource "aws_secretsmanager_secret" "main" {}

resource "aws_cloudwatch_metric_alarm" "errors" {
  period = 60
}

resource "aws_wafv2_web_acl" "main" {
  rule {
    statement {
      managed_rule_group_statement {
        name = "AWSManagedRulesCommonRuleSet"
      }
    }
  }
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}

resource "aws_rds_cluster" "elastic" {
  engine = "aurora-postgresql"
  serverlessv2_scaling_configuration {
    min_capacity = 2
    max_capacity = 8
  }
}

resource "aws_rds_cluster_instance" "elastic" {
  cluster_identifier = aws_rds_cluster.elastic.id
  engine             = "aurora-postgresql"
  instance_class     = "db.serverless"
}

resource "aws_rds_cluster" "pausing" {
  engine = "aurora-postgresql"
  serverlessv2_scaling_configuration {
    min_capacity = 0
    max_capacity = 4
  }
}

resource "aws_rds_cluster_instance" "pausing" {
  cluster_identifier = aws_rds_cluster.pausing.id
  engine             = "aurora-postgresql"
  instance_class     = "db.serverless"
}
