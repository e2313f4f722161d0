resource "aws_sagemaker_notebook_instance" "caught" { # CKV_AWS_22 CKV_AWS_122 CKV_AWS_187
  # CKV_AWS_306 CKV_AWS_307 CKV_AWS_371
  direct_internet_access = "Enabled"
}

resource "aws_sagemaker_notebook_instance" "spared" { # !CKV_AWS_22 !CKV_AWS_122 !CKV_AWS_187
  # !CKV_AWS_306 !CKV_AWS_307 !CKV_AWS_371
  kms_key_id             = aws_kms_key.own.arn
  direct_internet_access = "Disabled"
  subnet_id              = aws_subnet.a.id
  root_access            = "Disabled"

  instance_metadata_service_configuration {
    minimum_instance_metadata_service_version = "2"
  }
}

resource "aws_sagemaker_domain" "caught" { # CKV_AWS_187
}

resource "aws_sagemaker_domain" "spared" { # !CKV_AWS_187
  kms_key_id = aws_kms_key.own.arn
}

resource "aws_sagemaker_endpoint_configuration" "caught" { # CKV_AWS_98
}

resource "aws_sagemaker_endpoint_configuration" "spared" { # !CKV_AWS_98
  kms_key_arn = aws_kms_key.own.arn
}

resource "aws_sagemaker_model" "caught" { # CKV_AWS_370
}

resource "aws_sagemaker_model" "spared" { # !CKV_AWS_370
  enable_network_isolation = true
}

resource "aws_sagemaker_data_quality_job_definition" "caught" { # CKV_AWS_367 CKV_AWS_368
  # CKV_AWS_369
}

resource "aws_sagemaker_data_quality_job_definition" "spared" { # !CKV_AWS_367 !CKV_AWS_368
  # !CKV_AWS_369
  data_quality_job_output_config {
    kms_key_id = aws_kms_key.own.arn
  }

  job_resources {
    cluster_config {
      volume_kms_key_id = aws_kms_key.own.arn
    }
  }

  network_config {
    enable_inter_container_traffic_encryption = true
  }
}

resource "aws_sagemaker_flow_definition" "caught" { # CKV_AWS_372
}

resource "aws_sagemaker_flow_definition" "spared" { # !CKV_AWS_372
  output_config {
    kms_key_id = aws_kms_key.own.arn
  }
}

resource "aws_sagemaker_notebook_instance" "graph_bare" { # CKV2_AWS_68
  name     = "bare"
  role_arn = "arn"
}

resource "aws_sagemaker_notebook_instance" "graph_full" { # !CKV2_AWS_68
  name     = "full"
  role_arn = aws_iam_role.notebook.arn
}

resource "aws_iam_role" "notebook" {
  name = "notebook"
}
