data "aws_availability_zones" "available" {
  # checkov:skip=CKV_AWS_394: the zones are those of the region that it runs in
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

resource "aws_vpc" "main" {
  cidr_block           = local.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = {
    Name = local.name
  }
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

# if public
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id

  tags = {
    Name = local.name
  }
}

# if public
resource "aws_subnet" "public" {
  count             = local.public
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, local.newbits, count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index % local.zones]

  tags = {
    Name = "${local.name}-public-${count.index + 1}"
    # if eks
    "kubernetes.io/role/elb" = "1"
  }
}

# if public
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }

  tags = {
    Name = "${local.name}-public"
  }
}

# if public
resource "aws_route_table_association" "public" {
  count          = local.public
  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public.id
}

# if private
resource "aws_subnet" "private" {
  count             = local.private
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, local.newbits, local.half + count.index)
  availability_zone = data.aws_availability_zones.available.names[count.index % local.zones]

  tags = {
    Name = "${local.name}-private-${count.index + 1}"
    # if eks
    "kubernetes.io/role/internal-elb" = "1"
  }
}

# if nat
resource "aws_eip" "nat" {
  # if nats
  count  = local.nat
  domain = "vpc"

  depends_on = [aws_internet_gateway.main]
}

# if nat
resource "aws_nat_gateway" "main" {
  # if nats
  count = local.nat
  # unless nats
  allocation_id = aws_eip.nat.id
  # if nats
  allocation_id = aws_eip.nat[count.index].id
  # unless nats
  subnet_id = aws_subnet.public[0].id
  # if nats
  subnet_id = aws_subnet.public[count.index].id

  tags = {
    # unless nats
    Name = local.name
    # if nats
    Name = "${local.name}-${count.index + 1}"
  }
}

# if private
resource "aws_route_table" "private" {
  # if nats
  count  = local.nat
  vpc_id = aws_vpc.main.id

  # if nat
  route {
    cidr_block = "0.0.0.0/0"
    # unless nats
    nat_gateway_id = aws_nat_gateway.main.id
    # if nats
    nat_gateway_id = aws_nat_gateway.main[count.index].id
  }

  tags = {
    Name = "${local.name}-private"
  }
}

# if private
resource "aws_route_table_association" "private" {
  count     = local.private
  subnet_id = aws_subnet.private[count.index].id
  # unless nats
  route_table_id = aws_route_table.private.id
  # if nats
  route_table_id = aws_route_table.private[count.index % local.nat].id
}
