//! Adds one shared SSH key pair, created by Terraform, to servers without a key.

use super::context::{Context, bare, is_unset, line_behind, refers_to};
use super::key_file::Files;
use super::words::Words;
use super::{Fix, companion};
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Part, Span, Step, edit};
use crate::template::{Value, free_name};
use foldhash::{HashMap, HashSet};

/// Argument in which a resource type names its key pair.
struct KeyArgument {
    type_name: &'static str,
    /// Nested block of the argument.
    block: Option<&'static str>,
    argument: &'static str,
    /// Whether a server without a key pair gets one; else only named ones are replaced.
    always: bool,
}

const fn key_argument(type_name: &'static str) -> KeyArgument {
    KeyArgument {
        type_name,
        block: None,
        argument: "key_name",
        always: true,
    }
}

const fn nested(path: [&'static str; 3]) -> KeyArgument {
    let [type_name, block, argument] = path;
    KeyArgument {
        type_name,
        block: Some(block),
        argument,
        always: false,
    }
}

const KEY_ARGUMENTS: &[KeyArgument] = &[
    key_argument("aws_instance"),
    key_argument("aws_spot_instance_request"),
    key_argument("aws_launch_template"),
    key_argument("aws_launch_configuration"),
    nested(["aws_spot_fleet_request", "launch_specification", "key_name"]),
    nested(["aws_eks_node_group", "remote_access", "ec2_ssh_key"]),
    nested(["aws_emr_cluster", "ec2_attributes", "key_name"]),
    nested([
        "aws_batch_compute_environment",
        "compute_resources",
        "ec2_key_pair",
    ]),
];

/// Arguments after which the key argument is inserted, by priority.
const BEHIND: &[&str] = &["instance_type", "ami", "image_id"];

/// Types besides servers whose connections can be to a server.
const CONNECTED: &[&str] = &["null_resource", "terraform_data"];

/// Words before the name of a key pair; the longer ones come first.
const KEY_NOUNS: &[&str] =
    strings! { "key pair", "keypair", "ssh key", "key_name", "key name", "key" };

/// Phrases with which a request declines a key pair.
///
/// Key names that the module already has are still replaced.
const DECLINED: &[&str] = strings! {
    "no key", "no keys", "no key pair", "no keypair", "no ssh", "without a key", "without an ssh",
    "without key", "without keys", "without ssh",
};

const WHY_KEY: &str = "A server without a key pair cannot be reached over SSH, \
    and a key name that exists in no account fails at apply.";
const WHY_PAIR: &str =
    "Terraform creates the key, so the module works in any account without an existing file.";
const WHY_PUBLIC: &str = "The public key is missing or invalid, so AWS would reject it.";

/// Key pairs of a module.
struct Pairs<'s, 'm> {
    cx: &'s Context<'m>,
    /// Label of the key pair that servers use.
    name: String,
    /// Whether this key pair still has to be written.
    missing: bool,
    /// Labels of key pairs that are referred to but not declared, except `name`.
    lost: Vec<String>,
    /// Labels of the declared key pairs, by key name.
    called: HashMap<String, String>,
    /// Name of a key pair of the account that the request names.
    named: Option<String>,
    tls: String,
    /// Whether this private key still has to be written.
    tls_missing: bool,
}

/// Returns the changes of this step.
pub(super) fn fixes(cx: &Context) -> Vec<Fix> {
    let pairs = Pairs::of(cx);
    let address = format!("aws_key_pair.{}", pairs.name);
    // If the key pair is missing and the user has undone it, no server refers to it.
    let bound = !pairs.missing || pairs.named.is_some() || cx.allows_any("key-pair");
    let mut fixes = if bound { pairs.servers() } else { Vec::new() };
    let mut tls_written = false;
    if pairs.missing && bound && pairs.named.is_none() {
        let pair = pairs.write(&fixes, &address);
        tls_written = pair.is_some();
        fixes.extend(pair);
    }
    fixes.extend(pairs.public_keys(tls_written));
    fixes
}

impl<'s, 'm> Pairs<'s, 'm> {
    fn of(cx: &'s Context<'m>) -> Self {
        let usable = cx
            .of("resource", "aws_key_pair")
            .find(|block| block.is_single());
        let mut called = HashMap::default();
        for pair in cx
            .of("resource", "aws_key_pair")
            .filter(|pair| pair.is_single())
        {
            if let (Some(name), Some(label)) = (pair.body.literal_text("key_name"), label(pair)) {
                called.entry(name.to_owned()).or_insert(label);
            }
        }
        let mut lost = labels(&cx.undeclared("aws_key_pair"));
        let (name, missing) = match usable.and_then(label) {
            Some(name) => (name, false),
            None if lost.is_empty() => (free_key_name(cx), true),
            None => (lost.remove(0), true),
        };
        let own = cx
            .of("resource", "tls_private_key")
            .find(|block| is_ssh(cx, block));
        let lost_tls = labels(&cx.undeclared("tls_private_key")).into_iter().next();
        let is_known = |name: &str| cx.knows(&format!("tls_private_key.{name}"));
        let (tls, tls_missing) = match own.and_then(label) {
            Some(own) => (own, false),
            None => (lost_tls.unwrap_or_else(|| free_name(&name, is_known)), true),
        };
        Pairs {
            cx,
            name,
            missing,
            lost,
            called,
            named: None,
            tls,
            tls_missing,
        }
        .with_named()
    }

    /// Reads the key pair that the request names, where the module refers to no other.
    fn with_named(mut self) -> Self {
        let is_referred_to = !self.cx.undeclared("aws_key_pair").is_empty();
        let is_declared = self.cx.of("resource", "aws_key_pair").next().is_some();
        if !is_referred_to && !is_declared {
            self.named = named_key(self.cx.request);
        }
        self
    }

    /// Returns the value for a key argument.
    fn value(&self, pair: &str) -> String {
        match &self.named {
            Some(name) => edit::quote(name),
            None => format!("aws_key_pair.{pair}.key_name"),
        }
    }

    /// Sets key names that are missing, invented, or refer to an undeclared key pair.
    fn servers(&self) -> Vec<Fix> {
        let mut renames = self.renames();
        let mut fixes = Vec::new();
        for block in self.cx.closed() {
            let Some(address) = block.address() else {
                continue;
            };
            let mut edits = renames.remove(&block.span).unwrap_or_default();
            let mut bound = self.name.clone();
            let mut keys = KEY_ARGUMENTS
                .iter()
                .filter(|_| block.kind.text == "resource");
            if let Some(key) = keys.find(|key| block.type_name() == Some(key.type_name)) {
                let bodies = match key.block {
                    Some(name) => block.body.blocks_of(name).collect(),
                    None => vec![block],
                };
                for (pair, more) in bodies.into_iter().filter_map(|body| self.bind(key, body)) {
                    edits.extend(more);
                    bound = pair;
                }
            }
            if !edits.is_empty() && self.cx.allows("key", &address) {
                edits.extend(self.connections(block));
                let what = match &self.named {
                    Some(name) => format!("Key pair set to `{name}`, as the request names it"),
                    None => format!("Key pair set to `aws_key_pair.{bound}`"),
                };
                fixes.push(Fix::completion("key", &address, what, WHY_KEY, edits));
            }
        }
        fixes
    }

    /// Sets the key of one server; returns the label of the key pair and the edits.
    fn bind(&self, key: &KeyArgument, block: &Block) -> Option<(String, Vec<Edit>)> {
        let module = self.cx.module;
        let name = |pair: &str| self.value(pair);
        let Some(attribute) = block.body.attribute(key.argument) else {
            let declined = self.cx.request.has_any(DECLINED);
            if !key.always || declined || has_template(block) {
                return None;
            }
            let value = name(&self.name);
            let line = format!("{} = {value}", key.argument);
            let behind = BEHIND.iter().find_map(|name| block.body.attribute(name));
            let edits = match behind.and_then(|behind| line_behind(module, behind, &line)) {
                Some(edit) => vec![edit],
                None => edit::set(module, block, &[key.argument], &value),
            };
            return Some((self.name.clone(), edits));
        };
        let pair = match is_unset(Some(attribute)) {
            true => key.always.then(|| self.name.clone())?,
            false => self.replacement(attribute)?,
        };
        let edit = Edit::replace(attribute.value.span, name(&pair));
        Some((pair, vec![edit]))
    }

    /// Returns the edits that let the connections of a server use the private key of the new pair.
    ///
    /// A connection in the block of the server, or in a block that refers to it, reads a file of a key
    /// that the server no longer has. A file that the request names stays.
    fn connections(&self, server: &Block) -> Vec<Edit> {
        if self.named.is_some() || !(self.missing || self.is_own_pair()) {
            return Vec::new();
        }
        let address = server.address().unwrap_or_default();
        let users = self.cx.uses(&address).into_iter().map(|used| used.block);
        let mut blocks: Vec<&Block> = users
            .filter(|user| user.closed && CONNECTED.contains(&user.type_name().unwrap_or_default()))
            .chain([server])
            .collect();
        blocks.dedup_by_key(|block| block.span);
        let bodies = blocks.into_iter().flat_map(|block| {
            let provisioners = block.body.blocks_of("provisioner");
            let provisioners = provisioners.flat_map(|one| one.body.blocks_of("connection"));
            block.body.blocks_of("connection").chain(provisioners)
        });
        let keys = bodies.filter_map(|body| body.body.attribute("private_key"));
        let is_file = |key: &&Attribute| {
            file_name(&key.value).is_some_and(|name| !self.cx.request.names(&name))
        };
        let value = format!("tls_private_key.{}.private_key_pem", self.tls);
        let edit = |key: &Attribute| Edit::replace(key.value.span, value.as_str());
        keys.filter(is_file).map(edit).collect()
    }

    /// Whether the declared key pair has the private key of the module.
    fn is_own_pair(&self) -> bool {
        let pair = self.cx.block(&format!("aws_key_pair.{}", self.name));
        let key = pair.and_then(|pair| pair.body.attribute("public_key"));
        let (Some(key), false) = (key, self.tls_missing) else {
            return false;
        };
        refers_to(&key.value)
            .is_some_and(|(address, _)| address == format!("tls_private_key.{}", self.tls))
    }

    /// Returns the key pair that replaces a key name, or `None` if the name is valid.
    fn replacement(&self, attribute: &Attribute) -> Option<String> {
        let expression = &attribute.value;
        if let Some(name) = expression.literal() {
            let own = self.called.get(&name).cloned();
            let made_up = || (!self.cx.request.names(&name)).then(|| self.name.clone());
            return own.or_else(made_up);
        }
        let (address, _) = refers_to(expression)?;
        let lookup = address.starts_with("data.aws_key_pair.") || address.starts_with("var.");
        (lookup && !self.cx.declares(&address)).then(|| self.name.clone())
    }

    /// Renames references to undeclared key pairs, grouped by the block they are in.
    fn renames(&self) -> HashMap<Span, Vec<Edit>> {
        let mut renames: HashMap<Span, Vec<Edit>> = HashMap::default();
        for lost in &self.lost {
            for used in self.cx.uses(&format!("aws_key_pair.{lost}")) {
                let mut names = used.reference.steps.iter().filter_map(|step| match step {
                    Step::Attribute(name) if name.text == *lost => Some(name),
                    _ => None,
                });
                if let Some(name) = names.next() {
                    let edit = edit::rename(self.cx.module, name, &self.name);
                    renames.entry(used.block.span).or_default().push(edit);
                }
            }
        }
        renames
    }

    /// Writes the key pair, its private key and the key file before their first user.
    fn write(&self, bound: &[Fix], address: &str) -> Option<Fix> {
        let bound: HashSet<&str> = bound
            .iter()
            .map(|fix| fix.change.address.as_str())
            .collect();
        let users: HashSet<Span> = self
            .cx
            .uses(address)
            .into_iter()
            .map(|used| used.block.span)
            .collect();
        let first = self.cx.closed().find(|block| {
            block
                .address()
                .is_some_and(|address| bound.contains(address.as_str()))
                || users.contains(&block.span)
        })?;
        let mut text = self.tls_text();
        let prefix = Value::Text(self.name.replace('_', "-"));
        let key = Value::Code(format!("tls_private_key.{}", self.tls));
        let values = [("prefix", prefix), ("key", key)];
        text.push_str(&(companion::block("key_pair", &self.name, &values) + "\n\n"));
        text.push_str(&Files::of(self.cx).text(&self.tls));
        let what = format!("Key pair `{address}` and its private key written");
        let edits = vec![edit::before(self.cx.module, first, &text)];
        Some(Fix::completion("key-pair", address, what, WHY_PAIR, edits))
    }

    fn tls_text(&self) -> String {
        match self.tls_missing {
            true => companion::text("tls_private_key", &self.tls).unwrap_or_default() + "\n\n",
            false => String::new(),
        }
    }

    /// Sets public keys that are missing, invalid, or read from an unknown file.
    fn public_keys(&self, mut tls_written: bool) -> Vec<Fix> {
        let mut fixes = Vec::new();
        for pair in self.cx.of("resource", "aws_key_pair") {
            let Some(address) = pair.address() else {
                continue;
            };
            if !self.cx.allows("public-key", &address) {
                continue;
            }
            let value = format!("tls_private_key.{}.public_key_openssh", self.tls);
            let module = self.cx.module;
            let mut edits = match pair.body.attribute("public_key") {
                None => edit::set(module, pair, &["public_key"], &value),
                Some(key) if self.holds(&key.value) => continue,
                Some(key) => vec![Edit::replace(key.value.span, value)],
            };
            if !tls_written && self.tls_missing {
                let text = self.tls_text() + &Files::of(self.cx).text(&self.tls);
                edits.push(edit::before(module, pair, &text));
                tls_written = true;
            }
            let what = format!("Public key taken from `tls_private_key.{}`", self.tls);
            fixes.push(Fix::completion(
                "public-key",
                &address,
                what,
                WHY_PUBLIC,
                edits,
            ));
        }
        fixes
    }

    /// Whether AWS would accept a public key, as far as the module shows.
    fn holds(&self, key: &Expression) -> bool {
        if let Some(text) = key.literal() {
            return is_public_key(&text);
        }
        match file_name(key) {
            Some(name) => self.cx.request.names(&name),
            None => true,
        }
    }
}

/// Returns the name of the key pair that a request names, such as `existing key deploy-key`.
///
/// A name follows `called` or `named`, or it is a word that only a name can be: with a hyphen, an
/// underscore or a digit.
fn named_key(request: &Words) -> Option<String> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')');
    let words: Vec<&str> = request
        .original()
        .split(is_end)
        .filter(|word| !word.is_empty())
        .collect();
    let plain = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_ascii_lowercase()
    };
    let noun_at = |at: usize| {
        KEY_NOUNS.iter().find_map(|noun| {
            let count = noun.split(' ').count();
            let text: Vec<String> = words
                .get(at..at + count)?
                .iter()
                .map(|word| plain(word))
                .collect();
            (text.join(" ") == **noun).then_some(count)
        })
    };
    (0..words.len()).find_map(|at| {
        let is_other = at > 0 && OTHER_KEYS.contains(&plain(words[at - 1]).as_str());
        let mut next = at + noun_at(at).filter(|_| !is_other)?;
        let is_said = |word: &&&str| {
            matches!(
                plain(word).as_str(),
                "called" | "named" | "is" | "" | "name" | "pair"
            )
        };
        let mut is_called = false;
        while let Some(word) = words.get(next).filter(is_said) {
            is_called |= matches!(plain(word).as_str(), "called" | "named");
            next += 1;
        }
        let name = words.get(next)?.trim_end_matches(['.', '?', '!', ':']);
        let name = name.trim_matches(['"', '\'', '`', '“', '”']);
        let is_valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let is_name = name.contains(['-', '_']) || name.bytes().any(|it| it.is_ascii_digit());
        let is_word = name.chars().all(is_valid) && name.chars().any(char::is_alphabetic);
        let is_file = name.ends_with(".pem") || name.ends_with(".pub");
        (is_word && !is_file && (is_called || is_name) && !NOT_NAMES.contains(&name))
            .then(|| name.to_owned())
    })
}

/// Words before keys of other kinds.
const OTHER_KEYS: &[&str] = strings! {
    "access", "api", "cache", "encryption", "hash", "kms", "license", "managed", "object", "partition",
    "primary", "range", "secret", "sort",
};

/// Words behind a key that look like a name and are none.
const NOT_NAMES: &[&str] = &[
    "ed25519",
    "rsa-4096",
    "based-access",
    "sse-kms",
    "aes-256",
    "aes256",
    "rsa4096",
];

/// Whether a server takes its key from a launch template.
fn has_template(block: &Block) -> bool {
    block.kind.text == "resource" && block.body.has_blocks_of("launch_template")
}

/// Whether a private key is for SSH: no certificate is made from it.
fn is_ssh(cx: &Context, block: &Block) -> bool {
    let address = block.borrowed_address();
    let uses = address.map(|address| cx.uses(address)).unwrap_or_default();
    block.is_single()
        && !uses.iter().any(|used| {
            let user = used.block.type_name().unwrap_or_default();
            user.starts_with("tls_") || user.contains("certificate")
        })
}

/// Returns the file that an expression reads with `file("…")`.
///
/// Calls of `pathexpand`, `trimspace` and `chomp` are followed.
fn file_name(expression: &Expression) -> Option<String> {
    let expression = bare(expression);
    let ExpressionKind::Call {
        name, arguments, ..
    } = &expression.kind
    else {
        return None;
    };
    let [argument] = arguments.as_slice() else {
        return None;
    };
    match name.text.as_str() {
        "file" => argument.literal().or_else(|| path(argument)),
        "trimspace" | "chomp" => file_name(argument),
        _ => None,
    }
}

/// Returns a literal path without its base directory.
fn path(expression: &Expression) -> Option<String> {
    match &expression.kind {
        ExpressionKind::Call {
            name, arguments, ..
        } if name.text == "pathexpand" => arguments.first().and_then(Expression::literal),
        ExpressionKind::Template { parts, .. } => match parts.as_slice() {
            [Part::Interpolation(of, _), Part::Literal(rest, _)] => {
                let (address, _) = refers_to(of)?;
                address
                    .starts_with("path.")
                    .then(|| rest.trim_start_matches('/').to_owned())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether a text is a public key in OpenSSH format.
///
/// The base64 data must consist of complete fields, and the first field must be the key type.
fn is_public_key(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(name), Some(key)) = (words.next(), words.next()) else {
        return false;
    };
    let Some(bytes) = base64(key) else {
        return false;
    };
    let mut fields: Vec<&[u8]> = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((field, behind)) = behind.split_at_checked(length) else {
            return false;
        };
        fields.push(field);
        rest = behind;
    }
    rest.is_empty() && fields.len() >= 2 && fields.first() == Some(&name.as_bytes())
}

/// Decodes base64, or returns `None` if the text is not base64.
fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for group in text.chunks(4) {
        let mut bits: u32 = 0;
        for byte in group {
            let six = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(six);
        }
        let missing = 4 - group.len() as u32;
        bits <<= 6 * missing;
        let [_, whole @ ..] = bits.to_be_bytes();
        bytes.extend(whole.iter().take(3_usize.saturating_sub(missing as usize)));
    }
    Some(bytes)
}

fn label(block: &Block) -> Option<String> {
    block.labels.get(1).map(|label| label.text.clone())
}

fn labels(addresses: &[String]) -> Vec<String> {
    let label = |address: &String| address.rsplit('.').next().unwrap_or_default().to_owned();
    addresses.iter().map(label).collect()
}

/// Returns a name that no key pair, private key, file or reference uses.
fn free_key_name(cx: &Context) -> String {
    let types = ["aws_key_pair", "tls_private_key", "local_file"];
    free_name("main", |name| {
        types.iter().any(|of| cx.knows(&format!("{of}.{name}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_only_public_keys_with_complete_fields() {
        let ed25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f me";
        assert!(is_public_key(ed25519));
        for broken in [
            "",
            "ssh-rsa",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ...",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDx user@example.com",
            "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
            "your-public-key here",
        ] {
            assert!(!is_public_key(broken), "{broken}");
        }
    }

    #[test]
    fn reads_the_key_pair_that_a_request_names() {
        let named = |text: &str| named_key(&Words::new(text));
        for (request, name) in [
            ("ec2 with my existing key office-key", "office-key"),
            ("a server with key pair called Deploy, in paris", "Deploy"),
            ("use the ssh key named ops.", "ops"),
            ("ec2 t3.small, keypair \"team_2\"", "team_2"),
            ("instance with key_name = lab-7", "lab-7"),
        ] {
            assert_eq!(named(request).as_deref(), Some(name), "{request}");
        }
        for request in [
            "ec2 with a key pair",
            "a kms key and a bucket called logs",
            "ssh key in eu-west-1",
            "a bucket with the kms key called vault-1",
            "dynamodb table with hash key user_id",
            "ec2 with ssh key access",
        ] {
            assert_eq!(named(request), None, "{request}");
        }
    }

    #[test]
    fn decodes_base64_of_any_length() {
        assert_eq!(base64("Zm9vYmE=").as_deref(), Some(&b"fooba"[..]));
        assert_eq!(base64("Zm9vYg").as_deref(), Some(&b"foob"[..]));
        assert_eq!(base64("Zm9v").as_deref(), Some(&b"foo"[..]));
        assert_eq!(base64("Z!"), None);
    }
}
