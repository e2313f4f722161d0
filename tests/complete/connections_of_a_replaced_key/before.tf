#> a server with an agent that is set up over ssh

resource "aws_instance" "agent" {
  ami           = data.aws_ami.this.id
  instance_type = "t3.micro"
  key_name      = "laptop"

  connection {
    type        = "ssh"
    user        = "ec2-user"
    private_key = file("~/.ssh/laptop.pem")
    host        = self.public_ip
  }

  provisioner "remote-exec" {
    inline = ["sudo dnf install -y tmux"]
  }
}

resource "null_resource" "copy" {
  provisioner "file" {
    source      = "agent.conf"
    destination = "/tmp/agent.conf"

    connection {
      type        = "ssh"
      user        = "ec2-user"
      private_key = file("~/.ssh/laptop.pem")
      host        = aws_instance.agent.public_ip
    }
  }
}
