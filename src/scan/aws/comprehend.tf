resource "aws_comprehend_entity_recognizer" "caught" { # CKV_AWS_267 CKV_AWS_268
}

resource "aws_comprehend_entity_recognizer" "spared" { # !CKV_AWS_267 !CKV_AWS_268
  model_kms_key_id  = aws_kms_key.own.arn
  volume_kms_key_id = aws_kms_key.own.arn
}
