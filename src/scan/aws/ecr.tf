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

resource "aws_ecr_repository_policy" "caught" { # CKV_AWS_32
  repository = "app"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:*" }]
  })
}

resource "aws_ecr_repository_policy" "spared" { # !CKV_AWS_32
  repository = "app"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = "ecr:BatchGetImage"
    }]
  })
}
