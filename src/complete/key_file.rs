//! Writes private keys to files that only their owner can read.

use super::context::{Context, refers_to};
use super::words::Words;
use super::{Fix, companion};
use crate::hcl::{Block, Edit, Step, edit};
use crate::template::{Value, free_name};
use foldhash::HashSet;

/// Accepted modes of a private key file, which only the owner can read.
const MODES: [&str; 4] = ["0400", "0600", "400", "600"];
const MODE: &str = "0400";
/// Words that occur in the names of private key files.
const KEY_WORDS: [&str; 6] = ["key", "keypair", "keyfile", "pem", "private", "ssh"];

const WHY_FILE: &str = "Without the private key nobody can use the key pair.";
const WHY_MODE: &str = "SSH rejects a private key that others can read.";

/// Returns the changes of this step.
pub(super) fn fixes(cx: &Context) -> Vec<Fix> {
    let mut fixes = missing_files(cx);
    for type_name in ["local_file", "local_sensitive_file"] {
        fixes.extend(
            cx.of("resource", type_name)
                .filter_map(|file| mode(cx, file)),
        );
    }
    fixes
}

/// Writer of private key files.
pub(super) struct Files<'s, 'm> {
    cx: &'s Context<'m>,
    /// Undeclared `local_file` names that refer to a key, the first used one last.
    lost: Vec<String>,
    taken: HashSet<String>,
}

impl<'s, 'm> Files<'s, 'm> {
    pub(super) fn of(cx: &'s Context<'m>) -> Self {
        let lost = cx.undeclared("local_file").into_iter().rev();
        let lost = lost.filter_map(|address| address.rsplit('.').next().map(str::to_owned));
        let lost = lost
            .filter(|name| Words::new(name).has_any(&KEY_WORDS))
            .collect();
        let taken = HashSet::default();
        Files { cx, lost, taken }
    }

    /// Returns the block that writes a private key to a file.
    ///
    /// The block gets a name under which such a file is referred to but not declared, if one
    /// exists.
    pub(super) fn text(&mut self, tls: &str) -> String {
        let name = self.name(tls);
        let values = [
            ("key", Value::Code(format!("tls_private_key.{tls}"))),
            ("file", Value::Text(tls.replace('_', "-"))),
        ];
        companion::block("key_file", &name, &values)
    }

    fn name(&mut self, tls: &str) -> String {
        let address = format!("local_file.{tls}");
        let same = self
            .cx
            .first_user(&address)
            .filter(|_| !self.cx.declares(&address));
        let mut name = same
            .map(|_| tls.to_owned())
            .filter(|name| !self.taken.contains(name));
        while let (None, Some(lost)) = (&name, self.lost.pop()) {
            name = Some(lost).filter(|lost| !self.taken.contains(lost));
        }
        let name = name.unwrap_or_else(|| {
            free_name(tls, |name| {
                self.taken.contains(name) || self.cx.knows(&format!("local_file.{name}"))
            })
        });
        self.taken.insert(name.clone());
        name
    }
}

/// Writes files for private keys of key pairs.
///
/// Only private keys that no block reads get a file; without one they exist only in the state.
fn missing_files(cx: &Context) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let mut files = Files::of(cx);
    for tls in cx
        .of("resource", "tls_private_key")
        .filter(|block| block.is_single())
    {
        let (Some(address), Some(label)) = (tls.address(), tls.labels.get(1)) else {
            continue;
        };
        let uses = cx.uses(&address);
        let pair = uses
            .iter()
            .map(|used| used.block)
            .find(|user| user.closed && user.type_name() == Some("aws_key_pair"));
        let leaves = uses.iter().any(|used| match used.reference.path().first() {
            Some(Step::Attribute(name)) => !name.text.starts_with("public_key"),
            _ => true,
        });
        let Some(pair) = pair.filter(|_| !leaves && cx.allows("key-file", &address)) else {
            continue;
        };
        let what = format!("Private key `{address}` written to a file");
        let edits = vec![edit::after(cx.module, pair, &files.text(&label.text))];
        fixes.push(Fix::completion("key-file", &address, what, WHY_FILE, edits));
    }
    fixes
}

/// Sets the mode of a private key file.
fn mode(cx: &Context, file: &Block) -> Option<Fix> {
    let address = file.address()?;
    let (content, path) = refers_to(&file.body.attribute("content")?.value)?;
    let key =
        matches!(path.first(), Some(Step::Attribute(name)) if name.text.starts_with("private_key"));
    if !key || !content.starts_with("tls_private_key.") || !cx.allows("key-file-mode", &address) {
        return None;
    }
    let quoted = edit::quote(MODE);
    let edits = match file.body.attribute("file_permission") {
        None if file.type_name() == Some("local_sensitive_file") => return None,
        None => edit::set(cx.module, file, &["file_permission"], &quoted),
        Some(mode) if MODES.contains(&mode.value.literal()?.as_str()) => return None,
        Some(mode) => vec![Edit::replace(mode.value.span, quoted)],
    };
    let what = format!("File mode set to `{MODE}`");
    Some(Fix::completion(
        "key-file-mode",
        &address,
        what,
        WHY_MODE,
        edits,
    ))
}
