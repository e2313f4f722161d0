//! Defines the phrases for services.

use super::{Entry, Meaning};
use crate::intent::service::Service::{self, *};

const fn thing(service: Service) -> Meaning {
    Meaning::Thing(service, &[])
}

/// Phrases for all services.
pub(super) const THINGS: &[Entry] = &[
    (
        "vpc|virtual private cloud|network|vpc network|aws vpc|amazon vpc|virtual network",
        thing(Network),
    ),
    (
        "ec2|ec2 instance|ec2 server|ec2 machine|ec2 vm|ec2 host|ec2 box|instance|server|vm|virtual machine|virtual server|\
         linux server|linux instance|linux vm|linux ec2 instance|compute instance|linux machine|app server|application server",
        thing(Server),
    ),
    (
        "web server|webserver|ec2 web server|web instance|http server",
        Meaning::Thing(Server, &[("web", "true")]),
    ),
    (
        "bastion|bastion host|bastion server|bastion instance|jump host|jump box|jumpbox|jump server|ssh bastion|ssh bastion host",
        Meaning::Thing(Server, &[("bastion", "true")]),
    ),
    (
        "auto scaling group|autoscaling group|asg|auto scaling|autoscaling|scaling group|auto scaled group|ec2 auto scaling group|ec2 auto scaling",
        thing(Scaling),
    ),
    (
        "load balancer|alb|application load balancer|public load balancer|http load balancer|loadbalancer|\
         internet facing load balancer|internet facing alb|public alb|aws load balancer|internet facing application load balancer|public application load balancer",
        thing(Balancer),
    ),
    (
        "rds|rds instance|rds database|rds db|rds db instance|rds database instance|database|db|db instance|\
         database instance|database server|relational database|sql database|amazon rds|managed database|rds server|rdbms",
        thing(Database),
    ),
    (
        "postgres|postgresql|postgre|postgres db|postgresql db|rds postgres instance|rds postgresql instance|postgres rds instance|postgresql rds instance|postgres db instance|postgresql db instance|postgres database instance|postgresql database instance",
        Meaning::Thing(Database, &[("engine", "postgres")]),
    ),
    (
        "mysql|mysql db|rds mysql instance|mysql rds instance|mysql db instance|mysql database instance",
        Meaning::Thing(Database, &[("engine", "mysql")]),
    ),
    (
        "mariadb|maria db|rds mariadb instance|mariadb rds instance|mariadb db instance|mariadb database instance",
        Meaning::Thing(Database, &[("engine", "mariadb")]),
    ),
    (
        "postgres @version|postgresql @version|postgres version @version|postgresql version @version",
        Meaning::Thing(Database, &[("engine", "postgres"), ("version", "$1")]),
    ),
    (
        "mysql @version|mysql version @version",
        Meaning::Thing(Database, &[("engine", "mysql"), ("version", "$1")]),
    ),
    (
        "mariadb @version|mariadb version @version",
        Meaning::Thing(Database, &[("engine", "mariadb"), ("version", "$1")]),
    ),
    (
        "elasticache|elasticache cluster|elasticache instance|cache|cache cluster|in memory cache|caching layer|cache layer|caching|elasticache replication group|replication group",
        thing(Cache),
    ),
    (
        "redis|redis cache|redis cluster|redis instance|elasticache redis|redis replication group",
        Meaning::Thing(Cache, &[("engine", "redis")]),
    ),
    (
        "valkey|valkey cache|valkey cluster|elasticache valkey",
        Meaning::Thing(Cache, &[("engine", "valkey")]),
    ),
    (
        "memcached|memcached cluster|memcache|elasticache memcached",
        Meaning::Thing(Cache, &[("engine", "memcached")]),
    ),
    (
        "redis @version|redis version @version",
        Meaning::Thing(Cache, &[("engine", "redis"), ("version", "$1")]),
    ),
    (
        "valkey @version|valkey version @version",
        Meaning::Thing(Cache, &[("engine", "valkey"), ("version", "$1")]),
    ),
    (
        "efs|efs file system|efs filesystem|elastic file system|efs volume|efs share|shared file system|shared filesystem|nfs share|shared storage|efs storage|shared efs",
        thing(Files),
    ),
    ("ecs cluster|ecs|container cluster", thing(Containers)),
    (
        "ecs service|ecs fargate|ecs fargate service|ecs fargate cluster|fargate|fargate service|fargate ecs service|\
         ecs service on fargate|fargate cluster|container service|fargate task|ecs fargate task|ecs task|ecs on fargate|\
         ecs cluster on fargate|ecs cluster with fargate|ecs with fargate|ecs task on fargate|fargate container|ecs using fargate|\
         ecs service using fargate|ecs service with fargate|container on fargate|docker container on fargate|docker container on ecs|\
         container on ecs|container on ecs fargate|containers on ecs|fargate launch type|fargate type|task definition|ecs task definition|serverless container",
        Meaning::Thing(Containers, &[("service", "true")]),
    ),
    (
        "eks|eks cluster|kubernetes cluster|kubernetes|k8s cluster|k8s|managed kubernetes cluster|elastic kubernetes service|eks kubernetes cluster|amazon eks",
        thing(Kubernetes),
    ),
    (
        "kubernetes @version|kubernetes @version cluster|eks @version|eks @version cluster|k8s @version cluster|eks cluster @version|k8s @version",
        Meaning::Thing(Kubernetes, &[("version", "$1")]),
    ),
    (
        "s3|s3 bucket|bucket|s3 storage|s3 storage bucket|storage bucket|object storage|object storage bucket|aws s3 bucket|amazon s3 bucket|object store",
        thing(Bucket),
    ),
    (
        "static website|static site|static web site|static website hosting|static site hosting|s3 static website|s3 website|s3 static site|static web hosting|single page app|spa|react app|host static website|host static site|host static web site|host website from s3|static frontend|static html site|static html website",
        Meaning::Thing(Bucket, &[("site", "true")]),
    ),
    (
        "dynamodb|dynamodb table|dynamo table|dynamo|dynamo db|dynamo db table|ddb table|nosql table|nosql database|table|ddb|key value table|dynamodb database",
        thing(Table),
    ),
    (
        "lambda|lambda function|serverless function|function|aws lambda function|lambda handler",
        thing(Function),
    ),
    (
        "api gateway|http api|http api gateway|api gateway http api|apigateway|api gateway endpoint|http endpoint|api endpoint|apigw|api gateway v2|http gateway|api gw|gateway",
        thing(Api),
    ),
    (
        "serverless api|serverless http api|serverless backend|lambda api",
        Meaning::Thing(Api, &[("serverless", "true")]),
    ),
    (
        "sqs|sqs queue|queue|message queue|standard queue|sqs standard queue",
        thing(Queue),
    ),
    (
        "fifo queue|sqs fifo queue|sqs fifo|fifo sqs queue|fifo sqs",
        Meaning::Thing(Queue, &[("fifo", "true")]),
    ),
    (
        "sns|sns topic|topic|notification topic|pub sub topic|pubsub topic|standard topic|alert topic|alerts topic",
        thing(Topic),
    ),
    (
        "fifo topic|sns fifo topic|fifo sns topic|sns fifo",
        Meaning::Thing(Topic, &[("fifo", "true")]),
    ),
    (
        "ecr|ecr repository|ecr repo|container registry|docker registry|docker repository|image registry|container repository|\
         ecr registry|repository|elastic container registry|container image repository|docker image repository|docker repo|private ecr repository|ecr private repository",
        thing(Registry),
    ),
    ("iam role|role|service role|execution role", thing(Role)),
    (
        "kms key|kms|customer managed key|cmk|encryption key|kms cmk|customer managed kms key|kms encryption key|symmetric kms key|customer master key|symmetric key|customer managed encryption key",
        thing(Key),
    ),
    (
        "security group|sg|firewall|firewall rule|security group rule",
        thing(Group),
    ),
    (
        "route53 zone|hosted zone|dns zone|route 53 zone|route53 hosted zone|route 53 hosted zone|route53|route 53|public hosted zone|public zone|\
         route53 public zone|route53 dns zone|route53 public hosted zone|route 53 public hosted zone|public dns zone|zone|dns hosted zone|route 53 dns zone",
        thing(Zone),
    ),
    (
        "cloudwatch log group|log group|cloudwatch logs|cloudwatch log|cloudwatch logs group|cw log group|cloudwatch logs log group",
        thing(Logs),
    ),
    (
        "secrets manager secret|secret|secretsmanager secret|secret in secrets manager|secrets manager|secret in aws secrets manager|secret manager secret|secretsmanager",
        thing(Secret),
    ),
];
