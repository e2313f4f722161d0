//! Moves settings that became separate resources into those resources.
//!
//! It also writes Elastic Beanstalk options as `setting` blocks, listener-rule conditions as blocks
//! named after their field, and the key schema of a DynamoDB table as arguments.

use super::Deed;
use super::bench::Place;
use super::block_attribute::{adapted, block_text};
use super::spot::Spot;
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Item, Span, edit};

/// Setting that another resource type holds.
pub struct SplitRule {
    /// Type in which the setting was written.
    pub of: &'static str,
    /// Name of the argument or block.
    pub name: &'static str,
    /// Type that holds the setting.
    pub into: &'static str,
    /// Name of the setting in that type; empty if it becomes the resource's body.
    pub as_name: &'static str,
    /// Argument that refers back to the original resource, and its attribute.
    pub key: (&'static str, &'static str),
}

const fn home(
    of: &'static str,
    name: &'static str,
    into: &'static str,
    as_name: &'static str,
    key: (&'static str, &'static str),
) -> SplitRule {
    SplitRule {
        of,
        name,
        into,
        as_name,
        key,
    }
}

const BUCKET: (&str, &str) = ("bucket", "id");

/// Settings that are separate resources, by the type in which they were written.
#[rustfmt::skip]
pub const SPLITS: &[SplitRule] = &[
    home("aws_s3_bucket", "acl", "aws_s3_bucket_acl", "acl", BUCKET),
    home("aws_s3_bucket", "policy", "aws_s3_bucket_policy", "policy", BUCKET),
    home("aws_s3_bucket", "bucket_policy", "aws_s3_bucket_policy", "policy", BUCKET),
    home("aws_s3_bucket", "public_access_block", "aws_s3_bucket_public_access_block", "", BUCKET),
    home("aws_s3_bucket", "public_access_block_configuration", "aws_s3_bucket_public_access_block", "", BUCKET),
    home("aws_s3_bucket", "block_public_access", "aws_s3_bucket_public_access_block", "", BUCKET),
    home("aws_s3_bucket", "public_access", "aws_s3_bucket_public_access_block", "", BUCKET),
    home("aws_s3_bucket", "block_public_acls", "aws_s3_bucket_public_access_block", "block_public_acls", BUCKET),
    home("aws_s3_bucket", "block_public_policy", "aws_s3_bucket_public_access_block", "block_public_policy", BUCKET),
    home("aws_s3_bucket", "ignore_public_acls", "aws_s3_bucket_public_access_block", "ignore_public_acls", BUCKET),
    home("aws_s3_bucket", "restrict_public_buckets", "aws_s3_bucket_public_access_block", "restrict_public_buckets", BUCKET),
    home("aws_s3_bucket", "ownership_controls", "aws_s3_bucket_ownership_controls", "", BUCKET),
    home("aws_s3_bucket", "versioning", "aws_s3_bucket_versioning", "", BUCKET),
    home("aws_s3_bucket", "versioning_configuration", "aws_s3_bucket_versioning", "versioning_configuration", BUCKET),
    home("aws_s3_bucket", "lifecycle_rule", "aws_s3_bucket_lifecycle_configuration", "rule", BUCKET),
    home("aws_s3_bucket", "server_side_encryption_configuration", "aws_s3_bucket_server_side_encryption_configuration", "", BUCKET),
    home("aws_s3_bucket", "logging", "aws_s3_bucket_logging", "", BUCKET),
    home("aws_s3_bucket", "website", "aws_s3_bucket_website_configuration", "", BUCKET),
    home("aws_s3_bucket", "cors_rule", "aws_s3_bucket_cors_configuration", "cors_rule", BUCKET),
    home("aws_s3_bucket", "object_lock_configuration", "aws_s3_bucket_object_lock_configuration", "", BUCKET),
    home("aws_s3_bucket", "replication_configuration", "aws_s3_bucket_replication_configuration", "", BUCKET),
    home("aws_s3_bucket", "notification", "aws_s3_bucket_notification", "", BUCKET),
    home("aws_s3_bucket", "notification_configuration", "aws_s3_bucket_notification", "", BUCKET),
    home("aws_s3_bucket", "analytics_configuration", "aws_s3_bucket_analytics_configuration", "", BUCKET),
    home("aws_s3_bucket", "intelligent_tiering_configuration", "aws_s3_bucket_intelligent_tiering_configuration", "", BUCKET),
    home("aws_s3_bucket", "metric", "aws_s3_bucket_metric", "", BUCKET),
    home("aws_s3_bucket", "metrics_configuration", "aws_s3_bucket_metric", "", BUCKET),
    home("aws_s3_bucket", "inventory", "aws_s3_bucket_inventory", "", BUCKET),
    home("aws_lb", "listener", "aws_lb_listener", "", ("load_balancer_arn", "arn")),
    home("aws_lb", "listeners", "aws_lb_listener", "", ("load_balancer_arn", "arn")),
    home("aws_lb_listener", "rule", "aws_lb_listener_rule", "", ("listener_arn", "arn")),
    home("aws_secretsmanager_secret", "secret_string", "aws_secretsmanager_secret_version", "secret_string", ("secret_id", "id")),
    home("aws_secretsmanager_secret", "secret_binary", "aws_secretsmanager_secret_version", "secret_binary", ("secret_id", "id")),
    home("aws_secretsmanager_secret", "rotation_rules", "aws_secretsmanager_secret_rotation", "rotation_rules", ("secret_id", "id")),
    home("aws_eks_cluster", "addon", "aws_eks_addon", "", ("cluster_name", "name")),
    home("aws_vpc", "dhcp_options_id", "aws_vpc_dhcp_options_association", "dhcp_options_id", ("vpc_id", "id")),
    home("aws_vpc", "dhcp_options", "aws_vpc_dhcp_options", "", ("", "")),
    home("aws_iam_role", "policy", "aws_iam_role_policy", "policy", ("role", "id")),
    home("aws_iam_role", "policy_arn", "aws_iam_role_policy_attachment", "policy_arn", ("role", "name")),
    home("aws_iam_user", "policy", "aws_iam_user_policy", "policy", ("user", "name")),
    home("aws_iam_user", "policy_arn", "aws_iam_user_policy_attachment", "policy_arn", ("user", "name")),
    home("aws_iam_user", "groups", "aws_iam_user_group_membership", "groups", ("user", "name")),
    home("aws_iam_group", "policy_arn", "aws_iam_group_policy_attachment", "policy_arn", ("group", "name")),
    home("aws_elasticache_user", "user_group_id", "aws_elasticache_user_group_association", "user_group_id", ("user_id", "user_id")),
    home("aws_efs_file_system", "mount_target", "aws_efs_mount_target", "", ("file_system_id", "id")),
    home("aws_efs_file_system", "policy", "aws_efs_file_system_policy", "policy", ("file_system_id", "id")),
    home("aws_efs_file_system", "backup_policy", "aws_efs_backup_policy", "backup_policy", ("file_system_id", "id")),
    home("aws_chime_voice_connector", "logging", "aws_chime_voice_connector_logging", "", ("voice_connector_id", "id")),
    home("aws_chime_voice_connector", "logging_configuration", "aws_chime_voice_connector_logging", "", ("voice_connector_id", "id")),
    home("aws_chime_voice_connector", "origination", "aws_chime_voice_connector_origination", "", ("voice_connector_id", "id")),
    home("aws_chime_voice_connector", "termination", "aws_chime_voice_connector_termination", "", ("voice_connector_id", "id")),
    home("aws_chime_voice_connector", "streaming", "aws_chime_voice_connector_streaming", "", ("voice_connector_id", "id")),
    home("aws_glacier_vault", "vault_lock", "aws_glacier_vault_lock", "", ("vault_name", "name")),
    home("aws_cloudwatch_event_rule", "target", "aws_cloudwatch_event_target", "", ("rule", "name")),
    home("aws_cloudwatch_event_rule", "targets", "aws_cloudwatch_event_target", "", ("rule", "name")),
    home("aws_sns_topic", "subscription", "aws_sns_topic_subscription", "", ("topic_arn", "arn")),
    home("aws_ecr_repository", "lifecycle_policy", "aws_ecr_lifecycle_policy", "policy", ("repository", "name")),
    home("aws_ecr_repository", "policy", "aws_ecr_repository_policy", "policy", ("repository", "name")),
    home("aws_cognito_user_pool", "domain", "aws_cognito_user_pool_domain", "domain", ("user_pool_id", "id")),
    home("aws_cognito_user_pool", "client", "aws_cognito_user_pool_client", "", ("user_pool_id", "id")),
    home("aws_route53_zone", "record", "aws_route53_record", "", ("zone_id", "zone_id")),
    home("aws_ecs_cluster", "capacity_providers", "aws_ecs_cluster_capacity_providers", "capacity_providers", ("cluster_name", "name")),
    home("aws_ecs_cluster", "default_capacity_provider_strategy", "aws_ecs_cluster_capacity_providers", "default_capacity_provider_strategy", ("cluster_name", "name")),
    home("aws_redshift_cluster", "logging", "aws_redshift_logging", "", ("cluster_identifier", "id")),
    home("aws_redshift_cluster", "snapshot_copy", "aws_redshift_snapshot_copy", "", ("cluster_identifier", "id")),
    home("aws_lambda_function", "event_source_mapping", "aws_lambda_event_source_mapping", "", ("function_name", "arn")),
    home("aws_lambda_function", "function_url", "aws_lambda_function_url", "", ("function_name", "function_name")),
    home("aws_lambda_function", "permission", "aws_lambda_permission", "", ("function_name", "function_name")),
    home("aws_autoscaling_group", "scaling_policy", "aws_autoscaling_policy", "", ("autoscaling_group_name", "name")),
    home("aws_codebuild_project", "webhook", "aws_codebuild_webhook", "", ("project_name", "name")),
    home("aws_db_proxy", "default_target_group", "aws_db_proxy_default_target_group", "", ("db_proxy_name", "name")),
    home("aws_route_table", "subnet_id", "aws_route_table_association", "subnet_id", ("route_table_id", "id")),
    home("aws_subnet", "route_table_id", "aws_route_table_association", "route_table_id", ("subnet_id", "id")),
    home("aws_kms_key", "alias", "aws_kms_alias", "name", ("target_key_id", "key_id")),
    home("aws_backup_vault", "policy", "aws_backup_vault_policy", "policy", ("backup_vault_name", "name")),
    home("aws_sqs_queue", "queue_policy", "aws_sqs_queue_policy", "policy", ("queue_url", "id")),
    home("aws_cloudwatch_log_group", "subscription_filter", "aws_cloudwatch_log_subscription_filter", "", ("log_group_name", "name")),
    home("aws_cloudwatch_log_group", "metric_filter", "aws_cloudwatch_log_metric_filter", "", ("log_group_name", "name")),
    home("aws_api_gateway_rest_api", "deployment", "aws_api_gateway_deployment", "", ("rest_api_id", "id")),
    home("aws_guardduty_detector", "filter", "aws_guardduty_filter", "", ("detector_id", "id")),
    home("aws_lightsail_instance", "port_info", "aws_lightsail_instance_public_ports", "port_info", ("instance_name", "name")),
    home("aws_sagemaker_notebook_instance", "lifecycle_config", "aws_sagemaker_notebook_instance_lifecycle_configuration", "", ("", "")),
];

/// Elastic Beanstalk environment options: argument, namespace, option name.
const OPTIONS: &[(&str, &str, &str)] = &[
    ("instance_type", LAUNCH, "InstanceType"),
    ("instance_profile", LAUNCH, "IamInstanceProfile"),
    ("iam_instance_profile", LAUNCH, "IamInstanceProfile"),
    ("instance_profile_name", LAUNCH, "IamInstanceProfile"),
    ("instance_profile_arn", LAUNCH, "IamInstanceProfile"),
    ("iam_instance_profile_arn", LAUNCH, "IamInstanceProfile"),
    ("iam_instance_profile_name", LAUNCH, "IamInstanceProfile"),
    ("security_groups", LAUNCH, "SecurityGroups"),
    ("security_group", LAUNCH, "SecurityGroups"),
    ("security_group_ids", LAUNCH, "SecurityGroups"),
    ("vpc_security_group_ids", LAUNCH, "SecurityGroups"),
    ("key_name", LAUNCH, "EC2KeyName"),
    ("ec2_key_name", LAUNCH, "EC2KeyName"),
    ("ec2_key", LAUNCH, "EC2KeyName"),
    ("image_id", LAUNCH, "ImageId"),
    ("vpc_id", VPC, "VPCId"),
    ("vpc", VPC, "VPCId"),
    ("subnets", VPC, "Subnets"),
    ("subnet_ids", VPC, "Subnets"),
    ("subnet_id", VPC, "Subnets"),
    ("elb_subnets", VPC, "ELBSubnets"),
    (
        "associate_public_ip_address",
        VPC,
        "AssociatePublicIpAddress",
    ),
    ("service_role", ENVIRONMENT, "ServiceRole"),
    ("service_role_arn", ENVIRONMENT, "ServiceRole"),
    ("environment_type", ENVIRONMENT, "EnvironmentType"),
    ("load_balancer_type", ENVIRONMENT, "LoadBalancerType"),
    ("min_size", GROUP, "MinSize"),
    ("max_size", GROUP, "MaxSize"),
    ("min_instances", GROUP, "MinSize"),
    ("max_instances", GROUP, "MaxSize"),
    (
        "deployment_policy",
        "aws:elasticbeanstalk:command",
        "DeploymentPolicy",
    ),
];
const LAUNCH: &str = "aws:autoscaling:launchconfiguration";
const GROUP: &str = "aws:autoscaling:asg";
const VPC: &str = "aws:ec2:vpc";
const ENVIRONMENT: &str = "aws:elasticbeanstalk:environment";
const VARIABLES: &str = "aws:elasticbeanstalk:application:environment";

/// Argument and block names for the environment variables of an environment.
const ENVIRONMENTS: &[&str] = &[
    "environment_variables",
    "environment_variable",
    "env_vars",
    "env",
    "environment",
    "environment_config",
];

/// Pre-2.0 `field` values of listener-rule conditions, and the block for each.
const FIELDS: &[(&str, &str)] = &[
    ("path-pattern", "path_pattern"),
    ("host-header", "host_header"),
];

pub(super) fn fixes(spot: &Spot<'_>, place: &Place<'_>) -> Vec<Deed> {
    let mut deeds = companions(spot, place);
    deeds.extend(settings(spot));
    deeds.extend(condition(spot));
    deeds.extend(keys(spot));
    deeds
}

/// Moves settings into new resources, in the order of the text.
fn companions(spot: &Spot<'_>, place: &Place<'_>) -> Vec<Deed> {
    let repeated = ["count", "for_each"]
        .iter()
        .any(|name| spot.top.body.attribute(name).is_some());
    let label = spot.top.labels.get(1).map(|label| label.text.as_str());
    let (Some(label), true) = (
        label,
        spot.path.is_empty() && !repeated && spot.top.kind.text == "resource",
    ) else {
        return Vec::new();
    };
    let row = |name: &str| {
        SPLITS
            .iter()
            .find(|row| row.of == spot.type_name && row.name == name)
    };
    // Rows of the new resources, each with the spans and texts that move into it.
    let mut wanted: Vec<(&SplitRule, Vec<Span>, Vec<String>)> = Vec::new();
    let mut put = |row: &'static SplitRule, span: Span, text: String, alone: bool| {
        let text = edit::comment_above(spot.module, span) + &text;
        let same = |other: &SplitRule| !alone && other.into == row.into;
        match wanted.iter_mut().find(|(other, ..)| same(other)) {
            Some((_, spans, texts)) => {
                spans.push(span);
                texts.push(text);
            }
            None => wanted.push((row, vec![span], vec![text])),
        }
    };
    let attributes = spot.unsupported().chain(spot.unconfigurable());
    for attribute in attributes {
        let Some(row) = row(&attribute.name.text) else {
            continue;
        };
        let Some(home) = place.schema.resource(row.into) else {
            continue;
        };
        let text = match (row.as_name, &attribute.value.kind) {
            ("", _) => body_of_value(spot, &attribute.value),
            (name, _) => match (home.attribute(name), home.nested(name)) {
                (Some(known), _) => adapted(spot.module, &attribute.value, known.kind)
                    .map(|text| {
                        text.unwrap_or_else(|| edit::dedented(spot.module, attribute.value.span))
                    })
                    .map(|value| format!("{name} = {value}")),
                (_, Some(nested)) => block_text(spot.module, &attribute.value, nested),
                _ => None,
            },
        };
        if let Some(text) = text {
            put(row, attribute.span, text, false);
        }
    }
    for (name, block) in spot.unsupported_blocks() {
        let (Some(row), false) = (row(name), block.kind.text == "dynamic") else {
            continue;
        };
        match row.as_name {
            "" => put(row, block.span, body_text(spot, block), true),
            new => {
                let whole = edit::dedented(spot.module, block.span);
                put(row, block.span, whole.replacen(name, new, 1), false);
            }
        }
    }
    let mut names = place.taken.clone();
    let mut deeds = Vec::new();
    for (row, spans, texts) in wanted {
        let free = (1..9).map(|at| {
            if at == 1 {
                label.to_owned()
            } else {
                format!("{label}_{at}")
            }
        });
        let mut free = free.filter(|name| !names.contains(&format!("{}.{name}", row.into)));
        let Some(name) = free.next() else { continue };
        // An existing resource of this type may configure the same bucket already.
        if row.key == BUCKET && name != label {
            continue;
        }
        names.insert(format!("{}.{name}", row.into));
        let key = match row.key {
            ("", _) => String::new(),
            (argument, attribute) => {
                format!("  {argument} = {}.{label}.{attribute}\n", spot.type_name)
            }
        };
        let provider = spot.top.body.attribute("provider");
        let provider = provider.map(|one| {
            format!(
                "  provider = {}\n",
                edit::dedented(spot.module, one.value.span)
            )
        });
        let body = edit::indented(texts.join("\n").trim(), "  ");
        let text = format!(
            "resource \"{}\" \"{name}\" {{\n{}{key}  {body}\n}}",
            row.into,
            provider.unwrap_or_default()
        );
        let edits = spans
            .iter()
            .map(|span| edit::remove(spot.module, *span))
            .collect();
        let what = format!("move `{}` into a resource `{}.{name}`", row.name, row.into);
        let why = "It is a separate resource in this version of the provider.";
        let mut deed = Deed::new("own-resource", spot.address, what, why, edits).at(row.name);
        deed.added.push(edit::aligned(&text));
        deeds.push(deed);
    }
    deeds
}

/// Returns the body of a block without indentation.
fn body_text(spot: &Spot<'_>, block: &Block) -> String {
    let items = block.body.items.iter();
    let texts: Vec<String> = items
        .map(|item| {
            let span = match item {
                Item::Attribute(attribute) => attribute.span,
                Item::Block(block) => block.span,
            };
            edit::dedented(spot.module, span)
        })
        .collect();
    texts.join("\n")
}

/// Returns the entries of an object as arguments.
fn body_of_value(spot: &Spot<'_>, value: &Expression) -> Option<String> {
    let ExpressionKind::Object(entries) = &value.kind else {
        return None;
    };
    let line = |entry: &crate::hcl::Entry| {
        let name = entry.key_text()?;
        Some(format!(
            "{name} = {}",
            edit::dedented(spot.module, entry.value.span)
        ))
    };
    let lines: Option<Vec<String>> = entries.iter().map(line).collect();
    lines.map(|lines| lines.join("\n"))
}

/// Writes options of an Elastic Beanstalk environment as `setting` blocks.
fn settings(spot: &Spot<'_>) -> Vec<Deed> {
    if spot.type_name != "aws_elastic_beanstalk_environment" || !spot.path.is_empty() {
        return Vec::new();
    }
    let mut deeds = Vec::new();
    for attribute in spot.unsupported() {
        let name = attribute.name.text.as_str();
        let texts = match OPTIONS.iter().find(|row| row.0 == name) {
            // An option that has a `setting` block already is not set again.
            Some((_, space, option)) if setting_of(spot, space, option).is_none() => {
                joined(spot, attribute).map(|value| vec![setting(space, option, &value)])
            }
            Some(_) => None,
            None if ENVIRONMENTS.contains(&name) => variables(spot, &attribute.value),
            None => None,
        };
        if let Some(texts) = texts {
            deeds.push(as_settings(spot, name, attribute.span, &texts));
        }
    }
    for (name, block) in spot.unsupported_blocks() {
        if block.kind.text == "dynamic"
            || !ENVIRONMENTS.contains(&name)
            || block.body.blocks().next().is_some()
        {
            continue;
        }
        let value = |name: &str| {
            block
                .body
                .attribute(name)
                .map(|one| edit::dedented(spot.module, one.value.span))
        };
        let pair = value("name").or_else(|| value("key")).zip(value("value"));
        let texts = match pair {
            Some((name, value)) if block.body.items.len() == 2 => {
                vec![format!(
                    "setting {{\n  namespace = \"{VARIABLES}\"\n  name = {name}\n  value = {}\n}}",
                    edit::indented(&value, "  ")
                )]
            }
            Some(_) => continue,
            None => block
                .body
                .attributes()
                .map(|one| {
                    setting(
                        VARIABLES,
                        &one.name.text,
                        &edit::dedented(spot.module, one.value.span),
                    )
                })
                .collect(),
        };
        deeds.push(as_settings(spot, name, block.span, &texts));
    }
    deeds
}

/// Returns the `setting` block of an option.
fn setting_of<'a>(spot: &Spot<'a>, space: &str, option: &str) -> Option<&'a Block> {
    let says = |block: &Block, name: &str, said: &str| {
        let value = block
            .body
            .attribute(name)
            .and_then(|one| one.value.literal());
        value.is_some_and(|value| value == said)
    };
    let mut settings = spot.block.body.blocks_of("setting");
    settings.find(|one| says(one, "namespace", space) && says(one, "name", option))
}

/// Removes options that a `setting` block sets to the same value.
pub(super) fn said_twice(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let deed = |attribute: &Attribute| {
        let (_, space, option) = OPTIONS.iter().find(|row| row.0 == attribute.name.text)?;
        twice(spot, attribute, space, option)
    };
    let is_environment =
        spot.type_name == "aws_elastic_beanstalk_environment" && spot.path.is_empty();
    spot.unsupported()
        .filter(|_| is_environment)
        .filter_map(deed)
        .collect()
}

fn twice(spot: &Spot<'_>, attribute: &Attribute, space: &str, option: &str) -> Option<Deed> {
    let set = &setting_of(spot, space, option)?
        .body
        .attribute("value")?
        .value;
    if edit::dedented(spot.module, set.span) != joined(spot, attribute)? {
        return None;
    }
    let name = &attribute.name.text;
    let what = format!("remove `{name}`, which a `setting` already sets");
    let why = "An environment takes its options as settings of a namespace.";
    let edits = vec![edit::remove(spot.module, attribute.span)];
    Some(Deed::new("duplicate", spot.address, what, why, edits).at(name))
}

fn as_settings(spot: &Spot<'_>, name: &str, span: Span, texts: &[String]) -> Deed {
    let mut edits: Vec<Edit> = vec![edit::remove(spot.module, span)];
    let comment = edit::comment_above(spot.module, span);
    for (at, text) in texts.iter().enumerate() {
        let comment = if at == 0 { comment.as_str() } else { "" };
        edits.extend(edit::insert(
            spot.module,
            spot.block,
            &format!("{comment}{text}"),
        ));
    }
    let what = match texts.len() {
        1 => format!("write `{name}` as a `setting`"),
        many => format!("write `{name}` as {many} `setting` blocks"),
    };
    let why = "An environment takes its options as settings of a namespace.";
    Deed::new("setting", spot.address, what, why, edits).at(name)
}

fn setting(space: &str, name: &str, value: &str) -> String {
    let name = edit::quote(name);
    let value = edit::indented(value, "  ");
    format!("setting {{\n  namespace = \"{space}\"\n  name = {name}\n  value = {value}\n}}")
}

/// Returns a value as the string that a `setting` takes; joins lists with commas.
fn joined(spot: &Spot<'_>, attribute: &Attribute) -> Option<String> {
    let value = &attribute.value;
    let text = edit::dedented(spot.module, value.span);
    let many = attribute.name.text.ends_with('s') && !attribute.name.text.ends_with("ss");
    match &value.kind {
        ExpressionKind::Object(_) | ExpressionKind::Null => None,
        ExpressionKind::List(items) => match items.as_slice() {
            [only] => Some(edit::dedented(spot.module, only.span)),
            _ => Some(format!("join(\",\", {text})")),
        },
        ExpressionKind::Traversal { .. }
        | ExpressionKind::For(_)
        | ExpressionKind::Access { .. }
            if many =>
        {
            Some(format!("join(\",\", {text})"))
        }
        _ => Some(text),
    }
}

/// Returns `setting` blocks for variables given as an object or a list of pairs.
fn variables(spot: &Spot<'_>, value: &Expression) -> Option<Vec<String>> {
    let text = |one: &Expression| edit::dedented(spot.module, one.span);
    match &value.kind {
        ExpressionKind::Object(entries) => entries
            .iter()
            .map(|entry| Some(setting(VARIABLES, &entry.key_text()?, &text(&entry.value))))
            .collect(),
        ExpressionKind::List(items) => items
            .iter()
            .map(|item| {
                let ExpressionKind::Object(entries) = &item.kind else {
                    return None;
                };
                let of = |name: &str| {
                    entries
                        .iter()
                        .find(|one| one.key_text().as_deref() == Some(name))
                };
                let key = of("name").or_else(|| of("key"))?;
                let value = of("value").filter(|_| entries.len() == 2)?;
                Some(setting(
                    VARIABLES,
                    &key.value.literal()?,
                    &text(&value.value),
                ))
            })
            .collect(),
        _ => None,
    }
}

/// Writes `field` and `values` of a condition as a block named after the field.
fn condition(spot: &Spot<'_>) -> Option<Deed> {
    let of = |name: &str| spot.unsupported().find(|one| one.name.text == name);
    let (field, values) = (of("field")?, of("values")?);
    let told = field.value.literal()?;
    let (_, name) = FIELDS.iter().find(|(text, _)| *text == told)?;
    let known = spot.schema.nested(name)?.block.attribute("values")?;
    let value = adapted(spot.module, &values.value, known.kind)?;
    let value = value.unwrap_or_else(|| edit::dedented(spot.module, values.value.span));
    let text = format!("{name} {{\n  values = {}\n}}", edit::indented(&value, "  "));
    let mut edits = vec![
        edit::remove(spot.module, field.span),
        edit::remove(spot.module, values.span),
    ];
    edits.extend(edit::insert(spot.module, spot.block, &text));
    let what = format!("write the condition on `{told}` as a block `{name}`");
    let why = "A condition is a block that is named after its field.";
    Some(Deed::new("condition", spot.address, what, why, edits).at(&spot.named(name)))
}

/// Writes the `key_schema` of a DynamoDB table as `hash_key` and `range_key`.
fn keys(spot: &Spot<'_>) -> Option<Deed> {
    spot.schema
        .attribute("hash_key")
        .filter(|_| spot.type_name == "aws_dynamodb_table")?;
    let mut pairs: Vec<(&Expression, String)> = Vec::new();
    let mut spans = Vec::new();
    for (_, block) in spot
        .unsupported_blocks()
        .filter(|(name, _)| *name == "key_schema")
    {
        let name = block
            .body
            .attribute("attribute_name")
            .or_else(|| block.body.attribute("name"))?;
        let kind = block
            .body
            .attribute("key_type")
            .or_else(|| block.body.attribute("type"))?;
        pairs.push((&name.value, kind.value.literal()?));
        spans.push(block.span);
    }
    for list in spot
        .unsupported()
        .filter(|one| one.name.text == "key_schema")
    {
        let ExpressionKind::List(items) = &list.value.kind else {
            return None;
        };
        for item in items {
            let ExpressionKind::Object(entries) = &item.kind else {
                return None;
            };
            let of = |name: &str| {
                entries
                    .iter()
                    .find(|one| one.key_text().as_deref() == Some(name))
            };
            let name = of("attribute_name").or_else(|| of("name"))?;
            let kind = of("key_type").or_else(|| of("type"))?;
            pairs.push((&name.value, kind.value.literal()?));
        }
        spans.push(list.span);
    }
    let mut edits: Vec<Edit> = spans
        .iter()
        .map(|span| edit::remove(spot.module, *span))
        .collect();
    for (name, kind) in &pairs {
        let key = match kind.to_ascii_uppercase().as_str() {
            "HASH" => "hash_key",
            "RANGE" => "range_key",
            _ => return None,
        };
        let value = edit::dedented(spot.module, name.span);
        match spot.block.body.attribute(key) {
            Some(set) if edit::dedented(spot.module, set.value.span) == value => {}
            Some(_) => return None,
            None => edits.extend(edit::set(spot.module, spot.block, &[key], &value)),
        }
    }
    (!pairs.is_empty()).then(|| {
        let what = "write `key_schema` as `hash_key` and `range_key`".to_owned();
        let why = "A table defines its keys by these two arguments.";
        Deed::new("keys", spot.address, what, why, edits).at(&spot.named("key_schema"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Schema, pack::shipped};

    #[test]
    fn every_target_resource_exists_and_refers_back() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for row in SPLITS {
            let home = schema
                .resource(row.into)
                .unwrap_or_else(|| panic!("there is no `{}`", row.into));
            let of = schema
                .resource(row.of)
                .unwrap_or_else(|| panic!("there is no `{}`", row.of));
            let (key, attribute) = row.key;
            if !key.is_empty() {
                assert!(
                    home.attribute(key).is_some_and(|one| one.settable()),
                    "`{}` has no `{key}`",
                    row.into
                );
                assert!(
                    of.attribute(attribute).is_some(),
                    "`{}` has no `{attribute}`",
                    row.of
                );
            }
            let name = row.as_name;
            let has =
                name.is_empty() || home.attribute(name).is_some() || home.nested(name).is_some();
            assert!(has, "`{}` has no `{name}`", row.into);
        }
    }
}
