//! Defines the supported services: title, names and resource types.

/// Defines the services: variant, title and resource types.
macro_rules! services {
    ($($(#[$doc:meta])* $name:ident $title:literal: $($type:literal)+;)+) => {
        /// Service that a request can contain.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Service {
            $($(#[$doc])* $name,)+
        }

        impl Service {
            /// All services.
            pub const ALL: &[Service] = &[$($name),+];

            /// Returns the name that AWS uses.
            pub fn title(self) -> &'static str {
                match self {
                    $($name => $title,)+
                }
            }

            /// Returns the resource types of the service, the usual one first.
            ///
            /// A module with the service has at least one of them.
            pub fn resources(self) -> &'static [&'static str] {
                match self {
                    $($name => &[$($type),+],)+
                }
            }

            /// Returns the service that the vocabulary names by its variant.
            pub(super) fn named(name: &str) -> Option<Service> {
                match name {
                    $(stringify!($name) => Some($name),)+
                    _ => None,
                }
            }
        }
    };
}

use Service::*;

services! {
    /// VPC, subnets, gateways, routes.
    Network "VPC": "aws_vpc" "aws_default_vpc" "data.aws_vpc";
    /// EC2 instances.
    Server "EC2 instance":
        "aws_instance" "aws_launch_template" "aws_launch_configuration" "aws_spot_instance_request"
        "aws_spot_fleet_request" "aws_ec2_fleet" "data.aws_instance";
    /// An Auto Scaling group.
    Scaling "Auto Scaling group": "aws_autoscaling_group" "aws_appautoscaling_target";
    /// An Application Load Balancer.
    Balancer "load balancer": "aws_lb" "aws_alb" "aws_elb" "data.aws_lb";
    /// An RDS instance.
    Database "RDS database": "aws_db_instance" "aws_rds_cluster" "data.aws_db_instance";
    /// An ElastiCache cluster.
    Cache "ElastiCache cluster":
        "aws_elasticache_replication_group" "aws_elasticache_cluster"
        "aws_elasticache_serverless_cache" "aws_elasticache_global_replication_group"
        "aws_memorydb_cluster" "aws_dax_cluster";
    /// An EFS file system.
    Files "EFS file system": "aws_efs_file_system" "data.aws_efs_file_system";
    /// An ECS cluster, with its service.
    Containers "ECS service": "aws_ecs_service" "aws_ecs_cluster" "aws_ecs_task_definition";
    /// An EKS cluster with its nodes.
    Kubernetes "EKS cluster": "aws_eks_cluster" "data.aws_eks_cluster";
    /// An S3 bucket.
    Bucket "S3 bucket": "aws_s3_bucket" "data.aws_s3_bucket" "aws_s3_directory_bucket";
    /// A DynamoDB table.
    Table "DynamoDB table":
        "aws_dynamodb_table" "aws_dynamodb_global_table" "data.aws_dynamodb_table";
    /// A Lambda function.
    Function "Lambda function": "aws_lambda_function" "data.aws_lambda_function";
    /// An API Gateway.
    Api "API Gateway": "aws_apigatewayv2_api" "aws_api_gateway_rest_api";
    /// An SQS queue.
    Queue "SQS queue": "aws_sqs_queue" "data.aws_sqs_queue";
    /// An SNS topic.
    Topic "SNS topic": "aws_sns_topic" "data.aws_sns_topic";
    /// An ECR repository.
    Registry "ECR repository":
        "aws_ecr_repository" "aws_ecrpublic_repository" "data.aws_ecr_repository";
    /// An IAM role.
    Role "IAM role": "aws_iam_role" "data.aws_iam_role";
    /// A KMS key.
    Key "KMS key": "aws_kms_key" "aws_kms_replica_key" "data.aws_kms_key";
    /// A security group.
    Group "security group":
        "aws_security_group" "aws_default_security_group" "data.aws_security_group"
        "aws_db_security_group";
    /// A Route 53 zone.
    Zone "Route 53 zone": "aws_route53_zone" "data.aws_route53_zone";
    /// A CloudWatch log group.
    Logs "CloudWatch log group": "aws_cloudwatch_log_group" "data.aws_cloudwatch_log_group";
    /// A secret in Secrets Manager.
    Secret "Secrets Manager secret": "aws_secretsmanager_secret" "data.aws_secretsmanager_secret";
}

/// Services that run in a network.
pub const NETWORKED: &[Service] = &[
    Server, Scaling, Balancer, Database, Cache, Files, Containers, Kubernetes, Group,
];

impl Service {
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
