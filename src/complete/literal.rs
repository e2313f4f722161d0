//! Finds hard-coded secrets in a block.
//!
//! Secrets are recognised by the names of arguments, object keys and environment variables, and by
//! arguments of certain types.

use super::context::refers_to;
use crate::hcl::{Block, Expression, ExpressionKind, Item};

/// Hard-coded secret.
pub(super) struct Secret<'m> {
    /// Name in snake case: `password`, `db_password`.
    pub(super) name: String,
    pub(super) value: &'m Expression,
    /// Argument or nested block of the top-level block that contains the secret.
    pub(super) item: &'m str,
}

/// Endings, in snake case, of names that hold a secret.
const ENDINGS: &[&str] = strings! {
    "password", "passwd", "passphrase", "secret_string", "client_secret", "shared_secret",
    "app_secret", "jwt_secret", "webhook_secret", "secret_key", "secret_access_key", "auth_token",
    "access_token", "oauth_token", "o_auth_token", "github_token", "bearer_token", "refresh_token",
    "api_token", "api_key", "private_key", "preshared_key",
};

/// Arguments that hold a secret although their name does not show it.
const ARGUMENTS: &[(&str, &str)] = &[
    ("aws_api_gateway_api_key", "value"),
    ("aws_codebuild_source_credential", "token"),
    ("aws_kms_ciphertext", "plaintext"),
    ("aws_sns_platform_application", "platform_credential"),
    ("aws_transfer_server", "host_key"),
];

/// Arguments that are lists of secrets.
const LISTS: &[&str] = &["passwords", "auth_tokens"];

/// Values that are flags and not secrets, whatever the argument's name ends with.
///
/// Example: `ALLOW_EMPTY_PASSWORD = "yes"`.
const ANSWERS: &[&str] = &["true", "false", "yes", "no", "0", "1", "none", "null"];

/// Prefixes of values that refer to a secret instead of containing it.
const PLACES: &[&str] = &["arn:", "{{resolve:", "/", "resolve:", "ssm:", "s3://"];

/// Arguments that set the number of instances; their value may not be sensitive.
const REPEATING: &[&str] = &["count", "for_each"];

/// Whether a value with this name is a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = snake(name);
    ENDINGS
        .iter()
        .any(|ending| match name.strip_suffix(ending) {
            Some(before) => before.is_empty() || before.ends_with('_'),
            None => false,
        })
}

/// Converts a name to snake case.
///
/// `OAuthToken` and `OAUTH-TOKEN` become `oauth_token`.
pub(super) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for character in name.chars() {
        if character.is_alphanumeric() {
            if character.is_uppercase() && before.is_lowercase() {
                snake.push('_');
            }
            snake.push(character.to_ascii_lowercase());
        } else if before != '_' {
            snake.push('_');
        }
        before = if character.is_alphanumeric() {
            character
        } else {
            '_'
        };
    }
    snake.trim_end_matches('_').to_owned()
}

/// Whether an expression is a hard-coded secret value.
pub(super) fn is_written_out(value: &Expression) -> bool {
    match &value.kind {
        ExpressionKind::Number(_) => true,
        _ => value.literal().is_some_and(|text| {
            let text = text.trim().to_ascii_lowercase();
            !text.is_empty()
                && !ANSWERS.contains(&text.as_str())
                && !PLACES.iter().any(|place| text.starts_with(place))
        }),
    }
}

/// Returns the hard-coded secrets of a top-level block.
pub(super) fn secrets(block: &Block) -> Vec<Secret<'_>> {
    find(block, is_written_out)
}

/// Returns the addresses from which a top-level block takes its secrets.
pub(super) fn sources(block: &Block) -> impl Iterator<Item = String> + use<'_> {
    let found = find(block, |value| refers_to(value).is_some());
    found
        .into_iter()
        .filter_map(|secret| Some(refers_to(secret.value)?.0))
}

/// Returns the values of a top-level block that are secrets by their names.
fn find(block: &Block, is_one: fn(&Expression) -> bool) -> Vec<Secret<'_>> {
    let mut secrets = Vec::new();
    let type_name = block.type_name().unwrap_or_default();
    for item in &block.body.items {
        match item {
            Item::Attribute(attribute) => {
                let name = attribute.name.text.as_str();
                let mut found = Found {
                    item: name,
                    is_one,
                    secrets: &mut secrets,
                };
                if is_argument(block, type_name, name) {
                    found.add(name, &attribute.value);
                } else {
                    found.argument(name, &attribute.value);
                }
            }
            Item::Block(nested) => {
                let item = nested.kind.text.as_str();
                Found {
                    item,
                    is_one,
                    secrets: &mut secrets,
                }
                .block(nested);
            }
        }
    }
    secrets
}

fn is_argument(block: &Block, type_name: &str, name: &str) -> bool {
    let secure = || block.body.literal_text("type") == Some("SecureString");
    ARGUMENTS.contains(&(type_name, name))
        || (type_name == "aws_ssm_parameter" && name == "value" && secure())
}

/// Collector of secrets within one argument or nested block.
struct Found<'f, 'm> {
    item: &'m str,
    is_one: fn(&Expression) -> bool,
    secrets: &'f mut Vec<Secret<'m>>,
}

impl<'m> Found<'_, 'm> {
    fn add(&mut self, name: &str, value: &'m Expression) {
        if (self.is_one)(value) {
            self.secrets.push(Secret {
                name: snake(name),
                value,
                item: self.item,
            });
        }
    }

    fn block(&mut self, block: &'m Block) {
        let attributes = || {
            block
                .body
                .attributes()
                .map(|one| (one.name.text.as_str(), &one.value))
        };
        self.pair(attributes());
        for (name, value) in attributes() {
            self.argument(name, value);
        }
        block.body.blocks().for_each(|nested| self.block(nested));
    }

    fn argument(&mut self, name: &str, value: &'m Expression) {
        match &value.kind {
            _ if REPEATING.contains(&name) => {}
            ExpressionKind::List(items) if LISTS.contains(&name) => {
                let one = name.trim_end_matches('s');
                items.iter().for_each(|item| self.add(one, item));
            }
            _ if is_secret_name(name) && (self.is_one)(value) => self.add(name, value),
            _ => self.expression(value),
        }
    }

    fn expression(&mut self, expression: &'m Expression) {
        match &expression.kind {
            ExpressionKind::Object(entries) => {
                let keyed = || {
                    entries
                        .iter()
                        .filter_map(|entry| Some((entry.key_text()?, &entry.value)))
                };
                let texts: Vec<(String, &'m Expression)> = keyed().collect();
                self.pair(texts.iter().map(|(key, value)| (key.as_str(), *value)));
                texts
                    .iter()
                    .for_each(|(key, value)| self.argument(key, value));
            }
            ExpressionKind::List(items) => items.iter().for_each(|item| self.expression(item)),
            ExpressionKind::Call { arguments, .. } => {
                arguments
                    .iter()
                    .for_each(|argument| self.expression(argument));
            }
            ExpressionKind::Parentheses(inner) => self.expression(inner),
            ExpressionKind::Conditional { yes, no, .. } => {
                self.expression(yes);
                self.expression(no);
            }
            _ => {}
        }
    }

    /// Adds the secret of a pair such as `name = "DB_PASSWORD"` and `value = "…"`.
    fn pair<'a>(&mut self, entries: impl Iterator<Item = (&'a str, &'m Expression)>) {
        let (mut name, mut value) = (None, None);
        for (key, set) in entries {
            match key {
                "name" | "Name" | "key" => name = set.literal(),
                "value" | "Value" => value = Some(set),
                _ => {}
            }
        }
        if let (Some(name), Some(value)) = (name, value)
            && is_secret_name(&name)
        {
            self.add(&name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl;

    fn found(text: &str) -> Vec<String> {
        let module = hcl::parse(text);
        assert_eq!(module.problems, []);
        module
            .blocks()
            .flat_map(secrets)
            .map(|secret| secret.name)
            .collect()
    }

    #[test]
    fn detects_secrets_by_name() {
        for name in [
            "password",
            "master_password",
            "DB_PASSWORD",
            "OAuthToken",
            "clientSecret",
            "API-KEY",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "creation_token",
            "password_length",
            "no_password_required",
            "public_key",
            "secret_arn",
            "key",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn finds_secrets_at_any_depth() {
        let text = r#"
            resource "t" "r" {
              password = "hunter2"
              list     = jsonencode([{ environment = [{ name = "DB_PASSWORD", value = "x" }] }])
              passwords = ["a", "b"]
              user { client_secret = 12345678 }
              environment { variables = { API_KEY = "x", HOST = "y" } }
              variable {
                name  = "GITHUB_TOKEN"
                value = "x"
              }
            }
            resource "aws_ssm_parameter" "p" {
              type  = "SecureString"
              value = "x"
            }
        "#;
        let names = [
            "password",
            "db_password",
            "password",
            "password",
            "client_secret",
            "api_key",
            "github_token",
            "value",
        ];
        assert_eq!(found(text), names);
    }

    #[test]
    fn lists_only_variables_that_are_secrets() {
        let text = r#"
            resource "aws_secretsmanager_secret_version" "v" {
              secret_string = jsonencode({ username = var.name, password = var.word })
            }
        "#;
        let module = hcl::parse(text);
        let sources: Vec<String> = module.blocks().flat_map(sources).collect();
        assert_eq!(sources, ["var.word"]);
    }

    #[test]
    fn ignores_values_that_only_look_like_secrets() {
        let text = r#"
            resource "t" "r" {
              for_each = { a = { password = "x" } }
              password = var.password
              environment {
                variables = {
                  ALLOW_EMPTY_PASSWORD = "yes"
                  DB_PASSWORD          = "arn:aws:secretsmanager:us-east-1:1:secret:x"
                  API_KEY              = "/prod/api-key"
                  MASTER_PASSWORD      = ""
                }
              }
            }
            resource "aws_ssm_parameter" "p" {
              type  = "String"
              value = "x"
            }
        "#;
        assert_eq!(found(text), [""; 0]);
    }
}
