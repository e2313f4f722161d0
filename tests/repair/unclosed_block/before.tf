# Behind what does not read more was written whole than one line: nothing of it goes.
resource "aws_instance" "web" {
  ami = "ami-1"
  tags = {
    lifecycle {
      create_before_destroy = true
    }
  }
  instance_type = "t3.micro"
