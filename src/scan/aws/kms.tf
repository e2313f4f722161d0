resource "aws_kms_key" "bare" { # CKV_AWS_7 !CKV_AWS_227
}

resource "aws_kms_key" "rotated" { # CKV2_AWS_64 !CKV_AWS_33 !CKV_AWS_7 !CKV_AWS_227
  enable_key_rotation = true
}

resource "aws_kms_key" "switched_off" { # CKV_AWS_7 CKV_AWS_227
  is_enabled               = false
  enable_key_rotation      = false
  customer_master_key_spec = "SYMMETRIC_DEFAULT"
}

resource "aws_kms_key" "asymmetric" { # ?CKV_AWS_7
  customer_master_key_spec = "RSA_2048"
}

resource "aws_kms_key" "of_variables" { # ?CKV_AWS_7
  enable_key_rotation = var.rotate
}

resource "aws_kms_key" "graph_bare" { # CKV2_AWS_64 !CKV_AWS_33
  description = "bare"
}

resource "aws_kms_key" "graph_open" { # CKV_AWS_33 !CKV2_AWS_64
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "kms:*", Resource = "*" }]
  })
}
