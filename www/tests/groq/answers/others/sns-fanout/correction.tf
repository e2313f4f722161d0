resource "aws_sns_topic" "orders" {
  name              = "orders"
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sqs_queue" "consumer" {
  for_each                = local.consumers
  name                    = "orders-${each.key}"
  sqs_managed_sse_enabled = true
}
