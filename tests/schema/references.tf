# What references and calls may name.

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "many" {
  count      = 2
  vpc_id     = aws_vpc.main.vpc_id # Unsupported attribute
  cidr_block = cidrsubnet(aws_vpc.main[0].cidr_block, 8, count.index) # Unexpected resource instance key
}

resource "aws_subnet" "one" {
  vpc_id     = aws_vpc.main.id
  cidr_block = each.value # Reference to in context without for_each
  tags       = { Index = count.index } # Reference to in non-counted context
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = "arn:aws:iam::123456789012:role/eks"
  vpc_config {
    subnet_ids = [aws_subnet.many.id] # Missing resource instance key
  }
}

output "fine" {
  value = [aws_subnet.many[*].id, aws_subnet.many[0].id, aws_vpc.main.tags.Name, aws_subnet.many]
}

output "attribute_of_an_instance" {
  value = aws_subnet.many[0].name # Unsupported attribute
}

output "block" {
  value = aws_eks_cluster.main.vpc_config.vpc_id # Invalid operation
}

output "list" {
  value = aws_eks_cluster.main.certificate_authority.data # Unsupported attribute
}

output "plain" {
  value = aws_vpc.main.id.name # Unsupported attribute
}

output "function" {
  value = uper("a") # Call to unknown function
}

output "too_many" {
  value = upper("a", "b") # Too many function arguments
}

output "too_few" {
  value = replace("a") # Not enough function arguments
}

output "removed" {
  value = list("a") # Error in function call
}

output "file" {
  value = file("${path.module}/user_data.sh") # Invalid function argument
}

output "caught" {
  value = try(file("user_data.sh"), "")
}

output "hash" {
  value = filebase64sha256("function.zip") # Error in function call
}

resource "aws_security_group" "a" { # Cycle
  name = aws_security_group.b.name
}

resource "aws_security_group" "b" {
  name = aws_security_group.a.name
}

resource "aws_security_group" "a_self_reference_is_left_to_the_plan" {
  name = aws_security_group.a_self_reference_is_left_to_the_plan.description
}

variable "rules" {
  type = any
}

resource "aws_security_group" "items_known_only_in_a_plan" {
  dynamic "ingress" {
    for_each = var.rules
    content {
      from_port = rules.value.port
      to_port   = aws_vpc.none.id
      protocol  = "tcp"
    }
  }

  dynamic "egress" {
    for_each = [var.rules]
    content {
      from_port = 1
      to_port   = aws_vpc.none.id # Reference to undeclared resource
      protocol  = egress.value
    }
  }
}
