resource "aws_ecr_repository" "caught" { # CKV_AWS_51 CKV_AWS_136 CKV_AWS_163
}

resource "aws_ecr_repository" "spared" { # !CKV_AWS_51 !CKV_AWS_136 !CKV_AWS_163
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "KMS"
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}
