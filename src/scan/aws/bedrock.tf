resource "aws_bedrockagent_agent" "caught" { # CKV_AWS_373 CKV_AWS_383
}

resource "aws_bedrockagent_agent" "spared" { # !CKV_AWS_373 !CKV_AWS_383
  customer_encryption_key_arn = aws_kms_key.own.arn

  guardrail_configuration {
    guardrail_identifier = aws_bedrock_guardrail.a.guardrail_id
  }
}
