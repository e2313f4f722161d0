resource "aws_s3_bucket" "underscore" {
  bucket = "acme_invoices" # IG_DEPLOY_601
}
resource "aws_s3_bucket" "upper" {
  bucket = "Acme-Receipts" # IG_DEPLOY_601
}
resource "aws_s3_bucket" "valid" {
  bucket = "acme-ledger-2031"
}
resource "aws_s3_bucket" "generic" {
  bucket = "my-app-logs" # IG_DEPLOY_602
}
resource "aws_s3_bucket" "numbered" {
  bucket = "test-bucket-123" # IG_DEPLOY_602
}
resource "aws_s3_bucket" "begun" {
  bucket_prefix = "my-bucket-"
}
#---
resource "aws_s3_bucket" "one" {
  bucket_prefix = "one-"
}
resource "aws_s3_bucket_acl" "one" { # IG_DEPLOY_603
  bucket = aws_s3_bucket.one.id
  acl    = "private"
}
resource "aws_s3_bucket" "two" {
  bucket_prefix = "two-"
}
resource "aws_s3_bucket_acl" "two" { # IG_DEPLOY_603
  bucket = aws_s3_bucket.two.id
  acl    = "log-delivery-write"
}
resource "aws_s3_bucket" "three" {
  bucket_prefix = "three-"
}
resource "aws_s3_bucket_ownership_controls" "three" {
  bucket = aws_s3_bucket.three.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}
resource "aws_s3_bucket_acl" "three" { # IG_DEPLOY_604
  bucket = aws_s3_bucket.three.id
  acl    = "private"
}
resource "aws_s3_bucket" "four" {
  bucket_prefix = "four-"
}
resource "aws_s3_bucket_ownership_controls" "four" {
  bucket = aws_s3_bucket.four.id
  rule {
    object_ownership = "ObjectWriter"
  }
}
resource "aws_s3_bucket_acl" "four" { # IG_DEPLOY_604
  bucket = aws_s3_bucket.four.id
  acl    = "log-delivery-write"
}
resource "aws_s3_bucket" "five" {
  bucket_prefix = "five-"
}
resource "aws_s3_bucket_ownership_controls" "five" {
  bucket = aws_s3_bucket.five.id
  rule {
    object_ownership = "ObjectWriter"
  }
}
resource "aws_s3_bucket_acl" "five" {
  bucket     = aws_s3_bucket.five.id
  acl        = "private"
  depends_on = [aws_s3_bucket_ownership_controls.five]
}
resource "aws_s3_bucket" "open" {
  acl = "public-read" # IG_DEPLOY_605
}
resource "aws_s3_bucket" "written" {
  acl = "log-delivery-write" # IG_DEPLOY_605
}
resource "aws_s3_bucket" "closed" {
  acl = "private"
}
#---
resource "aws_s3_bucket" "shop" {
  bucket_prefix = "shop-"
}
resource "aws_s3_bucket_policy" "shop" { # IG_DEPLOY_606
  bucket = aws_s3_bucket.shop.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "${aws_s3_bucket.shop.arn}/*" }]
  })
}
resource "aws_s3_bucket" "kept" {
  bucket_prefix = "kept-"
}
resource "aws_s3_bucket_public_access_block" "kept" {
  bucket              = aws_s3_bucket.kept.id
  block_public_policy = true
}
resource "aws_s3_bucket_policy" "kept" { # IG_DEPLOY_606
  bucket = aws_s3_bucket.kept.id
  policy = <<EOF
{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": "${aws_s3_bucket.kept.arn}/*"}}
EOF
}
resource "aws_s3_bucket" "early" {
  bucket_prefix = "early-"
}
resource "aws_s3_bucket_public_access_block" "early" {
  bucket              = aws_s3_bucket.early.id
  block_public_policy = false
}
resource "aws_s3_bucket_policy" "early" { # IG_DEPLOY_607
  bucket = aws_s3_bucket.early.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }] })
}
resource "aws_s3_bucket" "sooner" {
  bucket_prefix = "sooner-"
}
resource "aws_s3_bucket_public_access_block" "sooner" {
  bucket = aws_s3_bucket.sooner.id
}
resource "aws_s3_bucket_policy" "sooner" { # IG_DEPLOY_607
  bucket = aws_s3_bucket.sooner.bucket
  policy = data.aws_iam_policy_document.everybody.json
}
data "aws_iam_policy_document" "everybody" {
  statement {
    effect    = "Allow"
    actions   = ["s3:GetObject"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}
resource "aws_s3_bucket" "limited" {
  bucket_prefix = "limited-"
}
resource "aws_s3_bucket_policy" "limited" {
  bucket = aws_s3_bucket.limited.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "true" } } }] })
}
#---
resource "aws_s3_bucket" "site" {
  bucket_prefix = "site-"
}
resource "aws_s3_bucket_website_configuration" "site" { # IG_DEPLOY_608
  bucket = aws_s3_bucket.site.id
  index_document {
    suffix = "index.html"
  }
}
resource "aws_s3_bucket" "blog" {
  bucket_prefix = "blog-"
}
resource "aws_s3_bucket_website_configuration" "blog" { # IG_DEPLOY_608
  bucket = aws_s3_bucket.blog.bucket
  index_document {
    suffix = "index.html"
  }
}
resource "aws_s3_bucket" "moved" {
  bucket_prefix = "moved-"
}
resource "aws_s3_bucket_website_configuration" "moved" {
  bucket = aws_s3_bucket.moved.id
  redirect_all_requests_to {
    host_name = "shop.acme.dev"
  }
}
#---
resource "aws_s3_bucket" "inbox" {
  bucket_prefix = "inbox-"
}
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = var.role
  handler       = "a.b"
  runtime       = "python3.13"
}
variable "role" {}
resource "aws_s3_bucket_notification" "inbox" {
  bucket = aws_s3_bucket.inbox.id
  lambda_function { # IG_DEPLOY_609
    lambda_function_arn = aws_lambda_function.resize.arn
    events              = ["s3:ObjectCreated:*"]
  }
  queue { # IG_DEPLOY_609
    queue_arn = aws_sqs_queue.jobs.arn
    events    = ["s3:ObjectRemoved:*"]
  }
}
#---
resource "aws_s3_bucket" "inbox" {
  bucket_prefix = "inbox-"
}
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = "sqs:SendMessage", Resource = aws_sqs_queue.jobs.arn }] })
}
resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = var.role
  handler       = "a.b"
  runtime       = "python3.13"
}
variable "role" {}
resource "aws_lambda_permission" "resize" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.resize.function_name
  principal     = "s3.amazonaws.com"
}
resource "aws_s3_bucket_notification" "inbox" {
  bucket = aws_s3_bucket.inbox.id
  lambda_function { # IG_DEPLOY_610
    lambda_function_arn = aws_lambda_function.resize.arn
    events              = ["s3:ObjectCreated:*"]
  }
  queue { # IG_DEPLOY_610
    queue_arn = aws_sqs_queue.jobs.arn
    events    = ["s3:ObjectRemoved:*"]
  }
}
#---
resource "aws_s3_bucket" "from" {
  bucket_prefix = "from-"
}
resource "aws_s3_bucket" "to" {
  bucket_prefix = "to-"
}
resource "aws_s3_bucket_replication_configuration" "copy" { # IG_DEPLOY_611
  bucket = aws_s3_bucket.from.id
  role   = "arn:aws:iam::210987654321:role/copy"
  rule {
    status = "Enabled"
    destination {
      bucket = aws_s3_bucket.to.arn
    }
  }
}
#---
resource "aws_s3_bucket" "from" {
  bucket_prefix = "from-"
}
resource "aws_s3_bucket_replication_configuration" "copy" { # IG_DEPLOY_611
  bucket = aws_s3_bucket.from.id
  role   = "arn:aws:iam::210987654321:role/copy"
  rule {
    status = "Enabled"
    destination {
      bucket = "arn:aws:s3:::acme-copy"
    }
  }
}
#---
resource "aws_s3_bucket" "from" {
  bucket_prefix = "from-"
}
resource "aws_s3_bucket_versioning" "from" {
  bucket = aws_s3_bucket.from.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_replication_configuration" "copy" { # IG_DEPLOY_612
  bucket = aws_s3_bucket.from.id
  role   = "arn:aws:iam::210987654321:role/copy"
}
resource "aws_s3_bucket" "other" {
  bucket_prefix = "other-"
}
resource "aws_s3_bucket_versioning" "other" {
  bucket = aws_s3_bucket.other.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket_replication_configuration" "other" { # IG_DEPLOY_612
  bucket = aws_s3_bucket.other.id
  role   = "arn:aws:iam::210987654321:role/copy"
}
resource "aws_s3_bucket_replication_configuration" "after" {
  bucket     = aws_s3_bucket.other.id
  role       = "arn:aws:iam::210987654321:role/copy"
  depends_on = [aws_s3_bucket_versioning.other]
}
#---
resource "aws_s3_bucket_lifecycle_configuration" "old" {
  bucket = "acme-ledger-2031"
  rule {
    id     = "rare"
    status = "Enabled"
    transition {
      days          = 7 # IG_DEPLOY_613
      storage_class = "STANDARD_IA"
    }
    transition {
      days          = 14 # IG_DEPLOY_613
      storage_class = "ONEZONE_IA"
    }
    transition {
      days          = 1
      storage_class = "GLACIER"
    }
  }
  rule {
    id     = "gone"
    status = "Enabled"
    transition {
      days          = 60 # IG_DEPLOY_614
      storage_class = "GLACIER"
    }
    transition {
      days          = 90 # IG_DEPLOY_614
      storage_class = "DEEP_ARCHIVE"
    }
    expiration {
      days = 60
    }
  }
}
#---
resource "aws_s3_bucket" "one" {
  bucket_prefix = "one-"
}
resource "aws_s3_bucket_notification" "first" {
  bucket      = aws_s3_bucket.one.id
  eventbridge = true
}
resource "aws_s3_bucket_notification" "second" { # IG_DEPLOY_615
  bucket      = aws_s3_bucket.one.id
  eventbridge = true
}
resource "aws_s3_bucket_notification" "third" { # IG_DEPLOY_615
  bucket      = aws_s3_bucket.one.bucket
  eventbridge = true
}
resource "aws_s3_bucket_policy" "first" {
  bucket = aws_s3_bucket.one.id
  policy = var.policy
}
resource "aws_s3_bucket_policy" "second" { # IG_DEPLOY_616
  bucket = aws_s3_bucket.one.id
  policy = var.policy
}
resource "aws_s3_bucket_policy" "third" { # IG_DEPLOY_616
  bucket = aws_s3_bucket.one.id
  policy = var.policy
}
variable "policy" {}
#---
resource "aws_s3_bucket" "site" { # IG_DEPLOY_608
  bucket = "shop-orders-site"

  website {
    index_document = "index.html"
  }
}

resource "aws_s3_bucket" "moved" {
  bucket = "shop-orders-moved"

  website {
    redirect_all_requests_to = "https://shop.net"
  }
}
#---
# The provider makes a name for an empty one.
variable "name" {
  default = ""
}

resource "aws_s3_bucket" "unnamed" {
  bucket = var.name
}
#---
resource "aws_s3_bucket_intelligent_tiering_configuration" "early" {
  bucket = "acme-scans-2031"
  name   = "early"
  tiering {
    access_tier = "ARCHIVE_ACCESS"
    days        = 30 # IG_DEPLOY_618
  }
  tiering {
    access_tier = "DEEP_ARCHIVE_ACCESS"
    days        = local.deep # IG_DEPLOY_618
  }
}
resource "aws_s3_bucket_intelligent_tiering_configuration" "late" {
  bucket = "acme-scans-2031"
  name   = "late"
  tiering {
    access_tier = "ARCHIVE_ACCESS"
    days        = 90
  }
  tiering {
    access_tier = "DEEP_ARCHIVE_ACCESS"
    days        = 180
  }
}
locals {
  deep = 90
}
