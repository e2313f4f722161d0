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
