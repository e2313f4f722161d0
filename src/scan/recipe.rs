//! The recipes of fixes that take more than a constant: new resources beside the one that is
//! mended, blocks in it, and references from one to the other.
//!
//! In the texts `{name}` is the name of the mended resource and `{at}` its address. What is meant
//! for all resources together has a name of its own, and is written once.

/// What a recipe costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Nothing, and nothing behaves otherwise.
    Free,
    /// Pennies to dollars a month, or more resources than were asked for.
    Companion,
    /// What is said here.
    Offered(&'static str),
}

/// How to mend a resource with more than a constant.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// What it costs.
    pub cost: Cost,
    /// What is done, as a sentence without its end.
    pub does: &'static str,
    /// Paths in the resource, and the expressions that they get.
    pub sets: &'static [(&'static str, &'static str)],
    /// Blocks that the resource gets.
    pub inside: &'static [&'static str],
    /// An argument that every block of these names gets where it lacks it.
    pub each: &'static [(&'static str, &'static str, &'static str)],
    /// Top-level blocks; one whose address is there already is left as it is.
    pub beside: &'static [&'static str],
}

impl Cost {
    /// What is said of it, where it has a price of another kind than money.
    pub fn price(self) -> Option<&'static str> {
        match self {
            Cost::Offered(price) => Some(price),
            _ => None,
        }
    }
}

/// Nothing, to build recipes on.
const NOTHING: Recipe = Recipe {
    cost: Cost::Companion,
    does: "",
    sets: &[],
    inside: &[],
    each: &[],
    beside: &[],
};

const ACCOUNT: &str = "data \"aws_caller_identity\" \"current\" {}";
const REGION: &str = "data \"aws_region\" \"current\" {}";

/// One key for all that is encrypted, which the account and its log service may use.
const KEY: &str = r#"resource "aws_kms_key" "main" {
  description         = "Encrypts what this program keeps"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${data.aws_region.current.name}.amazonaws.com" }
        Action    = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        Resource  = "*"
      }
    ]
  })
}"#;

const KEYS: &[&str] = &[ACCOUNT, REGION, KEY];

/// One bucket for all logs, closed, encrypted and cleaned up.
const LOGS: &str = r#"resource "aws_s3_bucket" "logs" {
  # checkov:skip=CKV_AWS_18: the bucket of the logs would log itself
  # checkov:skip=CKV_AWS_144: logs are not worth a second region
  bucket_prefix = "logs-"
}"#;
const LOGS_BLOCK: &str = r#"resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}"#;
const LOGS_VERSIONS: &str = r#"resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id

  versioning_configuration {
    status = "Enabled"
  }
}"#;
const LOGS_KMS: &str = r#"resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}"#;
const LOGS_LIFECYCLE: &str = r#"resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "old-logs"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}"#;
const LOGS_EVENTS: &str = r#"resource "aws_s3_bucket_notification" "logs" {
  bucket      = aws_s3_bucket.logs.id
  eventbridge = true
}"#;

/// Logs who reads and writes a bucket.
pub const BUCKET_LOG: Recipe = Recipe {
    does: "log its access to a bucket for logs",
    beside: &[
        r#"resource "aws_s3_bucket_logging" "{name}" {
  bucket        = {at}.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "{name}/"
}"#,
        LOGS,
        LOGS_BLOCK,
        LOGS_VERSIONS,
        LOGS_KMS,
        LOGS_LIFECYCLE,
        LOGS_EVENTS,
    ],
    ..NOTHING
};

/// Keeps what a bucket held before.
pub const BUCKET_VERSIONS: Recipe = Recipe {
    does: "keep old versions of its objects",
    beside: &[r#"resource "aws_s3_bucket_versioning" "{name}" {
  bucket = {at}.id

  versioning_configuration {
    status = "Enabled"
  }
}"#],
    ..NOTHING
};

/// Encrypts a bucket with KMS.
pub const BUCKET_KMS: Recipe = Recipe {
    does: "encrypt it with KMS",
    beside: &[
        r#"resource "aws_s3_bucket_server_side_encryption_configuration" "{name}" {
  bucket = {at}.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}"#,
    ],
    ..NOTHING
};

/// Closes a bucket to the public.
pub const BUCKET_BLOCK: Recipe = Recipe {
    cost: Cost::Free,
    does: "block public access to it",
    beside: &[r#"resource "aws_s3_bucket_public_access_block" "{name}" {
  bucket                  = {at}.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}"#],
    ..NOTHING
};

/// Cleans up uploads that broke off, which nobody can read.
pub const BUCKET_LIFECYCLE: Recipe = Recipe {
    cost: Cost::Free,
    does: "clean up uploads that broke off",
    beside: &[
        r#"resource "aws_s3_bucket_lifecycle_configuration" "{name}" {
  bucket = {at}.id

  rule {
    id     = "broken-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}"#,
    ],
    ..NOTHING
};

/// Tells EventBridge what happens in a bucket.
pub const BUCKET_EVENTS: Recipe = Recipe {
    does: "send its events to EventBridge",
    beside: &[r#"resource "aws_s3_bucket_notification" "{name}" {
  bucket      = {at}.id
  eventbridge = true
}"#],
    ..NOTHING
};

/// Logs what talks to what in a network.
pub const FLOW_LOG: Recipe = Recipe {
    does: "log its traffic to a bucket for logs",
    beside: &[
        r#"resource "aws_flow_log" "{name}" {
  vpc_id               = {at}.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = aws_s3_bucket.logs.arn
}"#,
        LOGS,
        LOGS_BLOCK,
        LOGS_VERSIONS,
        LOGS_KMS,
        LOGS_LIFECYCLE,
        LOGS_EVENTS,
    ],
    ..NOTHING
};

/// Takes all rules from the group that everything without a group is in.
pub const DEFAULT_GROUP: Recipe = Recipe {
    does: "close its default security group",
    beside: &[r#"resource "aws_default_security_group" "{name}" {
  vpc_id = {at}.id
}"#],
    ..NOTHING
};

/// Says what a security group and its rules are for.
pub const DESCRIPTION: Recipe = Recipe {
    cost: Cost::Free,
    does: "describe it and its rules",
    sets: &[("description", "\"Managed by Terraform\"")],
    each: &[
        ("ingress", "description", "\"Inbound rule of {name}\""),
        ("egress", "description", "\"Outbound rule of {name}\""),
    ],
    ..NOTHING
};

/// Gives an instance a role without rights.
pub const INSTANCE_ROLE: Recipe = Recipe {
    does: "give it a role without rights",
    sets: &[(
        "iam_instance_profile",
        "aws_iam_instance_profile.instance.name",
    )],
    beside: &[
        r#"resource "aws_iam_role" "instance" {
  name_prefix = "instance-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "ec2.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}"#,
        r#"resource "aws_iam_instance_profile" "instance" {
  name_prefix = "instance-"
  role        = aws_iam_role.instance.name
}"#,
    ],
    ..NOTHING
};

/// Watches the host of a database.
pub const MONITORING: Recipe = Recipe {
    does: "measure its host every minute",
    sets: &[
        ("monitoring_interval", "60"),
        ("monitoring_role_arn", "aws_iam_role.monitoring.arn"),
    ],
    beside: &[
        r#"resource "aws_iam_role" "monitoring" {
  name_prefix = "rds-monitoring-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "monitoring.rds.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }
    ]
  })
}"#,
        r#"resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}"#,
    ],
    ..NOTHING
};

/// Writes the policy down that a key has anyway.
pub const KEY_POLICY: Recipe = Recipe {
    cost: Cost::Free,
    does: "write its policy down",
    sets: &[(
        "policy",
        r#"jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      }
    ]
  })"#,
    )],
    beside: &[ACCOUNT],
    ..NOTHING
};

/// Encrypts a table with a key of your own.
pub const TABLE_KEY: Recipe = Recipe {
    does: "encrypt it with a key of your own",
    sets: &[
        ("server_side_encryption.enabled", "true"),
        ("server_side_encryption.kms_key_arn", "aws_kms_key.main.arn"),
    ],
    beside: KEYS,
    ..NOTHING
};

/// Encrypts a delivery stream with a key of your own.
pub const STREAM_KEY: Recipe = Recipe {
    does: "encrypt it with a key of your own",
    sets: &[
        ("server_side_encryption.enabled", "true"),
        (
            "server_side_encryption.key_type",
            "\"CUSTOMER_MANAGED_CMK\"",
        ),
        ("server_side_encryption.key_arn", "aws_kms_key.main.arn"),
    ],
    beside: KEYS,
    ..NOTHING
};

/// Encrypts the output of builds with a key of your own.
pub const BUILD_KEY: Recipe = Recipe {
    does: "encrypt its output with a key of your own",
    sets: &[("encryption_key", "aws_kms_key.main.arn")],
    beside: KEYS,
    ..NOTHING
};

/// Encrypts the environment of a function with a key of your own.
pub const FUNCTION_KEY: Recipe = Recipe {
    does: "encrypt its environment with a key of your own",
    sets: &[("kms_key_arn", "aws_kms_key.main.arn")],
    beside: KEYS,
    ..NOTHING
};

/// Encrypts a secret with a key of your own.
pub const SECRET_KEY: Recipe = Recipe {
    does: "encrypt it with a key of your own",
    sets: &[("kms_key_id", "aws_kms_key.main.arn")],
    beside: KEYS,
    ..NOTHING
};

/// Logs all that the control plane of a cluster does.
pub const CLUSTER_LOGS: Recipe = Recipe {
    does: "log its control plane",
    sets: &[(
        "enabled_cluster_log_types",
        "[\"api\", \"audit\", \"authenticator\", \"controllerManager\", \"scheduler\"]",
    )],
    ..NOTHING
};

/// Measures the tasks of a cluster.
pub const CLUSTER_INSIGHTS: Recipe = Recipe {
    does: "measure its tasks",
    inside: &["setting {\n  name  = \"containerInsights\"\n  value = \"enabled\"\n}"],
    ..NOTHING
};

/// Logs what the brokers of a cluster do.
pub const BROKER_LOGS: Recipe = Recipe {
    does: "log its brokers to CloudWatch",
    sets: &[
        ("logging_info.broker_logs.cloudwatch_logs.enabled", "true"),
        (
            "logging_info.broker_logs.cloudwatch_logs.log_group",
            "aws_cloudwatch_log_group.brokers.name",
        ),
    ],
    beside: &[
        r#"resource "aws_cloudwatch_log_group" "brokers" {
  name_prefix       = "brokers-"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.main.arn
}"#,
        ACCOUNT,
        REGION,
        KEY,
    ],
    ..NOTHING
};

/// Says that builds are logged, which they are unless somebody says otherwise.
pub const BUILD_LOGS: Recipe = Recipe {
    cost: Cost::Free,
    does: "say that its builds are logged",
    sets: &[("logs_config.cloudwatch_logs.status", "\"ENABLED\"")],
    ..NOTHING
};

/// Streams the health of an environment.
pub const BEANSTALK_HEALTH: Recipe = Recipe {
    does: "stream its health to CloudWatch",
    inside: &[
        "setting {\n  namespace = \"aws:elasticbeanstalk:healthreporting:system\"\n  name      = \
         \"HealthStreamingEnabled\"\n  value     = \"true\"\n}",
    ],
    ..NOTHING
};

/// Updates the platform of an environment.
pub const BEANSTALK_UPDATES: Recipe = Recipe {
    cost: Cost::Offered("instances are replaced in a window of the week"),
    does: "let its platform be updated",
    inside: &[
        "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions\"\n  name      = \
         \"ManagedActionsEnabled\"\n  value     = \"true\"\n}",
        "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions\"\n  name      = \
         \"PreferredStartTime\"\n  value     = \"Sun:10:00\"\n}",
        "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions:platformupdate\"\n  name      = \
         \"UpdateLevel\"\n  value     = \"minor\"\n}",
    ],
    ..NOTHING
};

/// Encrypts the secrets of a cluster with a key of your own.
pub const CLUSTER_KEY: Recipe = Recipe {
    does: "encrypt its secrets with a key of your own",
    sets: &[
        ("encryption_config.resources", "[\"secrets\"]"),
        ("encryption_config.provider.key_arn", KEY_ARN),
    ],
    beside: KEYS,
    ..NOTHING
};

/// One key for whatever asks for a key by its argument.
pub const ANY_KEY: Recipe = Recipe {
    does: "encrypt it with a key of your own",
    beside: KEYS,
    ..NOTHING
};

/// What an argument that asks for a key gets.
pub const KEY_ARN: &str = "aws_kms_key.main.arn";
