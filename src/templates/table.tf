resource "aws_dynamodb_table" "table" {
  # if used
  # checkov:skip=CKV_AWS_119: the function reads it with the key of AWS, for which it needs no rights
  # if read
  # checkov:skip=CKV2_AWS_16: its capacity was asked for as it is
  name         = local.name
  billing_mode = local.billing
  # if read
  read_capacity = local.read
  # if read
  write_capacity = local.write
  hash_key       = local.hash
  # if range
  range_key = local.range

  attribute {
    name = local.hash
    type = local.hash_type
  }

  # if range
  attribute {
    name = local.range
    type = local.range_type
  }

  # if ttl
  ttl {
    attribute_name = local.ttl
    enabled        = true
  }

  # if stream
  stream_enabled = true
  # if stream
  stream_view_type = "NEW_AND_OLD_IMAGES"

  # if deletion_protection
  deletion_protection_enabled = true

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }
}
