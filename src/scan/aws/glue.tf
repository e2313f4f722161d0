resource "aws_glue_crawler" "caught" { # CKV_AWS_195
}

resource "aws_glue_crawler" "spared" { # !CKV_AWS_195
  security_configuration = aws_glue_security_configuration.a.name
}

resource "aws_glue_dev_endpoint" "caught" { # CKV_AWS_195
}

resource "aws_glue_dev_endpoint" "spared" { # !CKV_AWS_195
  security_configuration = aws_glue_security_configuration.a.name
}

resource "aws_glue_job" "caught" { # CKV_AWS_195
}

resource "aws_glue_job" "spared" { # !CKV_AWS_195
  security_configuration = aws_glue_security_configuration.a.name
}

resource "aws_glue_data_catalog_encryption_settings" "caught" { # CKV_AWS_94
}

resource "aws_glue_data_catalog_encryption_settings" "spared" { # !CKV_AWS_94
  data_catalog_encryption_settings {
    connection_password_encryption {
      return_connection_password_encrypted = true
      aws_kms_key_id                       = "arn"
    }

    encryption_at_rest {
      catalog_encryption_mode = "SSE-KMS"
      sse_aws_kms_key_id      = "arn"
    }
  }
}

resource "aws_glue_security_configuration" "graph_bare" { # CKV_AWS_99
  name = "bare"
}

resource "aws_glue_security_configuration" "graph_full" { # !CKV_AWS_99
  name = "full"

  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "SSE-KMS"
      kms_key_arn                = "arn"
    }

    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
      kms_key_arn                   = "arn"
    }

    s3_encryption {
      s3_encryption_mode = "SSE-KMS"
      kms_key_arn        = "arn"
    }
  }
}
