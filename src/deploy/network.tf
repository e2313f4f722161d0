provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "far" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-east-1a" # IG_DEPLOY_201
}
resource "aws_ebs_volume" "far" {
  availability_zone = "eu-west-2b" # IG_DEPLOY_201
  size              = 8
}
resource "aws_ebs_volume" "near" {
  availability_zone = "eu-west-1b"
  size              = 8
}
resource "aws_vpc" "wide" {
  cidr_block = "10.0.0.0/8" # IG_DEPLOY_202
}
resource "aws_vpc" "narrow" {
  cidr_block = "10.9.0.0/30" # IG_DEPLOY_202
}
resource "aws_subnet" "outside" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.1.0.0/24" # IG_DEPLOY_203
}
resource "aws_subnet" "beyond" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "192.168.4.0/24" # IG_DEPLOY_203
}
resource "aws_subnet" "overlap" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.128/25" # IG_DEPLOY_204
}
resource "aws_subnet" "counted" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.7.0/24" # IG_DEPLOY_204
}
resource "aws_subnet" "computed" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index + 20)
}
resource "aws_vpc" "extended" {
  cidr_block = "10.20.0.0/16"
}
resource "aws_vpc_ipv4_cidr_block_association" "more" {
  vpc_id     = aws_vpc.extended.id
  cidr_block = "10.30.0.0/16"
}
resource "aws_subnet" "extended" {
  vpc_id     = aws_vpc.extended.id
  cidr_block = "10.30.1.0/24"
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "a" {
  vpc_id = aws_vpc.main.id
}
resource "aws_internet_gateway" "b" {
  vpc_id = aws_vpc.main.id # IG_DEPLOY_205
}
resource "aws_internet_gateway" "c" {
  vpc_id = aws_vpc.main.id # IG_DEPLOY_205
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_nat_gateway" "bare" { # IG_DEPLOY_207
  subnet_id = aws_subnet.a.id
}
resource "aws_nat_gateway" "named" { # IG_DEPLOY_207
  subnet_id         = aws_subnet.a.id
  connectivity_type = "public"
}
resource "aws_nat_gateway" "private" {
  subnet_id         = aws_subnet.a.id
  connectivity_type = "private"
}
resource "aws_eip" "one" {
  domain = "vpc"
}
resource "aws_nat_gateway" "one" {
  subnet_id     = aws_subnet.a.id
  allocation_id = aws_eip.one.id
}
resource "aws_nat_gateway" "two" {
  subnet_id     = aws_subnet.a.id
  allocation_id = aws_eip.one.id # IG_DEPLOY_208
}
resource "aws_nat_gateway" "three" {
  subnet_id     = aws_subnet.a.id
  allocation_id = aws_eip.one.allocation_id # IG_DEPLOY_208
}
#---
resource "aws_vpc" "closed" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "closed" {
  vpc_id     = aws_vpc.closed.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_eip" "nat" {
  domain = "vpc"
}
resource "aws_nat_gateway" "closed" { # IG_DEPLOY_206
  subnet_id     = aws_subnet.closed.id
  allocation_id = aws_eip.nat.id
}
resource "aws_instance" "closed" {
  subnet_id = aws_subnet.closed.id
}
resource "aws_eip" "server" { # IG_DEPLOY_209
  instance = aws_instance.closed.id
}
#---
resource "aws_vpc" "closed" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "closed" {
  vpc_id     = aws_vpc.closed.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_eip" "nat" {
  domain = "vpc"
}
resource "aws_nat_gateway" "closed" { # IG_DEPLOY_206
  subnet_id     = aws_subnet.closed.id
  allocation_id = aws_eip.nat.id
}
#---
resource "aws_vpc" "closed" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "closed" {
  vpc_id     = aws_vpc.closed.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_instance" "closed" {
  subnet_id = aws_subnet.closed.id
}
resource "aws_eip" "server" { # IG_DEPLOY_209
  domain   = "vpc"
  instance = aws_instance.closed.id
}
#---
module "gateway" {
  source = "./gateway"
  vpc_id = aws_vpc.shared.id
}
resource "aws_vpc" "shared" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "shared" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_nat_gateway" "shared" {
  subnet_id     = aws_subnet.shared.id
  allocation_id = "eipalloc-0d2f8a91c3b7e6504"
}
#---
resource "aws_vpc" "one" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc" "two" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_internet_gateway" "one" {
  vpc_id = aws_vpc.one.id
}
resource "aws_subnet" "one" {
  vpc_id     = aws_vpc.one.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_nat_gateway" "one" { # IG_DEPLOY_860
  subnet_id     = aws_subnet.one.id
  allocation_id = "eipalloc-0d2f8a91c3b7e6504"
}
resource "aws_route_table" "one" {
  vpc_id = aws_vpc.one.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_nat_gateway.one.id # IG_DEPLOY_210
  }
}
resource "aws_route" "swapped" {
  route_table_id         = aws_route_table.one.id
  destination_cidr_block = "10.9.0.0/16"
  nat_gateway_id         = aws_internet_gateway.one.id # IG_DEPLOY_210
}
resource "aws_route_table" "two" {
  vpc_id = aws_vpc.two.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.one.id # IG_DEPLOY_211
  }
}
resource "aws_route" "two" {
  route_table_id         = aws_route_table.two.id
  destination_cidr_block = "10.8.0.0/16"
  gateway_id             = aws_internet_gateway.one.id # IG_DEPLOY_211
}
resource "aws_route_table_association" "one" {
  subnet_id      = aws_subnet.one.id
  route_table_id = aws_route_table.one.id
}
resource "aws_route_table_association" "again" {
  subnet_id      = aws_subnet.one.id # IG_DEPLOY_212
  route_table_id = aws_route_table.one.id
}
resource "aws_route_table_association" "other" { # IG_DEPLOY_213
  subnet_id      = aws_subnet.one.id # IG_DEPLOY_212
  route_table_id = aws_route_table.two.id
}
resource "aws_subnet" "two" {
  vpc_id     = aws_vpc.two.id
  cidr_block = "10.1.0.0/24"
}
resource "aws_route_table_association" "crossed" { # IG_DEPLOY_213
  subnet_id      = aws_subnet.two.id
  route_table_id = aws_route_table.one.id
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_route_table" "inline" { # IG_DEPLOY_214
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "apart" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_route_table" "apart" { # IG_DEPLOY_214
  vpc_id = aws_vpc.main.id
}
resource "aws_route" "apart" {
  route_table_id         = aws_route_table.apart.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}
resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_main_route_table_association" "main" {
  vpc_id         = aws_vpc.main.id
  route_table_id = aws_route_table.main.id
}
#---
resource "aws_security_group" "all" {
  ingress {
    from_port   = 22 # IG_DEPLOY_215
    to_port     = 22
    protocol    = "-1"
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    from_port   = 0 # IG_DEPLOY_215
    to_port     = 65535
    protocol    = "all"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "right" {
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "reserved" {
  name = "default" # IG_DEPLOY_216
}
resource "aws_security_group" "prefix" {
  name        = "sg-web" # IG_DEPLOY_216
  description = "the shop's servers" # IG_DEPLOY_217
}
resource "aws_security_group" "umlaut" {
  ingress {
    description = "B\u00fcro" # IG_DEPLOY_217
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    self        = true
  }
}
resource "aws_security_group" "one" {
  name   = "web"
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "two" {
  name   = "web" # IG_DEPLOY_218
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "three" {
  name   = "web" # IG_DEPLOY_218
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "elsewhere" {
  name = "web"
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
#---
resource "aws_security_group" "mixed" {
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group_rule" "mixed" { # IG_DEPLOY_219
  security_group_id = aws_security_group.mixed.id
  type              = "ingress"
  from_port         = 443 # IG_DEPLOY_220
  to_port           = 80
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
}
resource "aws_vpc_security_group_ingress_rule" "mixed" { # IG_DEPLOY_219
  security_group_id = aws_security_group.mixed.id
  from_port         = 9000 # IG_DEPLOY_220
  to_port           = 8000
  ip_protocol       = "udp"
  cidr_ipv4         = "10.0.0.0/8"
}
resource "aws_vpc_security_group_ingress_rule" "ping" {
  security_group_id = "sg-0d2f8a91c3b7e6504"
  from_port         = 8
  to_port           = -1
  ip_protocol       = "icmp"
  cidr_ipv4         = "10.0.0.0/8"
}
resource "aws_network_acl" "twice" {
  vpc_id = "vpc-0d2f8a91c3b7e6504"
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 80
    to_port    = 80
    cidr_block = "0.0.0.0/0"
  }
  ingress {
    rule_no    = 100 # IG_DEPLOY_221
    action     = "allow"
    protocol   = "tcp"
    from_port  = 443
    to_port    = 443
    cidr_block = "0.0.0.0/0"
  }
  ingress {
    rule_no    = 100 # IG_DEPLOY_221
    action     = "allow"
    protocol   = "tcp"
    from_port  = 22
    to_port    = 22
    cidr_block = "10.0.0.0/8"
  }
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}
#---
provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc_endpoint" "queue" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.sqs" # IG_DEPLOY_222
}
variable "region" {}
resource "aws_vpc_endpoint" "keys" {
  vpc_id            = aws_vpc.main.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${var.region}.kms" # IG_DEPLOY_222
}
resource "aws_vpc_endpoint" "files" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.${var.region}.s3"
}
resource "aws_vpc_endpoint" "subnets" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.s3"
  subnet_ids   = ["subnet-0d2f8a91c3b7e6504"] # IG_DEPLOY_223
}
resource "aws_vpc_endpoint" "dns" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.dynamodb"
  private_dns_enabled = true # IG_DEPLOY_223
}
resource "aws_vpc_endpoint" "private" {
  vpc_id              = aws_vpc.main.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.eu-west-1.sns"
  private_dns_enabled = true # IG_DEPLOY_224
}
resource "aws_vpc" "silent" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_support   = false
  enable_dns_hostnames = true
}
resource "aws_vpc_endpoint" "silent" {
  vpc_id              = aws_vpc.silent.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.us-west-2.sns" # IG_DEPLOY_225
  private_dns_enabled = true # IG_DEPLOY_224
}
resource "aws_vpc_endpoint" "far" {
  vpc_id       = aws_vpc.silent.id
  service_name = "com.amazonaws.us-east-1.s3" # IG_DEPLOY_225
}
resource "aws_flow_log" "bare" { # IG_DEPLOY_226
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
}
resource "aws_cloudwatch_log_group" "flow" {
  name = "/flow"
}
resource "aws_flow_log" "bucket" { # IG_DEPLOY_226
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = aws_s3_bucket.flow.arn
}
resource "aws_s3_bucket" "flow" {
  bucket_prefix = "flow-"
}
resource "aws_flow_log" "right" {
  vpc_id               = aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination      = aws_s3_bucket.flow.arn
  log_destination_type = "s3"
}
#---
resource "aws_vpc" "empty" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "empty" {
  vpc_id = aws_vpc.empty.id
}
resource "aws_route_table" "empty" {
  vpc_id = aws_vpc.empty.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.empty.id
  }
}
#---
# The provider sends no ports for a rule that is a resource and has all protocols.
resource "aws_security_group" "nodes" {
  description = "nodes"
}

resource "aws_security_group_rule" "nodes" {
  type              = "ingress"
  from_port         = 0
  to_port           = 65535
  protocol          = "-1"
  self              = true
  security_group_id = aws_security_group.nodes.id
}

resource "aws_security_group_rule" "metrics" {
  type              = "ingress"
  from_port         = 8080
  to_port           = 8080
  protocol          = "all"
  cidr_blocks       = ["10.0.0.0/8"]
  security_group_id = aws_security_group.nodes.id
}
#---
# Instances of one block, entries of a `dynamic` block and local values are read as if written out.
variable "blocks" {
  default = ["10.0.1.0/24", "10.1.2.0/24"]
}

locals {
  vpc_cidr = "10.0.0.0/16"
  ports    = [80, 443]
}

resource "aws_vpc" "written" {
  cidr_block = local.vpc_cidr
}

resource "aws_subnet" "written" {
  count      = length(var.blocks)
  vpc_id     = aws_vpc.written.id
  cidr_block = var.blocks[count.index] # IG_DEPLOY_203
}

resource "aws_internet_gateway" "written" {
  count  = 2
  vpc_id = aws_vpc.written.id # IG_DEPLOY_205
}

resource "aws_security_group" "written" {
  name_prefix = "written-"
  vpc_id      = aws_vpc.written.id

  dynamic "ingress" {
    for_each = local.ports
    content {
      from_port   = ingress.value # IG_DEPLOY_215
      to_port     = ingress.value
      protocol    = "-1"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}

resource "aws_vpc_endpoint" "written" {
  for_each     = toset(["ssm", "logs"])
  vpc_id       = aws_vpc.written.id
  service_name = "com.amazonaws.us-east-1.${each.key}" # IG_DEPLOY_222
}
#---
# What differs by instance is right, and a number that is not known stays unknown.
variable "zones" {
  type = number
}

resource "aws_vpc" "apart" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "apart" {
  count      = 2
  vpc_id     = aws_vpc.apart.id
  cidr_block = cidrsubnet(aws_vpc.apart.cidr_block, 8, count.index)
}

resource "aws_subnet" "unknown" {
  count      = var.zones
  vpc_id     = aws_vpc.apart.id
  cidr_block = cidrsubnet("10.1.0.0/16", 8, count.index)
}

resource "aws_security_group" "apart" {
  for_each    = toset(["web", "api"])
  name        = "apart-${each.key}"
  description = "Traffic of ${each.key}"
  vpc_id      = aws_vpc.apart.id

  dynamic "ingress" {
    for_each = [80, 443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}

resource "aws_route_table" "apart" {
  for_each = aws_security_group.apart
  vpc_id   = each.value.vpc_id
}
#---
resource "aws_vpc" "one" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_vpc" "two" {
  cidr_block = "10.2.0.0/16"
}
resource "aws_vpc_peering_connection" "pending" {
  vpc_id      = aws_vpc.one.id
  peer_vpc_id = aws_vpc.two.id
  accepter { # IG_DEPLOY_235
    allow_remote_vpc_dns_resolution = true
  }
}
resource "aws_vpc_peering_connection" "foreign" {
  vpc_id        = aws_vpc.one.id
  peer_vpc_id   = aws_vpc.two.id
  peer_owner_id = var.partner
  requester { # IG_DEPLOY_235
    allow_remote_vpc_dns_resolution = true
  }
}
resource "aws_vpc_peering_connection" "accepted" {
  vpc_id      = aws_vpc.one.id
  peer_vpc_id = aws_vpc.two.id
  auto_accept = true
  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}
resource "aws_vpc_peering_connection" "plain" {
  vpc_id      = aws_vpc.one.id
  peer_vpc_id = aws_vpc.two.id
}
variable "partner" {
  type = string
}
