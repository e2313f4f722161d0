#> databases of all sorts

resource "aws_db_instance" "written_out" {
  allocated_storage   = 20
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  username            = "app"
  password            = "SecurePassword123!" # change me
  skip_final_snapshot = true
}

resource "aws_db_instance" "missing" {
  allocated_storage = 20
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  username          = "app"
}

resource "aws_db_instance" "of_a_replica" {
  allocated_storage = 20
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  username          = "app"
  password          = "SecurePassword123!"
}

resource "aws_db_instance" "replica" {
  instance_class      = "db.t3.micro"
  replicate_source_db = aws_db_instance.of_a_replica.identifier
}

resource "aws_db_instance" "restored" {
  instance_class      = "db.t3.micro"
  snapshot_identifier = "before-the-move"
}

resource "aws_db_instance" "read_elsewhere" {
  allocated_storage = 20
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  username          = "app"
  password          = "SecurePassword123!"
}

resource "aws_db_instance" "both" {
  allocated_storage           = 20
  engine                      = "postgres"
  instance_class              = "db.t3.micro"
  username                    = "app"
  manage_master_user_password = true
  password                    = "SecurePassword123!"
}

resource "aws_rds_cluster" "main" {
  engine          = "aurora-postgresql"
  master_username = "app"
  master_password = "SecurePassword123!"
}

resource "aws_rds_cluster" "global" {
  engine                    = "aurora-postgresql"
  global_cluster_identifier = "world"
  master_username           = "app"
  master_password           = "SecurePassword123!"
}

resource "aws_redshift_cluster" "main" {
  cluster_identifier = "main"
  node_type          = "ra3.large"
  master_username    = "app"
  master_password    = "SecurePassword123!"
}

resource "aws_docdb_cluster" "main" {
  master_username = "app"
  master_password = "SecurePassword123!"
}

resource "aws_ssm_parameter" "password" {
  name  = "/app/password"
  type  = "SecureString"
  value = aws_db_instance.read_elsewhere.password
}
