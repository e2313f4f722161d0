resource "aws_eks_cluster" "bare" { # CKV_AWS_39 CKV_AWS_58 !CKV_AWS_339
  vpc_config {
    subnet_ids = var.subnets
  }
}

resource "aws_eks_cluster" "hardened" { # CKV_AWS_37 !CKV_AWS_58 !CKV_AWS_38 !CKV_AWS_339
  # !CKV_AWS_39
  version = "1.31"

  encryption_config {
    resources = ["secrets"]
  }

  vpc_config {
    endpoint_public_access = false
  }
}

resource "aws_eks_cluster" "old" { # CKV_AWS_39 CKV_AWS_58 CKV_AWS_339
  version = "1.21"

  encryption_config {
    resources = ["secrets", "configmaps"]
  }

  vpc_config {
    endpoint_public_access = true
  }
}

resource "aws_eks_cluster" "version_as_a_number" { # !CKV_AWS_339
  version = 1.31
}

resource "aws_eks_cluster" "of_variables" { # ?CKV_AWS_39 ?CKV_AWS_58 ?CKV_AWS_339
  version = var.release

  encryption_config {
    resources = [var.resource]
  }

  vpc_config {
    endpoint_public_access = var.public
  }
}

resource "aws_eks_cluster" "graph_bare" { # CKV_AWS_37 CKV_AWS_38
  name = "bare"

  vpc_config {
    subnet_ids = ["subnet-1"]
  }
}

resource "aws_eks_cluster" "graph_full" { # !CKV_AWS_37 !CKV_AWS_38
  name                      = "full"
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids          = ["subnet-1"]
    public_access_cidrs = ["192.0.2.0/24"]
  }
}

resource "aws_eks_node_group" "open" { # CKV_AWS_100
  cluster_name = "a"

  remote_access {
    ec2_ssh_key = "key"
  }
}

resource "aws_eks_node_group" "closed" { # !CKV_AWS_100
  cluster_name = "a"
}
