resource "aws_sns_topic" "topic" {
  # unless fifo
  name = local.name
  # if fifo
  name = "${local.name}.fifo"
  # if fifo
  fifo_topic = true
  # if fifo
  content_based_deduplication = true
  # unless key
  kms_master_key_id = "alias/aws/sns"
}

# if email
resource "aws_sns_topic_subscription" "topic_email" {
  topic_arn = aws_sns_topic.topic.arn
  protocol  = "email"
  endpoint  = local.email
}
