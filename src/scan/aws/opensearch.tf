resource "aws_opensearch_domain" "bare" { # CKV_AWS_5 CKV_AWS_84 CKV_AWS_137 CKV_AWS_228
  # CKV_AWS_247 CKV_AWS_248 !CKV_AWS_83
}

resource "aws_opensearch_domain" "hardened" { # CKV2_AWS_52 CKV2_AWS_59 CKV_AWS_317 CKV_AWS_318
  # !CKV_AWS_137 !CKV_AWS_83 !CKV_AWS_248 !CKV_AWS_247 !CKV_AWS_5 !CKV_AWS_84 !CKV_AWS_228
  encrypt_at_rest {
    enabled    = true
    kms_key_id = aws_kms_key.own.arn
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }

  log_publishing_options {
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.a.arn
    log_type                 = "INDEX_SLOW_LOGS"
  }

  vpc_options {
    subnet_ids         = [aws_subnet.a.id]
    security_group_ids = [aws_security_group.a.id]
  }
}

resource "aws_opensearch_domain" "switched_off" { # CKV_AWS_5 CKV_AWS_83 CKV_AWS_84 CKV_AWS_228
  encrypt_at_rest {
    enabled = false
  }

  domain_endpoint_options {
    enforce_https       = false
    tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
  }

  log_publishing_options {
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.a.arn
    enabled                  = false
  }
}

resource "aws_elasticsearch_domain" "bare" { # CKV_AWS_5 CKV_AWS_84 CKV_AWS_137 CKV_AWS_228
  # CKV_AWS_247 CKV_AWS_248
}

resource "aws_elasticsearch_domain" "hardened" { # CKV2_AWS_52 CKV2_AWS_59 CKV_AWS_317 CKV_AWS_318
  # !CKV_AWS_247 !CKV_AWS_83 !CKV_AWS_228 !CKV_AWS_84 !CKV_AWS_137 !CKV_AWS_5 !CKV_AWS_248
  encrypt_at_rest {
    enabled    = true
    kms_key_id = aws_kms_key.own.arn
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }

  log_publishing_options {
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.a.arn
    log_type                 = "INDEX_SLOW_LOGS"
  }

  vpc_options {
    security_group_ids = [aws_security_group.a.id]
  }
}

resource "aws_elasticsearch_domain" "in_the_open" { # CKV_AWS_83
  domain_endpoint_options {
    enforce_https = false
  }
}

resource "aws_elasticsearch_domain" "graph_bare" { # CKV_AWS_317 CKV_AWS_318 CKV2_AWS_52 CKV2_AWS_59
  domain_name = "bare"
}

resource "aws_elasticsearch_domain" "graph_full" { # !CKV_AWS_317 !CKV_AWS_318 !CKV2_AWS_52 !CKV2_AWS_59
  domain_name = "full"

  cluster_config {
    dedicated_master_enabled = true
    dedicated_master_count   = 3
    zone_awareness_enabled   = true
  }

  advanced_security_options {
    enabled = true
  }

  log_publishing_options {
    log_type                 = "AUDIT_LOGS"
    enabled                  = true
    cloudwatch_log_group_arn = "arn"
  }
}


resource "aws_opensearch_domain" "graph_bare" { # CKV_AWS_317 CKV_AWS_318 CKV2_AWS_52 CKV2_AWS_59
  domain_name = "bare"
}

resource "aws_opensearch_domain" "graph_full" { # !CKV_AWS_317 !CKV_AWS_318 !CKV2_AWS_52 !CKV2_AWS_59
  domain_name = "full"

  cluster_config {
    dedicated_master_enabled = true
    dedicated_master_count   = 3
    zone_awareness_enabled   = true
  }

  advanced_security_options {
    enabled = true
  }

  log_publishing_options {
    log_type                 = "AUDIT_LOGS"
    enabled                  = true
    cloudwatch_log_group_arn = "arn"
  }
}

resource "aws_elasticsearch_domain" "nodes_bare" { # CKV_AWS_6
  cluster_config {
    instance_count = 3
  }
}

resource "aws_elasticsearch_domain" "nodes_encrypted" { # !CKV_AWS_6
  cluster_config {
    instance_count = 3
  }

  node_to_node_encryption {
    enabled = true
  }
}

resource "aws_opensearch_domain" "nodes_bare" { # CKV_AWS_6
  cluster_config {
    instance_count = 3
  }
}

resource "aws_opensearch_domain" "nodes_encrypted" { # !CKV_AWS_6
  cluster_config {
    instance_count = 3
  }

  node_to_node_encryption {
    enabled = true
  }
}
