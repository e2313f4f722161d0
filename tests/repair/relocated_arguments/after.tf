resource "aws_msk_cluster" "a" {
  cluster_name           = "a"
  kafka_version          = "3.5.1"
  number_of_broker_nodes = 3
  broker_node_group_info {
    instance_type   = "kafka.t3.small"
    client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
    security_groups = ["sg-1"]
  }
}

resource "aws_s3_bucket" "a" {
  force_destroy = true
  versioning {
    enabled = true
  }
}

#= repair:inward:aws_msk_cluster.a:instance_type | move `instance_type`, `client_subnets`, `security_groups` into `broker_node_group_info`
#= repair:outward:aws_s3_bucket.a:versioning.force_destroy | move `force_destroy` out of `versioning` into `aws_s3_bucket`
