resource "aws_cloudwatch_log_group" "logs" {
  # if brief
  # checkov:skip=CKV_AWS_338: this is how long they were asked to be kept
  name              = local.name
  retention_in_days = local.days
}
