resource "aws_lb" "bare" { # CKV_AWS_91 CKV_AWS_131 CKV_AWS_150 ?CKV_AWS_152 !CKV_AWS_328
  name = "bare"
}

resource "aws_lb" "hardened" { # clean
  load_balancer_type         = "application"
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  desync_mitigation_mode     = "strictest"

  access_logs {
    bucket  = aws_s3_bucket.logs.id
    enabled = true
  }
}

resource "aws_lb" "switched_off" { # CKV_AWS_91 CKV_AWS_131 CKV_AWS_150 CKV_AWS_328
  drop_invalid_header_fields = false
  enable_deletion_protection = false
  desync_mitigation_mode     = "monitor"

  access_logs {
    bucket  = aws_s3_bucket.logs.id
    enabled = false
  }
}

resource "aws_lb" "network" { # CKV_AWS_91 ?CKV_AWS_131 CKV_AWS_150 CKV_AWS_152
  load_balancer_type = "network"
}

resource "aws_lb" "network_across_zones" { # !CKV_AWS_152
  load_balancer_type               = "network"
  enable_cross_zone_load_balancing = true
}

resource "aws_lb" "gateway" { # ?CKV_AWS_91 ?CKV_AWS_131 CKV_AWS_152
  load_balancer_type = "gateway"
}

resource "aws_lb" "of_variables" { # CKV_AWS_91 ?CKV_AWS_131 ?CKV_AWS_150
  load_balancer_type         = var.type
  drop_invalid_header_fields = var.drop
  enable_deletion_protection = var.protect

  access_logs {
    bucket = var.bucket
  }
}

resource "aws_alb" "bare" { # CKV_AWS_91 CKV_AWS_131 CKV_AWS_150 ?CKV_AWS_152
}

resource "aws_alb" "hardened" { # clean
  drop_invalid_header_fields = true
  enable_deletion_protection = true

  access_logs {
    bucket  = var.bucket
    enabled = true
  }
}

resource "aws_alb" "network" { # CKV_AWS_152
  load_balancer_type = "network"
}

resource "aws_alb" "watched" { # CKV_AWS_328
  desync_mitigation_mode = "monitor"
}

resource "aws_alb" "network_across_zones" { # !CKV_AWS_152
  load_balancer_type               = "network"
  enable_cross_zone_load_balancing = true
}

resource "aws_elb" "caught" { # CKV_AWS_138 CKV_AWS_328
  cross_zone_load_balancing = false
  desync_mitigation_mode    = "monitor"
}

resource "aws_elb" "spared" { # clean
}
