resource "aws_config_configuration_recorder" "bare" { # CKV2_AWS_48
  name = "bare"
}

resource "aws_config_configuration_recorder" "full" { # !CKV2_AWS_48
  name = "full"

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}

resource "aws_config_configuration_recorder_status" "full" { # !CKV2_AWS_45
  name       = aws_config_configuration_recorder.full.name
  is_enabled = true
}

resource "aws_config_configuration_recorder_status" "bare" { # CKV2_AWS_45
  name       = aws_config_configuration_recorder.bare.name
  is_enabled = false
}

resource "aws_config_configuration_aggregator" "caught" { # CKV_AWS_121
  name = "caught"
}

resource "aws_config_configuration_aggregator" "spared" { # !CKV_AWS_121
  name = "spared"

  account_aggregation_source {
    account_ids = ["111122223333"]
    all_regions = true
  }
}
