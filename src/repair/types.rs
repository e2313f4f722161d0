//! Renames unknown resource types to the type most likely intended.
//!
//! Matches alternative service names and misspellings.

use super::words::{only, singular, slip, squashed, squashes_to};
use super::{Deed, Undone};
use crate::hcl::{Edit, Module, Step, edit};
use crate::schema::Schema;
use foldhash::{HashMap, HashSet};
use std::collections::BTreeSet;

/// Prefix of the ids of type renames.
pub(super) const ID: &str = "repair:type:";

/// Unknown type names and the type that replaces each.
pub const TYPES: &[(&str, &str)] = &[
    ("aws_rds_instance", "aws_db_instance"),
    ("aws_rds_db_instance", "aws_db_instance"),
    ("aws_db_cluster", "aws_rds_cluster"),
    ("aws_ec2_instance", "aws_instance"),
    ("aws_elastic_ip", "aws_eip"),
    ("aws_elastic_ip_association", "aws_eip_association"),
    ("aws_network_load_balancer", "aws_lb"),
    ("aws_application_load_balancer", "aws_lb"),
    ("aws_gateway_load_balancer", "aws_lb"),
    ("aws_load_balancer", "aws_lb"),
    ("aws_lb_network_load_balancer", "aws_lb"),
    ("aws_nlb", "aws_lb"),
    ("aws_ssh_key", "aws_key_pair"),
    ("aws_ssh_key_pair", "aws_key_pair"),
    ("aws_ec2_key_pair", "aws_key_pair"),
    ("aws_route53_record_set", "aws_route53_record"),
    ("aws_route53_hosted_zone", "aws_route53_zone"),
    (
        "aws_subnet_route_table_association",
        "aws_route_table_association",
    ),
    ("aws_subnet_association", "aws_route_table_association"),
    (
        "aws_vpc_main_route_table_association",
        "aws_main_route_table_association",
    ),
    (
        "aws_vpc_egress_only_internet_gateway",
        "aws_egress_only_internet_gateway",
    ),
    (
        "aws_vpc_cidr_block_association",
        "aws_vpc_ipv4_cidr_block_association",
    ),
    ("aws_peering_connection", "aws_vpc_peering_connection"),
    (
        "aws_vpc_gateway_endpoint_route_table_association",
        "aws_vpc_endpoint_route_table_association",
    ),
    ("aws_rds_proxy", "aws_db_proxy"),
    ("aws_rds_db_proxy", "aws_db_proxy"),
    ("aws_rds_option_group", "aws_db_option_group"),
    ("aws_rds_subnet_group", "aws_db_subnet_group"),
    ("aws_rds_parameter_group", "aws_db_parameter_group"),
    ("aws_subnet_group", "aws_db_subnet_group"),
    (
        "aws_s3_bucket_lifecycle",
        "aws_s3_bucket_lifecycle_configuration",
    ),
    ("aws_s3_bucket_cors", "aws_s3_bucket_cors_configuration"),
    (
        "aws_s3_bucket_website",
        "aws_s3_bucket_website_configuration",
    ),
    (
        "aws_s3_bucket_encryption",
        "aws_s3_bucket_server_side_encryption_configuration",
    ),
    (
        "aws_s3_bucket_server_access_logging",
        "aws_s3_bucket_logging",
    ),
    ("aws_s3_bucket_metrics", "aws_s3_bucket_metric"),
    ("aws_s3_metric", "aws_s3_bucket_metric"),
    ("aws_iam_mfa_device", "aws_iam_virtual_mfa_device"),
    ("aws_iam_user_password", "aws_iam_user_login_profile"),
    ("aws_iam_role_attachment", "aws_iam_role_policy_attachment"),
    ("aws_iam_ssh_key", "aws_iam_user_ssh_key"),
    ("aws_eks_oidc_provider", "aws_iam_openid_connect_provider"),
    ("aws_lambda_function_alias", "aws_lambda_alias"),
    ("aws_lambda_trigger", "aws_lambda_event_source_mapping"),
    ("aws_sns_subscription", "aws_sns_topic_subscription"),
    ("aws_dax_cluster_instance", "aws_dax_cluster"),
    ("aws_kms_key_alias", "aws_kms_alias"),
    ("aws_efs", "aws_efs_file_system"),
    ("aws_efs_policy", "aws_efs_file_system_policy"),
    ("aws_lb_rule", "aws_lb_listener_rule"),
    ("aws_lightsail_db", "aws_lightsail_database"),
    ("aws_glacier_vault_policy", "aws_glacier_vault"),
    ("aws_codebuild", "aws_codebuild_project"),
    ("aws_cloudwatch_alarm", "aws_cloudwatch_metric_alarm"),
    ("aws_sagemaker_notebook", "aws_sagemaker_notebook_instance"),
    ("aws_sagemaker_studio_domain", "aws_sagemaker_domain"),
    (
        "aws_eks_identity_provider",
        "aws_eks_identity_provider_config",
    ),
    ("aws_eks_pod_identity", "aws_eks_pod_identity_association"),
    (
        "aws_firehose_delivery_stream",
        "aws_kinesis_firehose_delivery_stream",
    ),
    (
        "aws_kinesisfirehose_deliverystream",
        "aws_kinesis_firehose_delivery_stream",
    ),
    (
        "aws_vpc_attachment",
        "aws_ec2_transit_gateway_vpc_attachment",
    ),
    ("data.aws_subnet_ids", "data.aws_subnets"),
    ("data.aws_ec2_instance", "data.aws_instance"),
    (
        "data.aws_availability_zone_names",
        "data.aws_availability_zones",
    ),
];

/// Arguments that preserve information from a replaced type name.
const TOLD: &[(&str, &str, &str)] = &[
    (
        "aws_network_load_balancer",
        "load_balancer_type",
        "\"network\"",
    ),
    (
        "aws_lb_network_load_balancer",
        "load_balancer_type",
        "\"network\"",
    ),
    ("aws_nlb", "load_balancer_type", "\"network\""),
    (
        "aws_gateway_load_balancer",
        "load_balancer_type",
        "\"gateway\"",
    ),
];

/// Words of alternative service names, and the words that the types use.
pub const PHRASES: &[(&str, &str)] = &[
    ("elasticbeanstalk", "elastic_beanstalk"),
    ("eventbridge_event", "cloudwatch_event"),
    ("eventbridge_rule_target", "cloudwatch_event_target"),
    ("eventbridge", "cloudwatch_event"),
    ("events", "cloudwatch_event"),
    ("event", "cloudwatch_event"),
    ("cloudwatch_events", "cloudwatch_event"),
    ("msk_connect", "mskconnect"),
    ("kafka", "msk"),
    ("s3_glacier", "glacier"),
    ("dhcp", "vpc_dhcp"),
    ("redshift_cluster", "redshift"),
    ("rds", "db"),
    ("rds_db", "db"),
    ("rds_cluster", "rds_cluster"),
    ("db_cluster", "rds_cluster"),
    ("neptune_db", "neptune"),
    ("docdb_db", "docdb"),
    ("route_53", "route53"),
    ("vpc_security", "security"),
    ("vpc_subnet", "subnet"),
    ("vpc_route", "route"),
    ("vpc_internet", "internet"),
    ("vpc_nat", "nat"),
    ("ec2_security", "security"),
    ("ec2_launch", "launch"),
    ("ec2_key", "key"),
    ("ec2_volume", "ebs_volume"),
    ("network_load_balancer", "lb"),
    ("application_load_balancer", "lb"),
    ("load_balancer", "lb"),
    ("elb_target", "lb_target"),
    ("alb", "lb"),
    ("nlb", "lb"),
    ("lexv2", "lexv2models"),
    ("lex_v2", "lexv2models"),
    ("lightsail_db", "lightsail"),
    ("lightsail_db_instance", "lightsail_database"),
    ("lightsail_database_instance", "lightsail_database"),
    ("autoscaling_launch", "launch"),
    ("auto_scaling", "autoscaling"),
    ("secrets_manager", "secretsmanager"),
    ("step_function", "sfn"),
    ("stepfunctions", "sfn"),
    ("elastic_file_system", "efs"),
    ("dynamo_db", "dynamodb"),
    ("cloud_watch", "cloudwatch"),
    ("cloud_front", "cloudfront"),
    ("code_build", "codebuild"),
    ("code_pipeline", "codepipeline"),
    ("resourceaccessmanager", "ram"),
    ("config", "configuration"),
    ("configuration", "config"),
    ("lifecycle", "lifecycle_configuration"),
    ("notification", "notifications"),
    ("lambda_function", "lambda"),
    ("iam_user_policy_attachment", "iam_user_policy_attachment"),
    ("public_access_block_configuration", "public_access_block"),
    ("logging_configuration", "logging"),
    ("query_logging_config", "query_log"),
    ("query_logging", "query_log"),
    ("record_set", "record"),
    ("hosted_zone", "zone"),
    ("cors", "cors_configuration"),
    ("instance_public_port", "instance_public_ports"),
];

/// Prefix of all type names of the provider.
const PREFIX: &str = "aws_";

/// Returns the only type that matches a name by its spelling or by replaced words.
fn meant<'s>(name: &str, types: &[&'s str]) -> Option<&'s str> {
    // The common prefix distinguishes no types.
    let plain = squashed(name.strip_prefix(PREFIX)?);
    let is_alike = |one: &str| {
        one.strip_prefix(PREFIX)
            .is_some_and(|one| squashes_to(one, &plain))
    };
    if let Some(one) = only(types.iter().filter(|one| is_alike(one))) {
        return Some(one);
    }
    let known = |one: &str| {
        types
            .binary_search(&one)
            .ok()
            .and_then(|at| types.get(at))
            .copied()
    };
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for first in with_phrases(name) {
        found.extend(known(&first));
        for second in with_phrases(&first) {
            found.extend(known(&second));
        }
    }
    if found.is_empty() {
        let near = types
            .iter()
            .filter(|one| slip(name, one).is_some_and(|by| by <= 2) && same_words(name, one));
        return only(near).copied();
    }
    only(found.into_iter())
}

/// Whether two names have the same words, except for a typo in at most one word.
fn same_words(left: &str, right: &str) -> bool {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (left.split('_').collect(), right.split('_').collect());
    let differing = left.iter().zip(&right).filter(|(one, other)| one != other);
    left.len() == right.len()
        && differing.clone().count() <= 1
        && differing
            .clone()
            .all(|(one, other)| one.len() > 3 && singular(one).get(..2) == singular(other).get(..2))
}

/// Returns the variants of a name with each matching phrase replaced.
fn with_phrases(name: &str) -> Vec<String> {
    let Some(words) = name.strip_prefix(PREFIX) else {
        return Vec::new();
    };
    let padded = format!("_{words}_");
    let of = |(old, new): &(&str, &str)| {
        let old = format!("_{old}_");
        let at = padded.find(&old)?;
        let rest = &padded[at + old.len()..];
        let changed = format!("{}_{new}_{rest}", &padded[..at]);
        Some(format!(
            "aws_{}",
            changed.trim_matches('_').replace("__", "_")
        ))
    };
    PHRASES.iter().filter_map(of).collect()
}

/// Renames unknown types and updates every reference to them.
pub(super) fn fixes(module: &Module, schema: &Schema, without: &Undone) -> Vec<Deed> {
    let mut wanted = Vec::new();
    let mut taken: HashSet<String> = module
        .blocks()
        .filter_map(crate::hcl::Block::address)
        .collect();
    let mut kinds: HashMap<bool, Vec<&str>> = HashMap::default();
    for block in module.blocks() {
        let is_data = match block.kind.text.as_str() {
            "resource" => false,
            "data" => true,
            _ => continue,
        };
        let (Some(type_name), Some(old)) = (block.type_name(), block.address()) else {
            continue;
        };
        let known = match is_data {
            true => schema.data(type_name).is_some(),
            false => schema.resource(type_name).is_some(),
        };
        if known || !type_name.starts_with(PREFIX) {
            continue;
        }
        let types = kinds.entry(is_data).or_insert_with(|| match is_data {
            true => schema.data_types().collect(),
            false => schema.resource_types().collect(),
        });
        let prefix = if is_data { "data." } else { "" };
        let row = TYPES.iter().find(|row| {
            row.0
                .strip_prefix("data.")
                .map_or(!is_data && row.0 == type_name, |one| {
                    is_data && one == type_name
                })
        });
        let new = row.map(|row| row.1.strip_prefix("data.").unwrap_or(row.1));
        let Some(new) = new.or_else(|| meant(type_name, types)) else {
            continue;
        };
        let name = &block.labels[1].text;
        let address = format!("{prefix}{new}.{name}");
        if without.has(&format!("{ID}{address}")) || !taken.insert(address.clone()) {
            continue;
        }
        wanted.push((old, type_name, new, address, block));
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let renamed: HashMap<&str, &str> = wanted
        .iter()
        .map(|(old, _, new, ..)| (old.as_str(), *new))
        .collect();
    let mut references: HashMap<&str, Vec<Edit>> = HashMap::default();
    for reference in module.references() {
        let Some((old, new)) = reference
            .address()
            .and_then(|address| renamed.get_key_value(address.as_str()))
        else {
            continue;
        };
        let name = match (reference.root.text.as_str(), reference.steps.first()) {
            ("data" | "resource", Some(Step::Attribute(name))) => name,
            _ => reference.root,
        };
        references
            .entry(old)
            .or_default()
            .push(edit::rename(module, name, new));
    }
    let deed = |(old, type_name, new, address, block): &(
        String,
        &str,
        &str,
        String,
        &crate::hcl::Block,
    )| {
        let mut edits = vec![edit::rename(module, &block.labels[0], new)];
        edits.extend(references.get(old.as_str()).cloned().unwrap_or_default());
        for (_, name, value) in TOLD.iter().filter(|row| row.0 == *type_name) {
            if block.closed && block.body.attribute(name).is_none() {
                edits.extend(edit::set(module, block, &[name], value));
            }
        }
        let what = format!("write the type `{type_name}` as `{new}`");
        Deed::new(
            "type",
            address,
            what,
            "This is the name of the type in the provider.",
            edits,
        )
    };
    wanted.iter().map(deed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::pack::shipped;

    #[test]
    fn every_row_maps_an_unknown_type_to_a_known_type() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for (old, new) in TYPES {
            let (is_old, is_new) = match old.strip_prefix("data.") {
                Some(old) => (schema.data(old).is_some(), schema.data(&new[5..]).is_some()),
                None => (
                    schema.resource(old).is_some(),
                    schema.resource(new).is_some(),
                ),
            };
            assert!(!is_old, "`{old}` exists");
            assert!(is_new, "there is no `{new}`");
        }
    }

    #[test]
    fn every_phrase_occurs_in_a_type() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        let types: Vec<&str> = schema.resource_types().collect();
        for (_, new) in PHRASES {
            let padded = format!("_{new}_");
            let is_used = types.iter().any(|one| format!("{one}_").contains(&padded));
            assert!(is_used, "no type has the words `{new}`");
        }
    }
}
