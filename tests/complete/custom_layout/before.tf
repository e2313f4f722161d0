#> a windows server

resource "aws_instance" "web" {
	ami="YOUR_AMI_ID"
	instance_type      = "t3.large"
	# The name comes last.
	tags               = { Name="web" }
}

resource "aws_db_instance" "main" {
    engine="mysql"
    password="hunter2" // soon
    instance_class = "db.t3.micro"
    allocated_storage=20
    username="app"
}
