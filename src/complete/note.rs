//! Writes remarks on a completed module for the user.

use super::context::Context;
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
