#> a build server and a php server on ubuntu 18.04

resource "aws_instance" "build" {
  ami           = data.aws_ami.build.id
  instance_type = "t4g.small"

  user_data = <<-EOT
    #!/bin/bash
    curl -fsSL https://packages.example/redhat/stable.repo -o /etc/yum.repos.d/stable.repo
    dnf install -y java-21-amazon-corretto stable-tool
  EOT
}

resource "aws_instance" "php" {
  ami           = data.aws_ami.php.id
  instance_type = "t3.small"

  user_data = <<-EOT
    #!/bin/bash
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y apache2 php
  EOT
}
