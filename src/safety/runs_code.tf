# A finding begins on the line of its mark: `# ID` for every author, `# ID (model)` for a model only.

resource "aws_s3_bucket" "announced" {
  bucket = "wombat-announced"
  provisioner "local-exec" { # IG_SAFETY_101
    command = "notify-send created"
  }
}

resource "terraform_data" "copied" {
  connection {
    host        = "192.0.2.1"
    private_key = file("~/.ssh/wombat") # IG_SAFETY_106
  }
  provisioner "file" { # IG_SAFETY_102
    source      = "motd"
    destination = "/etc/motd"
  }
  provisioner "remote-exec" { # IG_SAFETY_102
    inline = ["reboot"]
  }
}

data "external" "who" { # IG_SAFETY_103
  program = ["whoami"]
}

action "local_command" "deploy" { # IG_SAFETY_103
  config {
    command = "make"
  }
}

check "health" {
  data "http" "own" { # IG_SAFETY_104
    url = "https://wombat.example/health"
  }
}

data "http" "collect" { # IG_SAFETY_104
  url = "https://wombat.example"
}

variable "target" {
  default = "/etc/cron.d/wombat"
}

resource "local_file" "cron" {
  filename = var.target # IG_SAFETY_105
  content  = "* * * * * root id"
}

resource "local_sensitive_file" "profile" {
  filename = "${path.module}/../../../.bashrc" # IG_SAFETY_105
  content  = "id"
}

resource "aws_s3_object" "shadow" {
  bucket = "wombat"
  key    = "shadow"
  source = "/etc/shadow" # IG_SAFETY_106
}

resource "aws_instance" "parent" {
  user_data = templatefile("../shared/init.sh", {}) # IG_SAFETY_106 (model)
  tags = {
    Key = filebase64(pathexpand("~/.gnupg/secring.gpg")) # IG_SAFETY_106
    Win = file("C:\\Users\\wombat\\.aws\\credentials")   # IG_SAFETY_106
  }
}

provider "kubernetes" {
  exec {
    api_version = "client.authentication.k8s.io/v1"
    command     = "bash" # IG_SAFETY_107
  }
}

# Spared: files of the module, a public key, the temporary folder, the program of AWS.

resource "aws_key_pair" "own" {
  public_key = file("~/.ssh/id_ed25519.pub")
}

resource "local_sensitive_file" "key" {
  filename = "${path.module}/key.pem"
  content  = tls_private_key.own.private_key_openssh
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "/tmp/code.zip"
}

resource "aws_instance" "spared" {
  user_data = templatefile("${path.module}/templates/../init.sh", { file = "/etc/motd" })
}

provider "helm" {
  exec {
    command = "aws"
    args    = ["eks", "get-token"]
  }
}
