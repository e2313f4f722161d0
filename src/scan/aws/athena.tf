resource "aws_athena_database" "caught" { # CKV_AWS_77
}

resource "aws_athena_database" "spared" { # !CKV_AWS_77
  encryption_configuration {
    encryption_option = "SSE_KMS"
  }
}

resource "aws_athena_workgroup" "caught" { # CKV_AWS_82 CKV_AWS_159
  configuration {
    enforce_workgroup_configuration = false
  }
}

resource "aws_athena_workgroup" "spared" { # !CKV_AWS_82 !CKV_AWS_159
  configuration {
    enforce_workgroup_configuration = true

    result_configuration {
      encryption_configuration {
        encryption_option = "SSE_KMS"
      }
    }
  }
}
