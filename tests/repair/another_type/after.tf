resource "aws_db_instance" "main" {
  instance_class = "db.t3.micro"
  db_name        = "shop"
}

resource "aws_lb" "edge" {
  subnets            = ["subnet-1"]
  load_balancer_type = "network"
}

# Nobody knows what this was meant to be.
resource "aws_made_up_thing" "x" {
  name = "x"
}

output "endpoint" {
  value = "${aws_db_instance.main.address}:5432"
}

output "edge" {
  value = aws_lb.edge.dns_name
}

#= repair:type:aws_db_instance.main | write the type `aws_rds_instance` as `aws_db_instance`
#= repair:type:aws_lb.edge | write the type `aws_network_load_balancer` as `aws_lb`
#= repair:rename:aws_db_instance.main:name | write `name` as `db_name`
#= repair:rename:aws_lb.edge:subnet_ids | write `subnet_ids` as `subnets`
#= repair:attribute:output.endpoint:aws_db_instance.main.endpoint_address | write `endpoint_address` of `aws_db_instance.main` as `address`
#= repair:attribute:output.edge:aws_lb.edge.dns | write `dns` of `aws_lb.edge` as `dns_name`
#! `aws` has no resource type `aws_made_up_thing`
