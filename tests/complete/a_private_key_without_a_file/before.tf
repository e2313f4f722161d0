#> a server with a key

resource "aws_key_pair" "main" {
  key_name   = "main"
  public_key = tls_private_key.ssh.public_key_openssh
}

resource "aws_key_pair" "second" {
  key_name   = "second"
  public_key = tls_private_key.second.public_key_openssh
}

resource "tls_private_key" "second" {
  algorithm = "ED25519"
}

resource "local_file" "second" {
  content  = tls_private_key.second.private_key_openssh
  filename = "second.pem"
}
