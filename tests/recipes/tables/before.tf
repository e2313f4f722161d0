#+ all
resource "aws_dynamodb_table" "orders" {
  name           = "orders"
  hash_key       = "id"
  read_capacity  = 5
  write_capacity = 2

  attribute {
    name = "id"
    type = "S"
  }
}
