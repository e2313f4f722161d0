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

resource "aws_ecs_cluster" "graph_bare" { # CKV_AWS_65
  name = "bare"
}

resource "aws_ecs_cluster" "graph_full" { # !CKV_AWS_65
  name = "full"

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "graph_bare" { # CKV_AWS_97 CKV_AWS_249 CKV_AWS_336 CKV_AWS_334 CKV_AWS_335
  family             = "bare"
  execution_role_arn = aws_iam_role.one.arn
  task_role_arn      = aws_iam_role.one.arn

  container_definitions = jsonencode([{ name = "web", image = "nginx", privilege = true, pidMode = "host" }])

  volume {
    name = "files"

    efs_volume_configuration {
      file_system_id = "fs-1"
    }
  }
}

resource "aws_ecs_task_definition" "graph_full" { # !CKV_AWS_97 !CKV_AWS_249 !CKV_AWS_336 !CKV_AWS_334 !CKV_AWS_335
  family             = "full"
  execution_role_arn = aws_iam_role.one.arn
  task_role_arn      = aws_iam_role.two.arn

  container_definitions = jsonencode([
    { name = "web", image = "nginx", readonlyRootFilesystem = true }
  ])

  volume {
    name = "files"

    efs_volume_configuration {
      file_system_id     = "fs-1"
      transit_encryption = "ENABLED"
    }
  }
}

resource "aws_ecs_service" "old_platform" { # CKV_AWS_332
  launch_type      = "FARGATE"
  platform_version = "1.3.0"
}

resource "aws_ecs_service" "latest_platform" { # !CKV_AWS_332
  launch_type = "FARGATE"
}

resource "aws_ecs_cluster" "commands_bare" { # CKV_AWS_224
  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"

      log_configuration {
        cloud_watch_encryption_enabled = true
      }
    }
  }
}

resource "aws_ecs_cluster" "commands_encrypted" { # !CKV_AWS_224
  configuration {
    execute_command_configuration {
      kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/a"
      logging    = "OVERRIDE"

      log_configuration {
        cloud_watch_encryption_enabled = true
      }
    }
  }
}
