resource "aws_codepipeline" "caught" { # CKV_AWS_219
}

resource "aws_codepipeline" "spared" { # !CKV_AWS_219
  artifact_store {
    encryption_key {
      id = aws_kms_key.own.arn
    }
  }
}
