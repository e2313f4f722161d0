resource "aws_dynamodb_table" "bare" { # CKV_AWS_28
  name = "bare"
}

resource "aws_dynamodb_table" "recovered" { # !CKV_AWS_28
  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_dynamodb_table" "switched_off" { # CKV_AWS_28
  point_in_time_recovery {
    enabled = false
  }
}

resource "aws_dynamodb_table" "string" { # !CKV_AWS_28
  point_in_time_recovery {
    enabled = "true"
  }
}

resource "aws_dynamodb_table" "of_a_variable" { # ?CKV_AWS_28
  point_in_time_recovery {
    enabled = var.recovery
  }
}

resource "aws_dynamodb_table_replica" "caught" { # CKV_AWS_271
}

resource "aws_dynamodb_table_replica" "spared" { # !CKV_AWS_271
  kms_key_arn = aws_kms_key.own.arn
}

resource "aws_dynamodb_table" "graph_bare" { # CKV_AWS_119 CKV2_AWS_16
  name = "bare"
}

resource "aws_dynamodb_table" "graph_full" { # !CKV_AWS_119 !CKV2_AWS_16
  name         = "full"
  billing_mode = "PAY_PER_REQUEST"

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.own.arn
  }
}

resource "aws_dynamodb_global_table" "spared" { # !CKV_AWS_165
  name = "spared"
}
