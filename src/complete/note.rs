//! Writes remarks on a completed module for the user.

use super::context::Context;
use super::distribution;
use super::provider::{CHECKED, allows, aws_constraint};
use crate::hcl::{Block, ExpressionKind};
use crate::schema::requires_aws_v6;

/// Arguments that let AWS manage a password, and the attribute with the secret.
const KEPT: &[(&str, &str)] = &[
    (
        "manage_master_user_password",
        "master_user_secret[0].secret_arn",
    ),
    ("manage_master_password", "master_password_secret_arn"),
    ("manage_admin_password", "admin_password_secret_arn"),
];

/// Whether a server is replaced when a newer image is published.
fn follows_images(server: &Block) -> bool {
    let image = server
        .body
        .attribute("ami")
        .map(|image| image.value.references());
    let looked_up = image.unwrap_or_default().iter().any(|reference| {
        reference
            .address()
            .is_some_and(|address| address.starts_with("data.aws_ami."))
    });
    looked_up && server.body.blocks_of("lifecycle").next().is_none()
}

/// Returns the note about a system that the request names and no lookup finds.
fn other_images(cx: &Context) -> Option<String> {
    let servers = SERVERS.iter().flat_map(|kind| cx.of("resource", kind));
    let servers: Vec<&Block> = servers.collect();
    let is_mac = |server: &&Block| {
        let kind = server.body.attribute("instance_type");
        let kind = kind.and_then(|kind| cx.value(&kind.value).to_text());
        kind.is_some_and(|kind| kind.starts_with("mac"))
    };
    let is_looked_up = |server: &&Block| {
        let image = ["ami", "image_id"]
            .iter()
            .find_map(|name| server.body.attribute(name));
        let references = image
            .map(|image| image.value.references())
            .unwrap_or_default();
        let mut addresses = references.iter().filter_map(|one| one.address());
        addresses.any(|address| address.starts_with("data.aws_ami."))
    };
    if !servers.iter().any(is_looked_up) {
        return None;
    }
    let name = distribution::not_looked_up(cx.request, servers.iter().any(is_mac))?;
    Some(format!(
        "The request names `{name}`, for which no image is looked up: check the image of the servers, and set its id if another is needed."
    ))
}

/// Types with an image.
const SERVERS: &[&str] = &[
    "aws_instance",
    "aws_launch_template",
    "aws_spot_instance_request",
];

/// Returns the remarks, in the order of the text.
pub(super) fn notes(cx: &Context) -> Vec<String> {
    let mut notes = Vec::new();
    for block in cx.closed().filter(|block| block.kind.text == "resource") {
        let Some(address) = block.address() else {
            continue;
        };
        if block.type_name() == Some("tls_private_key") {
            notes.push(format!(
                "The private key of `{address}` is in Terraform's state: keep the state and the key file out of version control."
            ));
        }
        for (switch, secret) in KEPT {
            let set = block
                .body
                .attribute(switch)
                .map(|switch| &switch.value.kind);
            if matches!(set, Some(ExpressionKind::Bool(true))) {
                notes.push(format!(
                    "The password of `{address}` is in Secrets Manager: `{address}.{secret}`."
                ));
            }
        }
    }
    if cx.of("resource", "aws_instance").any(follows_images) {
        notes.push(
            "When a newer image is published, the next apply replaces the servers with an image lookup; `lifecycle { ignore_changes = [ami] }` keeps them."
                .to_owned(),
        );
    }
    notes.extend(other_images(cx));
    if requires_aws_v6(cx.module) {
        let text = "The AWS provider is constrained to version 6: the names are checked against its schema, and what only that version has is not proven.";
        notes.push(text.to_owned());
    }
    if let Some(constraint) = aws_constraint(cx)
        && allows(&constraint, CHECKED) == Some(false)
        // Version 6 has a separate schema. If this schema is missing, the check reports it.
        && !requires_aws_v6(cx.module)
    {
        let [major, minor, _] = CHECKED;
        notes.push(format!(
            "The AWS provider is constrained to `{constraint}`; this module was checked against {major}.{minor}."
        ));
    }
    notes
}
