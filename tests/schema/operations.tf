# What is done with values that cannot be done with them.

variable "names" {
  type = list(string)
}

variable "zones" {
  type = set(string)
}

variable "sizes" {
  type = map(number)
}

variable "server" {
  type = object({ name = string, size = optional(number) })
}

variable "name" {
  type = string
}

variable "anything" {
}

variable "secret" {
  type      = string
  sensitive = true
}

locals {
  ports  = [80, 443]
  owner  = { name = "ops", mail = "ops@example.com" }
  nested = local.owner
  loop   = [local.loop] # Self-referencing local value
}

output "what_is_not_known_yet_is_left_to_the_plan" {
  value = "names: ${var.names}"
}

output "and_so_is_a_map" {
  value = "sizes: ${var.sizes}"
}

output "local_list_in_a_text" {
  value = "ports: ${local.ports}" # Invalid template interpolation value
}

output "a_text_of_one_interpolation_is_what_it_holds" {
  value = "${var.names}"
}

output "attribute_of_a_text" {
  value = var.name.first # Unsupported attribute
}

output "attribute_of_a_list" {
  value = var.names.first # Unsupported attribute
}

output "attribute_of_an_object" {
  value = [var.server.size, var.server.nam] # Unsupported attribute
}

output "attribute_of_a_local" {
  value = [local.nested.mail, local.nested.male] # Unsupported attribute
}

output "key_of_a_local" {
  value = local.owner["phone"] # Invalid index
}

output "place_in_a_set" {
  value = var.zones[0] # Invalid index
}

output "place_in_a_list" {
  value = [var.names[0], local.ports[1], var.anything[0].a.b]
}

output "word_for_a_place" {
  value = var.names["first"] # Invalid index
}

output "sum" {
  value = var.names + 1 # Invalid operand
}

output "sums" {
  value = ["1" + 1, var.name + 1, -var.sizes["a"], var.anything + 1]
}

output "not" {
  value = !var.names # Invalid operand
}

output "both" {
  value = "yes" && true # Invalid operand
}

output "condition" {
  value = [var.names ? 1 : 2, local.ports ? 1 : 2] # Incorrect condition type
}

output "walked" {
  value = [for letter in var.name : letter] # Iteration over non-iterable value
}

output "not_evaluated" {
  value = try("${var.names}", var.anything ? "${var.names}" : "", [for a in [] : "${var.names}"])
}

output "joined" {
  value = join(",", var.name) # Invalid function argument
}

output "upper" {
  value = upper(local.ports) # Invalid function argument
}

output "length" {
  value = length(5) # Error in function call
}

output "merged" {
  value = merge(local.owner, var.names) # Error in function call
}

output "keys" {
  value = keys(var.names) # Invalid function argument
}

output "split" {
  value = [split(",", var.name), join("-", local.ports), upper(5), max("1", 2)]
}

output "secret" { # Output refers to sensitive values
  value = "postgres://admin:${var.secret}@db"
}

output "marked_secret" {
  value     = var.secret
  sensitive = true
}

locals {
  account = { password = var.secret, name = "admin" }
}

output "secret_of_a_local" { # Output refers to sensitive values
  value = upper(local.account.password)
}

variable "secrets" {
  type      = map(string)
  sensitive = true
}

locals {
  secrets = var.secrets
}

resource "aws_sns_topic" "sensitive_map" {
  for_each = var.secrets # Invalid for_each argument
}

resource "aws_sns_topic" "sensitive_local" {
  for_each = local.secrets # Invalid for_each argument
}

resource "aws_sns_topic" "sensitive_values" {
  for_each = local.account
}

output "beside_a_secret" {
  value = upper(local.account.name)
}

output "cleared_secret" {
  value = nonsensitive(var.secret)
}

output "key" {
  value = each.key # Reference to in context without for_each
}

output "index" {
  value = count.index # Reference to in non-counted context
}

output "self" {
  value = self.id # Invalid reference
}

output "path" {
  value = "${path.home}/x" # Invalid attribute
}

resource "aws_instance" "list_for_a_text" {
  ami                    = var.names       # Incorrect attribute value type
  instance_type          = local.owner     # Incorrect attribute value type
  vpc_security_group_ids = var.name        # Incorrect attribute value type
  subnet_id              = var.anything
  tags                   = local.nested
  availability_zone      = var.server.name
}
