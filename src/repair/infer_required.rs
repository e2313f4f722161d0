//! Fills required arguments whose value can be inferred.
//!
//! The value is a name derived from the label, or a reference to the only possible resource.
//! Required blocks are filled in a neutral form.

use super::Deed;
use super::bench::Place;
use super::spot::Spot;
use super::words::words;
use crate::hcl::{Kind, edit};
use crate::schema::pack::Shape;

/// Arguments that refer to the only resource of a type.
///
/// A row holds the prefix of the types that require the argument, the argument, the type it refers
/// to and the attribute of this type.
#[rustfmt::skip]
pub const ONLY: &[(&str, &str, &str, &str)] = &[
    ("aws_", "vpc_id", "aws_vpc", "id"),
    ("aws_s3_bucket_", "bucket", "aws_s3_bucket", "id"),
    ("aws_lb_", "load_balancer_arn", "aws_lb", "arn"),
    ("aws_eks_", "cluster_name", "aws_eks_cluster", "name"),
    ("aws_efs_", "file_system_id", "aws_efs_file_system", "id"),
    ("aws_cognito_", "user_pool_id", "aws_cognito_user_pool", "id"),
    ("aws_api_gateway_", "rest_api_id", "aws_api_gateway_rest_api", "id"),
    ("aws_apigatewayv2_", "api_id", "aws_apigatewayv2_api", "id"),
    ("aws_elastic_beanstalk_", "application", "aws_elastic_beanstalk_application", "name"),
    ("aws_kendra_", "index_id", "aws_kendra_index", "id"),
    ("aws_connect_", "instance_id", "aws_connect_instance", "id"),
    ("aws_chime_voice_connector_", "voice_connector_id", "aws_chime_voice_connector", "id"),
    ("aws_secretsmanager_secret_", "secret_id", "aws_secretsmanager_secret", "id"),
    ("aws_lambda_", "function_name", "aws_lambda_function", "function_name"),
    ("aws_sns_topic_", "topic_arn", "aws_sns_topic", "arn"),
    ("aws_sqs_queue_", "queue_url", "aws_sqs_queue", "id"),
    ("aws_route53_record", "zone_id", "aws_route53_zone", "zone_id"),
    ("aws_glacier_vault_", "vault_name", "aws_glacier_vault", "name"),
    ("aws_rds_cluster_instance", "cluster_identifier", "aws_rds_cluster", "id"),
    ("aws_neptune_cluster_instance", "cluster_identifier", "aws_neptune_cluster", "id"),
    ("aws_docdb_cluster_instance", "cluster_identifier", "aws_docdb_cluster", "id"),
    ("aws_lexv2models_", "bot_id", "aws_lexv2models_bot", "id"),
    ("aws_main_route_table_association", "route_table_id", "aws_route_table", "id"),
    ("aws_vpc_dhcp_options_association", "dhcp_options_id", "aws_vpc_dhcp_options", "id"),
];

/// Required blocks that have a neutral form: type, block, text.
pub const NEUTRAL: &[(&str, &str, &str)] = &[
    (
        "aws_cloudfront_distribution",
        "restrictions",
        "restrictions {\n  geo_restriction {\n    restriction_type = \"none\"\n  }\n}",
    ),
    (
        "aws_cloudfront_distribution",
        "viewer_certificate",
        "viewer_certificate {\n  cloudfront_default_certificate = true\n}",
    ),
    (
        "aws_codebuild_project",
        "artifacts",
        "artifacts {\n  type = \"NO_ARTIFACTS\"\n}",
    ),
];

/// Words of types whose name is a network address or one of a fixed set.
const NAMED_OUTSIDE: &[&str] = &[
    "route53",
    "domain",
    "dns",
    "certificate",
    "ses",
    "namespace",
    "openid",
    "schema",
    "option",
    "account",
    "attribute",
];

pub(super) fn fixes(spot: &Spot<'_>, place: &Place<'_>) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let label = spot.top.labels.get(1).map(|label| label.text.as_str());
    let (Some(label), true) = (
        label,
        spot.path.is_empty() && spot.top.kind.text == "resource",
    ) else {
        return deeds;
    };
    for missing in spot.missing() {
        let name = missing.name;
        let row = ONLY
            .iter()
            .find(|row| row.1 == name && spot.type_name.starts_with(row.0));
        if let Some((_, _, of, attribute)) = row {
            let only = place.single.get(*of).and_then(Option::as_ref);
            if let Some(address) = only.filter(|address| *address != spot.address) {
                let value = format!("{address}.{attribute}");
                let what = format!("set `{name} = {value}`");
                let why = "The argument is required, and only one value is possible.";
                let edits = edit::set(spot.module, spot.block, &[name], &value);
                deeds.push(Deed::new("only", spot.address, what, why, edits).at(name));
            }
        } else if matches!(missing.kind.shape(), Shape::String) && is_own_name(spot.type_name, name)
        {
            let value = edit::quote(&label.to_ascii_lowercase().replace('_', "-"));
            let what = format!("set `{name} = {value}`");
            let why = "The name is required; it is the label until you choose another.";
            let edits = edit::set(spot.module, spot.block, &[name], &value);
            deeds.push(Deed::new("named", spot.address, what, why, edits).at(name));
        }
    }
    for (of, name, text) in NEUTRAL {
        let told = spot.has(Kind::InsufficientBlocks) || spot.has(Kind::MissingBlock);
        if *of == spot.type_name && told && !spot.is_set(name) {
            let what = format!("add the block `{name}`");
            let why = "The block is required; this form has no effect.";
            let edits = edit::insert(spot.module, spot.block, text);
            deeds.push(Deed::new("neutral", spot.address, what, why, edits).at(name));
        }
    }
    deeds
}

/// Whether an argument is the freely chosen name of the resource itself.
fn is_own_name(type_name: &str, argument: &str) -> bool {
    let of_type = words(type_name);
    if of_type
        .iter()
        .any(|word| NAMED_OUTSIDE.contains(&word.as_str()))
    {
        return false;
    }
    let mut own = words(argument);
    match own.pop().as_deref() {
        Some("name") => of_type.ends_with(&own),
        Some("identifier" | "id") => !own.is_empty() && of_type.ends_with(&own),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl;
    use crate::schema::{self, Schema, pack::shipped};

    #[test]
    fn every_row_refers_to_existing_attributes() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for (prefix, argument, of, attribute) in ONLY {
            let mut types = schema
                .resource_types()
                .filter(|one| one.starts_with(prefix));
            let known = |one: &str| {
                schema
                    .resource(one)
                    .is_some_and(|one| one.attribute(argument).is_some())
            };
            assert!(types.any(known), "no `{prefix}` has `{argument}`");
            let of = schema
                .resource(of)
                .unwrap_or_else(|| panic!("there is no `{of}`"));
            assert!(of.attribute(attribute).is_some(), "`{attribute}`");
        }
    }

    #[test]
    fn every_neutral_block_is_valid() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for (of, name, text) in NEUTRAL {
            let module = hcl::parse(format!("resource \"{of}\" \"a\" {{\n{text}\n}}\n"));
            let problems = schema::validate(&module, &schema);
            let about = problems.iter().find(|one| one.message.contains(name));
            assert!(about.is_none(), "{about:?}");
        }
    }

    #[test]
    fn distinguishes_own_names_from_names_of_other_resources() {
        assert!(is_own_name("aws_lambda_function", "function_name"));
        assert!(is_own_name("aws_iam_policy_attachment", "name"));
        assert!(!is_own_name("aws_lambda_permission", "function_name"));
        assert!(!is_own_name("aws_route53_record", "name"));
    }
}
