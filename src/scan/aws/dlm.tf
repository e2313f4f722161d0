resource "aws_dlm_lifecycle_policy" "event_bare" { # CKV_AWS_253 CKV_AWS_254 ?CKV_AWS_255
  description        = "snapshots"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"

  policy_details {
    policy_type = "EVENT_BASED_POLICY"

    action {
      name = "copy"

      cross_region_copy {
        target = "eu-west-1"

        encryption_configuration {
          encryption = false
        }
      }
    }
  }
}

resource "aws_dlm_lifecycle_policy" "event_encrypted" { # !CKV_AWS_253 CKV_AWS_254
  description        = "snapshots"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"

  policy_details {
    policy_type = "EVENT_BASED_POLICY"

    action {
      name = "copy"

      cross_region_copy {
        target = "eu-west-1"

        encryption_configuration {
          encryption = true
        }
      }
    }
  }
}

resource "aws_dlm_lifecycle_policy" "event_full" { # !CKV_AWS_253 !CKV_AWS_254
  description        = "snapshots"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"

  policy_details {
    policy_type = "EVENT_BASED_POLICY"

    action {
      name = "copy"

      cross_region_copy {
        target = "eu-west-1"

        encryption_configuration {
          encryption = true
          cmk_arn    = "arn:aws:kms:eu-west-1:123456789012:key/a"
        }
      }
    }
  }
}

resource "aws_dlm_lifecycle_policy" "schedule_bare" { # CKV_AWS_255 CKV_AWS_256 ?CKV_AWS_253
  description        = "snapshots"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"

  policy_details {
    resource_types = ["VOLUME"]

    schedule {
      name = "daily"

      cross_region_copy_rule {
        target = "eu-west-1"
        encrypted = false
      }
    }
  }
}

resource "aws_dlm_lifecycle_policy" "schedule_encrypted" { # !CKV_AWS_255 CKV_AWS_256
  description        = "snapshots"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"

  policy_details {
    resource_types = ["VOLUME"]

    schedule {
      name = "daily"

      cross_region_copy_rule {
        target = "eu-west-1"
        encrypted = true
      }
    }
  }
}

resource "aws_dlm_lifecycle_policy" "schedule_full" { # !CKV_AWS_255 !CKV_AWS_256
  description        = "snapshots"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"

  policy_details {
    resource_types = ["VOLUME"]

    schedule {
      name = "daily"

      cross_region_copy_rule {
        target = "eu-west-1"
        encrypted = true
        cmk_arn   = "arn:aws:kms:eu-west-1:123456789012:key/a"
      }
    }
  }
}
