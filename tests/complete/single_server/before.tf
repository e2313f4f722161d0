#> create ec2 instance with nginx

resource "aws_instance" "web" {
  ami           = "ami-0c55b159cbfafe1f0" # us-east-2
  instance_type = "t3.micro"

  user_data = <<-EOF
    #!/bin/bash
    apt-get update
    apt-get install -y nginx
  EOF

  tags = {
    Name = "web"
  }
}

output "ip" {
  value = aws_instance.web.public_ip
}
