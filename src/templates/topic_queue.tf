resource "aws_sns_topic_subscription" "link" {
  topic_arn            = local.topic
  protocol             = "sqs"
  endpoint             = local.queue
  raw_message_delivery = true
}

resource "aws_sqs_queue_policy" "link" {
  queue_url = local.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = local.queue
      Condition = { ArnEquals = { "aws:SourceArn" = local.topic } }
    }]
  })
}
