resource "aws_rds_instance" "main" {
  instance_class = "db.t3.micro"
  name           = "shop"
}

resource "aws_network_load_balancer" "edge" {
  subnet_ids = ["subnet-1"]
}

# Nobody knows what this was meant to be.
resource "aws_made_up_thing" "x" {
  name = "x"
}

output "endpoint" {
  value = "${aws_rds_instance.main.endpoint_address}:5432"
}

output "edge" {
  value = aws_network_load_balancer.edge.dns
}
