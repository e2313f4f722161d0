resource "aws_msk_cluster" "caught" { # CKV_AWS_291
  broker_node_group_info {
    connectivity_info {
      public_access {
        type = "SERVICE_PROVIDED_EIPS"
      }
    }
  }
}

resource "aws_msk_cluster" "spared" { # !CKV_AWS_291
  broker_node_group_info {
    connectivity_info {
      public_access {
        type = "DISABLED"
      }
    }
  }
}

resource "aws_msk_cluster" "graph_bare" { # CKV_AWS_80 CKV_AWS_81
  cluster_name = "bare"
}

resource "aws_msk_cluster" "graph_full" { # !CKV_AWS_80 !CKV_AWS_81
  cluster_name = "full"

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = "brokers"
      }
    }
  }
}
