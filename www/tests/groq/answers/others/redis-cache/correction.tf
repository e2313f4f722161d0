variable "redis_token" {
  description = "Token that clients of the cache present"
  type        = string
  sensitive   = true
}

resource "aws_kms_key" "redis" {
  description         = "Session cache"
  enable_key_rotation = true
}

resource "aws_elasticache_replication_group" "redis" {
  replication_group_id       = "redis"
  description                = "Session cache"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.redis.name
  security_group_ids         = [aws_security_group.redis.id]
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  kms_key_id                 = aws_kms_key.redis.arn
  auth_token                 = var.redis_token
}
