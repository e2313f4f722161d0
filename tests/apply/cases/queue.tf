# A queue with a dead letter queue, and a topic that it is subscribed to.

resource "aws_sqs_queue" "rejected" {
  name_prefix = "orders-rejected-"
}

resource "aws_sqs_queue" "orders" {
  name_prefix = "orders-"

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.rejected.arn
    maxReceiveCount     = 4
  })
}

resource "aws_sns_topic" "events" {
  name_prefix = "events-"
}

resource "aws_sns_topic_subscription" "orders" {
  topic_arn = aws_sns_topic.events.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.orders.arn
}
