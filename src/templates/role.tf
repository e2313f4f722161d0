resource "aws_iam_role" "role" {
  # if named
  name = local.identifier
  # unless named
  name_prefix = "${local.name}-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = local.principal }
      Action    = "sts:AssumeRole"
    }]
  })
}

# if server
resource "aws_iam_instance_profile" "role" {
  name_prefix = "${local.name}-"
  role        = aws_iam_role.role.name
}

# if managed
resource "aws_iam_role_policy_attachment" "role" {
  role       = aws_iam_role.role.name
  policy_arn = "arn:aws:iam::aws:policy/${local.managed}"
}

# if bucket
resource "aws_iam_role_policy" "role" {
  name_prefix = "${local.name}-"
  role        = aws_iam_role.role.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = "arn:aws:s3:::${var.bucket_name}"
      },
      {
        Effect = "Allow"
        # unless write
        Action = ["s3:GetObject"]
        # if write
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = "arn:aws:s3:::${var.bucket_name}/*"
      },
    ]
  })
}
