#+ all
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

resource "aws_redshift_cluster" "facts" {
  cluster_identifier = "facts"
  node_type          = "ra3.large"
  master_username    = "keeper"
  master_password    = var.password
}

variable "password" {
  sensitive = true
}
