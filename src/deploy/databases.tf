resource "aws_db_instance" "bare" { # IG_DEPLOY_401 IG_DEPLOY_403
  engine            = "mysql"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
}
resource "aws_redshift_cluster" "bare" { # IG_DEPLOY_401 IG_DEPLOY_403
  cluster_identifier = "sales"
  node_type          = "ra3.large"
}
variable "user" {
  default = "admin"
}
resource "aws_db_instance" "reserved" {
  engine                      = "postgres"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "admin" # IG_DEPLOY_402
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_docdb_cluster" "reserved" {
  master_username             = var.user # IG_DEPLOY_402
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_docdb_cluster_instance" "reserved" {
  cluster_identifier = aws_docdb_cluster.reserved.id
  instance_class     = "db.t3.medium"
}
resource "aws_db_instance" "short" {
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "admin"
  password            = "short" # IG_DEPLOY_404
  skip_final_snapshot = true
}
resource "aws_db_instance" "slash" {
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "owner"
  password            = "with/slash-and-more" # IG_DEPLOY_404
  skip_final_snapshot = true
}
resource "aws_db_instance" "right" {
  engine                    = "mysql"
  engine_version            = "8.0"
  instance_class            = "db.t3.micro"
  allocated_storage         = 20
  username                  = "admin"
  password                  = var.password
  final_snapshot_identifier = "right-final"
}
variable "password" {
  sensitive = true
}
resource "aws_db_instance" "restored" {
  instance_class      = "db.t3.micro"
  snapshot_identifier = "rds:sales-2026"
  skip_final_snapshot = true
}
#---
resource "aws_db_instance" "old_version" {
  engine                      = "postgres"
  engine_version              = "13.3" # IG_DEPLOY_405
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_rds_cluster" "old_version" {
  engine                      = "aurora-mysql"
  engine_version              = "8.0.mysql_aurora.3.02.2" # IG_DEPLOY_405
  master_username             = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_rds_cluster_instance" "old_version" {
  cluster_identifier = aws_rds_cluster.old_version.id
  engine             = "aurora-postgresql" # IG_DEPLOY_424
  instance_class     = "db.r6g.large"
}
resource "aws_rds_cluster" "serverless" {
  engine                      = "aurora-postgresql"
  engine_version              = "16.11"
  master_username             = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_rds_cluster_instance" "serverless" {
  cluster_identifier  = aws_rds_cluster.serverless.id
  engine              = "aurora-mysql" # IG_DEPLOY_424
  instance_class      = "r6g.large" # IG_DEPLOY_408
  monitoring_interval = 60 # IG_DEPLOY_419
}
resource "aws_db_instance" "newer" {
  engine                      = "postgres"
  engine_version              = "19.2"
  instance_class              = "t3.micro" # IG_DEPLOY_408
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_db_instance" "major" {
  engine                      = "mysql"
  engine_version              = "8.4"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_db_subnet_group" "one" {
  subnet_ids = [aws_subnet.a.id] # IG_DEPLOY_406
}
resource "aws_db_subnet_group" "right" {
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_security_group" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "default_network" {
  description = "default network"
}
resource "aws_db_instance" "default_network" {
  engine                      = "mysql"
  instance_class              = "db.t2.micro" # IG_DEPLOY_407
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
  vpc_security_group_ids      = [aws_security_group.main.id] # IG_DEPLOY_415
}
resource "aws_db_instance" "other_network" {
  engine                      = "postgres"
  instance_class              = "db.m3.large" # IG_DEPLOY_407
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_subnet_group_name        = aws_db_subnet_group.right.name
  vpc_security_group_ids      = [aws_security_group.default_network.id] # IG_DEPLOY_415
  publicly_accessible         = true # IG_DEPLOY_416
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_docdb_subnet_group" "one" {
  subnet_ids = [aws_subnet.a.id] # IG_DEPLOY_406
}
resource "aws_db_subnet_group" "given" {
  subnet_ids = concat([aws_subnet.a.id], var.subnets)
}
variable "subnets" {
  type = list(string)
}
#---
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_db_subnet_group" "main" {
  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]
}
resource "aws_db_instance" "nameless" {
  engine                      = "mysql"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_subnet_group_name        = aws_db_subnet_group.main.name
  publicly_accessible         = true # IG_DEPLOY_416
}
#---
resource "aws_db_instance" "encrypted" {
  engine                      = "oracle-se2"
  instance_class              = "db.t2.micro" # IG_DEPLOY_409
  storage_encrypted           = true
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_name                     = "warehouse" # IG_DEPLOY_414
  iam_database_authentication_enabled = true # IG_DEPLOY_421
}
resource "aws_db_instance" "encrypted_too" {
  engine                      = "sqlserver-ex"
  instance_class              = "db.m1.small" # IG_DEPLOY_409
  storage_encrypted           = true
  allocated_storage           = 10 # IG_DEPLOY_411
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_name                     = "sales" # IG_DEPLOY_414
  iam_database_authentication_enabled = true # IG_DEPLOY_421
}
resource "aws_db_instance" "watched" {
  engine                       = "mysql"
  instance_class               = "db.t3.micro"
  performance_insights_enabled = true # IG_DEPLOY_410
  storage_type                 = "gp3"
  allocated_storage            = 10 # IG_DEPLOY_411
  max_allocated_storage        = 10 # IG_DEPLOY_412
  username                     = "owner"
  manage_master_user_password  = true
  skip_final_snapshot          = true
  db_name                      = "sales-data" # IG_DEPLOY_414
  monitoring_interval          = 60 # IG_DEPLOY_419
}
resource "aws_db_instance" "watched_too" {
  engine                       = "mariadb"
  instance_class               = "db.t4g.small"
  performance_insights_enabled = true # IG_DEPLOY_410
  storage_type                 = "io1" # IG_DEPLOY_413
  allocated_storage            = 100
  max_allocated_storage        = 50 # IG_DEPLOY_412
  username                     = "owner"
  manage_master_user_password  = true
  skip_final_snapshot          = true
  monitoring_interval          = 0
}
resource "aws_db_instance" "fast" {
  engine                      = "postgres"
  instance_class              = "db.r6g.large"
  storage_type                = "io2" # IG_DEPLOY_413
  allocated_storage           = 200
  max_allocated_storage       = 400
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_name                     = "sales_data"
}
#---
resource "aws_db_instance" "source" {
  engine                      = "mysql"
  engine_version              = "8.0"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "owner"
  password                    = "long-enough-2026"
  skip_final_snapshot         = true
  parameter_group_name        = "default.mysql5.7" # IG_DEPLOY_420
}
resource "aws_db_instance" "replica" {
  replicate_source_db = aws_db_instance.source.identifier # IG_DEPLOY_417
  instance_class      = "db.t3.micro"
  username            = "owner" # IG_DEPLOY_418
}
resource "aws_db_instance" "replica_too" {
  replicate_source_db = aws_db_instance.source.arn # IG_DEPLOY_417
  instance_class      = "db.t3.micro"
  password            = "long-enough-2026" # IG_DEPLOY_418
}
resource "aws_db_parameter_group" "main" {
  family = "postgres15"
}
resource "aws_db_instance" "other_family" {
  engine                      = "postgres"
  engine_version              = "16"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
  parameter_group_name        = aws_db_parameter_group.main.name # IG_DEPLOY_420
}
resource "aws_db_instance" "aurora" {
  engine                      = "aurora-mysql" # IG_DEPLOY_422
  instance_class              = "db.r6g.large"
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_db_instance" "aurora_too" {
  engine                      = "aurora-postgresql" # IG_DEPLOY_422
  instance_class              = "db.r6g.large"
  username                    = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_rds_cluster" "alone" { # IG_DEPLOY_423
  engine                      = "aurora-postgresql"
  master_username             = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_neptune_cluster" "alone" { # IG_DEPLOY_423
  skip_final_snapshot = true
}
resource "aws_rds_cluster" "zones" {
  engine                      = "postgres"
  db_cluster_instance_class   = "db.r6gd.large"
  master_username             = "owner"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
#---
resource "aws_elasticache_replication_group" "one" {
  node_type = "cache.t4g.micro"
  description                = "one"
  automatic_failover_enabled = true # IG_DEPLOY_425
}
resource "aws_elasticache_replication_group" "one_too" {
  node_type = "cache.t4g.micro"
  description                = "one"
  num_cache_clusters         = 1
  automatic_failover_enabled = true # IG_DEPLOY_425
  engine_version             = "6.2"
  parameter_group_name       = "default.redis7" # IG_DEPLOY_427
}
resource "aws_elasticache_replication_group" "shards" {
  node_type = "cache.t4g.micro"
  description                = "shards"
  num_node_groups            = 2
  automatic_failover_enabled = true
  parameter_group_name       = "default.redis7.cluster.on"
}
resource "aws_elasticache_cluster" "nodes" {
  engine               = "redis"
  num_cache_nodes      = 2 # IG_DEPLOY_426
  parameter_group_name = "default.redis3.2" # IG_DEPLOY_427
}
resource "aws_elasticache_cluster" "nodes_too" {
  engine          = "valkey"
  num_cache_nodes = 3 # IG_DEPLOY_426
}
resource "aws_elasticache_cluster" "memory" {
  engine               = "memcached"
  num_cache_nodes      = 3
  parameter_group_name = "default.memcached1.6"
}
resource "aws_redshift_cluster" "old" {
  cluster_identifier     = "old"
  node_type              = "ds2.xlarge" # IG_DEPLOY_428
  cluster_type           = "multi-node" # IG_DEPLOY_429
  master_username        = "owner"
  manage_master_password = true
  skip_final_snapshot    = true
}
resource "aws_redshift_cluster" "old_too" {
  cluster_identifier     = "old-too"
  node_type              = "dc1.large" # IG_DEPLOY_428
  cluster_type           = "multi-node" # IG_DEPLOY_429
  number_of_nodes        = 1
  master_username        = "owner"
  manage_master_password = true
  skip_final_snapshot    = true
}
resource "aws_redshift_cluster" "right" {
  cluster_identifier     = "right"
  node_type              = "ra3.large"
  cluster_type           = "multi-node"
  number_of_nodes        = 2
  master_username        = "owner"
  manage_master_password = true
  skip_final_snapshot    = true
}
resource "aws_opensearch_domain" "bare" { # IG_DEPLOY_430
  domain_name = "logs"
}
resource "aws_elasticsearch_domain" "bare" { # IG_DEPLOY_430
  domain_name = "logs"
  cluster_config { # IG_DEPLOY_431
    instance_type = "t2.small.elasticsearch"
  }
  encrypt_at_rest {
    enabled = true
  }
}
resource "aws_opensearch_domain" "encrypted" {
  domain_name = "search"
  cluster_config { # IG_DEPLOY_431
    instance_type = "t2.medium.search"
  }
  ebs_options {
    ebs_enabled = true
    volume_size = 10
  }
  encrypt_at_rest {
    enabled = true
  }
}
resource "aws_opensearch_domain" "disk" {
  domain_name = "disk"
  cluster_config {
    instance_type = "i3.large.search"
  }
}
#---
resource "aws_elasticache_cluster" "a" {
  cluster_id      = "a"
  engine          = "redis"
  engine_version  = "7" # IG_DEPLOY_433
  num_cache_nodes = 1
}

resource "aws_elasticache_replication_group" "a" {
  node_type = "cache.t4g.micro"
  replication_group_id = "a"
  description          = "a"
  engine_version       = "6.0.5" # IG_DEPLOY_433
}

resource "aws_elasticache_replication_group" "spared" {
  node_type = "cache.t4g.micro"
  replication_group_id = "b"
  description          = "b"
  engine_version       = "7.1"
}

resource "aws_elasticache_cluster" "spared" {
  cluster_id      = "c"
  engine          = "memcached"
  engine_version  = "1.6.22"
  num_cache_nodes = 1
}

resource "aws_elasticache_user" "a" { # IG_DEPLOY_432
  user_id       = "a"
  user_name     = "default"
  engine        = "REDIS"
  access_string = "on ~* +@all"
}

resource "aws_elasticache_user" "b" { # IG_DEPLOY_432
  user_id       = "b"
  user_name     = "shop"
  engine        = "REDIS"
  access_string = "on ~* +@all"

  authentication_mode {
    type = "password"
  }
}

resource "aws_elasticache_user" "spared" {
  user_id              = "c"
  user_name            = "open"
  engine               = "REDIS"
  access_string        = "on ~* +@all"
  no_password_required = true
}
#---
variable "engine" {
  default = "mysql8.0"
}

resource "aws_rds_cluster" "a" {
  engine                      = var.engine # IG_DEPLOY_434
  master_username             = "shop"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_cluster_instance_class   = "db.m5d.large"
}

resource "aws_rds_cluster" "b" {
  engine                      = "aurora" # IG_DEPLOY_434
  master_username             = "shop"
  manage_master_user_password = true
  skip_final_snapshot         = true
  db_cluster_instance_class   = "db.m5d.large"
}
#---
# SQL Server has replicas of a database whose password is managed.
resource "aws_db_instance" "sqlserver" {
  engine                      = "sqlserver-ee"
  instance_class              = "db.m5.large"
  allocated_storage           = 100
  license_model               = "license-included"
  username                    = "app"
  manage_master_user_password = true
  backup_retention_period     = 7
  skip_final_snapshot         = true
}
resource "aws_db_instance" "sqlserver_copy" {
  replicate_source_db = aws_db_instance.sqlserver.arn
  instance_class      = "db.m5.large"
  skip_final_snapshot = true
}
#---
resource "aws_elasticache_replication_group" "untyped" { # IG_DEPLOY_445
  replication_group_id = "untyped"
  description          = "untyped"
}
resource "aws_elasticache_replication_group" "untyped_too" { # IG_DEPLOY_445
  replication_group_id = "untyped-too"
  description          = "untyped too"
  node_type            = null
}
resource "aws_elasticache_replication_group" "member" {
  replication_group_id        = "member"
  description                 = "member"
  global_replication_group_id = "ldgnf-sessions"
}
#---
resource "aws_db_instance" "managed" {
  engine                      = "mysql"
  engine_version              = "8.4"
  instance_class              = "db.t3.micro"
  allocated_storage           = 20
  username                    = "owner"
  manage_master_user_password = true
  backup_retention_period     = 7
  skip_final_snapshot         = true
}
resource "aws_db_instance" "managed_replica" {
  replicate_source_db = aws_db_instance.managed.identifier # IG_DEPLOY_446
  instance_class      = "db.t3.micro"
}
resource "aws_db_instance" "managed_replica_too" {
  count               = 2
  replicate_source_db = aws_db_instance.managed.arn # IG_DEPLOY_446
  instance_class      = "db.t3.micro"
}
resource "aws_db_instance" "unmanaged" {
  engine                  = "mysql"
  engine_version          = "8.4"
  instance_class          = "db.t3.micro"
  allocated_storage       = 20
  username                = "owner"
  password                = "long-enough-2026"
  backup_retention_period = 7
  skip_final_snapshot     = true
}
resource "aws_db_instance" "unmanaged_replica" {
  replicate_source_db = aws_db_instance.unmanaged.identifier
  instance_class      = "db.t3.micro"
}
