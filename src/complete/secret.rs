//! Replaces hard-coded secrets.
//!
//! AWS creates and stores a password where it can; otherwise a sensitive variable replaces it.

use super::context::{Context, is_unset, refers_to};
use super::literal::{self, Secret};
use super::words::title;
use super::{Fix, companion};
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Span, Step, edit};
use crate::table::Table;
use crate::template::Value;
use foldhash::{HashMap, HashSet};
use std::collections::VecDeque;

/// Resource type whose password AWS can create and store in Secrets Manager.
#[derive(Clone, Copy)]
struct Managed {
    type_name: &'static str,
    password: &'static str,
    switch: &'static str,
}

/// Types, their passwords, and the arguments that let AWS manage these.
const MANAGED: Table<3> = Table(
    "aws_db_instance\tpassword\tmanage_master_user_password\n\
     aws_rds_cluster\tmaster_password\tmanage_master_user_password\n\
     aws_docdb_cluster\tmaster_password\tmanage_master_user_password\n\
     aws_redshift_cluster\tmaster_password\tmanage_master_password\n\
     aws_redshiftserverless_namespace\tadmin_user_password\tmanage_admin_password\n",
);

/// Arguments and blocks with which the password comes from elsewhere.
const COPIED: &[&str] = strings! {
    "global_cluster_identifier", "replicate_source_db", "replication_source_identifier",
    "restore_to_point_in_time", "s3_import", "snapshot_arn", "snapshot_identifier",
};

/// Arguments that name the source of a replica; its password must be known.
const REPLICA_SOURCES: &[&str] = strings! {
    "replicate_source_db", "replication_source_identifier", "source_db_cluster_identifier",
};

/// Credentials of the provider itself, which come from the environment.
const CREDENTIALS: &[&str] = &["access_key", "secret_key", "token"];

/// Maximum examined readers of a secret; outputs that show it are close to it.
const READERS_MAX: usize = 1_000;

const WHY_MANAGED: &str = "AWS creates the password and stores it in Secrets Manager, so it is neither in the code nor in anybody's mail.";
const WHY_ASKED: &str = "Everybody who can read the code can read a secret in it.";
const WHY_CREDENTIALS: &str = "Terraform takes credentials from the environment or a profile; \
    in the code everybody reads them.";

/// Returns the changes of this step.
pub(super) fn fixes(cx: &Context) -> Vec<Fix> {
    let managed: Vec<(Managed, &Block)> = managed(cx).collect();
    let kept: HashSet<Span> = managed.iter().map(|(_, block)| block.span).collect();
    let dropped = dropped(cx, &managed);
    let users = cx
        .closed()
        .filter(|block| matches!(block.kind.text.as_str(), "resource" | "module"));
    let fed: HashSet<String> = users.flat_map(literal::sources).collect();
    let mut names = Names {
        cx,
        next: HashMap::default(),
        hidden: HashSet::default(),
    };
    let mut fixes = Vec::new();
    for (managed, block) in &managed {
        fixes.extend(manage(cx, managed, block, &dropped));
    }
    for block in cx.closed() {
        let secrets = match block.kind.text.as_str() {
            "resource" | "module" => literal::secrets(block),
            "provider" if block.labels.iter().any(|label| label.text == "aws") => {
                fixes.extend(credentials(cx, block));
                continue;
            }
            "provider" => literal::secrets(block),
            "locals" => locals(block),
            "variable" => {
                fixes.extend(variable(cx, block, &dropped, &fed));
                continue;
            }
            _ => continue,
        };
        let password = managed_password(block).filter(|_| kept.contains(&block.span));
        let secrets = secrets.into_iter().filter(|one| Some(one.item) != password);
        fixes.extend(ask(&mut names, block, secrets.collect()));
    }
    fixes
}

// Passwords that AWS manages.

/// Returns the blocks whose password AWS will manage.
fn managed<'s, 'm>(
    cx: &'s Context<'m>,
) -> impl Iterator<Item = (Managed, &'m Block)> + use<'s, 'm> {
    MANAGED
        .rows()
        .flat_map(move |[type_name, password, switch]| {
            let managed = Managed {
                type_name,
                password,
                switch,
            };
            let blocks = cx.of("resource", managed.type_name);
            blocks
                .filter(move |block| is_managed(cx, &managed, block))
                .map(move |block| (managed, block))
        })
}

fn managed_password(block: &Block) -> Option<&'static str> {
    let mut managed = MANAGED.rows();
    managed
        .find(|[type_name, ..]| block.type_name() == Some(type_name))
        .map(|[_, password, _]| password)
}

/// Whether a password is missing or hard-coded and AWS can manage it.
fn is_managed(cx: &Context, managed: &Managed, block: &Block) -> bool {
    let Some(address) = block.address() else {
        return false;
    };
    let body = &block.body;
    let has = |name: &str| body.attribute(name).is_some() || body.blocks_of(name).next().is_some();
    let engine = |name: &str| body.literal_text(name).unwrap_or_default();
    let read = cx.uses(&address).iter().any(|used| {
        let first = used.reference.path().first();
        let path_is_password = match first {
            Some(Step::Attribute(name)) => name.text == managed.password,
            _ => false,
        };
        path_is_password || REPLICA_SOURCES.contains(&used.item_name())
    });
    let mut passwords = passwords(managed, block).peekable();
    let to_do = match passwords.peek() {
        Some(_) => passwords.all(|password| {
            literal::is_written_out(&password.value) || default_of(cx, &password.value).is_some()
        }),
        None => !has(managed.switch),
    };
    let switched_off = body
        .attribute(managed.switch)
        .is_some_and(|switch| !matches!(switch.value.kind, ExpressionKind::Bool(true)));
    to_do
        && !switched_off
        && !read
        && !has(&format!("{}_wo", managed.password))
        && !COPIED.iter().any(|name| has(name))
        && !engine("engine").starts_with("custom-")
        && engine("engine_mode") != "serverless"
        && cx.allows("secret", &address)
}

/// Returns the password arguments of a block; an argument can occur more than once.
fn passwords<'m>(managed: &Managed, block: &'m Block) -> impl Iterator<Item = &'m Attribute> {
    let attributes = block.body.attributes();
    attributes.filter(|attribute| attribute.name.text == managed.password)
}

/// Returns the variable of an expression if its default is hard-coded.
fn default_of<'m>(cx: &Context<'m>, expression: &Expression) -> Option<(String, &'m Block)> {
    let (address, path) = refers_to(expression)?;
    let block = cx
        .block(&address)
        .filter(|block| block.kind.text == "variable")?;
    let default = block.body.attribute("default")?;
    let written_out = block.closed && path.is_empty() && literal::is_written_out(&default.value);
    written_out.then_some((address, block))
}

/// Returns the variables that only passwords now managed by AWS refer to.
fn dropped(cx: &Context, managed: &[(Managed, &Block)]) -> HashMap<String, Span> {
    let mut read: HashMap<String, (Span, usize)> = HashMap::default();
    for (managed, block) in managed {
        let password = block.body.attribute(managed.password);
        if let Some((address, variable)) =
            password.and_then(|password| default_of(cx, &password.value))
        {
            read.entry(address).or_insert((variable.span, 0)).1 += 1;
        }
    }
    let alone = |(address, (span, times)): (String, (Span, usize))| {
        (cx.uses(&address).len() == times).then_some((address, span))
    };
    read.into_iter().filter_map(alone).collect()
}

fn manage(
    cx: &Context,
    managed: &Managed,
    block: &Block,
    dropped: &HashMap<String, Span>,
) -> Option<Fix> {
    let address = block.address()?;
    let module = cx.module;
    let switch = format!("{} = true", managed.switch);
    let has_switch = block.body.attribute(managed.switch).is_some();
    let mut passwords = passwords(managed, block);
    let password = passwords.next();
    let mut edits = match password {
        Some(password) if has_switch => vec![edit::remove(module, password.span)],
        Some(password) => vec![Edit::replace(password.span, switch)],
        None => edit::set(module, block, &[managed.switch], "true"),
    };
    edits.extend(passwords.map(|again| edit::remove(module, again.span)));
    if let Some(password) = password
        && let Some((variable, _)) = default_of(cx, &password.value)
        && let Some(span) = dropped.get(&variable)
    {
        edits.push(edit::remove(module, *span));
    }
    let what = "Password managed by AWS Secrets Manager".to_owned();
    Some(Fix::completion(
        "secret",
        &address,
        what,
        WHY_MANAGED,
        edits,
    ))
}

// Secrets that become variables.

/// Generator of free variable names.
struct Names<'s, 'm> {
    cx: &'s Context<'m>,
    /// Next number for each base name.
    next: HashMap<String, usize>,
    /// Addresses and arguments whose outputs are already marked as sensitive.
    hidden: HashSet<(String, String)>,
}

impl Names<'_, '_> {
    fn give(&mut self, base: &str) -> String {
        let next = self.next.entry(base.to_owned()).or_insert(1);
        loop {
            let name = match *next {
                1 => base.to_owned(),
                number => format!("{base}_{number}"),
            };
            *next += 1;
            if !self.cx.knows(&format!("var.{name}")) {
                return name;
            }
        }
    }
}

/// Replaces the secrets of a block by variables.
fn ask(names: &mut Names, block: &Block, secrets: Vec<Secret>) -> Option<Fix> {
    let cx = names.cx;
    let address = block.address()?;
    if secrets.is_empty() || !cx.allows("secret", &address) {
        return None;
    }
    let mut edits = Vec::new();
    // Equal secrets with the same name share one variable.
    let mut asked: HashMap<(String, &str), String> = HashMap::default();
    let mut replaced: HashSet<Span> = HashSet::default();
    let (mut blocks, mut given) = (Vec::new(), Vec::new());
    for secret in &secrets {
        if !replaced.insert(secret.value.span) {
            continue;
        }
        let key = (secret.name.clone(), cx.text(secret.value));
        let name = asked.entry(key).or_insert_with(|| {
            let name = names.give(&base(block, &secret.name));
            given.push(format!("`{name}`"));
            let description = match block.kind.text.as_str() {
                "locals" => title(&secret.name),
                _ => format!("{} of {address}", title(&secret.name)),
            };
            let values = [
                ("description", Value::Text(description)),
                ("typed", Value::new("true")),
                ("sensitive", Value::new("true")),
            ];
            blocks.push(companion::block("variable", &name, &values));
            name
        });
        edits.push(Edit::replace(secret.value.span, format!("var.{name}")));
    }
    edits.push(edit::before(cx.module, block, &blocks.join("\n\n")));
    for secret in &secrets {
        let (address, item) = match block.kind.text.as_str() {
            "locals" => (format!("local.{}", secret.item), None),
            _ => (address.clone(), Some(secret.item)),
        };
        if names
            .hidden
            .insert((address.clone(), secret.item.to_owned()))
        {
            edits.extend(hide(cx, &address, item));
        }
    }
    let what = format!("Replaced by {}", given.join(", "));
    Some(Fix::completion("secret", &address, what, WHY_ASKED, edits))
}

/// Returns the base name of the variable for a secret of a block.
fn base(block: &Block, name: &str) -> String {
    let label = block
        .labels
        .last()
        .map(|label| literal::snake(&label.text))
        .unwrap_or_default();
    if label.is_empty() || label == name {
        return name.to_owned();
    }
    match label.ends_with(&format!("_{name}")) {
        true => label,
        false => format!("{label}_{name}"),
    }
}

/// Returns the secrets among local values that are plain strings.
fn locals(block: &Block) -> Vec<Secret<'_>> {
    let secret = |attribute: &&Attribute| {
        literal::is_secret_name(&attribute.name.text) && literal::is_written_out(&attribute.value)
    };
    let attributes = block.body.attributes().filter(secret);
    attributes
        .map(|attribute| Secret {
            name: literal::snake(&attribute.name.text),
            value: &attribute.value,
            item: &attribute.name.text,
        })
        .collect()
}

/// Removes the default of a variable that holds a secret.
///
/// The variable is recognised by its name, or because a secret argument reads it.
fn variable(
    cx: &Context,
    block: &Block,
    dropped: &HashMap<String, Span>,
    fed: &HashSet<String>,
) -> Option<Fix> {
    let address = block.address()?;
    let name = &block.labels.first()?.text;
    let default = block.body.attribute("default")?;
    let uses = cx.uses(&address);
    let undone = uses.iter().any(|used| {
        used.block
            .address()
            .is_some_and(|user| !cx.allows("secret", &user))
    });
    let secret = literal::is_secret_name(name) || fed.contains(&address);
    if !secret
        || undone
        || !literal::is_written_out(&default.value)
        || dropped.contains_key(&address)
        || !cx.allows("secret", &address)
    {
        return None;
    }
    let mut edits = Vec::new();
    if is_unset(block.body.attribute("sensitive")) && may_hide(cx, &address) {
        edits.push(Edit::replace(default.span, "sensitive = true"));
        edits.extend(hide(cx, &address, None));
    } else {
        edits.push(edit::remove(cx.module, default.span));
    }
    let what = format!("Default of `{name}` removed: Terraform prompts for it");
    Some(Fix::completion("secret", &address, what, WHY_ASKED, edits))
}

/// Removes hard-coded credentials from the provider.
fn credentials(cx: &Context, block: &Block) -> Option<Fix> {
    let address = block.address()?;
    let written_out = CREDENTIALS
        .iter()
        .filter_map(|name| block.body.attribute(name));
    let written_out = written_out.filter(|attribute| attribute.value.literal().is_some());
    let edits: Vec<Edit> = written_out
        .map(|attribute| edit::remove(cx.module, attribute.span))
        .collect();
    if edits.is_empty() || !cx.allows("secret", &address) {
        return None;
    }
    let what = "Credentials removed from the provider".to_owned();
    Some(Fix::completion(
        "secret",
        &address,
        what,
        WHY_CREDENTIALS,
        edits,
    ))
}

// Outputs that show a secret must be sensitive.

/// Whether a value may be marked as sensitive.
///
/// A sensitive value must not reach a `count`, a `for_each` or a `dynamic` block.
pub(super) fn may_hide(cx: &Context, address: &str) -> bool {
    readers(cx, address, None).iter().all(|(block, item)| {
        block.kind.text == "output" || !matches!(*item, "count" | "for_each" | "dynamic")
    })
}

/// Marks the outputs that show a value as sensitive.
///
/// `item` is the argument at the address that holds the value.
pub(super) fn hide(cx: &Context, address: &str, item: Option<&str>) -> Vec<Edit> {
    let readers = readers(cx, address, item);
    let outputs = readers.iter().map(|(block, _)| *block).filter(|block| {
        block.kind.text == "output" && block.closed && block.body.attribute("sensitive").is_none()
    });
    outputs
        .flat_map(|output| edit::set(cx.module, output, &["sensitive"], "true"))
        .collect()
}

/// Returns the blocks that a value reaches, each with the argument that reads it.
///
/// Follows local values and the arguments of resources.
fn readers<'m>(cx: &Context<'m>, address: &str, item: Option<&str>) -> Vec<(&'m Block, &'m str)> {
    let mut readers = Vec::new();
    let mut seen = HashSet::default();
    let mut open = VecDeque::from([(address.to_owned(), item.map(str::to_owned))]);
    while let Some((address, item)) = open.pop_front()
        && readers.len() < READERS_MAX
    {
        for used in cx.uses(&address) {
            let passes = match (used.reference.path().first(), &item) {
                (Some(Step::Attribute(name)), Some(item)) => name.text == *item,
                _ => true,
            };
            if !passes || !seen.insert((used.block.span, used.item_name())) {
                continue;
            }
            readers.push((used.block, used.item_name()));
            match used.block.kind.text.as_str() {
                "locals" => open.push_back((format!("local.{}", used.item_name()), None)),
                "resource" => {
                    let address = used.block.address();
                    open.extend(
                        address.map(|address| (address, Some(used.item_name().to_owned()))),
                    );
                }
                _ => {}
            }
        }
    }
    readers
}
