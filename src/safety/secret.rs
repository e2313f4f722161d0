//! Finds the literals of a text that are secrets.
//!
//! A literal is a secret by the name of its argument (`password`), by its form (`ghp_…`, a private
//! key, the password in a URL), or because it looks random. Values that only name a secret, such as
//! an ARN or a path of a parameter, are not secrets.

use crate::hcl::{self, Block, Body, Expression, ExpressionKind, Module, Part, Span};
use crate::stable_sort::Order;
use crate::table::Table;
use crate::words::{name_words, words_of};

/// Forms of secrets; the columns are described in the file.
const FORMS: Table<6> = Table(include_str!("secret_forms.tsv"));

/// Forms with a fixed part inside: kind, characters and numbers before it, the part, and after it.
///
/// Source: gitleaks and detect-secrets, as in the table of forms.
const INNER_FORMS: &[(&str, Run, &str, Run)] = &[
    ("Mailchimp key", ("hex", 32, 32), "-us", ("digit", 1, 2)),
    ("Azure secret", ("tilde", 4, 4), "Q~", ("tilde", 31, 34)),
    (
        "Terraform token",
        ("alnum", 14, 14),
        ".atlasv1.",
        ("base64", 60, 70),
    ),
    ("Telegram token", ("digit", 8, 10), ":A", ("token", 34, 34)),
];
/// Class of characters with their minimum and maximum number.
type Run = (&'static str, usize, usize);

/// Words that make a name the name of a secret.
const SECRET_WORDS: &[&str] = strings! {
    "password", "passwords", "passwd", "passphrase", "passcode", "pwd", "pw", "pass", "secret",
    "token", "apikey", "credential", "credentials", "psk", "pat", "authkey",
};
/// Ends of words without separators, such as `PGPASSWORD` or `githubtoken`.
const SECRET_ENDS: &[&str] = strings! {
    "password", "passwd", "passphrase", "secret", "apikey", "authtoken", "accesstoken",
    "githubtoken", "secretkey", "accesskey", "privatekey",
};
/// Words before `key` that make a key a secret.
const KEY_WORDS: &[&str] = strings! {
    "api", "access", "secret", "private", "auth", "encryption", "signing", "account", "shared",
    "preshared", "license", "licence", "integration", "routing", "service", "app", "application",
    "deploy", "webhook", "ingest", "write", "client", "bot", "storage", "session",
};
/// Last words of names that hold something about a secret, not the secret.
const NOT_SECRET_ENDS: &[&str] = strings! {
    "length", "version", "versions", "name", "names", "id", "ids", "arn", "arns", "type", "types",
    "policy", "rotation", "enabled", "expiry", "expiration", "validity", "ttl", "count", "min",
    "max", "special", "required", "reset", "age", "prefix", "suffix", "path", "paths", "file",
    "filename", "url", "uri", "endpoint", "header", "field", "param", "parameter", "description",
    "mode", "source", "store", "manager", "scope", "scopes", "format", "alg", "algorithm", "units",
    "unit", "days", "hours", "duration", "status", "use", "usage", "window", "index", "attribute",
    "location", "provider", "class", "label", "title", "hint", "env", "role", "bucket", "key_name",
    "config", "configuration", "method", "only", "auth", "service", "digest", "hash", "strategy",
    "region", "namespace", "kind", "size", "engine", "spec", "specs", "tier", "alias", "username",
    "user", "users", "login", "email", "domain", "domains", "stage", "stages", "host", "port",
    "encryption", "encrypted", "algorithms", "replica", "replicas", "recovery", "access", "set",
    "request", "response", "rule", "rules", "group", "tags", "ref", "reference", "from", "key_id",
};
/// Values of enumerations that arguments with such names have.
const ORDINARY_VALUES: &[&str] = strings! {
    "minutes", "hours", "days", "seconds", "required", "optional", "enabled", "disabled", "none",
    "true", "false", "null", "bearer", "basic", "yes", "no", "default", "oauth", "oidc", "jwt",
    "string", "number", "bool", "any", "secretsmanager", "secrets_manager", "ssm", "plaintext",
    "personal_access_token", "authorization", "iam", "password", "secret", "token",
};
/// Arguments whose whole value is secret, whatever its keys are.
const SECRET_WHOLE: &[&str] = strings! {
    "secret_string", "secret_binary", "secret_string_wo", "sensitive_content", "plaintext_value",
    "string_data", "sensitive_value",
};
/// Keys inside such a value whose values are not secret.
const NOT_SECRET_KEYS: &[&str] = strings! {
    "username", "user", "engine", "host", "hostname", "port", "dbname", "database", "region",
    "dbinstanceidentifier", "dbclusteridentifier", "name", "type", "endpoint", "arn",
};
/// Functions whose result holds the value of their arguments.
const PASSING_FUNCTIONS: &[&str] = strings! {
    "base64encode", "jsonencode", "yamlencode", "sensitive", "nonsensitive", "trimspace", "chomp",
    "join", "format", "tostring", "coalesce", "try", "urlencode", "upper", "lower", "concat",
    "tolist", "toset", "merge", "base64gzip", "textencodebase64", "replace", "trim",
};
/// Minimum characters of a literal that is taken for random text.
const RANDOM_CHARS_MIN: usize = 20;
/// Maximum characters of a literal that is taken for random text; longer ones are encoded data.
const RANDOM_CHARS_MAX: usize = 120;
/// Maximum bytes of the first line of a private key before its last words.
const HEADER_BYTES_MAX: usize = 60;
/// Maximum bytes of a private key with a last line; a key of 16,384 bits has 13,000.
const KEY_BYTES_MAX: usize = 16_000;
/// Maximum bytes of a URL that are read.
const URL_BYTES_MAX: usize = 4_000;
/// Maximum bytes of the user and the password of an address.
const ADDRESS_BYTES_MAX: usize = 300;
/// Characters of a secret key of AWS.
const AWS_SECRET_CHARS: usize = 40;

/// A secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The bytes of the secret.
    pub span: Span,
    /// Kind of the secret, for users.
    pub kind: &'static str,
    /// Name of the argument or key; empty if the secret is the value of none.
    pub argument: String,
}

/// Finds the secrets of a Terraform text, in source order and without overlaps.
pub(super) fn in_code(module: &Module) -> Vec<Found> {
    let mut reader = Reader {
        text: &module.text,
        found: Vec::new(),
    };
    reader.body(&module.body, Context::default());
    reader.found.extend(by_form(&module.text));
    let mut end = 0;
    let mut is_named = false;
    for comment in hcl::comments(&module.text) {
        let text = &module.text[comment.range()];
        reader.found.extend(assigned(text, comment.start, false));
        // The words before a secret can be in the comment or the code above it.
        let between = &module.text[end..comment.start];
        is_named &= between.trim().is_empty() && between.matches('\n').count() < 2;
        is_named |= is_about_secret(module, comment.start);
        let (found, names) = in_prose(text, comment.start, is_named);
        reader.found.extend(found);
        (end, is_named) = (comment.end, names);
    }
    if !module.problems.is_empty() {
        // Where the syntax is broken, names and values are read line by line.
        reader.found.extend(assigned(&module.text, 0, true));
    }
    disjoint(reader.found)
}

/// Finds the secrets of a text that is not Terraform, in source order and without overlaps.
pub(super) fn in_text(text: &str) -> Vec<Found> {
    let mut found = by_form(text);
    found.extend(assigned(text, 0, false));
    found.extend(in_prose(text, 0, false).0);
    disjoint(found)
}

/// Returns whether the code around a comment is about a secret.
///
/// It is the argument on the same line (`password = var.password # was "…"`) or the variable.
fn is_about_secret(module: &Module, comment: usize) -> bool {
    let line = &module.text[..comment];
    let line = &line[line.rfind('\n').map_or(0, |at| at + 1)..];
    let name = line.split('=').next().unwrap_or_default().trim();
    let is_of_variable = || {
        let block = module.block_at(comment);
        let block = block.filter(|block| block.kind.text == "variable");
        block.is_some_and(|block| block.labels.iter().any(|it| is_secret_name(&it.text)))
    };
    (line.contains('=') && is_secret_name(name)) || is_of_variable()
}

/// Words of a sentence that is about a secret, in the languages that comments are written in.
const PROSE_WORDS: &[&str] = strings! {
    "password", "passwords", "passwd", "passphrase", "passcode", "pwd", "pw", "pass", "secret",
    "token", "credential", "credentials", "creds", "login", "apikey", "passwort", "kennwort",
    "contraseña", "senha", "wachtwoord", "mdp",
};
/// Marks that words do not have and passwords often do.
const PASSWORD_MARKS: &str = "!#%*$@^&+=?~";

/// Finds the words of sentences that are passwords, and returns whether the last line names one.
///
/// In a line that is about a secret, or after one, a password is a word with capitals, small letters
/// and digits or marks. A word that looks random is a secret in any line, unless it is a digest.
fn in_prose(text: &str, offset: usize, is_named: bool) -> (Vec<Found>, bool) {
    let mut found = Vec::new();
    let mut is_named = is_named;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.to_ascii_lowercase();
        let mut words = words_of(&lower);
        let names = words.any(|word| PROSE_WORDS.contains(&word));
        let is_digest = ["sha", "digest", "hash", "fingerprint"]
            .iter()
            .any(|it| lower.contains(it));
        let mut start = 0;
        let is_end = |c: char| c.is_whitespace() || "\"'`,;()[]{}<>|\\".contains(c);
        for piece in line.split_inclusive(is_end) {
            let word = piece
                .trim_end_matches(is_end)
                .trim_end_matches(['.', ':', '!', '?']);
            let begins = at + start;
            start += piece.len();
            // The mark can be the last character of a password, or end the sentence.
            let marked = &piece[..word.len() + usize::from(piece[word.len()..].starts_with('!'))];
            let is_marked = (names || is_named) && is_password(marked);
            let word = if is_marked { marked } else { word };
            let is_secret = (names || is_named) && is_password(word)
                || !is_digest && looks_random(word) && !word.contains('/');
            if is_secret {
                found.push(Found {
                    span: Span::new(offset + begins, offset + begins + word.len()),
                    kind: if names || is_named {
                        "password"
                    } else {
                        "random text"
                    },
                    argument: String::new(),
                });
            }
        }
        is_named = names;
        at += line.len();
    }
    (found, is_named)
}

/// Returns whether a word of a sentence has the form of a password.
///
/// Names such as `EC2InstanceProfile`, dates, versions and addresses have not.
fn is_password(word: &str) -> bool {
    let count = |is: fn(char) -> bool| word.chars().filter(|c| is(*c)).count();
    let (small, capital) = (count(|c| c.is_lowercase()), count(|c| c.is_uppercase()));
    let (digits, marks) = (
        count(|c| c.is_ascii_digit()),
        count(|c| PASSWORD_MARKS.contains(c)),
    );
    let is_link =
        word.contains("://") || word.starts_with(['/', '$', '@', '-']) || word.starts_with("arn:");
    let is_variable = word
        .split('$')
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase() || "{(".contains(c)));
    let kinds = usize::from(small > 0) + usize::from(capital > 0) + usize::from(digits > 0);
    // `name=value` is read as an assignment.
    let is_assignment = word.contains('=') && !word.ends_with('=');
    (8..=64).contains(&word.len())
        && small + capital > 0
        && kinds + usize::from(marks > 0) >= 3
        && (digits >= 2 || marks > 0)
        && !is_link
        && !is_variable
        && !is_assignment
        && !is_address(word)
        && !word.starts_with("REDACTED")
}

/// Sorts secrets, and drops those that overlap an earlier or longer one.
fn disjoint(mut found: Vec<Found>) -> Vec<Found> {
    found.order_by_key(|it| (it.span.start, usize::MAX - it.span.end));
    let mut end = 0;
    found.retain(|it| {
        let is_free = it.span.start >= end && it.span.start < it.span.end;
        if is_free {
            end = it.span.end;
        }
        is_free
    });
    found
}

/// Returns whether a name is the name of a secret.
///
/// `password` and `DB_PASSWORD` are, `password_length` and `token_url` are not.
pub(super) fn is_secret_name(name: &str) -> bool {
    // In `database.password` and `token.example.com:sub` the last part names the value.
    let words = name_words(name.rsplit(['.', ':']).next().unwrap_or(name));
    let Some(last) = words.last().map(String::as_str) else {
        return false;
    };
    let is_webhook = last == "webhook" || words.iter().any(|it| it == "webhook");
    if is_webhook && matches!(last, "url" | "uri" | "webhook") {
        return true;
    }
    let is_idempotency = words
        .iter()
        .any(|it| matches!(&**it, "creation" | "idempotency"));
    if NOT_SECRET_ENDS.contains(&last) || is_idempotency {
        return false;
    }
    let is_connection = words.windows(2).any(|two| two == ["connection", "string"]);
    let is_word = |word: &String| {
        SECRET_WORDS.contains(&word.as_str())
            || SECRET_ENDS
                .iter()
                .any(|end| word.len() > end.len() && word.ends_with(end))
    };
    let is_key = |two: &[String]| two[1] == "key" && KEY_WORDS.contains(&two[0].as_str());
    is_connection
        || matches!(last, "connstr" | "dsn")
        || words.iter().any(is_word)
        || words.windows(2).any(is_key)
}

/// Returns whether the value of an argument with a secret name is a secret.
///
/// A value that refers to a secret, is an enumeration or is a blank to fill in is not.
fn is_secret_value(value: &str) -> bool {
    let value = value.trim();
    let is_enumeration = ORDINARY_VALUES
        .iter()
        .any(|it| value.eq_ignore_ascii_case(it));
    let is_reference = value.starts_with("arn:")
        || value.starts_with('/')
        || value.starts_with("alias/")
        || value.starts_with("{{resolve:")
        || value.starts_with("secretsmanager:")
        || value.starts_with("ssm:")
        || value.starts_with("projects/");
    let is_blank = is_address(value) || (value.starts_with('<') && value.ends_with('>'));
    let is_single = value.chars().all(|c| c == '*' || c == '.');
    value.chars().count() >= 3 && !is_enumeration && !is_reference && !is_blank && !is_single
}

/// Facts about a literal from its enclosing blocks and arguments.
#[derive(Clone, Copy, Default)]
struct Context<'t> {
    /// Type of the resource, or kind of the block.
    kind: &'t str,
    /// Name of the argument or key.
    argument: &'t str,
    /// Whether the literal is the value of an argument with a secret name.
    is_secret: bool,
    /// Whether all literals within are secrets.
    is_whole: bool,
}

struct Reader<'t> {
    text: &'t str,
    found: Vec<Found>,
}

impl<'t> Reader<'t> {
    fn body(&mut self, body: &'t Body, context: Context<'t>) {
        let named = |name: &str| body.literal_text(name);
        let is_named_secret = ["name", "key", "parameter_key"]
            .into_iter()
            .filter_map(named)
            .any(|name| is_secret_name(last_segment(name)));
        let is_secure = named("type") == Some("SecureString");
        // A variable can have another name than what it holds.
        let is_described = context.kind == "variable"
            && named("description").is_some_and(|text| {
                let text = text.to_ascii_lowercase();
                text.starts_with("password") || text.contains(" password of ")
            });
        for attribute in body.attributes() {
            let name = attribute.name.text.as_str();
            let is_value = matches!(name, "value" | "default" | "parameter_value" | "value_wo");
            let is_of_secret = is_value
                && (is_named_secret
                    || is_secure
                    || is_described
                    || (context.is_secret && name == "default"));
            let is_kept = context.kind.contains("_secret")
                && matches!(name, "data" | "binary_data" | "value" | "encrypted_value");
            let is_whole = context.is_whole || is_kept || SECRET_WHOLE.contains(&name);
            let context = Context {
                argument: name,
                is_secret: is_whole || is_of_secret || is_secret_name(name),
                is_whole,
                ..context
            };
            self.expression(&attribute.value, context);
        }
        for block in body.blocks() {
            self.body(&block.body, inner(block, context));
        }
    }

    fn expression(&mut self, expression: &'t Expression, context: Context<'t>) {
        let plain = Context {
            is_secret: context.is_whole,
            ..context
        };
        match &expression.kind {
            ExpressionKind::Template { parts, heredoc } => {
                for part in parts {
                    if let Part::Literal(text, span) = part {
                        self.literal(text, *span, *heredoc, context);
                    }
                }
                expression.for_each_child(&mut |child| self.expression(child, plain));
            }
            ExpressionKind::Object(entries) => {
                let of = |key: &str| expression.entry(key).and_then(Expression::literal_text);
                let names = [of("name"), of("key"), of("Name"), of("ParameterKey")];
                let is_named = names.into_iter().flatten();
                let is_named = is_named
                    .into_iter()
                    .any(|name| is_secret_name(last_segment(name)));
                for entry in entries {
                    let key = entry.key_name().unwrap_or_default();
                    let is_value = matches!(key, "value" | "Value" | "default" | "ParameterValue");
                    let is_spared = context.is_whole
                        && NOT_SECRET_KEYS
                            .iter()
                            .any(|it| key.eq_ignore_ascii_case(it));
                    let is_secret = (context.is_whole && !is_spared)
                        || is_secret_name(key)
                        || (is_named && is_value);
                    let context = Context {
                        argument: key,
                        is_secret,
                        is_whole: context.is_whole && !is_spared,
                        ..context
                    };
                    self.expression(&entry.value, context);
                }
            }
            ExpressionKind::Call {
                name, arguments, ..
            } => {
                let passes = PASSING_FUNCTIONS.contains(&name.text.as_str());
                let context = if passes { context } else { plain };
                let arguments = arguments.iter();
                arguments.for_each(|argument| self.expression(argument, context));
            }
            ExpressionKind::Conditional { condition, yes, no } => {
                self.expression(condition, plain);
                self.expression(yes, context);
                self.expression(no, context);
            }
            ExpressionKind::List(_) | ExpressionKind::Parentheses(_) => {
                expression.for_each_child(&mut |child| self.expression(child, context));
            }
            _ => expression.for_each_child(&mut |child| self.expression(child, plain)),
        }
    }

    fn literal(&mut self, text: &str, span: Span, is_heredoc: bool, context: Context<'t>) {
        let raw = &self.text[span.range()];
        let trimmed = raw.trim();
        let start = span.start + (raw.len() - raw.trim_start().len());
        let whole = Span::new(start, start + trimmed.len());
        let found = |kind| Found {
            span: whole,
            kind,
            argument: context.argument.to_owned(),
        };
        if context.is_secret && is_secret_value(text) {
            self.found.push(found(kind_of_name(context.argument)));
        } else if looks_random(trimmed) && !names_digest(context.argument) {
            self.found.push(found("random text"));
        } else {
            // A script or a document in a literal assigns secrets in its own syntax.
            if raw.contains(' ') {
                self.found.extend(in_prose(raw, span.start, false).0);
            }
            let is_document = is_heredoc || raw.contains([':', '=']) || raw.contains("--");
            let assigned = assigned(raw, span.start, is_heredoc);
            self.found
                .extend(assigned.into_iter().filter(|_| is_document));
        }
    }
}

/// Returns the context of the body of a block.
fn inner<'t>(block: &'t Block, context: Context<'t>) -> Context<'t> {
    let label = block.labels.last().map_or("", |label| label.text.as_str());
    match block.kind.text.as_str() {
        "resource" | "data" | "ephemeral" => Context {
            kind: block.type_name().unwrap_or_default(),
            ..Context::default()
        },
        "variable" => Context {
            kind: "variable",
            is_secret: is_secret_name(label),
            ..Context::default()
        },
        "set_sensitive" => Context {
            is_whole: true,
            ..context
        },
        _ => Context {
            is_secret: false,
            ..context
        },
    }
}

/// Returns the text after the last `/` of a name, such as that of a parameter.
fn last_segment(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Returns the kind of secret that an argument holds, for users.
fn kind_of_name(name: &str) -> &'static str {
    let words = name_words(name);
    let has = |word: &str| words.iter().any(|it| it.contains(word));
    match () {
        () if has("pass") || has("pwd") => "password",
        () if has("token") || has("pat") => "token",
        () if has("webhook") => "webhook URL",
        () if has("key") => "key",
        () if has("connection") || has("dsn") || has("connstr") => "connection string",
        () => "secret",
    }
}

/// Returns whether an argument holds the digest of something, which is public.
fn names_digest(name: &str) -> bool {
    let public = [
        "hash",
        "checksum",
        "digest",
        "fingerprint",
        "thumbprint",
        "sha",
        "md5",
        "etag",
    ];
    let others = [
        "cert",
        "public_key",
        "client_id",
        "id",
        "arn",
        "ami",
        "nonce",
        "sid",
        "chain",
    ];
    let name = name.to_ascii_lowercase();
    public.iter().chain(&others).any(|word| name.contains(word))
}

/// Returns whether a whole literal looks like random text.
///
/// It has capitals, small letters and digits, and changes between them as often as random text
/// does. Names in camel case change less often.
fn looks_random(text: &str) -> bool {
    let is_of_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=_-.".contains(byte);
    let is_length = (RANDOM_CHARS_MIN..=RANDOM_CHARS_MAX).contains(&text.len());
    if !is_length || !text.bytes().all(|byte| is_of_token(&byte)) {
        return false;
    }
    let class = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let classes: Vec<u8> = text.bytes().map(class).collect();
    let count = |of: u8| classes.iter().filter(|it| **it == of).count();
    let changes = classes.windows(2).filter(|two| two[0] != two[1]);
    let changes = changes.filter(|two| two[0] != 3 && two[1] != 3).count();
    let letters = classes.len() - count(3);
    // Words of a path, a file name or an identifier are separated; random text rarely is.
    count(0) >= 3
        && count(1) >= 3
        && count(2) >= 2
        && count(3) * 8 <= classes.len()
        && changes * 100 >= letters * 36
}

/// Finds secrets by their form, wherever they are in a text.
fn by_form(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut push = |start: usize, end: usize, kind: &'static str| {
        found.push(Found {
            span: Span::new(start, end),
            kind,
            argument: String::new(),
        });
    };
    let bytes = text.as_bytes();
    let mut by_first: Vec<Vec<[&'static str; 6]>> = vec![Vec::new(); 128];
    for row in FORMS.rows() {
        by_first[usize::from(row[1].as_bytes()[0])].push(row);
    }
    for (at, first) in bytes.iter().enumerate().filter(|(_, it)| it.is_ascii()) {
        let is_inside = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        if is_inside && first.is_ascii_alphanumeric() {
            continue;
        }
        for [kind, begin, class, least, most, _] in &by_first[usize::from(*first)] {
            if !bytes[at..].starts_with(begin.as_bytes()) {
                continue;
            }
            let (least, most) = (number(least), number(most));
            let from = at + begin.len();
            let run = bytes[from..].iter().take(most + 1);
            let length = run.take_while(|byte| is_of_class(class, **byte)).count();
            if length < least || (least == most && length > most) {
                continue;
            }
            // The name before a value, such as `AccountKey=`, stays.
            let is_name = begin.ends_with(['=', ' ', '/']);
            let start = if is_name { from } else { at };
            push(start, from + length.min(most), kind);
        }
    }
    inner_forms(text, &mut push);
    private_keys(text, &mut push);
    passwords_of_urls(text, &mut push);
    passwords_of_addresses(text, &mut push);
    basic_credentials(text, &mut push);
    passwords_of_commands(text, &mut push);
    aws_secret_keys(text, &mut push);
    web_tokens(text, &mut push);
    found
}

fn number(digits: &str) -> usize {
    digits.parse().unwrap_or_default()
}

/// Returns whether a byte belongs to a class of the table of forms.
fn is_of_class(class: &str, byte: u8) -> bool {
    let is_alnum = byte.is_ascii_alphanumeric();
    match class {
        "digit" => byte.is_ascii_digit(),
        "upper" => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        "code" => byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-',
        "alnum" => is_alnum,
        "word" => is_alnum || byte == b'_',
        "token" => is_alnum || b"_-".contains(&byte),
        "dotted" => is_alnum || b"_-.".contains(&byte),
        "base64" => is_alnum || b"+/=_-".contains(&byte),
        "hex" => byte.is_ascii_hexdigit(),
        "tilde" => is_alnum || b"_-.~".contains(&byte),
        "path" => is_alnum || b"_-/.@?=&%".contains(&byte),
        "password" => is_alnum || b"./$,=".contains(&byte),
        _ => false,
    }
}

/// Finds secrets whose fixed part is inside.
fn inner_forms(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    let bytes = text.as_bytes();
    for (kind, before, part, after) in INNER_FORMS {
        for (at, _) in text.match_indices(part) {
            let from = at + part.len();
            let runs_back = bytes[..at].iter().rev().take(before.2 + 1);
            let length = runs_back.take_while(|it| is_of_class(before.0, **it));
            let length = length.count();
            let runs_on = bytes[from..].iter().take(after.2 + 1);
            let rest = runs_on.take_while(|it| is_of_class(after.0, **it)).count();
            let is_of = |run: &Run, length| (run.1..=run.2).contains(&length);
            if is_of(before, length) && is_of(after, rest) {
                push(at - length, from + rest, kind);
            }
        }
    }
}

/// Finds private keys from their first to their last line, also if one of them is missing.
fn private_keys(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    let mut done = 0;
    for (at, _) in text.match_indices("PRIVATE KEY") {
        // The last line of a key has the same words.
        if at < done {
            continue;
        }
        let from = text.floor_char_boundary(at.saturating_sub(HEADER_BYTES_MAX));
        let from = from.max(done);
        let Some(begin) = text[from..at].rfind("BEGIN").map(|found| from + found) else {
            continue;
        };
        // PEM has five dashes before the word; SSH2 has four and a space.
        let marks = text[from..begin].trim_end_matches(['-', ' ']).len() + from;
        if begin - marks < 5 || text[begin..at].contains('\n') {
            continue;
        }
        let begin = marks;
        let rest = &text[at..];
        let near = &rest[..rest.floor_char_boundary(KEY_BYTES_MAX)];
        let ends = ["-----END", "---- END"].into_iter();
        let end = ends.filter_map(|mark| near.find(mark)).min();
        let end = end.map(|end| at + end);
        // Without a last line, the key ends where its characters end.
        let is_of_key = |c: char| c.is_ascii_alphanumeric() || "+/=-\\ \r\n\t,:".contains(c);
        let open_end = at + rest.find(|c: char| !is_of_key(c)).unwrap_or(rest.len());
        let end = match end.filter(|end| !text[at..*end].contains("-BEGIN")) {
            Some(end) => {
                let marks = text[end + 5..].find("-----");
                let line = text[end..]
                    .find(['\n', '"'])
                    .map_or(text.len(), |line| end + line);
                marks.map_or(line, |marks| end + 5 + marks + 5)
            }
            None => open_end,
        };
        push(begin, end, "private key");
        done = end;
    }
}

/// Finds the passwords of URLs: `scheme://user:password@host` and `?token=…`.
fn passwords_of_urls(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    let is_end = |c: char| c.is_whitespace() || "\"'`<>\\".contains(c);
    let mut query_end = 0;
    for (at, mark) in text.match_indices("://") {
        let from = at + mark.len();
        let rest = &text[from..];
        let rest = &rest[..rest.floor_char_boundary(URL_BYTES_MAX)];
        // A query may hold another URL, which is read by itself.
        let url = &rest[..rest.find(mark).unwrap_or(rest.len())];
        let url = &url[..url.find(is_end).unwrap_or(url.len())];
        let authority = &url[..url.find('/').unwrap_or(url.len())];
        // A password may hold unescaped `/`, so the last `@` before a path counts.
        let user_end = authority.rfind('@').or_else(|| {
            let query = url.find('?').unwrap_or(url.len());
            url[..query]
                .rfind('@')
                .filter(|at| url[..*at].contains(':'))
        });
        if let Some(user_end) = user_end {
            let user = &url[..user_end];
            let (start, secret) = match user.split_once(':') {
                Some((name, secret)) => (from + name.len() + 1, secret),
                // A lone name can be a token; `git@` and other plain names are not.
                None if user.len() >= RANDOM_CHARS_MIN => (from, user),
                None => (from, ""),
            };
            let is_reference = secret.contains("${") && secret.ends_with('}');
            if secret.len() >= 2 && !is_reference && !secret.starts_with(['<', '$']) {
                push(start, start + secret.len(), "password in a URL");
            }
        }
        let Some(query) = url.find('?').filter(|_| from >= query_end) else {
            continue;
        };
        let url = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        query_end = from + url.len();
        let query = &url[query + 1..];
        let mut start = query_end - query.len();
        for pair in query.split('&') {
            if let Some((name, value)) = pair.split_once('=') {
                let is_signed = matches!(name, "sig" | "signature" | "X-Amz-Signature" | "code");
                let is_named = is_signed || is_secret_name(name);
                if is_named && value.len() >= 6 && !value.starts_with(['$', '<', '{']) {
                    let at = start + name.len() + 1;
                    push(at, at + value.len(), "token in a URL");
                }
            }
            start += pair.len() + 1;
        }
    }
}

/// Finds the passwords of addresses without a scheme, as drivers of databases read them.
///
/// Go's MySQL driver reads `user:password@tcp(host)/name`, Oracle's `user/password@//host`.
fn passwords_of_addresses(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    for (mark, separator) in [("@tcp(", ':'), ("@unix(", ':'), ("@//", '/')] {
        for (at, _) in text.match_indices(mark) {
            let from = text.floor_char_boundary(at.saturating_sub(ADDRESS_BYTES_MAX));
            let begin = text[from..at].rfind(|c: char| c.is_whitespace() || "\"'`<>,".contains(c));
            let start = begin.map_or(from, |begin| from + begin + 1);
            let address = &text[start..at];
            // A URL is read with its scheme. `jdbc:oracle:thin:` precedes the user.
            let Some((user, secret)) = address.split_once(separator) else {
                continue;
            };
            let is_reference = secret.starts_with(['$', '<', '{', '%']);
            if !address.contains("://") && !user.is_empty() && secret.len() >= 2 && !is_reference {
                push(at - secret.len(), at, "password in an address");
            }
        }
    }
}

/// Finds the credentials behind `Basic`, as the header `Authorization` has them.
fn basic_credentials(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    const SCHEME: &str = "Basic ";
    let is_of_base64 = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/".contains(byte);
    for (at, _) in text.match_indices(SCHEME) {
        let from = at + SCHEME.len();
        let bytes = &text.as_bytes()[from..];
        let length = bytes.iter().take_while(is_of_base64).count();
        let filled = bytes[length..].iter().take_while(|it| **it == b'=').count();
        let run = &bytes[..length];
        // Words of a sentence have no capitals or digits behind their first letter.
        let is_mixed = run
            .iter()
            .skip(1)
            .any(|it| !it.is_ascii_lowercase() && *it != b'/');
        if length >= 8 && filled <= 2 && (length + filled) % 4 == 0 && is_mixed {
            push(from, from + length + filled, "password");
        }
    }
}

/// Options of commands that take a password: the command, the option, and what is before it.
const COMMAND_OPTIONS: &[(&str, &str, Before)] = &[
    ("curl ", " -u", Before::User),
    ("curl ", " --user", Before::User),
    ("mysql", " -p", Before::Nothing),
    ("mariadb", " -p", Before::Nothing),
    ("sshpass ", " -p", Before::Blank),
    ("redis-cli ", " -a", Before::Blank),
    ("docker login ", " -p", Before::Blank),
    ("ldapsearch ", " -w", Before::Blank),
    ("IDENTIFIED BY ", "BY", Before::Blank),
    ("identified by ", "by", Before::Blank),
    (" PASSWORD '", "PASSWORD", Before::Blank),
    (" password '", "password", Before::Blank),
    (CHANGE, "echo", Before::User),
    (CHANGE, "<<<", Before::User),
];
/// Command that reads users and passwords from its input, which is written before or after it.
const CHANGE: &str = "chpasswd";

/// Separator between an option and a password.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// The password follows at once.
    Nothing,
    /// Blanks.
    Blank,
    /// Blanks, and a user with a colon.
    User,
}

/// Finds the passwords in the options of commands, such as `curl -u user:password`.
fn passwords_of_commands(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    let is_listed = COMMAND_OPTIONS
        .iter()
        .any(|(command, ..)| text.contains(command));
    let lines = text.split_inclusive('\n').filter(|_| is_listed);
    let mut start = 0;
    for line in lines {
        for (command, option, before) in COMMAND_OPTIONS {
            let Some(from) = line.find(command) else {
                continue;
            };
            let from = if *command == CHANGE { 0 } else { from };
            for (at, _) in line[from..].match_indices(option) {
                let option_end = from + at + option.len();
                let rest = &line[option_end..];
                let value = match before {
                    Before::Nothing => rest,
                    Before::Blank | Before::User => rest.trim_start_matches([' ', '=']),
                };
                let value = value.trim_start_matches(['"', '\'']);
                let ends = |c: char| c.is_whitespace() || "\"'\\;|&)`".contains(c);
                let end = value.find(ends).unwrap_or(value.len());
                let value_start = start + option_end + (rest.len() - value.len());
                let skipped = match before {
                    Before::User => match value[..end].find(':') {
                        Some(colon) => colon + 1,
                        None => continue,
                    },
                    Before::Nothing | Before::Blank => 0,
                };
                let password = &value[skipped..end];
                // A variable, a tag to fill in, or another option.
                if password.len() >= 4 && !password.starts_with(['$', '<', '%', '-']) {
                    push(value_start + skipped, value_start + end, "password");
                }
            }
        }
        start += line.len();
    }
}

/// Finds runs that have the form of a secret key of AWS.
fn aws_secret_keys(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    let is_of_key = |byte: u8| byte.is_ascii_alphanumeric() || b"/+".contains(&byte);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| is_of_key(**byte))
            .count();
        // A part of a longer token, a path or encoded data is not a key.
        let is_joined = |byte: Option<&u8>| byte.is_some_and(|byte| b"=_-.:@%".contains(byte));
        let after = bytes.get(at + length);
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let is_bounded = !is_joined(after) && !before.is_some_and(|it| b"_-.@%".contains(it));
        if length == AWS_SECRET_CHARS && is_bounded && looks_random(&text[at..at + length]) {
            push(at, at + length, "AWS secret key");
        }
        at += length.max(1);
    }
}

/// Finds signed JSON web tokens.
fn web_tokens(text: &str, push: &mut impl FnMut(usize, usize, &'static str)) {
    let is_of_token = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    let mut done = 0;
    for (at, _) in text.match_indices("eyJ") {
        if at < done {
            continue;
        }
        let length = text.as_bytes()[at..].iter().take_while(is_of_token).count();
        let token = &text[at..at + length];
        done = at + length;
        let parts: Vec<&str> = token.split('.').collect();
        let is_inside = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        // An encrypted token has five parts.
        if !is_inside
            && matches!(parts.len(), 3 | 5)
            && parts[..2].iter().all(|part| part.len() >= 10)
        {
            push(at, at + length, "token");
        }
    }
}

/// Finds values that a text assigns to a secret name.
///
/// Reads `NAME=value`, `name: value`, `"name": "value"` and `--name value`. In running text, `name:`
/// needs a value that is no word. `offset` is added to the spans.
fn assigned(text: &str, offset: usize, is_code: bool) -> Vec<Found> {
    let bytes = text.as_bytes();
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| is_of_name(**byte))
            .count();
        if length == 0 {
            at += 1;
            continue;
        }
        let name = &text[at..at + length];
        let (is_option, start) = (name.starts_with("--"), at + length);
        // A name behind `:` or `/` is a part of an ARN or a path.
        let is_part = text[..at].ends_with([':', '/']);
        at = start;
        if is_part || name.len() > 80 || !is_secret_name(name.trim_start_matches('-')) {
            continue;
        }
        let Some((from, value)) = value_after(text, start, is_option, is_code) else {
            continue;
        };
        if is_secret_value(value) {
            found.push(Found {
                span: Span::new(offset + from, offset + from + value.len()),
                kind: kind_of_name(name),
                argument: name.trim_start_matches('-').to_owned(),
            });
            at = from + value.len();
        }
    }
    found
}

/// Returns the value after a name and its start, if the text assigns one.
fn value_after(text: &str, at: usize, is_option: bool, is_code: bool) -> Option<(usize, &str)> {
    let skip = |at: usize, of: &[char]| {
        let rest = &text[at..];
        at + (rest.len() - rest.trim_start_matches(of).len())
    };
    let quotes = ['"', '\'', '\\'];
    let blanks = [' ', '\t'];
    let mark = skip(skip(at, &quotes), &blanks);
    let sign = text[mark..].chars().next()?;
    let is_blank = mark > at && !text[at..mark].contains(['"', '\'']);
    let after = match sign {
        '=' | ':' => skip(mark, &['=', ':', '>']),
        _ if is_option && is_blank => mark,
        // In a list of arguments the value follows as an item of its own.
        ',' if is_option => skip(mark, &[',']),
        _ => return None,
    };
    let from = skip(skip(after, &blanks), &quotes);
    let quoted = text[..from]
        .chars()
        .next_back()
        .filter(|c| quotes[..2].contains(c));
    let rest = &text[from..];
    let rest = &rest[..rest.floor_char_boundary(KEY_BYTES_MAX)];
    // A reference, a tag to fill in, or an expression.
    if rest.starts_with(['$', '<', '%']) {
        return None;
    }
    let end = match quoted {
        Some(quote) => rest.find([quote, '\n', '\\']),
        None => rest.find(|c: char| c.is_whitespace() || "\"';,&|)`}([".contains(c)),
    };
    if quoted.is_none() && end.is_some_and(|end| rest[end..].starts_with(['(', '['])) {
        return None;
    }
    let value = &rest[..end.unwrap_or(rest.len())];
    let is_plain_word = value.chars().all(|c| c.is_ascii_lowercase() || c == '.');
    let is_word = is_plain_word || text[..at].ends_with("Pass") || text[..at].ends_with("pass");
    let is_running_text = quoted.is_none() && !is_code && sign == ':' && is_word;
    let is_expression = quoted.is_none() && is_address(value);
    (!is_running_text && !is_expression && value.len() >= 4).then_some((from, value))
}

/// Returns whether an unquoted value is an address such as `var.password`.
fn is_address(value: &str) -> bool {
    let roots = [
        "var.", "local.", "data.", "module.", "each.", "self.", "aws_", "random_",
    ];
    roots.iter().any(|root| value.starts_with(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns characters of a class, in an order that no other form has.
    fn characters(class: &str, count: usize) -> String {
        let of_class = (b'0'..=b'z').filter(|byte| is_of_class(class, *byte));
        let of_class: Vec<char> = of_class.map(char::from).collect();
        // A secret begins and ends with a letter or digit.
        let at = |at: usize| match at + 1 == count || at == 0 {
            true => 'A',
            false => of_class[at * 7 % of_class.len()],
        };
        let last = |c: char| if class == "digit" { '7' } else { c };
        (0..count).map(|it| last(at(it))).collect()
    }

    fn is_found(text: &str, secret: &str) -> bool {
        let start = text.find(secret).expect("the text has the secret");
        let found = in_code(&hcl::parse(text));
        let end = start + secret.len();
        found
            .iter()
            .any(|it| it.span.start <= start && it.span.end >= end)
    }

    #[test]
    fn finds_each_form_at_its_minimum_and_not_below() {
        for [kind, begin, class, least, most, source] in FORMS.checked() {
            let (least, most) = (number(least), number(most));
            assert!(0 < least && least <= most && !source.is_empty(), "{begin}");
            for count in [least, most] {
                let secret = characters(class, count);
                let text = format!("locals {{\n  setting = \"{begin}{secret}\"\n}}\n");
                assert!(is_found(&text, &secret), "{kind}: {begin} with {count}");
            }
            let short = format!(" {begin}{} ", characters(class, least - 1));
            let found = by_form(&short);
            let whole = found
                .iter()
                .find(|it| it.kind == kind && it.span.end + 1 == short.len());
            assert_eq!(whole, None, "{kind}: {begin} with {}", least - 1);
        }
        for (kind, before, part, after) in INNER_FORMS {
            for (first, last) in [(before.1, after.1), (before.2, after.2)] {
                let (first, last) = (characters(before.0, first), characters(after.0, last));
                let secret = format!("{first}{part}{last}");
                let text = format!("locals {{\n  setting = \"{secret}\"\n}}\n");
                assert!(is_found(&text, &secret), "{kind}");
            }
            let short = characters(after.0, after.1 - 1);
            let text = format!("{}{part}{short}", characters(before.0, before.1));
            assert!(by_form(&text).iter().all(|it| it.kind != *kind), "{kind}");
        }
    }

    #[test]
    fn finds_passwords_in_the_options_of_commands() {
        let script =
            |command: &str| format!("locals {{\n  a = <<EOF\n#!/bin/bash\n{command}\nEOF\n}}\n");
        for command in [
            "mysql -u root -pBurrow-77 -e 'select 1'",
            "curl -fsS -u admin:Burrow-77 https://wombat.example/api",
            "curl --user \"admin:Burrow-77\" https://wombat.example/api",
            "sshpass -p Burrow-77 ssh wombat.example",
            "redis-cli -h cache.example -a Burrow-77 ping",
            "mysql -e \"CREATE USER app IDENTIFIED BY 'Burrow-77'\"",
            "psql -c \"ALTER USER app WITH PASSWORD 'Burrow-77'\"",
            "echo 'ubuntu:Burrow-77' | chpasswd",
            "chpasswd <<< ubuntu:Burrow-77",
        ] {
            assert!(is_found(&script(command), "Burrow-77"), "{command}");
        }
        for command in [
            "docker run --name mysql -p 3306:3306 mysql:8",
            "mysql -u root -p$DB_PASSWORD",
            "curl -u $USER:$PASSWORD https://wombat.example",
            "mysqldump -u root -p application",
            "echo ready: restarted | tee /tmp/a",
            "psql -c \"ALTER USER app WITH PASSWORD '$PW'\"",
        ] {
            assert_eq!(in_code(&hcl::parse(script(command))), [], "{command}");
        }
        let variable = "variable \"master\" {\n  description = \"Password of the database\"\n  \
                        default = \"Burrow-77\"\n}\n";
        assert!(is_found(variable, "Burrow-77"));
    }

    #[test]
    fn finds_passwords_in_comments_and_sentences() {
        for text in [
            "# the password is Burrow-Qx77\nlocals {}\n",
            "/* admin password\n   Burrow-Qx77 */\nlocals {}\n",
            "# admin password\n# Burrow-Qx77\nlocals {}\n",
            "# login: admin / Burrow-Qx77\nlocals {}\n",
            "# Passwort -> Burrow-Qx77\nlocals {}\n",
            "variable \"db_password\" {\n  # default = \"Burrow-Qx77\"\n}\n",
            "resource \"aws_db_instance\" \"a\" {\n  password = var.p # was Burrow-Qx77\n}\n",
            "locals {\n  note = \"use the token Burrow-Qx77 until May\"\n}\n",
            "# the password is Burrow-Qx77!\nlocals {}\n",
        ] {
            assert!(is_found(text, "Burrow-Qx77"), "{text}");
        }
        for text in [
            "# rotates the secret of us-east-1 on 2026-11-30\nlocals {}\n",
            "# the token of EC2InstanceProfile, see CKV_AWS_41\nlocals {}\n",
            "# password policy\n\n\n# AppServer01-Blue\nlocals {\n  a = 1\n}\n",
            "# sha256 of the secret is 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c\nlocals {}\n",
            "# secret https://wombat.example/Q7?a=B2\nlocals {}\n",
        ] {
            assert_eq!(in_code(&hcl::parse(text)), [], "{text}");
        }
    }

    #[test]
    fn finds_passwords_of_connections() {
        for (text, secret) in [
            ("wombat:Burrow-77@tcp(db.example:3306)/app", "Burrow-77"),
            ("wombat:Burrow:77@unix(/run/mysql.sock)/app", "Burrow:77"),
            (
                "jdbc:oracle:thin:wombat/Burrow-77@//db.example:1521/app",
                "Burrow-77",
            ),
            ("mongodb+srv://wombat:Burrow-77@db.example/app", "Burrow-77"),
            ("redis://:Burrow-77@cache.example:6379/0", "Burrow-77"),
            ("amqps://wombat:Burrow-77@mq.example:5671", "Burrow-77"),
            (
                "sqlserver://db.example;user=sa;password=Burrow-77;database=app",
                "Burrow-77",
            ),
            (
                "Server=db.example;User Id=sa;Password=Burrow-77;Encrypt=true",
                "Burrow-77",
            ),
            ("Host=db.example;Username=app;Pwd=Burrow-77", "Burrow-77"),
            (
                "host=db.example user=app password=Burrow-77 sslmode=require",
                "Burrow-77",
            ),
            (
                "jdbc:postgresql://db.example/app?user=app&password=Burrow-77",
                "Burrow-77",
            ),
            ("https://wombat:Burrow-77@git.example/app.git", "Burrow-77"),
            (
                "https://wombat.example/?next=https://wombat.example/a&token=Burrow-77",
                "Burrow-77",
            ),
            (
                "https://wombat.example/?next=https://wombat:Burrow-77@git.example",
                "Burrow-77",
            ),
            (
                "Authorization: Basic d29tYmF0OkJ1cnJvdy03Nw==",
                "d29tYmF0OkJ1cnJvdy03Nw==",
            ),
        ] {
            let text = format!("locals {{\n  setting = \"{text}\"\n}}\n");
            assert!(is_found(&text, secret), "{text}");
        }
    }

    #[test]
    fn finds_private_keys_in_every_wrapping() {
        let body = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz";
        let header = |name: &str| format!("-----BEGIN {name}-----\\n{body}\\n-----END {name}-----");
        for name in [
            "PRIVATE KEY",
            "RSA PRIVATE KEY",
            "ENCRYPTED PRIVATE KEY",
            "PGP PRIVATE KEY BLOCK",
        ] {
            let text = format!("locals {{\n  setting = \"{}\"\n}}\n", header(name));
            assert!(is_found(&text, body), "{name}");
        }
        let ssh2 = format!(
            "locals {{\n  setting = <<EOF\n---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{body}\n\
             ---- END SSH2 ENCRYPTED PRIVATE KEY ----\nEOF\n}}\n"
        );
        assert!(is_found(&ssh2, body));
        // The key of a Google service account is a string in JSON, with the ends of lines escaped.
        let account = format!(
            "locals {{\n  setting = <<EOF\n{{\"type\": \"service_account\", \"private_key\": \"{}\"}}\nEOF\n}}\n",
            header("PRIVATE KEY")
        );
        assert!(is_found(&account, body));
    }

    #[test]
    fn spares_what_only_resembles_a_secret() {
        for text in [
            "Basic authentication is switched off for this API",
            "Basic infrastructure of the application",
            "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----\\nMIIB\\n-----END PUBLIC KEY-----",
            "files of the path-based router",
            "api-gateway-for-the-wombat-application-in-production",
            "app:${var.password}@tcp(db.example:3306)/app",
            "patterns.of.the.application.are.in.a.file.with.a.long.name.that.has.many.dots.in.it",
            "v1.0-wombat",
            "desk-0123456789abcdef0123456789abcdef01",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "user@//wombat",
        ] {
            let text = format!("locals {{\n  setting = \"{text}\"\n}}\n");
            assert_eq!(in_code(&hcl::parse(&text)), [], "{text}");
        }
        // A certificate in base64 begins as a private key does.
        let certificate = "TUlJRGF6Q0NBbE9nQXdJQkFnSVVGYW".repeat(8);
        let text = format!(
            "locals {{\n  ca = \"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t{certificate}\"\n}}\n"
        );
        assert_eq!(in_code(&hcl::parse(&text)), []);
    }

    #[test]
    fn reads_hostile_texts_in_bounded_time() {
        for part in [
            "a://",
            "eyJ_",
            "@//",
            "a@tcp(",
            "PRIVATE KEY",
            "-----BEGIN PRIVATE KEY!\n",
            "token=(",
            "token=$",
            "a://?",
            "Basic ",
            "-us",
            "Q~1",
            ":A",
            ".atlasv1.",
            "$1$",
            "AKIA",
            "----- ",
            "é",
        ] {
            let text = part.repeat(40_000 / part.len());
            in_text(&text);
            in_code(&hcl::parse(format!("# {text}\n")));
        }
    }
}
