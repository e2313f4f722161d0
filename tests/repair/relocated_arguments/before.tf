resource "aws_msk_cluster" "a" {
  cluster_name           = "a"
  kafka_version          = "3.5.1"
  number_of_broker_nodes = 3
  instance_type          = "kafka.t3.small"
  client_subnets         = ["subnet-1", "subnet-2", "subnet-3"]
  security_groups        = ["sg-1"]
}

resource "aws_s3_bucket" "a" {
  versioning {
    enabled       = true
    force_destroy = true
  }
}
