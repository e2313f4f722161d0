resource "aws_ssm_parameter" "caught" { # CKV_AWS_337
  type = "SecureString"
}

resource "aws_ssm_parameter" "own_key" { # !CKV_AWS_337
  type   = "SecureString"
  key_id = aws_kms_key.own.arn
}

resource "aws_ssm_parameter" "no_secret" { # !CKV_AWS_337
  type = "String"
}

resource "aws_ssm_document" "caught" { # CKV_AWS_303
  permissions = {
    type        = "Share"
    account_ids = "All"
  }
}

resource "aws_ssm_document" "spared" { # !CKV_AWS_303
  permissions = {
    type        = "Share"
    account_ids = "123456789012"
  }
}

resource "aws_ssm_parameter" "graph_bare" { # CKV2_AWS_34
  name = "bare"
  type = "String"
}

resource "aws_ssm_parameter" "graph_full" { # !CKV2_AWS_34
  name = "full"
  type = "SecureString"
}

resource "aws_ssm_document" "session_bare" { # CKV_AWS_112 CKV_AWS_113
  name            = "shell"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs        = { kmsKeyId = "", s3BucketName = "logs", s3EncryptionEnabled = false }
  })
}

resource "aws_ssm_document" "session_full" { # !CKV_AWS_112 !CKV_AWS_113
  name            = "shell"
  document_type   = "Session"
  document_format = "JSON"
  content         = <<-DOC
    {
      "schemaVersion": "1.0",
      "sessionType": "Standard_Stream",
      "inputs": { "kmsKeyId": "alias/sessions", "s3BucketName": "logs", "s3EncryptionEnabled": true }
    }
  DOC
}

resource "aws_ssm_document" "session_yaml" { # !CKV_AWS_112 CKV_AWS_113
  name            = "shell"
  document_type   = "Session"
  document_format = "YAML"
  content         = <<DOC
schemaVersion: '1.0'
sessionType: Standard_Stream
inputs:
  kmsKeyId: 'alias/sessions'
  s3BucketName: ''
DOC
}

data "http" "with_secret" { # CKV2_AWS_36
  url = "https://example.com/?p=${aws_ssm_parameter.sent.value}"
}

resource "aws_ssm_parameter" "sent" {
  name  = "/app/password"
  type  = "SecureString"
  value = var.password
}

data "http" "plain" { # !CKV2_AWS_36
  url = "https://example.com/"
}
