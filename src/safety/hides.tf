# A finding begins on the line of its mark: `# ID` for every author, `# ID (model)` for a model only.
# A mark `# next: ID` is on the line before.

resource "aws_iam_policy" "turned" {
  name = "a‮b" # IG_SAFETY_301
}

# zero​width # IG_SAFETY_301

resource "aws_sqs_queue" "escaped" {
  name = "a\u200Bb" # IG_SAFETY_301
  tags = { Run = "\u0063\u0075\u0072\u006c" } # IG_SAFETY_301
}

# next: IG_SAFETY_302
resource "aws_sqs_queue" "qуeue" {
  name = "wombat"
}

output "link" {
  value = "https://xn--wmbat-jua.example" # IG_SAFETY_302
}

resource "aws_sqs_queue" "right" {
  # next: IG_SAFETY_303
  name = "wombat"                                                                                                                                  # delay_seconds = 1
}

resource "aws_instance" "encoded" {
  user_data_base64 = "IyEvYmluL3NoCmlkID4gL3RtcC93aG8K" # IG_SAFETY_304
}

locals {
  script = base64decode("IyEvYmluL3NoCmlkID4gL3RtcC93aG8K") # IG_SAFETY_304
}

resource "aws_instance" "decoded" {
  user_data = <<-EOF
    #!/bin/sh
    # next: IG_SAFETY_304
    echo aWQgPiAvdG1wL3dobwo= | base64 -d | sh
  EOF
}

resource "aws_s3_bucket" "skipped" {
  # checkov:skip=CKV_AWS_18: no logs # IG_SAFETY_305 (model)
  # tfsec:ignore:aws-s3-enable-versioning # IG_SAFETY_305 (model)
}

resource "aws_security_group" "ignored" {
  lifecycle {
    ignore_changes = [ingress, tags] # IG_SAFETY_306 (model)
  }
}

import { # IG_SAFETY_307 (model)
  to = aws_s3_bucket.skipped
  id = "wombat"
}

# Spared: names and texts in other languages, emoji, a harmless `ignore_changes`, long blocks.

variable "größe" {
  description = "Größe für Ærøskøbing, 東京, Москва"
}

resource "aws_ssm_parameter" "spared" {
  name        = "/wombat"
  description = "👩‍💻 writes می‌خواهم"
  value       = base64encode("plain text that is encoded for a service")
  tags        = { Encoded = "IyEvYmluL3NoCmlkID4gL3RtcC93aG8K" }
  lifecycle {
    ignore_changes = [tags]
  }
}

resource "aws_kms_external_key" "spared" {
  key_material_base64 = "IyEvYmluL3NoCmlkID4gL3RtcC93aG8KIyEvYmluL3NoCg=="
}

variable "boot" {
  default = "IyEvYmluL3NoCmlkID4gL3RtcC93aG8K"
}

resource "aws_instance" "by_variable" {
  user_data_base64 = var.boot # IG_SAFETY_304
}

resource "aws_launch_template" "word" {
  user_data = "IyEvYmluL3NoCmlkID4gL3RtcC93aG8K" # IG_SAFETY_304
}

resource "aws_launch_template" "spared" {
  user_data = base64encode("echo the launch of a machine")
}

resource "aws_instance" "codes" {
  user_data = <<-EOF
    #!/bin/sh
    # next: IG_SAFETY_304
    printf '\151\144\040\076\141\142\143' | sh
  EOF
}

data "aws_s3_object" "percent" {
  key = "%77%6f%6d%62%61%74" # IG_SAFETY_304
}

resource "aws_instance" "spared_codes" {
  user_data = "date +%Y%m%d%H && curl https://wombat.example/a%20b%2Fc%3A && sed 's/\\(a\\)/\\1/'"
}

resource "aws_autoscaling_group" "spared" {
  for_each  = { one = { strategy = "price-capacity-optimized-always", script = "echo one" } }
  user_data = each.value.script
}

locals {
  backwards = strrev("hs | lruc") # IG_SAFETY_304
}
