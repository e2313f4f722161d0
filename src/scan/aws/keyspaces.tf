resource "aws_keyspaces_table" "caught" { # CKV_AWS_265
  keyspace_name = "shop"
  table_name    = "orders"
}

resource "aws_keyspaces_table" "spared" { # !CKV_AWS_265
  keyspace_name = "shop"
  table_name    = "orders"

  encryption_specification {
    kms_key_identifier = "arn:aws:kms:eu-west-1:123456789012:key/a"
    type               = "CUSTOMER_MANAGED_KMS_KEY"
  }
}

resource "aws_keyspaces_table" "owned" { # CKV_AWS_265
  keyspace_name = "shop"
  table_name    = "orders"

  encryption_specification {
    type = "AWS_OWNED_KMS_KEY"
  }
}
