resource "aws_iam_role_policy_attachment" "one" {
  role       = "worker"
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonS3ReadOnlyAccess" # IG_DEPLOY_631
}
resource "aws_iam_role_policy_attachment" "two" {
  role       = "worker"
  policy_arn = "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole" # IG_DEPLOY_631
}
resource "aws_iam_role_policy_attachment" "three" {
  role       = "worker"
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}
#---
resource "aws_iam_role" "one" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Resource  = "*" # IG_DEPLOY_632
    }]
  })
}
resource "aws_iam_role" "two" {
  assume_role_policy = jsonencode({
    Statement = {
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Resource  = ["*"] # IG_DEPLOY_632
    }
  })
}
resource "aws_iam_role" "three" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole" }] }) # IG_DEPLOY_633
}
resource "aws_iam_role" "four" {
  assume_role_policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\"}]}" # IG_DEPLOY_633
}
resource "aws_iam_role" "five" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "s3:GetObject" # IG_DEPLOY_634
    }]
  })
}
resource "aws_iam_role" "six" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = ["lambda:InvokeFunction"] # IG_DEPLOY_634
    }]
  })
}
resource "aws_iam_role" "seven" {
  assume_role_policy = jsonencode({ # IG_DEPLOY_635
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role" "eight" {
  assume_role_policy = jsonencode({ # IG_DEPLOY_635
    Statement = [{ Effect = "Allow", Principal = { Service = ["ec2.amazonaws.com", "ecs-tasks"] }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role" "right" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
#---
resource "aws_iam_policy" "one" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*" # IG_DEPLOY_636
      Action    = "s3:GetObject"
      Resource  = "*"
    }]
  })
}
resource "aws_iam_role_policy" "two" {
  role = "worker"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" } # IG_DEPLOY_636
      Action    = "s3:GetObject"
      Resource  = "*"
    }]
  })
}
resource "aws_iam_policy" "three" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject" }] }) # IG_DEPLOY_637
}
resource "aws_iam_user_policy" "four" {
  user   = "worker"
  policy = data.aws_iam_policy_document.bare.json # IG_DEPLOY_637
}
data "aws_iam_policy_document" "bare" {
  statement {
    actions = ["s3:GetObject"]
  }
}
resource "aws_iam_policy" "five" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = ["GetObject"] # IG_DEPLOY_638
      Resource = "*"
    }]
  })
}
resource "aws_iam_group_policy" "six" {
  group = "workers"
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "ListBuckets" # IG_DEPLOY_638
      Resource = "*"
    }]
  })
}
resource "aws_iam_policy" "seven" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "acme-ledger-2031" # IG_DEPLOY_639
    }]
  })
}
resource "aws_iam_policy" "eight" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = ["s3://acme-ledger-2031/*"] # IG_DEPLOY_639
    }]
  })
}
resource "aws_iam_policy" "nine" {
  policy = jsonencode({
    Version   = "2023-01-01" # IG_DEPLOY_640
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}
resource "aws_iam_policy" "ten" {
  policy = jsonencode({
    Version   = "2012-10-07" # IG_DEPLOY_640
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}
resource "aws_iam_policy" "right" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}
#---
resource "aws_iam_role" "worker" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.arn # IG_DEPLOY_643
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}
resource "aws_iam_instance_profile" "worker" {
  role = aws_iam_role.worker.arn # IG_DEPLOY_643
}
resource "aws_iam_role_policy_attachment" "right" {
  role       = aws_iam_role.worker.id
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}
#---
resource "aws_kms_key" "one" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::210987654321:root" }, Action = "kms:Decrypt", Resource = "*" }] }) # IG_DEPLOY_644
}
resource "aws_kms_key" "two" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "s3.amazonaws.com" }, Action = ["kms:Encrypt", "kms:GenerateDataKey*"], Resource = "*" }] }) # IG_DEPLOY_644
}
resource "aws_kms_key" "three" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::210987654321:root" }, Action = "kms:*", Resource = "*" }] })
}
resource "aws_cloudwatch_log_group" "one" {
  kms_key_id = aws_kms_key.three.key_id # IG_DEPLOY_645 IG_DEPLOY_646
}
resource "aws_cloudwatch_log_group" "two" {
  kms_key_id = aws_kms_key.three.id # IG_DEPLOY_645 IG_DEPLOY_646
}
resource "aws_kms_key" "logs" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "logs.eu-west-1.amazonaws.com" }, Action = "kms:*", Resource = "*" }] })
}
resource "aws_cloudwatch_log_group" "three" {
  kms_key_id = aws_kms_key.logs.arn
}
resource "aws_kms_alias" "one" {
  name          = "alias/aws/orders" # IG_DEPLOY_647
  target_key_id = aws_kms_key.three.id
}
resource "aws_kms_alias" "two" {
  name          = "alias/aws/s3" # IG_DEPLOY_647
  target_key_id = aws_kms_key.three.id
}
resource "aws_kms_alias" "three" {
  name          = "alias/orders"
  target_key_id = aws_kms_key.three.id
}
resource "aws_ssm_parameter" "one" {
  name = "/aws/orders/url" # IG_DEPLOY_648
  type = "String"
}
resource "aws_ssm_parameter" "two" {
  name = "ssm-orders" # IG_DEPLOY_648
  type = "String"
}
resource "aws_ssm_parameter" "three" {
  name = "/orders/url"
  type = "String"
}
#---
resource "aws_lambda_function" "one" {
  function_name = "resize images" # IG_DEPLOY_649
  role          = "arn:aws:iam::210987654321:role/resize"
  handler       = "a.b"
  runtime       = "python3.13"
}
resource "aws_elasticache_replication_group" "two" {
  node_type = "cache.t4g.micro"
  replication_group_id = "shop_sessions" # IG_DEPLOY_649
  description          = "sessions of the shop"
}
resource "aws_security_group" "three" {
  name = "shop (web)"
}
resource "aws_sqs_queue" "one" {
  tags = {
    "aws:team" = "shop" # IG_DEPLOY_650
    Team       = "shop"
  }
}
resource "aws_sns_topic" "two" {
  tags = {
    "AWS:Owner" = "shop" # IG_DEPLOY_650
  }
}
#---
resource "aws_sns_topic_policy" "one" {
  arn    = "arn:aws:sns:eu-west-1:123456789012:orders" # IG_DEPLOY_651
  policy = "{}"
}
locals {
  role = "arn:aws:iam::111122223333:role/shop" # IG_DEPLOY_651
  own  = "arn:aws:iam::210987654321:role/shop"
}
#---
resource "aws_iam_policy" "one" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = ["arn:aws:s3:::acme-ledger-0000/*", "arn:aws:s3:::acme-ledger-0001/*", "arn:aws:s3:::acme-ledger-0002/*", "arn:aws:s3:::acme-ledger-0003/*", "arn:aws:s3:::acme-ledger-0004/*", "arn:aws:s3:::acme-ledger-0005/*", "arn:aws:s3:::acme-ledger-0006/*", "arn:aws:s3:::acme-ledger-0007/*", "arn:aws:s3:::acme-ledger-0008/*", "arn:aws:s3:::acme-ledger-0009/*", "arn:aws:s3:::acme-ledger-0010/*", "arn:aws:s3:::acme-ledger-0011/*", "arn:aws:s3:::acme-ledger-0012/*", "arn:aws:s3:::acme-ledger-0013/*", "arn:aws:s3:::acme-ledger-0014/*", "arn:aws:s3:::acme-ledger-0015/*", "arn:aws:s3:::acme-ledger-0016/*", "arn:aws:s3:::acme-ledger-0017/*", "arn:aws:s3:::acme-ledger-0018/*", "arn:aws:s3:::acme-ledger-0019/*", "arn:aws:s3:::acme-ledger-0020/*", "arn:aws:s3:::acme-ledger-0021/*", "arn:aws:s3:::acme-ledger-0022/*", "arn:aws:s3:::acme-ledger-0023/*", "arn:aws:s3:::acme-ledger-0024/*", "arn:aws:s3:::acme-ledger-0025/*", "arn:aws:s3:::acme-ledger-0026/*", "arn:aws:s3:::acme-ledger-0027/*", "arn:aws:s3:::acme-ledger-0028/*", "arn:aws:s3:::acme-ledger-0029/*", "arn:aws:s3:::acme-ledger-0030/*", "arn:aws:s3:::acme-ledger-0031/*", "arn:aws:s3:::acme-ledger-0032/*", "arn:aws:s3:::acme-ledger-0033/*", "arn:aws:s3:::acme-ledger-0034/*", "arn:aws:s3:::acme-ledger-0035/*", "arn:aws:s3:::acme-ledger-0036/*", "arn:aws:s3:::acme-ledger-0037/*", "arn:aws:s3:::acme-ledger-0038/*", "arn:aws:s3:::acme-ledger-0039/*", "arn:aws:s3:::acme-ledger-0040/*", "arn:aws:s3:::acme-ledger-0041/*", "arn:aws:s3:::acme-ledger-0042/*", "arn:aws:s3:::acme-ledger-0043/*", "arn:aws:s3:::acme-ledger-0044/*", "arn:aws:s3:::acme-ledger-0045/*", "arn:aws:s3:::acme-ledger-0046/*", "arn:aws:s3:::acme-ledger-0047/*", "arn:aws:s3:::acme-ledger-0048/*", "arn:aws:s3:::acme-ledger-0049/*", "arn:aws:s3:::acme-ledger-0050/*", "arn:aws:s3:::acme-ledger-0051/*", "arn:aws:s3:::acme-ledger-0052/*", "arn:aws:s3:::acme-ledger-0053/*", "arn:aws:s3:::acme-ledger-0054/*", "arn:aws:s3:::acme-ledger-0055/*", "arn:aws:s3:::acme-ledger-0056/*", "arn:aws:s3:::acme-ledger-0057/*", "arn:aws:s3:::acme-ledger-0058/*", "arn:aws:s3:::acme-ledger-0059/*", "arn:aws:s3:::acme-ledger-0060/*", "arn:aws:s3:::acme-ledger-0061/*", "arn:aws:s3:::acme-ledger-0062/*", "arn:aws:s3:::acme-ledger-0063/*", "arn:aws:s3:::acme-ledger-0064/*", "arn:aws:s3:::acme-ledger-0065/*", "arn:aws:s3:::acme-ledger-0066/*", "arn:aws:s3:::acme-ledger-0067/*", "arn:aws:s3:::acme-ledger-0068/*", "arn:aws:s3:::acme-ledger-0069/*", "arn:aws:s3:::acme-ledger-0070/*", "arn:aws:s3:::acme-ledger-0071/*", "arn:aws:s3:::acme-ledger-0072/*", "arn:aws:s3:::acme-ledger-0073/*", "arn:aws:s3:::acme-ledger-0074/*", "arn:aws:s3:::acme-ledger-0075/*", "arn:aws:s3:::acme-ledger-0076/*", "arn:aws:s3:::acme-ledger-0077/*", "arn:aws:s3:::acme-ledger-0078/*", "arn:aws:s3:::acme-ledger-0079/*", "arn:aws:s3:::acme-ledger-0080/*", "arn:aws:s3:::acme-ledger-0081/*", "arn:aws:s3:::acme-ledger-0082/*", "arn:aws:s3:::acme-ledger-0083/*", "arn:aws:s3:::acme-ledger-0084/*", "arn:aws:s3:::acme-ledger-0085/*", "arn:aws:s3:::acme-ledger-0086/*", "arn:aws:s3:::acme-ledger-0087/*", "arn:aws:s3:::acme-ledger-0088/*", "arn:aws:s3:::acme-ledger-0089/*", "arn:aws:s3:::acme-ledger-0090/*", "arn:aws:s3:::acme-ledger-0091/*", "arn:aws:s3:::acme-ledger-0092/*", "arn:aws:s3:::acme-ledger-0093/*", "arn:aws:s3:::acme-ledger-0094/*", "arn:aws:s3:::acme-ledger-0095/*", "arn:aws:s3:::acme-ledger-0096/*", "arn:aws:s3:::acme-ledger-0097/*", "arn:aws:s3:::acme-ledger-0098/*", "arn:aws:s3:::acme-ledger-0099/*", "arn:aws:s3:::acme-ledger-0100/*", "arn:aws:s3:::acme-ledger-0101/*", "arn:aws:s3:::acme-ledger-0102/*", "arn:aws:s3:::acme-ledger-0103/*", "arn:aws:s3:::acme-ledger-0104/*", "arn:aws:s3:::acme-ledger-0105/*", "arn:aws:s3:::acme-ledger-0106/*", "arn:aws:s3:::acme-ledger-0107/*", "arn:aws:s3:::acme-ledger-0108/*", "arn:aws:s3:::acme-ledger-0109/*", "arn:aws:s3:::acme-ledger-0110/*", "arn:aws:s3:::acme-ledger-0111/*", "arn:aws:s3:::acme-ledger-0112/*", "arn:aws:s3:::acme-ledger-0113/*", "arn:aws:s3:::acme-ledger-0114/*", "arn:aws:s3:::acme-ledger-0115/*", "arn:aws:s3:::acme-ledger-0116/*", "arn:aws:s3:::acme-ledger-0117/*", "arn:aws:s3:::acme-ledger-0118/*", "arn:aws:s3:::acme-ledger-0119/*", "arn:aws:s3:::acme-ledger-0120/*", "arn:aws:s3:::acme-ledger-0121/*", "arn:aws:s3:::acme-ledger-0122/*", "arn:aws:s3:::acme-ledger-0123/*", "arn:aws:s3:::acme-ledger-0124/*", "arn:aws:s3:::acme-ledger-0125/*", "arn:aws:s3:::acme-ledger-0126/*", "arn:aws:s3:::acme-ledger-0127/*", "arn:aws:s3:::acme-ledger-0128/*", "arn:aws:s3:::acme-ledger-0129/*", "arn:aws:s3:::acme-ledger-0130/*", "arn:aws:s3:::acme-ledger-0131/*", "arn:aws:s3:::acme-ledger-0132/*", "arn:aws:s3:::acme-ledger-0133/*", "arn:aws:s3:::acme-ledger-0134/*", "arn:aws:s3:::acme-ledger-0135/*", "arn:aws:s3:::acme-ledger-0136/*", "arn:aws:s3:::acme-ledger-0137/*", "arn:aws:s3:::acme-ledger-0138/*", "arn:aws:s3:::acme-ledger-0139/*", "arn:aws:s3:::acme-ledger-0140/*", "arn:aws:s3:::acme-ledger-0141/*", "arn:aws:s3:::acme-ledger-0142/*", "arn:aws:s3:::acme-ledger-0143/*", "arn:aws:s3:::acme-ledger-0144/*", "arn:aws:s3:::acme-ledger-0145/*", "arn:aws:s3:::acme-ledger-0146/*", "arn:aws:s3:::acme-ledger-0147/*", "arn:aws:s3:::acme-ledger-0148/*", "arn:aws:s3:::acme-ledger-0149/*", "arn:aws:s3:::acme-ledger-0150/*", "arn:aws:s3:::acme-ledger-0151/*", "arn:aws:s3:::acme-ledger-0152/*", "arn:aws:s3:::acme-ledger-0153/*", "arn:aws:s3:::acme-ledger-0154/*", "arn:aws:s3:::acme-ledger-0155/*", "arn:aws:s3:::acme-ledger-0156/*", "arn:aws:s3:::acme-ledger-0157/*", "arn:aws:s3:::acme-ledger-0158/*", "arn:aws:s3:::acme-ledger-0159/*", "arn:aws:s3:::acme-ledger-0160/*", "arn:aws:s3:::acme-ledger-0161/*", "arn:aws:s3:::acme-ledger-0162/*", "arn:aws:s3:::acme-ledger-0163/*", "arn:aws:s3:::acme-ledger-0164/*", "arn:aws:s3:::acme-ledger-0165/*", "arn:aws:s3:::acme-ledger-0166/*", "arn:aws:s3:::acme-ledger-0167/*", "arn:aws:s3:::acme-ledger-0168/*", "arn:aws:s3:::acme-ledger-0169/*", "arn:aws:s3:::acme-ledger-0170/*", "arn:aws:s3:::acme-ledger-0171/*", "arn:aws:s3:::acme-ledger-0172/*", "arn:aws:s3:::acme-ledger-0173/*", "arn:aws:s3:::acme-ledger-0174/*", "arn:aws:s3:::acme-ledger-0175/*", "arn:aws:s3:::acme-ledger-0176/*", "arn:aws:s3:::acme-ledger-0177/*", "arn:aws:s3:::acme-ledger-0178/*", "arn:aws:s3:::acme-ledger-0179/*", "arn:aws:s3:::acme-ledger-0180/*", "arn:aws:s3:::acme-ledger-0181/*", "arn:aws:s3:::acme-ledger-0182/*", "arn:aws:s3:::acme-ledger-0183/*", "arn:aws:s3:::acme-ledger-0184/*", "arn:aws:s3:::acme-ledger-0185/*", "arn:aws:s3:::acme-ledger-0186/*", "arn:aws:s3:::acme-ledger-0187/*", "arn:aws:s3:::acme-ledger-0188/*", "arn:aws:s3:::acme-ledger-0189/*", "arn:aws:s3:::acme-ledger-0190/*", "arn:aws:s3:::acme-ledger-0191/*", "arn:aws:s3:::acme-ledger-0192/*", "arn:aws:s3:::acme-ledger-0193/*", "arn:aws:s3:::acme-ledger-0194/*", "arn:aws:s3:::acme-ledger-0195/*", "arn:aws:s3:::acme-ledger-0196/*", "arn:aws:s3:::acme-ledger-0197/*", "arn:aws:s3:::acme-ledger-0198/*", "arn:aws:s3:::acme-ledger-0199/*", "arn:aws:s3:::acme-ledger-0200/*", "arn:aws:s3:::acme-ledger-0201/*", "arn:aws:s3:::acme-ledger-0202/*", "arn:aws:s3:::acme-ledger-0203/*", "arn:aws:s3:::acme-ledger-0204/*", "arn:aws:s3:::acme-ledger-0205/*", "arn:aws:s3:::acme-ledger-0206/*", "arn:aws:s3:::acme-ledger-0207/*", "arn:aws:s3:::acme-ledger-0208/*", "arn:aws:s3:::acme-ledger-0209/*", "arn:aws:s3:::acme-ledger-0210/*", "arn:aws:s3:::acme-ledger-0211/*", "arn:aws:s3:::acme-ledger-0212/*", "arn:aws:s3:::acme-ledger-0213/*", "arn:aws:s3:::acme-ledger-0214/*", "arn:aws:s3:::acme-ledger-0215/*", "arn:aws:s3:::acme-ledger-0216/*", "arn:aws:s3:::acme-ledger-0217/*", "arn:aws:s3:::acme-ledger-0218/*", "arn:aws:s3:::acme-ledger-0219/*"] }] }) # IG_DEPLOY_641
}
resource "aws_iam_user_policy" "two" {
  user   = "worker"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = ["arn:aws:s3:::acme-ledger-0000/*", "arn:aws:s3:::acme-ledger-0001/*", "arn:aws:s3:::acme-ledger-0002/*", "arn:aws:s3:::acme-ledger-0003/*", "arn:aws:s3:::acme-ledger-0004/*", "arn:aws:s3:::acme-ledger-0005/*", "arn:aws:s3:::acme-ledger-0006/*", "arn:aws:s3:::acme-ledger-0007/*", "arn:aws:s3:::acme-ledger-0008/*", "arn:aws:s3:::acme-ledger-0009/*", "arn:aws:s3:::acme-ledger-0010/*", "arn:aws:s3:::acme-ledger-0011/*", "arn:aws:s3:::acme-ledger-0012/*", "arn:aws:s3:::acme-ledger-0013/*", "arn:aws:s3:::acme-ledger-0014/*", "arn:aws:s3:::acme-ledger-0015/*", "arn:aws:s3:::acme-ledger-0016/*", "arn:aws:s3:::acme-ledger-0017/*", "arn:aws:s3:::acme-ledger-0018/*", "arn:aws:s3:::acme-ledger-0019/*", "arn:aws:s3:::acme-ledger-0020/*", "arn:aws:s3:::acme-ledger-0021/*", "arn:aws:s3:::acme-ledger-0022/*", "arn:aws:s3:::acme-ledger-0023/*", "arn:aws:s3:::acme-ledger-0024/*", "arn:aws:s3:::acme-ledger-0025/*", "arn:aws:s3:::acme-ledger-0026/*", "arn:aws:s3:::acme-ledger-0027/*", "arn:aws:s3:::acme-ledger-0028/*", "arn:aws:s3:::acme-ledger-0029/*", "arn:aws:s3:::acme-ledger-0030/*", "arn:aws:s3:::acme-ledger-0031/*", "arn:aws:s3:::acme-ledger-0032/*", "arn:aws:s3:::acme-ledger-0033/*", "arn:aws:s3:::acme-ledger-0034/*", "arn:aws:s3:::acme-ledger-0035/*", "arn:aws:s3:::acme-ledger-0036/*", "arn:aws:s3:::acme-ledger-0037/*", "arn:aws:s3:::acme-ledger-0038/*", "arn:aws:s3:::acme-ledger-0039/*", "arn:aws:s3:::acme-ledger-0040/*", "arn:aws:s3:::acme-ledger-0041/*", "arn:aws:s3:::acme-ledger-0042/*", "arn:aws:s3:::acme-ledger-0043/*", "arn:aws:s3:::acme-ledger-0044/*", "arn:aws:s3:::acme-ledger-0045/*", "arn:aws:s3:::acme-ledger-0046/*", "arn:aws:s3:::acme-ledger-0047/*", "arn:aws:s3:::acme-ledger-0048/*", "arn:aws:s3:::acme-ledger-0049/*", "arn:aws:s3:::acme-ledger-0050/*", "arn:aws:s3:::acme-ledger-0051/*", "arn:aws:s3:::acme-ledger-0052/*", "arn:aws:s3:::acme-ledger-0053/*", "arn:aws:s3:::acme-ledger-0054/*", "arn:aws:s3:::acme-ledger-0055/*", "arn:aws:s3:::acme-ledger-0056/*", "arn:aws:s3:::acme-ledger-0057/*", "arn:aws:s3:::acme-ledger-0058/*", "arn:aws:s3:::acme-ledger-0059/*", "arn:aws:s3:::acme-ledger-0060/*", "arn:aws:s3:::acme-ledger-0061/*", "arn:aws:s3:::acme-ledger-0062/*", "arn:aws:s3:::acme-ledger-0063/*", "arn:aws:s3:::acme-ledger-0064/*", "arn:aws:s3:::acme-ledger-0065/*", "arn:aws:s3:::acme-ledger-0066/*", "arn:aws:s3:::acme-ledger-0067/*", "arn:aws:s3:::acme-ledger-0068/*", "arn:aws:s3:::acme-ledger-0069/*", "arn:aws:s3:::acme-ledger-0070/*", "arn:aws:s3:::acme-ledger-0071/*", "arn:aws:s3:::acme-ledger-0072/*", "arn:aws:s3:::acme-ledger-0073/*", "arn:aws:s3:::acme-ledger-0074/*", "arn:aws:s3:::acme-ledger-0075/*", "arn:aws:s3:::acme-ledger-0076/*", "arn:aws:s3:::acme-ledger-0077/*", "arn:aws:s3:::acme-ledger-0078/*", "arn:aws:s3:::acme-ledger-0079/*"] }] }) # IG_DEPLOY_641
}
resource "aws_iam_role" "one" { # IG_DEPLOY_642
  assume_role_policy = var.trust
}
resource "aws_iam_role_policy_attachment" "one_0" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_1" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_2" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_3" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_4" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_5" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_6" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_7" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_8" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_9" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "one_10" {
  role       = aws_iam_role.one.name
  policy_arn = var.policy
}
resource "aws_iam_role" "two" { # IG_DEPLOY_642
  assume_role_policy = var.trust
}
resource "aws_iam_role_policy_attachment" "two_0" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_1" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_2" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_3" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_4" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_5" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_6" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_7" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_8" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_9" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
resource "aws_iam_role_policy_attachment" "two_10" {
  role       = aws_iam_role.two.name
  policy_arn = var.policy
}
variable "trust" {}
variable "policy" {}
#---
resource "aws_iam_policy" "effect" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Alow" # IG_DEPLOY_652
      Action   = "s3:GetObject"
      Resource = "*"
    }]
  })
}
resource "aws_iam_policy" "element" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Actions  = "s3:GetObject" # IG_DEPLOY_652
      Resource = "*"
    }]
  })
}
resource "aws_iam_policy" "spared" {
  policy = jsonencode({
    Statement = [{
      Sid       = "Read"
      Effect    = var.effect
      NotAction = "s3:DeleteObject"
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestedRegion" = "eu-west-1" } }
    }]
  })
}
variable "effect" {}
#---
provider "aws" {
  region = "us-gov-west-1"
}
resource "aws_iam_role_policy_attachment" "commercial" {
  role       = "worker"
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" # IG_DEPLOY_653
}
resource "aws_iam_role_policy_attachment" "government" {
  role       = "worker"
  policy_arn = "arn:aws-us-gov:iam::aws:policy/AmazonS3ReadOnlyAccess"
}
#---
provider "aws" {
  region = "eu-west-1"
}
resource "aws_iam_role_policy_attachment" "china" {
  role       = "worker"
  policy_arn = "arn:aws-cn:iam::aws:policy/AmazonS3ReadOnlyAccess" # IG_DEPLOY_653
}
#---
# A queue and a topic whose keys do not admit what sends to them.
resource "aws_kms_key" "messages" {
  description = "messages"
}

resource "aws_sns_topic" "orders" {
  name              = "orders"
  kms_master_key_id = aws_kms_key.messages.id
}

resource "aws_sqs_queue" "orders" {
  name              = "orders"
  kms_master_key_id = aws_kms_key.messages.arn
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.orders.arn
    }]
  })
}

resource "aws_sns_topic_policy" "orders" {
  arn = aws_sns_topic.orders.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.orders.arn
    }]
  })
}

resource "aws_sns_topic_subscription" "orders" { # IG_DEPLOY_654
  topic_arn = aws_sns_topic.orders.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.orders.arn
}

resource "aws_cloudwatch_event_rule" "daily" {
  schedule_expression = "rate(1 day)"
}

resource "aws_cloudwatch_event_target" "daily" { # IG_DEPLOY_654
  rule = aws_cloudwatch_event_rule.daily.name
  arn  = aws_sns_topic.orders.arn
}
#---
# The policy of the key admits the service.
resource "aws_kms_key" "events" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::210987654321:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { Service = ["sns.amazonaws.com", "events.amazonaws.com"] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
      }
    ]
  })
}

resource "aws_sns_topic" "events" {
  name              = "events"
  kms_master_key_id = aws_kms_key.events.id
}

resource "aws_sns_topic_policy" "events" {
  arn = aws_sns_topic.events.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.events.arn
    }]
  })
}

resource "aws_cloudwatch_event_rule" "hourly" {
  schedule_expression = "rate(1 hour)"
}

resource "aws_cloudwatch_event_target" "hourly" {
  rule = aws_cloudwatch_event_rule.hourly.name
  arn  = aws_sns_topic.events.arn
}
#---
# A name where a policy wants an ARN, in a policy that is written out and in a document.
resource "aws_s3_bucket" "ledger" {
  bucket_prefix = "ledger-"
}

resource "aws_iam_policy" "by_name" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:ListBucket"
      Resource = aws_s3_bucket.ledger.bucket # IG_DEPLOY_639
    }]
  })
}

resource "aws_iam_policy" "by_arn" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = ["arn:aws:s3:::${aws_s3_bucket.ledger.id}/*", aws_s3_bucket.ledger.arn]
    }]
  })
}
