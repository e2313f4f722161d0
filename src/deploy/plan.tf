resource "aws_s3_bucket" "own" {
  bucket = "ledger"
  tags = {
    arn = aws_s3_bucket.own.arn # IG_DEPLOY_501
  }
}
resource "aws_sqs_queue" "own" {
  policy = jsonencode({ Resource = aws_sqs_queue.own.arn }) # IG_DEPLOY_501
}
resource "aws_sqs_queue" "other" {
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.own.arn, maxReceiveCount = 3 })
}
resource "aws_subnet" "a" {
  vpc_id     = var.vpc
  cidr_block = "10.0.0.0/24"
}
variable "vpc" {}
resource "aws_route_table_association" "each" {
  for_each       = toset([aws_subnet.a.id]) # IG_DEPLOY_502
  subnet_id      = each.key
  route_table_id = "rtb-0d2f8a91c3b7e6504"
}
locals {
  queues = [aws_sqs_queue.other.arn]
}
resource "aws_sns_topic_subscription" "each" {
  for_each  = toset(local.queues) # IG_DEPLOY_502
  topic_arn = "arn:aws:sns:eu-west-1:210987654321:orders"
  protocol  = "sqs"
  endpoint  = each.key
}
resource "aws_sqs_queue" "keyed" {
  for_each = toset(["a", "b"])
}
resource "aws_sqs_queue" "counted" {
  count = 2
}
output "wrong" {
  value = aws_sqs_queue.keyed[0].arn # IG_DEPLOY_503
}
output "beyond" {
  value = aws_sqs_queue.counted[2].arn # IG_DEPLOY_503
}
output "right" {
  value = [aws_sqs_queue.keyed["a"].arn, aws_sqs_queue.counted[1].arn]
}
output "guarded" {
  value = try(aws_sqs_queue.counted[2].arn, "")
}
#---
resource "aws_dynamodb_table" "spare" {
  name         = "spare"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  attribute { # IG_DEPLOY_504
    name = "age"
    type = "N"
  }
  attribute { # IG_DEPLOY_504
    name = "mail"
    type = "S"
  }
}
resource "aws_dynamodb_table" "undeclared" { # IG_DEPLOY_505
  name         = "undeclared"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
}
resource "aws_dynamodb_table" "index" { # IG_DEPLOY_505
  name         = "index"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  global_secondary_index {
    name            = "by-mail"
    hash_key        = "mail"
    projection_type = "ALL"
  }
}
resource "aws_dynamodb_table" "right" {
  name         = "right"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "at"
  dynamic "attribute" {
    for_each = var.attributes
    content {
      name = attribute.value
      type = "S"
    }
  }
}
variable "attributes" {
  type = list(string)
}
resource "aws_dynamodb_table" "paid" {
  name           = "paid"
  billing_mode   = "PAY_PER_REQUEST"
  read_capacity  = 5 # IG_DEPLOY_506
  write_capacity = 5
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "write" {
  name           = "write"
  billing_mode   = "PAY_PER_REQUEST"
  write_capacity = 5 # IG_DEPLOY_506
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "unpaid" { # IG_DEPLOY_507
  name     = "unpaid"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "half" { # IG_DEPLOY_507
  name           = "half"
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  stream_enabled = true # IG_DEPLOY_508
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "stream" {
  name           = "stream"
  billing_mode   = "PAY_PER_REQUEST"
  stream_enabled = true # IG_DEPLOY_508
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "no_stream" {
  name           = "no-stream"
  billing_mode   = var.mode
  read_capacity  = 5
  stream_enabled = false
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
variable "mode" {}
#---
resource "aws_instance" "a" {
  subnet_id = "subnet-12345678" # IG_DEPLOY_551
}
resource "aws_lb" "a" {
  subnets = ["subnet-abcdef12", "subnet-your-id"] # IG_DEPLOY_551
}
variable "network" {
  default = "vpc-12345678" # IG_DEPLOY_551
}
resource "aws_instance" "real" {
  subnet_id = "subnet-0d2f8a91c3b7e6504"
  tags = {
    Name = "subnet-12345678"
  }
}
#---
variable "days" {
  default = 45
}

resource "aws_iam_role" "a" {
  name               = "deployer"
  assume_role_policy = "{}"
}

resource "aws_elastic_beanstalk_application" "a" {
  name = "shop"

  appversion_lifecycle {
    service_role = aws_iam_role.a.name # IG_DEPLOY_509
  }
}

resource "aws_elastic_beanstalk_application" "spared" {
  name = "stock"

  appversion_lifecycle {
    service_role = aws_iam_role.a.arn
  }
}

resource "aws_cloudwatch_log_group" "a" {
  name              = "/shop/orders"
  retention_in_days = var.days # IG_DEPLOY_509
}
#---
resource "aws_kinesis_firehose_delivery_stream" "a" {
  name        = "a"
  destination = "http_endpoint" # IG_DEPLOY_510
}

resource "aws_kinesis_firehose_delivery_stream" "b" {
  name        = "b"
  destination = "elasticsearch" # IG_DEPLOY_510
}

resource "aws_kinesis_firehose_delivery_stream" "spared" {
  name        = "c"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = "arn:aws:iam::555566667777:role/firehose"
    bucket_arn = "arn:aws:s3:::shop-orders"
  }
}
#---
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "a" {
  name = "a"
}

output "a" {
  value = "logs in ${data.aws_region.current}" # IG_DEPLOY_511
}

output "b" {
  value = "arn of ${data.aws_caller_identity.current}, ${aws_sns_topic.a.arn}" # IG_DEPLOY_511
}

output "spared" {
  value = "in ${data.aws_region.current.name}"
}

output "whole" {
  value = "${data.aws_region.current}"
}
#---
data "aws_ami" "a" {
  owners      = ["099720109477"]
  most_recent = true

  filter {
    name   = "name"
    values = ["ubuntu-20.04*"] # IG_DEPLOY_512
  }
}

data "aws_ami" "b" {
  owners = ["099720109477"]

  filter {
    name   = "name"
    values = ["Ubuntu Server 22.04 LTS"] # IG_DEPLOY_512
  }
}

data "aws_ami" "spared" {
  owners = ["099720109477"]

  filter {
    name   = "name"
    values = ["*ubuntu-noble-24.04-amd64-server-*"]
  }
}

data "aws_ami" "spared_too" {
  owners = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"]
  }
}
#---
data "aws_vpc" "default" {
  default = true
}

data "aws_subnet" "a" { # IG_DEPLOY_513
  vpc_id = data.aws_vpc.default.id
}

data "aws_subnet" "b" { # IG_DEPLOY_513
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_subnet" "spared" {
  vpc_id            = data.aws_vpc.default.id
  availability_zone = "us-east-1a"
  default_for_az    = true
}
#---
variable "subnet_ids" {} # IG_DEPLOY_514

variable "more" { # IG_DEPLOY_514
  description = "More subnets"
}

variable "spared" {
  type = list(string)
}

resource "aws_db_subnet_group" "a" {
  subnet_ids = var.subnet_ids
}

resource "aws_db_subnet_group" "b" {
  subnet_ids = concat(var.more, var.spared)
}
#---
resource "aws_elastic_beanstalk_environment" "a" {
  name                   = "shop-env"
  application            = "shop"
  wait_for_ready_timeout = 300 # IG_DEPLOY_515
  poll_interval          = "20s"
}

resource "aws_vpc" "a" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "a" {
  vpc_id = aws_vpc.a.id

  timeouts {
    create = "5" # IG_DEPLOY_515
    delete = "10m"
  }
}
#---
provider "aws" {
  region = "us-east1" # IG_DEPLOY_516
}

provider "aws" {
  alias  = "other"
  region = "eu-west-1a" # IG_DEPLOY_516
}

provider "aws" {
  alias  = "spared"
  region = "ap-southeast-9"
}
#---
locals {
  vpc_id = "vpc-12345678" # IG_DEPLOY_551
}
#---
# Terraform skips a dependency of a resource on itself.
resource "aws_sqs_queue" "own" {
  depends_on = [aws_sqs_queue.own]
}
#---
# A later version of the provider lists later numbers.
variable "runtime" {
  default = "python3.99"
}

variable "engine" {
  default = "perl"
}

resource "aws_lambda_function" "later" {
  function_name = "later"
  role          = "arn:aws:iam::210987654321:role/later"
  handler       = "index.handler"
  filename      = "later.zip"
  runtime       = var.runtime
}

resource "aws_lambda_function" "unknown" {
  function_name = "unknown"
  role          = "arn:aws:iam::210987654321:role/later"
  handler       = "index.handler"
  filename      = "later.zip"
  runtime       = var.engine # IG_DEPLOY_509
}
#---
# No version that is admitted lists the number.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

variable "runtime" {
  default = "python3.99"
}

resource "aws_lambda_function" "later" {
  function_name = "later"
  role          = "arn:aws:iam::210987654321:role/later"
  handler       = "index.handler"
  filename      = "later.zip"
  runtime       = var.runtime # IG_DEPLOY_509
}
#---
# Images that are deprecated, and a lookup that shows them.
data "aws_ami" "first" {
  most_recent = true
  owners      = ["amazon"]

  filter {
    name   = "name"
    values = ["amzn-ami-hvm-*-x86_64-gp2"] # IG_DEPLOY_512
  }
}

locals {
  pattern = "ubuntu/images/hvm-ssd/ubuntu-trusty-14.04-amd64-server-*" # IG_DEPLOY_512
}

data "aws_ami" "trusty" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = [local.pattern]
  }
}

data "aws_ami" "deprecated" {
  most_recent        = true
  include_deprecated = true
  owners             = ["amazon"]

  filter {
    name   = "name"
    values = ["amzn-ami-hvm-*-x86_64-gp2"]
  }
}
#---
variable "copy" {
  default = "eu-central-1b"
}
resource "aws_dynamodb_table" "copied" {
  name             = "copied"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
  replica {
    region_name = "eu-west-1a" # IG_DEPLOY_526
  }
  replica {
    region_name = "eu-north-1"
  }
}
resource "aws_ami_copy" "copied" {
  name              = "copied"
  source_ami_id     = "ami-0a1b2c3d4e5f60718"
  source_ami_region = var.copy # IG_DEPLOY_526
}
#---
resource "aws_cloudwatch_metric_alarm" "bare" {
  alarm_name          = "bare"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "CPUUtilization" # IG_DEPLOY_510 IG_DEPLOY_528 IG_DEPLOY_528
  threshold           = 80
}
resource "aws_cloudwatch_metric_alarm" "whole" {
  alarm_name          = "whole"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  extended_statistic  = "p99"
  metric_name         = "Latency"
  namespace           = "Shop"
  period              = 60
  threshold           = 2
}
resource "aws_cloudwatch_metric_alarm" "query" {
  alarm_name          = "query"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 2
  metric_query {
    id          = "all"
    expression  = "1 + 1"
    return_data = true
  }
}
resource "aws_autoscaling_policy" "tracking" {
  name                   = "tracking"
  autoscaling_group_name = "shop-web"
  policy_type            = "TargetTrackingScaling" # IG_DEPLOY_528
}
resource "aws_autoscaling_policy" "simple" { # IG_DEPLOY_528
  name                   = "simple"
  autoscaling_group_name = "shop-web"
  adjustment_type        = "ChangeInCapacity"
}
resource "aws_autoscaling_policy" "simple_whole" {
  name                   = "simple-whole"
  autoscaling_group_name = "shop-web"
  adjustment_type        = "ChangeInCapacity"
  scaling_adjustment     = 1
}
resource "aws_api_gateway_authorizer" "token" { # IG_DEPLOY_510
  name        = "token"
  rest_api_id = "a1b2c3"
}
resource "aws_config_config_rule" "managed" {
  name = "managed"
  source {
    owner = "AWS" # IG_DEPLOY_528
  }
}
resource "aws_s3_bucket_website_configuration" "shop" {
  bucket = "acme-shop-2031"
  redirect_all_requests_to {
    host_name = "shop.acme-tools.net"
  }
}
#---
resource "aws_dynamodb_table" "keyless" {
  name           = "keyless" # IG_DEPLOY_528
  read_capacity  = 5
  write_capacity = 5
}
resource "aws_dynamodb_table" "restored" {
  name                   = "restored"
  billing_mode           = "PAY_PER_REQUEST"
  restore_source_name    = "sessions"
  restore_to_latest_time = true
}
#---
# What is no id at all becomes a question, and an id that may exist is kept.
locals {
  vpc_id = "your_vpc_id" # IG_DEPLOY_551
  spared = "vpc-0c33dc8cd64f408c4"
}
variable "subnets" {
  type    = list(string)
  default = ["<your-subnet-id>", "REPLACE_ME"] # IG_DEPLOY_551
}
variable "spared" {
  type    = string
  default = "subnet-058f2539848691111"
}
resource "aws_security_group" "local" {
  name   = "local"
  vpc_id = local.vpc_id
}
resource "aws_security_group" "spared" {
  name   = "spared"
  vpc_id = local.spared
  tags = {
    vpc_id = "my-vpc"
  }
}
resource "aws_eks_cluster" "it" {
  name     = "it"
  role_arn = "arn:aws:iam::406371962315:role/eks"
  vpc_config {
    subnet_ids         = var.subnets
    security_group_ids = ["{{security_group_id}}"] # IG_DEPLOY_551
  }
}
resource "aws_network_interface" "spared" {
  subnet_id = var.spared
}
