//! Writes services that need one template each.
//!
//! These are registries, roles, keys, zones, log groups and secrets.

use super::draft::{ModuleBuilder, code, text, vars};
use super::stores::instance_names;
use super::template::{Var, Vars};
use crate::intent::{Item, ParsedRequest, Service};

/// Service that consists of one template.
struct Simple {
    service: Service,
    block: &'static str,
    /// Base label in the template, and the default name.
    base: &'static str,
    /// Sets the template variables; `None` if the request lacks required information.
    values: fn(&Item, &mut Vars, &mut ModuleBuilder) -> Option<()>,
}

const SIMPLE: &[Simple] = &[
    Simple {
        service: Service::Registry,
        block: include_str!("registry.tf"),
        base: "registry",
        values: registry,
    },
    Simple {
        service: Service::Role,
        block: include_str!("role.tf"),
        base: "role",
        values: role,
    },
    Simple {
        service: Service::Key,
        block: include_str!("key.tf"),
        base: "key",
        values: key,
    },
    Simple {
        service: Service::Zone,
        block: include_str!("zone.tf"),
        base: "zone",
        values: zone,
    },
    Simple {
        service: Service::Logs,
        block: include_str!("logs.tf"),
        base: "logs",
        values: logs,
    },
    Simple {
        service: Service::Secret,
        block: include_str!("secret.tf"),
        base: "secret",
        values: secret,
    },
];

/// Writes the services; `None` if the request lacks required information.
pub(super) fn write(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    for simple in SIMPLE {
        for item in request.items_of(simple.service) {
            for name in instance_names(item, simple.base) {
                let label = draft.label(simple.base, &name);
                let mut values = vars([("name", text(name.as_str()))]);
                if !item.names.is_empty() {
                    values.insert("named", code("true"));
                    values.insert("identifier", text(name.as_str()));
                }
                (simple.values)(item, &mut values, draft)?;
                draft.write(simple.block, simple.base, &label, &values);
            }
        }
    }
    Some(())
}

fn registry(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    match item.get("keep") {
        Some(keep) => drop(values.insert("keep", code(keep))),
        None => draft.assume("Images without a tag expire after 14 days."),
    }
    Some(())
}

fn role(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    let principal = item
        .get("for")
        .or_else(|| item.has("profile").then_some("ec2"))?;
    values.insert(
        "principal",
        text(match principal {
            "ec2" => "ec2.amazonaws.com",
            "lambda" => "lambda.amazonaws.com",
            "ecs" => "ecs-tasks.amazonaws.com",
            _ => return None,
        }),
    );
    if principal != "ec2" && item.has("profile") {
        return None;
    }
    if principal == "ec2" {
        values.insert("server", code("true"));
    }
    if let Some(policy) = item.get("managed") {
        let fits = match policy {
            "service-role/AWSLambdaBasicExecutionRole" => principal == "lambda",
            "service-role/AmazonECSTaskExecutionRolePolicy" => principal == "ecs",
            _ => principal == "ec2",
        };
        fits.then_some(())?;
        values.insert("managed", text(policy));
    }
    if let Some(access) = item.get("bucket") {
        draft.once("bucket_name", include_str!("bucket_name.tf"));
        draft.assume("Terraform prompts for the bucket that the role may use.");
        values.insert("bucket", code("true"));
        values.insert("write", code(access == "write"));
    }
    Some(())
}

fn key(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    draft.once("account", include_str!("account.tf"));
    if let Some(window) = item.get("window") {
        values.insert("window", code(window));
    }
    if item.names.is_empty() {
        draft.assume("The key is called alias/key.");
        if item.count == 1 {
            values.insert("name", text("main"));
        }
    }
    Some(())
}

fn zone(item: &Item, values: &mut Vars, _draft: &mut ModuleBuilder) -> Option<()> {
    if item.count > 1 {
        return None;
    }
    values.insert("domain", text(item.get("domain")?));
    Some(())
}

fn logs(item: &Item, values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    let days = item.get("days").unwrap_or("365");
    if !item.has("days") {
        draft.assume("Logs are kept for a year.");
    }
    values.insert("days", code(days));
    values.insert(
        "brief",
        code(days.parse::<u32>().is_ok_and(|days| days < 365)),
    );
    let path = item.get("path");
    if path.is_some() && item.count > 1 {
        return None;
    }
    if let Some(path) = path {
        values.insert("name", Var::Text(path.to_owned()));
    }
    Some(())
}

fn secret(_item: &Item, _values: &mut Vars, draft: &mut ModuleBuilder) -> Option<()> {
    draft.assume(
        "The value of the secret is set by hand: otherwise it would be in Terraform's state.",
    );
    Some(())
}
