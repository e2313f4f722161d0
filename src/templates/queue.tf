resource "aws_sqs_queue" "queue" {
  # unless fifo
  name = local.name
  # if fifo
  name = "${local.name}.fifo"
  # if fifo
  fifo_queue = true
  # if fifo
  content_based_deduplication = true
  sqs_managed_sse_enabled     = true
  # if visibility
  visibility_timeout_seconds = local.visibility
  # if retention
  message_retention_seconds = local.retention
  # if delay
  delay_seconds = local.delay

  # if dead
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.queue_dead.arn
    maxReceiveCount     = local.receives
  })
}

# if dead
resource "aws_sqs_queue" "queue_dead" {
  # unless fifo
  name = "${local.name}-dead"
  # if fifo
  name = "${local.name}-dead.fifo"
  # if fifo
  fifo_queue                = true
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 1209600
}
