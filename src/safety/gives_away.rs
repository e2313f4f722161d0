//! Finds rights and secrets that are given away.

use super::reader::Reader;
use super::trusts_stranger::principals;
use crate::hcl::{Attribute, Block, Expression, ExpressionKind};

/// Policies of AWS with the rights of an administrator.
const ADMIN_POLICIES: &[&str] = strings! {
    "AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "job-function/SystemAdministrator",
};
/// Attributes of resources that are secrets: type and attribute.
const SECRETS: &[(&str, &str)] = &[
    ("aws_iam_access_key", "secret"),
    ("aws_iam_access_key", "ses_smtp_password_v4"),
    ("aws_iam_user_login_profile", "password"),
    ("aws_db_instance", "password"),
    ("aws_rds_cluster", "master_password"),
    ("aws_secretsmanager_secret_version", "secret_string"),
    ("aws_ssm_parameter", "value"),
    ("random_password", "result"),
    ("tls_private_key", "private_key_openssh"),
    ("tls_private_key", "private_key_pem"),
    ("tls_private_key", "private_key_pem_pkcs8"),
    ("aws_ecr_authorization_token", "password"),
    ("aws_eks_cluster_auth", "token"),
];

pub(super) fn find(reader: &mut Reader) {
    let module = reader.module;
    for block in module.blocks() {
        match (
            block.kind.text.as_str(),
            block.type_name().unwrap_or_default(),
        ) {
            ("resource", kind) if kind.starts_with("aws_iam_") => iam(reader, block, kind),
            ("output", _) => output(reader, block),
            _ => {}
        }
    }
    for principal in principals(reader) {
        if principal.text == "*" && principal.trusts_everybody {
            reader.report("IG_SAFETY_404", principal.at, "Principal = \"*\"");
        }
    }
}

fn iam(reader: &mut Reader, block: &Block, kind: &str) {
    if kind == "aws_iam_access_key" {
        reader.report("IG_SAFETY_402", block.span.start, "");
    }
    let is_for_user = kind.starts_with("aws_iam_user_policy")
        || kind.starts_with("aws_iam_group_policy")
        || (kind == "aws_iam_policy_attachment" && block.body.attribute("users").is_some());
    for attribute in block.body.attributes().filter(|_| is_for_user) {
        let source: String = reader
            .source(attribute.value.span)
            .split_whitespace()
            .collect();
        let has = |text: &str| source.contains(text);
        let is_admin = match attribute.name.text.as_str() {
            "policy_arn" | "policy_arns" | "arn" => {
                let texts = reader.texts(&attribute.value);
                let is_admin = |text: &String| {
                    ADMIN_POLICIES
                        .iter()
                        .any(|name| text.ends_with(&format!(":policy/{name}")))
                };
                texts.iter().any(is_admin)
            }
            "policy" => {
                let actions = [
                    "Action=\"*\"",
                    "Action=[\"*\"]",
                    "\"Action\":\"*\"",
                    "\"Action\":[\"*\"]",
                ];
                actions.iter().any(|text| has(text)) || is_admin_document(reader, &attribute.value)
            }
            _ => false,
        };
        if is_admin {
            let evidence = reader.source(attribute.span);
            reader.report("IG_SAFETY_401", attribute.span.start, evidence);
        }
    }
}

/// Returns whether an expression refers to a policy document that allows every action.
fn is_admin_document(reader: &Reader, policy: &Expression) -> bool {
    let reached = reader.index.reached(policy.span, 4).into_iter();
    let documents = reached.filter(|it| it.kind == "aws_iam_policy_document");
    let mut statements = documents
        .filter_map(|it| reader.index.block(it))
        .flat_map(|block| block.body.blocks_of("statement"));
    statements.any(|statement| {
        let actions = statement.body.attribute("actions");
        let is_all = |it: &Attribute| reader.texts(&it.value).iter().any(|it| it == "*");
        statement.body.literal_text("effect") != Some("Deny") && actions.is_some_and(is_all)
    })
}

fn output(reader: &mut Reader, block: &Block) {
    let sensitive = block.body.attribute("sensitive").map(|it| &it.value.kind);
    let Some(value) = block.body.attribute("value") else {
        return;
    };
    let source = reader.source(value.value.span);
    let is_marked = matches!(sensitive, Some(ExpressionKind::Bool(true)));
    if is_marked && !source.contains("nonsensitive(") {
        return;
    }
    let uses = reader.index.references_in(value.span).to_vec();
    let is_secret = uses.iter().any(|used| {
        let steps = used.reference.steps.iter().filter_map(|step| match step {
            crate::hcl::Step::Attribute(name) => Some(name.text.as_str()),
            _ => None,
        });
        let kind = used.address.map_or("", |address| address.kind);
        let steps: Vec<&str> = steps.collect();
        SECRETS
            .iter()
            .any(|(of, name)| *of == kind && steps.contains(name))
    });
    if is_secret {
        reader.report("IG_SAFETY_403", value.span.start, source);
    }
}
