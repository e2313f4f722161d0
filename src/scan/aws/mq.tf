resource "aws_mq_broker" "bare" { # CKV_AWS_48 CKV_AWS_197 CKV_AWS_207 CKV_AWS_209 !CKV_AWS_69
  engine_type = "ActiveMQ"
}

resource "aws_mq_broker" "hardened" { # clean
  engine_type                = "ActiveMQ"
  auto_minor_version_upgrade = true

  encryption_options {
    kms_key_id = aws_kms_key.own.arn
  }

  logs {
    audit   = true
    general = true
  }
}

resource "aws_mq_broker" "rabbit" { # ?CKV_AWS_197
  engine_type = "RabbitMQ"
}

resource "aws_mq_broker" "open" { # CKV_AWS_69
  publicly_accessible = true
}

resource "aws_mq_broker" "old" { # CKV_AWS_208
  engine_type    = "ActiveMQ"
  engine_version = "5.15.0"
}

resource "aws_mq_broker" "current" { # !CKV_AWS_208
  engine_type    = "RabbitMQ"
  engine_version = "3.13.2"
}

resource "aws_mq_configuration" "old" { # CKV_AWS_208
  engine_type    = "ActiveMQ"
  engine_version = "5.15.0"
}

resource "aws_mq_configuration" "current" { # !CKV_AWS_208
  engine_type    = "RabbitMQ"
  engine_version = "3.13.2"
}
