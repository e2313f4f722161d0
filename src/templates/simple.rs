//! Writes services that need one template each.
//!
//! These are registries, roles, keys, zones, log groups and secrets.

use super::draft::{ModuleBuilder, Vars, text, vars};
use super::stores::instance_names;
use crate::intent::{Item, ParsedRequest, Service};

/// Service that consists of one template.
///
/// The third field is the base label in the template, and the default name. The function sets the
/// values; it returns `None` if the request lacks required information.
type Simple = (
    Service,
    &'static str,
    &'static str,
    fn(&Item, &mut Vars, &mut ModuleBuilder) -> Option<()>,
);

const SIMPLE: &[Simple] = &[
    (
        Service::Registry,
        include_str!("registry.tf"),
        "registry",
        registry,
    ),
    (Service::Role, include_str!("role.tf"), "role", role),
    (Service::Key, include_str!("key.tf"), "key", key),
    (Service::Zone, include_str!("zone.tf"), "zone", zone),
    (Service::Logs, include_str!("logs.tf"), "logs", logs),
    (Service::Secret, include_str!("secret.tf"), "secret", secret),
];

/// Writes the services; `None` if the request lacks required information.
pub(super) fn write(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    for (service, block, base, set_values) in SIMPLE {
        for item in request.items_of(*service) {
            for name in instance_names(item, base) {
                let label = draft.label(base, &name);
                let mut values = vars([("name", text(name.as_str()))]);
                values.identifier(item, &name);
                set_values(item, &mut values, draft)?;
                draft.write(block, base, &label, &values);
                let (ending, about, value) = output(*service);
                draft.output(
                    &format!("{label}_{ending}"),
                    about,
                    &value.replace("{}", &label),
                );
            }
        }
    }
    Some(())
}

/// Returns the output of a service: the end of its name, its description and its value.
fn output(service: Service) -> (&'static str, &'static str, &'static str) {
    match service {
        Service::Registry => (
            "url",
            "Address of the repository",
            "aws_ecr_repository.{}.repository_url",
        ),
        Service::Role => ("arn", "ARN of the role", "aws_iam_role.{}.arn"),
        Service::Key => ("arn", "ARN of the key", "aws_kms_key.{}.arn"),
        Service::Zone => (
            "name_servers",
            "Name servers for the registrar of the domain",
            "aws_route53_zone.{}.name_servers",
        ),
        Service::Logs => (
            "name",
            "Name of the log group",
            "aws_cloudwatch_log_group.{}.name",
        ),
        _ => (
            "arn",
            "ARN of the secret",
            "aws_secretsmanager_secret.{}.arn",
        ),
    }
}

fn registry(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    values.copy(item, &["keep"]);
    draft.assume_without(item, "keep", "Images without a tag expire after 14 days.");
    draft.assume("A tag of an image cannot be pushed twice.");
    Some(())
}

fn role(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    let principal = item
        .get("for")
        .or_else(|| item.has("profile").then_some("ec2"))?;
    let service = match principal {
        "ec2" | "lambda" => principal,
        "ecs" => "ecs-tasks",
        _ => return None,
    };
    values.text("principal", format!("{service}.amazonaws.com"));
    if principal != "ec2" && item.has("profile") {
        return None;
    }
    values.flag("server", principal == "ec2");
    if let Some(policy) = item.get("managed") {
        let fits = match policy {
            "service-role/AWSLambdaBasicExecutionRole" => principal == "lambda",
            "service-role/AmazonECSTaskExecutionRolePolicy" => principal == "ecs",
            _ => principal == "ec2",
        };
        fits.then_some(())?;
        values.text("managed", policy);
    }
    if let Some(access) = item.get("bucket") {
        draft.once("bucket_name", include_str!("bucket_name.tf"));
        draft.assume("Terraform prompts for the bucket that the role may use.");
        values.flag("bucket", true);
        values.code("write", access == "write");
    }
    Some(())
}

fn key(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    draft.once("account", include_str!("account.tf"));
    values.copy(item, &["window"]);
    if item.names.is_empty() && item.count == 1 {
        draft.assume("The key is called alias/main.");
        values.text("name", "main");
    }
    Some(())
}

fn zone(item: &Item, values: &mut Vars, _draft: &mut ModuleBuilder) -> Option<()> {
    if item.count > 1 {
        return None;
    }
    values.text("domain", item.get("domain")?);
    Some(())
}

fn logs(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    let days = item.get("days").unwrap_or("365");
    draft.assume_without(item, "days", "Logs are kept for a year.");
    values.code("days", days);
    values.flag("brief", days.parse::<u32>().is_ok_and(|days| days < 365));
    let path = item.get("path");
    if path.is_some() && item.count > 1 {
        return None;
    }
    if let Some(path) = path {
        values.text("name", path);
    }
    Some(())
}

fn secret(_item: &Item, _values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    draft.assume(
        "The value of the secret is set by hand: otherwise it would be in Terraform's state.",
    );
    Some(())
}
