variable "kubernetes_cidr" {
  description = "Addresses that may reach the API of the cluster, as 203.0.113.7/32"
  type        = string
}

resource "aws_kms_key" "cluster" {
  description         = "Encrypts the secrets of the cluster"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Account"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_iam_role" "cluster" {
  name_prefix = "${local.name}-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "eks.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_eks_cluster" "main" {
  name     = local.name
  role_arn = aws_iam_role.cluster.arn
  # if version
  version                   = local.version
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids              = local.subnets
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = [var.kubernetes_cidr]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.cluster.arn
    }
  }

  depends_on = [aws_iam_role_policy_attachment.cluster]
}

resource "aws_iam_role" "nodes" {
  name_prefix = "${local.name}-nodes-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each = toset([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
  ])

  role       = aws_iam_role.nodes.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_eks_node_group" "main" {
  # if groups
  count        = local.groups
  cluster_name = aws_eks_cluster.main.name
  # unless groups
  node_group_name = "${local.name}-nodes"
  # if groups
  node_group_name = "${local.name}-nodes-${count.index + 1}"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = local.subnets
  instance_types  = [local.size]
  # if disk
  disk_size = local.disk

  scaling_config {
    min_size     = local.min
    max_size     = local.max
    desired_size = local.desired
  }

  depends_on = [aws_iam_role_policy_attachment.nodes, local.route]
}
