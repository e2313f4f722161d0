resource "aws_lb_target_group_attachment" "server" {
  # if many
  count            = local.count
  target_group_arn = aws_lb_target_group.main.arn
  # unless many
  target_id = aws_instance.server.id
  # if many
  target_id = aws_instance.server[count.index].id
}
