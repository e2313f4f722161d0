## INSTANCE_ROLE
# Gives an instance a role without permissions.
set {
  iam_instance_profile = aws_iam_instance_profile.instance.name
}

resource "aws_iam_role" "instance" {
  name_prefix = "instance-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "ec2.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}

resource "aws_iam_instance_profile" "instance" {
  name_prefix = "instance-"
  role        = aws_iam_role.instance.name
}

## CLUSTER_LOGS
# Logs everything that the control plane of a cluster does.
replace {
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
}

## CLUSTER_INSIGHTS
# Enables Container Insights, which measures the tasks of a cluster.
add {
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

## BUILD_LOGS
# States that builds are logged, which is the default.
set {
  logs_config {
    cloudwatch_logs {
      status = "ENABLED"
    }
  }
}

## BEANSTALK_HEALTH
# Streams the health of an environment to CloudWatch.
add {
  setting {
    namespace = "aws:elasticbeanstalk:healthreporting:system"
    name      = "HealthStreamingEnabled"
    value     = "true"
  }
}

## BEANSTALK_UPDATES
# Enables platform updates of an environment.
add {
  setting {
    namespace = "aws:elasticbeanstalk:managedactions"
    name      = "ManagedActionsEnabled"
    value     = "true"
  }
}

add {
  setting {
    namespace = "aws:elasticbeanstalk:managedactions"
    name      = "PreferredStartTime"
    value     = "Sun:10:00"
  }
}

add {
  setting {
    namespace = "aws:elasticbeanstalk:managedactions:platformupdate"
    name      = "UpdateLevel"
    value     = "minor"
  }
}

## SEARCH_MASTER_NODES
# Gives a search domain dedicated master nodes.
set {
  cluster_config {
    dedicated_master_enabled = true
    dedicated_master_count   = 3
    dedicated_master_type    = "m6g.large.search"
    instance_count           = 2
    zone_awareness_enabled   = true
  }

  node_to_node_encryption {
    enabled = true
  }
}
