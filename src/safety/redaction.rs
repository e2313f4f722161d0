//! Replaces secrets of a prompt by placeholders and restores them in the answer.

use super::secret::{self, Found};
use crate::hcl;
use serde::Serialize;
use std::fmt;

/// Beginning of a placeholder; a number follows.
const MARK: &str = "REDACTED_";
/// Minimum bytes of a secret that is also replaced where its value occurs again.
const REPEATED_BYTES_MIN: usize = 8;

/// Placeholders of a prompt, with the secrets that they replace.
///
/// Equal secrets have one placeholder, so that the model sees that they are equal.
#[derive(Clone, Default, PartialEq)]
pub struct Redaction {
    mark: String,
    /// The secret of each placeholder, as written in the text.
    secrets: Vec<String>,
    replaced: Vec<ReplacedSecret>,
}

/// A secret that a prompt does not contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReplacedSecret {
    /// Text that is sent instead.
    pub placeholder: String,
    /// Kind of the secret, such as `password` or `GitHub token`.
    pub kind: &'static str,
    /// Address of the block; null if the secret is in the request or in a diagnostic.
    pub address: Option<String>,
    /// Name of the argument, if the secret is the value of one.
    pub argument: Option<String>,
}

/// Hides the secrets, since the type is part of plans, which tests and errors may print.
impl fmt::Debug for Redaction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Redaction({} secrets)", self.secrets.len())
    }
}

impl Redaction {
    /// Creates a redaction whose placeholders occur in none of the texts.
    pub fn new<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Redaction {
        let mut mark = MARK.to_owned();
        while texts.clone().any(|text| text.contains(&mark)) {
            mark.insert(MARK.len() - 1, 'X');
        }
        Redaction {
            mark,
            ..Redaction::default()
        }
    }

    /// Replaces the secrets of a Terraform text.
    ///
    /// ```
    /// use infragenie::safety::Redaction;
    /// let code = "resource \"aws_db_instance\" \"a\" {\n  password = \"hunter2-hunter2\"\n}\n";
    /// let mut redaction = Redaction::new([code].into_iter());
    /// let sent = redaction.code(code);
    /// assert!(sent.contains("password = \"REDACTED_1\"") && !sent.contains("hunter2"));
    /// assert_eq!(redaction.replaced()[0].address.as_deref(), Some("aws_db_instance.a"));
    /// assert_eq!(redaction.restored(&sent), code);
    /// ```
    pub fn code(&mut self, code: &str) -> String {
        let module = hcl::parse(code);
        let found = secret::in_code(&module);
        let address = |at| module.block_at(at).and_then(hcl::Block::address);
        let text = self.replace(code, &found, address);
        self.replace_known(&text)
    }

    /// Replaces the secrets of a text that is not Terraform.
    pub fn text(&mut self, text: &str) -> String {
        let found = secret::in_text(text);
        let text = self.replace(text, &found, |_| None);
        self.replace_known(&text)
    }

    /// Returns the secrets that were replaced, in the order of their placeholders.
    pub fn replaced(&self) -> &[ReplacedSecret] {
        &self.replaced
    }

    /// Puts the secrets back into a text with placeholders.
    pub fn restored(&self, text: &str) -> String {
        if self.secrets.is_empty() {
            return text.to_owned();
        }
        let mut restored = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(&self.mark) {
            let (before, after) = rest.split_at(at);
            restored.push_str(before);
            let digits = after[self.mark.len()..].bytes();
            let end = self.mark.len() + digits.take_while(u8::is_ascii_digit).count();
            let number: Option<usize> = after[self.mark.len()..end].parse().ok();
            let secret = number.and_then(|it| self.secrets.get(it.checked_sub(1)?));
            restored.push_str(secret.map_or(&after[..end], String::as_str));
            rest = &after[end..];
        }
        restored.push_str(rest);
        restored
    }

    /// Replaces parts of a text, which are in source order and do not overlap.
    fn replace(
        &mut self,
        text: &str,
        found: &[Found],
        address: impl Fn(usize) -> Option<String>,
    ) -> String {
        let mut replaced = String::with_capacity(text.len());
        let mut end = 0;
        for it in found {
            let secret = &text[it.span.range()];
            replaced.push_str(&text[end..it.span.start]);
            let known = self.secrets.iter().position(|known| known == secret);
            let number = known.unwrap_or(self.secrets.len()) + 1;
            let placeholder = format!("{}{number}", self.mark);
            replaced.push_str(&placeholder);
            if known.is_none() {
                self.secrets.push(secret.to_owned());
                self.replaced.push(ReplacedSecret {
                    placeholder,
                    kind: it.kind,
                    address: address(it.span.start),
                    argument: Some(it.argument.clone()).filter(|name| !name.is_empty()),
                });
            }
            end = it.span.end;
        }
        replaced.push_str(&text[end..]);
        replaced
    }

    /// Replaces known secrets wherever their values occur as whole words.
    ///
    /// Short secrets and plain words occur by chance, so they are left out.
    fn replace_known(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (at, secret) in self.secrets.iter().enumerate() {
            let is_word = secret.bytes().all(|byte| byte.is_ascii_lowercase());
            if secret.len() < REPEATED_BYTES_MIN || is_word || !text.contains(secret.as_str()) {
                continue;
            }
            let placeholder = format!("{}{}", self.mark, at + 1);
            let mut replaced = String::with_capacity(text.len());
            let mut end = 0;
            for (start, _) in text.match_indices(secret.as_str()) {
                let is_joined = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
                let after = start + secret.len();
                let before = text[..start].chars().next_back();
                if is_joined(before) || is_joined(text[after..].chars().next()) {
                    continue;
                }
                replaced.push_str(&text[end..start]);
                replaced.push_str(&placeholder);
                end = after;
            }
            replaced.push_str(&text[end..]);
            text = replaced;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redacted(code: &str) -> (String, Redaction) {
        let mut redaction = Redaction::new([code].into_iter());
        let sent = redaction.code(code);
        assert_eq!(redaction.restored(&sent), code);
        (sent, redaction)
    }

    fn sample(
        alphabet: &'static str,
        length: impl Into<prop::collection::SizeRange>,
    ) -> BoxedStrategy<String> {
        let characters: Vec<char> = alphabet.chars().collect();
        let text = prop::collection::vec(prop::sample::select(characters), length);
        text.prop_map(|it| it.into_iter().collect()).boxed()
    }

    const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const DIGITS: &str = "0123456789";

    /// Secrets that have a form of their own, whatever they are assigned to.
    ///
    /// Each is the text to write and the part that must not be sent.
    fn formed() -> impl Strategy<Value = (String, String)> {
        let whole = |secret: String| (secret.clone(), secret);
        prop_oneof![
            sample(UPPER, 16).prop_map(move |it| whole(format!("AKIA{it}"))),
            sample(UPPER, 16).prop_map(move |it| whole(format!("ASIA{it}"))),
            sample(ALNUM, 36).prop_map(move |it| whole(format!("ghp_{it}"))),
            sample(ALNUM, 80).prop_map(move |it| whole(format!("github_pat_11{it}"))),
            (sample(DIGITS, 12), sample(ALNUM, 24))
                .prop_map(move |(id, it)| whole(format!("xoxb-{id}-{it}"))),
            (sample(UPPER, 9), sample(ALNUM, 24)).prop_map(|(id, it)| {
                let path = format!("T{id}/B{id}/{it}");
                (format!("https://hooks.slack.com/services/{path}"), path)
            }),
            (sample(ALNUM, 12..24), sample(ALNUM, 4..9)).prop_map(|(secret, user)| {
                let url = format!("postgres://{user}:{secret}@db.example.com:5432/app");
                (url, secret)
            }),
            prop::collection::vec(sample(BASE64, 64), 3..8).prop_map(|lines| {
                let body = lines.join("\\n");
                let kind = "RSA PRIVATE KEY";
                let key = format!("-----BEGIN {kind}-----\\n{body}\\n-----END {kind}-----\\n");
                (key, lines[1].clone())
            }),
        ]
    }

    /// Secrets that only the name of their argument shows.
    fn named() -> impl Strategy<Value = String> {
        let alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!@#*-_+";
        let start = sample("abcdefghijkmnpqrstuvwxyz", 2);
        (start, sample(alphabet, 8..30)).prop_map(|(start, it)| format!("{start}{it}Z9"))
    }

    /// Programs, each with the parts of its secrets that must not be sent.
    fn programs() -> impl Strategy<Value = (String, Vec<String>)> {
        let formed = (formed(), 0..7usize).prop_map(|((text, secret), at)| {
            let code = match at {
                0 => format!("variable \"setting\" {{\n  default = \"{text}\"\n}}\n"),
                1 => format!("locals {{\n  values = [\"first\", \"{text}\"]\n}}\n"),
                2 => format!("# used until May: {text}\nresource \"aws_eip\" \"a\" {{\n}}\n"),
                3 => format!(
                    "resource \"aws_instance\" \"a\" {{\n  user_data = <<-EOF\n    #!/bin/sh\n    \
                     export SETTING=\"{text}\"\n  EOF\n}}\n"
                ),
                4 => format!(
                    "resource \"aws_lambda_function\" \"a\" {{\n  environment {{\n    \
                     variables = {{\n      SETTING = \"{text}\"\n    }}\n  }}\n}}\n"
                ),
                5 => format!(
                    "resource \"aws_ecs_task_definition\" \"a\" {{\n  container_definitions = \
                     jsonencode([{{ name = \"a\", command = [\"run\", \"{text}\"] }}])\n}}\n"
                ),
                _ => format!("resource \"aws_eip\" \"a\" {{\n  broken = \"{text}\"\n  x = \n"),
            };
            (code, secret)
        });
        let named = (named(), 0..11usize).prop_map(|(secret, at)| {
            let code = match at {
                0 => format!(
                    "resource \"aws_db_instance\" \"a\" {{\n  password = \"{secret}\"\n}}\n"
                ),
                1 => format!("variable \"db_password\" {{\n  default = \"{secret}\"\n}}\n"),
                2 => format!("locals {{\n  api_key = \"{secret}\"\n}}\n"),
                3 => format!("provider \"aws\" {{\n  secret_key = \"{secret}\"\n}}\n"),
                4 => format!(
                    "resource \"aws_ssm_parameter\" \"a\" {{\n  name = \"/app/key\"\n  type = \
                     \"SecureString\"\n  value = \"{secret}\"\n}}\n"
                ),
                5 => format!(
                    "resource \"aws_secretsmanager_secret_version\" \"a\" {{\n  secret_string = \
                     jsonencode({{ username = \"app\", pin = \"{secret}\" }})\n}}\n"
                ),
                6 => format!(
                    "resource \"aws_ecs_task_definition\" \"a\" {{\n  container_definitions = \
                     jsonencode([{{ environment = [{{ name = \"DB_PASSWORD\", value = \
                     \"{secret}\" }}] }}])\n}}\n"
                ),
                7 => format!(
                    "resource \"aws_instance\" \"a\" {{\n  user_data = <<EOF\nexport \
                     PGPASSWORD='{secret}'\nEOF\n}}\n"
                ),
                8 => format!(
                    "resource \"aws_elasticache_user\" \"a\" {{\n  passwords = [\"{secret}\"]\n}}\n"
                ),
                9 => format!("# db password: {secret}\nlocals {{\n}}\n"),
                _ => format!(
                    "resource \"aws_ecs_task_definition\" \"a\" {{\n  container_definitions = \
                     <<EOF\n[{{\"name\": \"a\", \"auth_token\": \"{secret}\"}}]\nEOF\n}}\n"
                ),
            };
            (code, secret)
        });
        let one = prop_oneof![formed, named];
        prop::collection::vec(one, 1..6).prop_map(|parts| {
            let (codes, secrets): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
            (codes.join("\n"), secrets)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn sends_no_secret_and_restores_every_byte((code, secrets) in programs()) {
            let mut redaction = Redaction::new([code.as_str()].into_iter());
            let sent = redaction.code(&code);
            for secret in secrets {
                prop_assert!(!sent.contains(&secret), "{secret} is in\n{sent}");
            }
            prop_assert_eq!(redaction.restored(&sent), code);
        }

        #[test]
        fn restores_any_text(text in "(?s).{0,400}") {
            let mut redaction = Redaction::new([text.as_str()].into_iter());
            let sent = redaction.code(&text);
            prop_assert_eq!(redaction.restored(&sent), text.as_str());
            let sent = redaction.text(&text);
            prop_assert_eq!(redaction.restored(&sent), text);
        }
    }

    #[test]
    fn leaves_ordinary_literals() {
        let code = r##"
            variable "password_length" { default = "sixteen" }
            variable "secret_name" { default = "app/database" }
            resource "aws_efs_file_system" "a" { creation_token = "files-of-the-app" }
            resource "aws_instance" "a" {
              ami           = "ami-0a1b2c3d4e5f60718"
              key_name      = "deployer"
              user_data     = "#!/bin/sh\nPASSWORD=$(aws ssm get-parameter --name /db/password)\n"
              metadata_options { http_tokens = "required" }
            }
            resource "aws_db_instance" "a" {
              password            = var.password
              master_user_secret  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbC123"
              ca_cert_identifier  = "rds-ca-rsa2048-g1"
            }
            resource "aws_iam_role_policy_attachment" "a" {
              policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
            }
            resource "aws_iam_role" "a" {
              assume_role_policy = jsonencode({
                Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:me/it:*" } }
              })
            }
            resource "aws_lambda_function" "a" {
              source_code_hash = "uGdEQ3Zp1m9sB7vJ0pYb1fCqYkq0m4mQeT8w2n5dXlA="
              layers           = ["arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:14"]
            }
            resource "aws_cognito_user_pool_client" "a" {
              explicit_auth_flows = ["ALLOW_USER_PASSWORD_AUTH"]
              token_validity_units { access_token = "minutes" }
            }
            # Pass: the port is open. Secrets: none are here; git@github.com:me/it.git
        "##;
        let (sent, redaction) = redacted(code);
        assert_eq!(sent, code, "{:?}", redaction.replaced());
    }

    #[test]
    fn names_where_each_secret_was() {
        let code = "resource \"aws_db_instance\" \"a\" {\n  password = \"Qu4gga-Qu4gga\"\n}\n\
                    resource \"aws_instance\" \"b\" {\n  user_data = \"login Qu4gga-Qu4gga\"\n}\n";
        let (sent, redaction) = redacted(code);
        assert_eq!(sent.matches("REDACTED_1").count(), 2);
        let [one] = redaction.replaced() else {
            panic!("{redaction:?}")
        };
        assert_eq!(
            (one.kind, one.argument.as_deref()),
            ("password", Some("password"))
        );
        assert_eq!(one.address.as_deref(), Some("aws_db_instance.a"));
        assert!(!format!("{redaction:?}").contains("Qu4gga"));
    }

    #[test]
    fn uses_placeholders_that_the_text_does_not_contain() {
        let code = "locals {\n  password = \"Qu4gga-Qu4gga\"\n  other = \"REDACTED_1\"\n}\n";
        let (sent, redaction) = redacted(code);
        assert!(sent.contains("other = \"REDACTED_1\""));
        let answer = sent.replace("other", "renamed");
        let restored = redaction.restored(&answer);
        assert_eq!(restored, code.replace("other", "renamed"));
        assert_eq!(
            redaction.restored("REDACTEDX_77 REDACTEDX_"),
            "REDACTEDX_77 REDACTEDX_"
        );
    }

    #[test]
    fn replaces_secrets_in_running_text() {
        let mut redaction = Redaction::default();
        let key = format!("AKIA{}", "Q7".repeat(8));
        redaction.mark = MARK.to_owned();
        let sent = redaction.text(&format!(
            "use {key} and password=Qu4gga77, then the token: a new one"
        ));
        assert_eq!(
            sent,
            "use REDACTED_1 and password=REDACTED_2, then the token: a new one"
        );
    }
}
