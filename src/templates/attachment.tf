resource "aws_lb_target_group_attachment" "server" {
  # if many
  count            = local.count
  target_group_arn = aws_lb_target_group.main.arn
  target_id        = local.instance
}
