//! Moves and renames arguments that have other names or locations in the schema.
//!
//! A row of the table holds a type, the written path and the path in the schema. Paths lead through
//! nested blocks and start at the type. A test checks both ends against the schema.

use super::Deed;
use super::bench::Place;
use super::name::{block_to, to};
use super::spot::Spot;
use crate::hcl::{Attribute, Block, edit};

/// Type, written path and schema path.
pub const RENAMES: &[(&str, &str, &str)] = &[
    ("aws_db_instance", "name", "db_name"),
    ("aws_db_instance", "master_username", "username"),
    ("aws_db_instance", "master_user", "username"),
    ("aws_db_instance", "master_password", "password"),
    ("aws_db_instance", "master_user_password", "password"),
    (
        "aws_db_instance",
        "source_db_instance_identifier",
        "replicate_source_db",
    ),
    (
        "aws_db_instance",
        "read_replica_source_db_instance_identifier",
        "replicate_source_db",
    ),
    (
        "aws_db_instance",
        "source_db_instance_arn",
        "replicate_source_db",
    ),
    (
        "aws_db_instance",
        "security_group_ids",
        "vpc_security_group_ids",
    ),
    (
        "aws_db_instance",
        "security_groups",
        "vpc_security_group_ids",
    ),
    (
        "aws_db_instance",
        "backup_retention",
        "backup_retention_period",
    ),
    (
        "aws_db_instance",
        "enabled_cloudwatch_logs",
        "enabled_cloudwatch_logs_exports",
    ),
    ("aws_rds_cluster", "name", "cluster_identifier"),
    ("aws_rds_cluster", "username", "master_username"),
    ("aws_rds_cluster", "password", "master_password"),
    ("aws_rds_cluster", "master_user_password", "master_password"),
    ("aws_rds_cluster", "db_name", "database_name"),
    (
        "aws_rds_cluster",
        "security_group_ids",
        "vpc_security_group_ids",
    ),
    (
        "aws_rds_cluster",
        "security_groups",
        "vpc_security_group_ids",
    ),
    ("aws_redshift_cluster", "db_name", "database_name"),
    ("aws_redshift_cluster", "name", "cluster_identifier"),
    ("aws_redshift_cluster", "username", "master_username"),
    ("aws_redshift_cluster", "password", "master_password"),
    (
        "aws_redshift_cluster",
        "master_user_password",
        "master_password",
    ),
    ("aws_redshift_cluster", "iam_role_arn", "iam_roles"),
    ("aws_redshift_cluster", "iam_role_arns", "iam_roles"),
    (
        "aws_redshift_cluster",
        "subnet_group_name",
        "cluster_subnet_group_name",
    ),
    (
        "aws_redshift_cluster",
        "parameter_group_name",
        "cluster_parameter_group_name",
    ),
    (
        "aws_redshift_cluster",
        "security_group_ids",
        "vpc_security_group_ids",
    ),
    (
        "aws_redshift_cluster",
        "security_groups",
        "vpc_security_group_ids",
    ),
    (
        "aws_redshift_cluster",
        "cluster_security_groups",
        "vpc_security_group_ids",
    ),
    ("aws_iam_instance_profile", "roles", "role"),
    ("aws_elasticache_user", "password", "passwords"),
    ("aws_elasticache_cluster", "cluster_name", "cluster_id"),
    ("aws_elasticache_cluster", "name", "cluster_id"),
    (
        "aws_elasticache_replication_group",
        "replication_group_description",
        "description",
    ),
    (
        "aws_elasticache_replication_group",
        "number_cache_clusters",
        "num_cache_clusters",
    ),
    ("aws_lightsail_database", "name", "relational_database_name"),
    ("aws_lightsail_database", "username", "master_username"),
    ("aws_lightsail_database", "password", "master_password"),
    (
        "aws_lightsail_database",
        "database_name",
        "master_database_name",
    ),
    ("aws_lightsail_instance", "instance_type", "bundle_id"),
    ("aws_lightsail_disk", "size", "size_in_gb"),
    ("aws_dax_cluster", "name", "cluster_name"),
    ("aws_dax_cluster", "node_count", "replication_factor"),
    ("aws_sagemaker_image", "name", "image_name"),
    ("aws_sagemaker_pipeline", "name", "pipeline_name"),
    (
        "aws_sagemaker_code_repository",
        "name",
        "code_repository_name",
    ),
    (
        "aws_sagemaker_code_repository",
        "repository_name",
        "code_repository_name",
    ),
    (
        "aws_sagemaker_code_repository",
        "repository_url",
        "git_config.repository_url",
    ),
    (
        "aws_sagemaker_notebook_instance",
        "security_group_ids",
        "security_groups",
    ),
    ("aws_sagemaker_domain", "name", "domain_name"),
    ("aws_cloudwatch_log_resource_policy", "name", "policy_name"),
    (
        "aws_cloudwatch_log_resource_policy",
        "policy",
        "policy_document",
    ),
    ("aws_connect_instance", "name", "instance_alias"),
    (
        "aws_elastic_beanstalk_environment",
        "environment_name",
        "name",
    ),
    (
        "aws_elastic_beanstalk_environment",
        "application_name",
        "application",
    ),
    (
        "aws_elastic_beanstalk_environment",
        "solution_stack",
        "solution_stack_name",
    ),
    (
        "aws_elastic_beanstalk_environment",
        "option_settings",
        "setting",
    ),
    (
        "aws_elastic_beanstalk_environment",
        "option_setting",
        "setting",
    ),
    ("aws_elastic_beanstalk_environment", "settings", "setting"),
    (
        "aws_elastic_beanstalk_environment",
        "setting.option_name",
        "setting.name",
    ),
    (
        "aws_elastic_beanstalk_application",
        "application_name",
        "name",
    ),
    (
        "aws_elastic_beanstalk_application_version",
        "application_name",
        "application",
    ),
    (
        "aws_elastic_beanstalk_application_version",
        "version_label",
        "name",
    ),
    (
        "aws_codebuild_project",
        "environment_variables",
        "environment.environment_variable",
    ),
    (
        "aws_codebuild_project",
        "environment.environment_variables",
        "environment.environment_variable",
    ),
    (
        "aws_codebuild_project",
        "timeout_in_minutes",
        "build_timeout",
    ),
    ("aws_codebuild_project", "timeout", "build_timeout"),
    ("aws_codebuild_project", "timeout_in_mins", "build_timeout"),
    ("aws_codebuild_project", "source.branch", "source_version"),
    (
        "aws_codebuild_project",
        "source.source_version",
        "source_version",
    ),
    (
        "aws_codebuild_project",
        "queued_timeout_in_minutes",
        "queued_timeout",
    ),
    ("aws_codebuild_project", "branch", "source_version"),
    ("aws_codebuild_project", "role_arn", "service_role"),
    ("aws_codebuild_project", "service_role_arn", "service_role"),
    ("aws_codebuild_project", "logs", "logs_config"),
    ("aws_codebuild_project", "vpc_configuration", "vpc_config"),
    (
        "aws_codebuild_project",
        "secondary_source",
        "secondary_sources",
    ),
    ("aws_msk_cluster", "encryption_at_rest", "encryption_info"),
    (
        "aws_msk_cluster",
        "subnet_ids",
        "broker_node_group_info.client_subnets",
    ),
    (
        "aws_msk_cluster",
        "security_group_ids",
        "broker_node_group_info.security_groups",
    ),
    (
        "aws_msk_cluster",
        "broker_node_group_info.subnet_ids",
        "broker_node_group_info.client_subnets",
    ),
    (
        "aws_msk_cluster",
        "broker_node_group_info.security_group_ids",
        "broker_node_group_info.security_groups",
    ),
    (
        "aws_msk_cluster",
        "broker_node_group_info.ebs_volume_size",
        "broker_node_group_info.storage_info.ebs_storage_info.volume_size",
    ),
    (
        "aws_msk_cluster",
        "ebs_volume_size",
        "broker_node_group_info.storage_info.ebs_storage_info.volume_size",
    ),
    ("aws_msk_cluster", "name", "cluster_name"),
    (
        "aws_kinesis_firehose_delivery_stream",
        "s3_configuration",
        "extended_s3_configuration",
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "s3_destination_configuration",
        "extended_s3_configuration",
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "extended_s3_destination_configuration",
        "extended_s3_configuration",
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "extended_s3_configuration.buffer_size",
        "extended_s3_configuration.buffering_size",
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "extended_s3_configuration.buffer_interval",
        "extended_s3_configuration.buffering_interval",
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "redshift_configuration.s3_configuration.buffer_size",
        "redshift_configuration.s3_configuration.buffering_size",
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "redshift_configuration.s3_configuration.buffer_interval",
        "redshift_configuration.s3_configuration.buffering_interval",
    ),
    (
        "aws_kinesis_firehose_delivery_stream",
        "delivery_stream_name",
        "name",
    ),
    ("aws_kinesis_stream", "stream_name", "name"),
    (
        "aws_backup_plan",
        "rule.schedule_expression",
        "rule.schedule",
    ),
    (
        "aws_backup_plan",
        "rule.target_backup_vault",
        "rule.target_vault_name",
    ),
    (
        "aws_backup_plan",
        "rule.target_backup_vault_name",
        "rule.target_vault_name",
    ),
    ("aws_backup_plan", "rule.name", "rule.rule_name"),
    (
        "aws_backup_plan",
        "rule.lifecycle.delete_after_days",
        "rule.lifecycle.delete_after",
    ),
    (
        "aws_backup_plan",
        "rule.lifecycle.cold_storage_after_days",
        "rule.lifecycle.cold_storage_after",
    ),
    (
        "aws_backup_plan",
        "rule.lifecycle.move_to_cold_storage_after_days",
        "rule.lifecycle.cold_storage_after",
    ),
    (
        "aws_backup_plan",
        "advanced_backup_settings",
        "advanced_backup_setting",
    ),
    (
        "aws_chime_voice_connector",
        "encryption_enabled",
        "require_encryption",
    ),
    (
        "aws_chime_voice_connector_group",
        "voice_connectors",
        "connector",
    ),
    (
        "aws_chime_voice_connector_group",
        "voice_connector",
        "connector",
    ),
    (
        "aws_chime_voice_connector_group",
        "voice_connector_items",
        "connector",
    ),
    (
        "aws_chime_voice_connector_group",
        "voice_connector_item",
        "connector",
    ),
    ("aws_dynamodb_table", "read_capacity_units", "read_capacity"),
    (
        "aws_dynamodb_table",
        "write_capacity_units",
        "write_capacity",
    ),
    ("aws_dynamodb_table", "replication_group", "replica"),
    ("aws_dynamodb_table", "replicas", "replica"),
    (
        "aws_launch_template",
        "security_groups",
        "vpc_security_group_ids",
    ),
    (
        "aws_launch_template",
        "security_group_ids",
        "vpc_security_group_ids",
    ),
    ("aws_launch_configuration", "ami", "image_id"),
    ("aws_launch_configuration", "ami_id", "image_id"),
    (
        "aws_launch_configuration",
        "security_group_ids",
        "security_groups",
    ),
    (
        "aws_launch_configuration",
        "vpc_security_group_ids",
        "security_groups",
    ),
    ("aws_launch_template", "ami", "image_id"),
    ("aws_launch_template", "ami_id", "image_id"),
    ("aws_instance", "ami_id", "ami"),
    ("aws_instance", "image_id", "ami"),
    (
        "aws_instance",
        "security_group_ids",
        "vpc_security_group_ids",
    ),
    ("aws_instance", "placement_group_id", "placement_group"),
    (
        "aws_instance",
        "iam_instance_profile_name",
        "iam_instance_profile",
    ),
    ("aws_instance", "key_pair", "key_name"),
    ("aws_instance", "root_volume", "root_block_device"),
    ("aws_instance", "block_device", "ebs_block_device"),
    ("aws_lb_listener", "default_actions", "default_action"),
    ("aws_lb_listener", "ssl_certificate_arn", "certificate_arn"),
    ("aws_lb", "security_group_ids", "security_groups"),
    ("aws_lb", "subnet_ids", "subnets"),
    ("aws_lb", "type", "load_balancer_type"),
    ("aws_lb", "scheme", "internal"),
    ("aws_elb", "listeners", "listener"),
    ("aws_elb", "subnet_ids", "subnets"),
    ("aws_elb", "security_group_ids", "security_groups"),
    (
        "aws_autoscaling_group",
        "vpc_zone_identifiers",
        "vpc_zone_identifier",
    ),
    ("aws_autoscaling_group", "subnet_ids", "vpc_zone_identifier"),
    ("aws_autoscaling_group", "subnets", "vpc_zone_identifier"),
    (
        "aws_autoscaling_group",
        "launch_configuration_name",
        "launch_configuration",
    ),
    (
        "aws_autoscaling_group",
        "target_groups",
        "target_group_arns",
    ),
    ("aws_autoscaling_group", "tags", "tag"),
    ("aws_eks_cluster", "vpc_configuration", "vpc_config"),
    ("aws_eks_cluster", "cluster_name", "name"),
    ("aws_eks_cluster", "role", "role_arn"),
    (
        "aws_eks_node_group",
        "scaling_configuration",
        "scaling_config",
    ),
    ("aws_eks_node_group", "node_role", "node_role_arn"),
    ("aws_lambda_function", "role_arn", "role"),
    ("aws_lambda_function", "name", "function_name"),
    ("aws_lambda_function", "source_code", "filename"),
    ("aws_lambda_function", "memory", "memory_size"),
    ("aws_lambda_function", "vpc_configuration", "vpc_config"),
    ("aws_lambda_permission", "function", "function_name"),
    (
        "aws_sqs_queue",
        "visibility_timeout",
        "visibility_timeout_seconds",
    ),
    (
        "aws_sqs_queue",
        "message_retention_period",
        "message_retention_seconds",
    ),
    ("aws_sqs_queue", "queue_name", "name"),
    ("aws_sns_topic", "topic_name", "name"),
    ("aws_sns_topic_subscription", "topic", "topic_arn"),
    ("aws_security_group", "inbound", "ingress"),
    ("aws_security_group", "outbound", "egress"),
    ("aws_security_group_rule", "cidr_block", "cidr_blocks"),
    ("aws_route", "cidr_block", "destination_cidr_block"),
    ("aws_route", "internet_gateway_id", "gateway_id"),
    ("aws_route_table", "routes", "route"),
    ("aws_vpc", "cidr", "cidr_block"),
    ("aws_subnet", "cidr", "cidr_block"),
    ("aws_nat_gateway", "eip_allocation_id", "allocation_id"),
    ("aws_vpc_peering_connection", "peer_vpc", "peer_vpc_id"),
    ("aws_cloudfront_distribution", "origins", "origin"),
    (
        "aws_cloudfront_distribution",
        "cache_behavior",
        "ordered_cache_behavior",
    ),
    (
        "aws_cloudfront_distribution",
        "default_behavior",
        "default_cache_behavior",
    ),
    (
        "aws_cloudfront_distribution",
        "certificate",
        "viewer_certificate",
    ),
    ("aws_cloudwatch_metric_alarm", "name", "alarm_name"),
    (
        "aws_cloudwatch_metric_alarm",
        "description",
        "alarm_description",
    ),
    (
        "aws_cloudwatch_event_rule",
        "schedule",
        "schedule_expression",
    ),
    ("aws_cloudwatch_event_target", "target_arn", "arn"),
    ("aws_cloudwatch_event_target", "rule_name", "rule"),
    ("aws_s3_bucket", "acl_policy", "acl"),
    ("aws_s3_bucket", "name", "bucket"),
    ("aws_s3_bucket", "bucket_name", "bucket"),
    (
        "aws_s3_bucket",
        "object_lock_enabled_for_bucket",
        "object_lock_enabled",
    ),
    ("aws_s3_bucket", "versioning.status", "versioning.enabled"),
    ("aws_s3_bucket", "versioning_configuration", "versioning"),
    (
        "aws_s3_bucket",
        "lifecycle_rule.status",
        "lifecycle_rule.enabled",
    ),
    ("aws_s3_bucket", "lifecycle_configuration", "lifecycle_rule"),
    (
        "aws_s3_bucket",
        "encryption",
        "server_side_encryption_configuration",
    ),
    (
        "aws_s3_bucket_versioning",
        "versioning",
        "versioning_configuration",
    ),
    (
        "aws_s3_bucket_versioning",
        "status",
        "versioning_configuration.status",
    ),
    (
        "aws_s3_bucket_lifecycle_configuration",
        "lifecycle_rule",
        "rule",
    ),
    ("aws_s3_bucket_lifecycle_configuration", "rules", "rule"),
    (
        "aws_s3_bucket_lifecycle_configuration",
        "rule.enabled",
        "rule.status",
    ),
    (
        "aws_s3_bucket_object_lock_configuration",
        "rule.days",
        "rule.default_retention.days",
    ),
    (
        "aws_s3_bucket_object_lock_configuration",
        "rule.mode",
        "rule.default_retention.mode",
    ),
    (
        "aws_s3_bucket_website_configuration",
        "index_document_suffix",
        "index_document.suffix",
    ),
    ("aws_s3_bucket_policy", "bucket_name", "bucket"),
    (
        "aws_iam_role",
        "assume_role_policy_document",
        "assume_role_policy",
    ),
    ("aws_iam_role", "role_name", "name"),
    ("aws_iam_policy", "policy_document", "policy"),
    ("aws_iam_policy", "policy_name", "name"),
    ("aws_iam_user", "user_name", "name"),
    ("aws_iam_group", "group_name", "name"),
    ("aws_iam_role_policy_attachment", "role_name", "role"),
    (
        "aws_iam_virtual_mfa_device",
        "name",
        "virtual_mfa_device_name",
    ),
    ("aws_glacier_vault", "vault_name", "name"),
    ("aws_kendra_index", "role", "role_arn"),
    (
        "aws_kendra_index",
        "document_metadata_configuration",
        "document_metadata_configuration_updates",
    ),
    (
        "aws_kendra_index",
        "document_metadata_configurations",
        "document_metadata_configuration_updates",
    ),
    ("aws_route53_record", "zone", "zone_id"),
    (
        "aws_route53_record",
        "weight",
        "weighted_routing_policy.weight",
    ),
    ("aws_route53_record", "record", "records"),
    ("aws_route53_record", "value", "records"),
    ("aws_route53_zone", "domain_name", "name"),
    ("aws_route53_zone", "domain", "name"),
    ("aws_route53_zone", "vpc_id", "vpc.vpc_id"),
    ("aws_ecs_service", "network_config", "network_configuration"),
    ("aws_ecs_service", "task_definition_arn", "task_definition"),
    (
        "aws_ecs_task_definition",
        "containers",
        "container_definitions",
    ),
    ("aws_ecs_cluster", "cluster_name", "name"),
    ("aws_efs_file_system", "name", "creation_token"),
    (
        "aws_efs_mount_target",
        "security_group_ids",
        "security_groups",
    ),
    ("aws_ebs_volume", "volume_type", "type"),
    ("aws_ebs_volume", "volume_size", "size"),
    (
        "aws_api_gateway_rest_api",
        "endpoint_type",
        "endpoint_configuration.types",
    ),
    ("aws_cognito_user_pool", "pool_name", "name"),
    ("aws_secretsmanager_secret", "secret_name", "name"),
    ("aws_ssm_parameter", "parameter_name", "name"),
    ("aws_kms_key", "enable_rotation", "enable_key_rotation"),
    ("aws_kms_alias", "alias_name", "name"),
    ("aws_kms_alias", "key_id", "target_key_id"),
    ("aws_lex_bot", "intents", "intent"),
    ("aws_lex_intent", "slots", "slot"),
    ("aws_lex_intent", "sample_utterance", "sample_utterances"),
    ("aws_lex_intent", "utterances", "sample_utterances"),
    ("data.aws_subnets", "filters", "filter"),
    ("data.aws_ami", "filters", "filter"),
    ("data.aws_ami", "owner", "owners"),
    (
        "data.aws_db_instance",
        "instance_id",
        "db_instance_identifier",
    ),
    (
        "data.aws_iam_policy_document",
        "statement.principal",
        "statement.principals",
    ),
    (
        "data.aws_iam_policy_document",
        "statement.action",
        "statement.actions",
    ),
    (
        "data.aws_iam_policy_document",
        "statement.resource",
        "statement.resources",
    ),
];

/// Type, argument and value dropped by later versions, and the new argument.
pub const RESTATED: &[(&str, &str, &str, (&str, &str))] =
    &[("aws_eip", "vpc", "true", ("domain", "\"vpc\""))];

/// Whether the type of a row is the type of the body.
fn is_of(row: &str, spot: &Spot<'_>) -> bool {
    match row.strip_prefix("data.") {
        Some(row) => spot.top.kind.text == "data" && row == spot.type_name,
        None => spot.top.kind.text == "resource" && row == spot.type_name,
    }
}

pub(super) fn fixes(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = spot
        .unsupported()
        .filter_map(|attribute| restated(spot, attribute))
        .collect();
    let rows: Vec<_> = RENAMES.iter().filter(|row| is_of(row.0, spot)).collect();
    if rows.is_empty() {
        return deeds;
    }
    let row_of = |name: &str| {
        let path = spot.named(name);
        rows.iter().filter(move |row| row.1 == path)
    };
    for attribute in spot.unsupported() {
        for row in row_of(&attribute.name.text) {
            deeds.extend(beside(spot, row.2).and_then(|new| match spot.is_set(new) {
                true => None,
                false => to(spot, attribute, new),
            }));
            deeds.extend(below(spot, attribute, row.2));
        }
    }
    for (name, block) in spot.unsupported_blocks() {
        for row in row_of(name) {
            deeds.extend(beside(spot, row.2).and_then(|new| block_to(spot, block, name, new)));
        }
    }
    deeds
}

/// Replaces an argument that later versions express as another argument.
fn restated(spot: &Spot<'_>, attribute: &Attribute) -> Option<Deed> {
    let written = spot.module.text.get(attribute.value.span.range())?;
    let path = spot.named(&attribute.name.text);
    let mut rows = RESTATED.iter().filter(|row| is_of(row.0, spot));
    let (.., (new, value)) = rows.find(|row| row.1 == path && row.2 == written)?;
    if spot.is_set(new) || spot.schema.attribute(new).is_none() {
        return None;
    }
    let edits = vec![
        edit::rename(spot.module, &attribute.name, new),
        edit::replace_item(spot.module, attribute.value.span, value),
    ];
    let what = format!("write `{path} = {written}` as `{new} = {value}`");
    let why = "This version of the provider uses this form.";
    Some(Deed::new("restated", spot.address, what, why, edits).at(&path))
}

/// Returns the last name of a path that leads to the same body.
fn beside<'r>(spot: &Spot<'_>, path: &'r str) -> Option<&'r str> {
    let (way, name) = path.rsplit_once('.').unwrap_or(("", path));
    (way == spot.path.join(".")).then_some(name)
}

/// Whether an argument exists at a path.
fn is_there(block: &Block, path: &[&str]) -> bool {
    match path {
        [name] => block.body.attribute(name).is_some(),
        [name, rest @ ..] => block
            .body
            .blocks_of(name)
            .any(|inner| is_there(inner, rest)),
        [] => false,
    }
}

/// Moves an argument along a path from its body into a nested block.
fn below(spot: &Spot<'_>, attribute: &Attribute, path: &str) -> Option<Deed> {
    let prefix = spot.named("");
    // A path that does not start with the path of the body starts at the top-level block.
    let (block, mut home, rest) = match path.strip_prefix(&prefix) {
        Some(rest) if rest.contains('.') => (spot.block, spot.schema, rest),
        Some(_) => return None,
        None => (spot.top, spot.above.first()?.1, path),
    };
    let rest: Vec<&str> = rest.split('.').collect();
    let (name, way) = rest.split_last()?;
    for step in way {
        home = home.nested(step)?.block;
    }
    let module = spot.module;
    if is_there(block, &rest) {
        return None;
    }
    let value = |kind| super::block_attribute::adapted(module, &attribute.value, kind);
    let mut edits = vec![edit::remove(module, attribute.span)];
    match home.attribute(name) {
        Some(known) => {
            let text =
                value(known.kind)?.unwrap_or_else(|| edit::dedented(module, attribute.value.span));
            edits.extend(edit::set(module, block, &rest, &text));
        }
        None => {
            let text =
                super::block_attribute::block_text(module, &attribute.value, home.nested(name)?)?;
            let mut block = block;
            for step in way {
                block = super::words::only(block.body.blocks_of(step))?;
            }
            edits.extend(edit::insert(module, block, &text));
        }
    }
    let old = &attribute.name.text;
    let what = format!("move `{old}` to `{path}`");
    let why = "This is its location in the schema.";
    Some(Deed::new("inward", spot.address, what, why, edits).at(&spot.named(old)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;
    use crate::schema::pack::{self, shipped};

    fn leads_to<'a>(root: pack::Block<'a>, path: &str) -> Option<(pack::Block<'a>, String)> {
        let (way, name) = path.rsplit_once('.').unwrap_or(("", path));
        let mut block = root;
        for step in way.split('.').filter(|step| !step.is_empty()) {
            block = block.nested(step)?.block;
        }
        Some((block, name.to_owned()))
    }

    fn knows(root: pack::Block<'_>, path: &str) -> bool {
        leads_to(root, path).is_some_and(|(block, name)| {
            let settable = block.attribute(&name).is_some_and(|one| one.settable());
            settable || block.nested(&name).is_some()
        })
    }

    #[test]
    fn every_row_maps_an_unsupported_path_to_a_supported_one() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        let mut wrong = Vec::new();
        for (of, old, new) in RENAMES {
            let root = match of.strip_prefix("data.") {
                Some(of) => schema.data(of),
                None => schema.resource(of),
            };
            if root.is_none_or(|root| knows(root, old) || !knows(root, new)) {
                wrong.push(format!("{of}: {old} -> {new}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
