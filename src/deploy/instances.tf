resource "aws_instance" "malformed" {
  ami = "ami-0325228235235" # IG_DEPLOY_101
}
resource "aws_launch_template" "malformed" {
  image_id = "amazon-linux-2" # IG_DEPLOY_101
}
resource "aws_instance" "invented" {
  ami = "ami-0123456789abcdef0" # IG_DEPLOY_102
}
resource "aws_launch_configuration" "invented" { # IG_DEPLOY_107
  image_id = "ami-00000000" # IG_DEPLOY_102
}
resource "aws_instance" "fixed" {
  ami = "ami-0d5eff06f840b45e9" # IG_DEPLOY_103
}
resource "aws_launch_template" "fixed" {
  image_id = "ami-0b5eea76982371e91" # IG_DEPLOY_103
}
resource "aws_launch_configuration" "resolved" { # IG_DEPLOY_107
  image_id = data.aws_ami.linux.id
}
resource "aws_launch_template" "resolved" {
  image_id = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}
data "aws_ami" "linux" {
  owners = ["amazon"]
}
resource "aws_instance" "none" {
  count = 0
  ami   = "ami-12345678"
}
#---
resource "aws_instance" "database" {
  instance_type = "db.t3.micro" # IG_DEPLOY_104
  ebs_optimized = true
}
resource "aws_launch_template" "search" {
  instance_type = "t3.small.search" # IG_DEPLOY_104
}
variable "size" {
  default = "t2.micro"
}
resource "aws_instance" "small" {
  instance_type = "t2.micro"
  ebs_optimized = true # IG_DEPLOY_105
}
resource "aws_instance" "variable" {
  instance_type = var.size
  ebs_optimized = true # IG_DEPLOY_105
}
resource "aws_instance" "large" {
  instance_type = "m7g.large"
  ebs_optimized = true
}
resource "aws_instance" "sleeper" {
  hibernation = true # IG_DEPLOY_106
}
resource "aws_instance" "plain_disk" {
  hibernation = true # IG_DEPLOY_106
  root_block_device {
    volume_size = 20
  }
}
resource "aws_instance" "encrypted_disk" {
  hibernation = true
  root_block_device {
    encrypted = true
  }
}
#---
resource "aws_instance" "key" {
  key_name = "my-key-pair" # IG_DEPLOY_108
}
resource "aws_launch_template" "key" {
  key_name = "your_key" # IG_DEPLOY_108
}
resource "aws_instance" "own_key" {
  key_name = "ops-2024"
}
#---
resource "aws_key_pair" "main" {
  key_name   = "my-key"
  public_key = "ssh-ed25519 AAAA"
}
resource "aws_instance" "key" {
  key_name = "my-key"
}
#---
resource "aws_vpc" "shop" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "shop" {
  vpc_id                  = aws_vpc.shop.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "eu-west-1a"
}
resource "aws_security_group" "lost" {
  description = "no network"
}
resource "aws_security_group" "shop" {
  vpc_id = aws_vpc.shop.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
locals {
  groups = [aws_security_group.lost.id]
}
resource "aws_instance" "a" {
  subnet_id              = aws_subnet.shop.id
  vpc_security_group_ids = [aws_security_group.lost.id] # IG_DEPLOY_109
}
resource "aws_instance" "b" {
  subnet_id              = aws_subnet.shop.id
  vpc_security_group_ids = local.groups # IG_DEPLOY_109
}
resource "aws_instance" "c" {
  vpc_security_group_ids = [aws_security_group.shop.id] # IG_DEPLOY_110
}
resource "aws_instance" "d" {
  vpc_security_group_ids = [aws_security_group.shop.id] # IG_DEPLOY_110
  instance_type          = "t3.micro"
}
resource "aws_instance" "e" {
  subnet_id              = aws_subnet.shop.id
  vpc_security_group_ids = [aws_security_group.shop.id]
  availability_zone      = "eu-west-1b" # IG_DEPLOY_111
}
resource "aws_instance" "f" {
  subnet_id         = aws_subnet.shop.id
  availability_zone = "eu-west-1c" # IG_DEPLOY_111
}
resource "aws_instance" "g" {
  subnet_id         = aws_subnet.shop.id
  availability_zone = "eu-west-1a"
}
resource "aws_instance" "h" {
  subnet_id              = var.subnet
  vpc_security_group_ids = [aws_security_group.shop.id]
}
variable "subnet" {}
#---
resource "aws_security_group" "web" {
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "ids" {
  security_groups = [aws_security_group.web.id] # IG_DEPLOY_112
}
resource "aws_instance" "more_ids" {
  instance_type   = "t3.micro"
  security_groups = [aws_security_group.web.id] # IG_DEPLOY_112
}
resource "aws_instance" "names" {
  security_groups = [aws_security_group.web.name]
}
resource "aws_instance" "names_as_ids" {
  vpc_security_group_ids = [aws_security_group.web.name] # IG_DEPLOY_113
}
resource "aws_elasticache_cluster" "names_as_ids" {
  engine             = "memcached"
  security_group_ids = [aws_security_group.web.name] # IG_DEPLOY_113
}
resource "aws_instance" "ids_as_ids" {
  vpc_security_group_ids = [aws_security_group.web.id]
}
#---
resource "aws_iam_role" "server" {
  name = "server"
}
resource "aws_instance" "role" {
  iam_instance_profile = aws_iam_role.server.name # IG_DEPLOY_114
}
#---
resource "aws_iam_role" "server" {
  name = "server"
}
resource "aws_iam_instance_profile" "server" {
  name = "server-profile"
  role = aws_iam_role.server.name
}
resource "aws_launch_template" "role" {
  iam_instance_profile {
    name = aws_iam_role.server.name # IG_DEPLOY_114
  }
}
resource "aws_instance" "arn" {
  iam_instance_profile = aws_iam_instance_profile.server.arn # IG_DEPLOY_115
}
resource "aws_launch_template" "arn" {
  iam_instance_profile {
    name = aws_iam_instance_profile.server.arn # IG_DEPLOY_115
  }
}
resource "aws_launch_template" "right" {
  iam_instance_profile {
    arn = aws_iam_instance_profile.server.arn
  }
}
#---
resource "aws_iam_role" "server" {
  name = "server"
}
resource "aws_iam_instance_profile" "server" {
  name = aws_iam_role.server.name
  role = aws_iam_role.server.name
}
resource "aws_instance" "same_name" {
  iam_instance_profile = aws_iam_role.server.name
}
#---
resource "aws_launch_template" "script" {
  # next: IG_DEPLOY_116
  user_data = <<-EOT
    #!/bin/bash
    dnf -y install nginx
  EOT
}
#---
resource "aws_launch_template" "line" {
  user_data = "#!/bin/sh\necho ready\n" # IG_DEPLOY_116
}
resource "aws_launch_template" "encoded" {
  user_data = base64encode("#!/bin/sh\necho ready\n")
}
resource "aws_launch_template" "file" {
  user_data = filebase64("start.sh")
}
#---
resource "aws_launch_template" "both" {
  vpc_security_group_ids = ["sg-0d2f8a91c3b7e6504"] # IG_DEPLOY_117
  network_interfaces {
    associate_public_ip_address = true
  }
}
resource "aws_launch_template" "two" {
  vpc_security_group_ids = ["sg-0d2f8a91c3b7e6504"] # IG_DEPLOY_117
  network_interfaces {
    security_groups = ["sg-0d2f8a91c3b7e6504"]
  }
}
resource "aws_launch_template" "one" {
  network_interfaces {
    security_groups = ["sg-0d2f8a91c3b7e6504"]
  }
}
#---
resource "aws_launch_template" "web" {
  name_prefix = "web-"
}
resource "aws_autoscaling_group" "order" {
  availability_zones = ["eu-west-1a"]
  min_size           = 3
  max_size           = 2 # IG_DEPLOY_118
  launch_template {
    id = aws_launch_template.web.id
  }
}
resource "aws_autoscaling_group" "desired" {
  availability_zones = ["eu-west-1a"]
  min_size           = 2
  desired_capacity   = 1 # IG_DEPLOY_118
  max_size           = 4
  launch_template {
    id = aws_launch_template.web.id
  }
}
resource "aws_autoscaling_group" "right" {
  vpc_zone_identifier = var.subnets
  min_size            = var.least
  desired_capacity    = 2
  max_size            = 4
  launch_template {
    id = aws_launch_template.web.id
  }
}
variable "subnets" {
  type = list(string)
}
variable "least" {
  type = number
}
resource "aws_autoscaling_group" "nowhere" { # IG_DEPLOY_119
  min_size = 1
  max_size = 2
  launch_template {
    id = aws_launch_template.web.id
  }
}
resource "aws_autoscaling_group" "nothing" { # IG_DEPLOY_119 IG_DEPLOY_120
  min_size = 1
  max_size = 2
}
resource "aws_autoscaling_group" "no_launch" { # IG_DEPLOY_120
  availability_zones = ["eu-west-1a"]
  min_size           = 1
  max_size           = 2
}
resource "aws_subnet" "a" {
  vpc_id     = var.vpc
  cidr_block = "10.0.0.0/24"
}
variable "vpc" {}
#---
resource "aws_ebs_volume" "iops" {
  availability_zone = "eu-west-1a"
  type              = "gp2"
  size              = 20
  iops              = 3000 # IG_DEPLOY_121
}
resource "aws_ebs_volume" "no_iops" { # IG_DEPLOY_121
  availability_zone = "eu-west-1a"
  type              = "io2"
  size              = 20
}
resource "aws_ebs_volume" "throughput" {
  availability_zone = "eu-west-1a"
  type              = "gp2"
  size              = 20
  throughput        = 250 # IG_DEPLOY_122
}
resource "aws_instance" "throughput" {
  root_block_device {
    volume_type = "st1"
    volume_size = 20 # IG_DEPLOY_123
    throughput  = 250 # IG_DEPLOY_122
  }
}
resource "aws_ebs_volume" "small" {
  availability_zone = "eu-west-1a"
  type              = "sc1"
  size              = 100 # IG_DEPLOY_123
}
resource "aws_ebs_volume" "right" {
  availability_zone = "eu-west-1a"
  type              = "gp3"
  size              = 100
  iops              = 4000
  throughput        = 250
}
resource "aws_volume_attachment" "far" { # IG_DEPLOY_124
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.right.id
  instance_id = aws_instance.far.id
}
resource "aws_instance" "far" {
  availability_zone = "eu-west-1b"
}
resource "aws_volume_attachment" "near" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.iops.id
  instance_id = aws_instance.near.id
}
resource "aws_instance" "near" {
  availability_zone = "eu-west-1a"
}
#---
resource "aws_subnet" "far" {
  vpc_id            = var.vpc
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1c"
}
variable "vpc" {}
resource "aws_instance" "far" {
  subnet_id = aws_subnet.far.id
}
resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-1a"
  size              = 8
}
resource "aws_volume_attachment" "far" { # IG_DEPLOY_124
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.data.id
  instance_id = aws_instance.far.id
}
#---
# The image of a launch template has an architecture too.
data "aws_ami" "arm" {
  most_recent = true
  owners      = ["099720109477"]

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-*-server-*"]
  }

  filter {
    name   = "architecture"
    values = ["arm64"]
  }
}

resource "aws_launch_template" "arm" {
  name_prefix   = "arm-"
  image_id      = data.aws_ami.arm.id
  instance_type = "c6i.large" # IG_DEPLOY_125
}

resource "aws_launch_template" "right" {
  name_prefix   = "right-"
  image_id      = data.aws_ami.arm.id
  instance_type = "c7g.large"
}
#---
resource "aws_ebs_volume" "fast" {
  availability_zone = "eu-west-1a"
  type              = "gp3"
  size              = 10
  iops              = 16000 # IG_DEPLOY_128
}
resource "aws_ebs_volume" "wide" {
  availability_zone = "eu-west-1a"
  type              = "gp3"
  size              = 100
  throughput        = 1000 # IG_DEPLOY_128
}
resource "aws_ebs_volume" "old" {
  availability_zone = "eu-west-1a"
  type              = "io1"
  size              = 10
  iops              = 600 # IG_DEPLOY_128
}
resource "aws_ebs_volume" "spared" {
  availability_zone = "eu-west-1a"
  type              = "gp3"
  size              = 4
  iops              = 3000
  throughput        = 750
}
resource "aws_ebs_volume" "unknown" {
  availability_zone = "eu-west-1a"
  type              = "gp3"
  size              = 10
  iops              = var.iops
  throughput        = 1000
}
variable "iops" {}
#---
provider "aws" {
  region = "eu-north-1"
}
resource "aws_instance" "old" {
  ami           = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
  instance_type = "t2.micro" # IG_DEPLOY_129
}
resource "aws_instance" "disks" {
  ami           = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
  instance_type = "c5ad.large" # IG_DEPLOY_129
}
resource "aws_instance" "offered" {
  ami           = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
  instance_type = "t3.micro"
}
resource "aws_instance" "elsewhere" {
  ami           = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
  instance_type = "t2.micro"
  region        = "eu-west-1"
}
