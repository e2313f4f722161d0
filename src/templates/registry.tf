resource "aws_ecr_repository" "registry" {
  name                 = local.name
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_ecr_lifecycle_policy" "registry" {
  repository = aws_ecr_repository.registry.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      # if keep
      description = "Keep the last ${local.keep} images"
      # unless keep
      description = "Remove images without a tag after 14 days"
      # if keep
      selection = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = local.keep }
      # unless keep
      selection = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
      action    = { type = "expire" }
    }]
  })
}
