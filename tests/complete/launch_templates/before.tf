#> web server with auto scaling group and alb

resource "aws_launch_template" "web" {
  name_prefix   = "web-"
  instance_type = "m7g.large"

  user_data = base64encode(<<-EOF
    #!/bin/bash
    dnf install -y nginx
  EOF
  )
}

resource "aws_autoscaling_group" "web" {
  availability_zones = ["us-east-1a"]
  max_size           = 3
  min_size           = 1

  launch_template {
    id = aws_launch_template.web.id
  }
}

resource "aws_launch_configuration" "old" {
  image_id      = "ami-0c55b159cbfafe1f0"
  instance_type = "t3.micro"
  key_name      = "my-key"
  user_data     = local.script
}

locals {
  script = <<-EOF
    #!/bin/bash
    amazon-linux-extras install nginx1
  EOF
}

resource "aws_launch_template" "nodes" {
  image_id = "ami-0c55b159cbfafe1f0"
}

resource "aws_eks_node_group" "main" {
  cluster_name  = "main"
  node_role_arn = "arn:aws:iam::123456789012:role/nodes"
  subnet_ids    = ["subnet-1", "subnet-2"]

  launch_template {
    id      = aws_launch_template.nodes.id
    version = 1
  }

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_instance" "of_a_template" {
  launch_template {
    id = aws_launch_template.web.id
  }
}
