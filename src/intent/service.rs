//! Defines the supported services: title, names and resource types.

/// Service that a request can contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Service {
    /// VPC, subnets, gateways, routes.
    Network,
    /// EC2 instances.
    Server,
    /// An Auto Scaling group.
    Scaling,
    /// An Application Load Balancer.
    Balancer,
    /// An RDS instance.
    Database,
    /// An ElastiCache cluster.
    Cache,
    /// An EFS file system.
    Files,
    /// An ECS cluster, with its service.
    Containers,
    /// An EKS cluster with its nodes.
    Kubernetes,
    /// An S3 bucket.
    Bucket,
    /// A DynamoDB table.
    Table,
    /// A Lambda function.
    Function,
    /// An API Gateway.
    Api,
    /// An SQS queue.
    Queue,
    /// An SNS topic.
    Topic,
    /// An ECR repository.
    Registry,
    /// An IAM role.
    Role,
    /// A KMS key.
    Key,
    /// A security group.
    Group,
    /// A Route 53 zone.
    Zone,
    /// A CloudWatch log group.
    Logs,
    /// A secret in Secrets Manager.
    Secret,
}

use Service::*;

/// Services that run in a network.
pub const NETWORKED: &[Service] = &[
    Server, Scaling, Balancer, Database, Cache, Files, Containers, Kubernetes, Group,
];

impl Service {
    /// Returns the name that AWS uses.
    pub fn title(self) -> &'static str {
        match self {
            Network => "VPC",
            Server => "EC2 instance",
            Scaling => "Auto Scaling group",
            Balancer => "load balancer",
            Database => "RDS database",
            Cache => "ElastiCache cluster",
            Files => "EFS file system",
            Containers => "ECS service",
            Kubernetes => "EKS cluster",
            Bucket => "S3 bucket",
            Table => "DynamoDB table",
            Function => "Lambda function",
            Api => "API Gateway",
            Queue => "SQS queue",
            Topic => "SNS topic",
            Registry => "ECR repository",
            Role => "IAM role",
            Key => "KMS key",
            Group => "security group",
            Zone => "Route 53 zone",
            Logs => "CloudWatch log group",
            Secret => "Secrets Manager secret",
        }
    }

    /// Returns the resource types of the service, the usual one first.
    ///
    /// A module with the service has at least one of them.
    pub fn resources(self) -> &'static [&'static str] {
        match self {
            Network => &["aws_vpc", "aws_default_vpc", "data.aws_vpc"],
            Server => &[
                "aws_instance",
                "aws_launch_template",
                "aws_launch_configuration",
                "aws_spot_instance_request",
                "aws_spot_fleet_request",
                "aws_ec2_fleet",
                "data.aws_instance",
            ],
            Scaling => &["aws_autoscaling_group", "aws_appautoscaling_target"],
            Balancer => &["aws_lb", "aws_alb", "aws_elb", "data.aws_lb"],
            Database => &["aws_db_instance", "aws_rds_cluster", "data.aws_db_instance"],
            Cache => &[
                "aws_elasticache_replication_group",
                "aws_elasticache_cluster",
                "aws_elasticache_serverless_cache",
                "aws_elasticache_global_replication_group",
                "aws_memorydb_cluster",
                "aws_dax_cluster",
            ],
            Files => &["aws_efs_file_system", "data.aws_efs_file_system"],
            Containers => &[
                "aws_ecs_service",
                "aws_ecs_cluster",
                "aws_ecs_task_definition",
            ],
            Kubernetes => &["aws_eks_cluster", "data.aws_eks_cluster"],
            Bucket => &[
                "aws_s3_bucket",
                "data.aws_s3_bucket",
                "aws_s3_directory_bucket",
            ],
            Table => &[
                "aws_dynamodb_table",
                "aws_dynamodb_global_table",
                "data.aws_dynamodb_table",
            ],
            Function => &["aws_lambda_function", "data.aws_lambda_function"],
            Api => &["aws_apigatewayv2_api", "aws_api_gateway_rest_api"],
            Queue => &["aws_sqs_queue", "data.aws_sqs_queue"],
            Topic => &["aws_sns_topic", "data.aws_sns_topic"],
            Registry => &[
                "aws_ecr_repository",
                "aws_ecrpublic_repository",
                "data.aws_ecr_repository",
            ],
            Role => &["aws_iam_role", "data.aws_iam_role"],
            Key => &["aws_kms_key", "aws_kms_replica_key", "data.aws_kms_key"],
            Group => &[
                "aws_security_group",
                "aws_default_security_group",
                "data.aws_security_group",
                "aws_db_security_group",
            ],
            Zone => &["aws_route53_zone", "data.aws_route53_zone"],
            Logs => &["aws_cloudwatch_log_group", "data.aws_cloudwatch_log_group"],
            Secret => &[
                "aws_secretsmanager_secret",
                "data.aws_secretsmanager_secret",
            ],
        }
    }

    /// Returns whether several can be distinguished, each with a separate name.
    pub fn is_countable(self) -> bool {
        matches!(
            self,
            Server | Bucket | Table | Queue | Topic | Registry | Key | Logs | Secret | Role | Zone
        )
    }

    /// Returns whether the service accepts a text as a name.
    pub fn accepts_name(self, name: &str) -> bool {
        let all = |more: &str| {
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
        match self {
            Bucket => (3..=63).contains(&name.len()) && is_lower && all("-."),
            Registry => is_lower && all("-_./"),
            Database | Cache => {
                name.len() <= 40 && begins && is_lower && all("-") && !name.ends_with('-')
            }
            Table => name.len() >= 3 && all("-_."),
            Zone => false,
            Logs => all("-_./"),
            Balancer => name.len() <= 32 && all("-"),
            Network | Group => !name.starts_with("sg-") && all("-_."),
            _ => all("-_"),
        }
    }
}
