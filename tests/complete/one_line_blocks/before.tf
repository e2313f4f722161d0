#> an rhel server
resource "aws_iam_group" "web" { name = "web" }
resource "aws_launch_template" "empty" {}
provider "aws" {}
variable "api_key" { default = "hunter2" }
terraform {}
output "key" { value = var.api_key }
