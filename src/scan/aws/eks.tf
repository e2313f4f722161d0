resource "aws_eks_cluster" "bare" { # CKV_AWS_39 CKV_AWS_58 !CKV_AWS_339
  vpc_config {
    subnet_ids = var.subnets
  }
}

resource "aws_eks_cluster" "hardened" { # clean
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
