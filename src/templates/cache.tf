# if subnets
resource "aws_elasticache_subnet_group" "cache" {
  name       = local.name
  subnet_ids = local.subnets
}

# unless memcached
resource "aws_elasticache_replication_group" "cache" {
  # checkov:skip=CKV_AWS_31: a password would lie in the state; its security group and TLS keep it
  # unless replicas
  # checkov:skip=CKV2_AWS_50: one node was asked for
  replication_group_id = local.name
  description          = "Cache of the application"
  engine               = local.engine
  # if version
  engine_version     = local.version
  node_type          = local.size
  num_cache_clusters = local.nodes
  port               = 6379
  # if subnets
  subnet_group_name          = aws_elasticache_subnet_group.cache.name
  security_group_ids         = [local.group]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  auto_minor_version_upgrade = true
  snapshot_retention_limit   = 7
  # if replicas
  automatic_failover_enabled = true
  # if replicas
  multi_az_enabled = true
}

# if memcached
resource "aws_elasticache_cluster" "cache" {
  cluster_id      = local.name
  engine          = "memcached"
  node_type       = local.size
  num_cache_nodes = local.nodes
  port            = 11211
  # if subnets
  subnet_group_name  = aws_elasticache_subnet_group.cache.name
  security_group_ids = [local.group]
}
