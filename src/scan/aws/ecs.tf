resource "aws_ecs_service" "caught" { # CKV_AWS_333
  network_configuration {
    assign_public_ip = true
  }
}

resource "aws_ecs_service" "spared" { # !CKV_AWS_333
  network_configuration {
    assign_public_ip = false
  }
}

resource "aws_ecs_cluster" "caught" { # CKV_AWS_223
  configuration {
    execute_command_configuration {
      logging = "NONE"
    }
  }
}

resource "aws_ecs_cluster" "spared" { # !CKV_AWS_223
  configuration {
    execute_command_configuration {
      logging = "AWS_IAM"
    }
  }
}
