resource "aws_secretsmanager_secret" "secret" {
  # checkov:skip=CKV2_AWS_57: its value is put in by hand
  # if named
  name = local.identifier
  # unless named
  name_prefix = "${local.name}-"
  description = "Secret of the application; its value is put in by hand"
}
