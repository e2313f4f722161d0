//! Replaces helper providers by literals, and lists what a run needs.

use infragenie::hcl::{self, Block, Edit, ExpressionKind, Item, Module, edit};
use serde_json::{Value, json};

/// Beginnings of the resource types of providers other than AWS.
const HELPERS: &[&str] = &[
    "archive_",
    "cloudinit_",
    "external",
    "http",
    "local_",
    "null_",
    "random_",
    "template_",
    "time_",
    "tls_",
];
/// Endings of texts that name files.
const FILES: &[&str] = &[
    ".zip", ".jar", ".py", ".js", ".sh", ".json", ".html", ".txt", ".yaml", ".yml", ".pub", ".pem",
];
/// A public key of which no private key exists.
const PUBLIC_KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDdLOgfsFmdCDQTXX6eN8Nq7Xv2MLRm0RXlBMsFk8Xz9 made-up";

/// Returns the line of a program: its text, and what Terraform has to be given.
///
/// `variables` are those without a default, `aliases` the names of further configurations of the AWS
/// provider, `files` the files that the text reads, `types` the types of the resources.
pub fn entry(id: &str, kind: &str, text: &str) -> Value {
    let text = without_helpers(text);
    let module = hcl::parse(text.as_str());
    let of = |kind: &'static str| module.blocks().filter(move |it| it.kind.text == kind);
    let variables: Vec<Value> = of("variable")
        .filter(|it| it.body.attribute("default").is_none())
        .filter_map(|it| {
            let value = it.body.attribute("type").map(|it| &it.value);
            let value = value.map_or("string", |it| &module.text[it.span.range()]);
            Some(json!([it.labels.first()?.text, value]))
        })
        .collect();
    let providers =
        of("provider").filter(|it| it.labels.first().is_some_and(|it| it.text == "aws"));
    let aliases: Vec<Option<&str>> = providers.map(|it| it.body.literal_text("alias")).collect();
    let mut files: Vec<String> = Vec::new();
    let mut open: Vec<&hcl::Expression> = module.body.expressions();
    while let Some(expression) = open.pop() {
        expression.for_each_child(&mut |child| open.push(child));
        let Some(name) = expression.literal_text() else {
            continue;
        };
        let is_file = FILES.iter().any(|ending| name.ends_with(ending));
        let is_path = name
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "._-/".contains(it));
        let is_inside = !name.starts_with('/') && !name.contains("..");
        if is_file && is_path && is_inside && !files.contains(&name.to_owned()) {
            files.push(name.to_owned());
        }
    }
    let mut types: Vec<&str> = of("resource").filter_map(Block::type_name).collect();
    types.sort_unstable();
    types.dedup();
    json!({
        "id": id, "kind": kind, "text": text, "variables": variables, "aliases": aliases,
        "files": files, "types": types,
    })
}

/// Returns a stable hash of a text, by which programs are drawn.
pub fn hash(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    // The last bytes of an id reach the upper bits only after a further step.
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

fn without_helpers(text: &str) -> String {
    let module = hcl::parse(text);
    let mut edits = Vec::new();
    for block in module.blocks() {
        match block.kind.text.as_str() {
            "resource" | "data" if is_helper(block.type_name().unwrap_or_default()) => {
                edits.push(edit::remove(&module, block.span));
            }
            // The run states the version and the configuration of the provider itself.
            "terraform" => edits.push(edit::remove(&module, block.span)),
            "provider" if block.labels.first().is_some_and(|it| it.text != "aws") => {
                edits.push(edit::remove(&module, block.span));
            }
            "provider" => edits.extend(without_credentials(&module, block)),
            _ => edits.extend(without_references(&module, block)),
        }
    }
    edit::splice(text, &edits).unwrap_or_else(|_| text.to_owned())
}

/// Returns the edits that remove what a machine with an account of its own would have.
fn without_credentials(module: &Module, block: &Block) -> Vec<Edit> {
    let names = [
        "profile",
        "access_key",
        "secret_key",
        "token",
        "shared_credentials_files",
        "shared_config_files",
        "assume_role",
        "s3_use_path_style",
    ];
    let items = block.body.items.iter().filter(|item| match item {
        Item::Attribute(attribute) => names.contains(&attribute.name.text.as_str()),
        Item::Block(block) => names.contains(&block.kind.text.as_str()),
    });
    items
        .map(|item| edit::remove(module, item.span()))
        .collect()
}

fn without_references(module: &Module, block: &Block) -> Vec<Edit> {
    let mut edits = Vec::new();
    let order = block.body.attribute("depends_on");
    if let Some(order) = order
        && let ExpressionKind::List(items) = &order.value.kind
        && order
            .value
            .references()
            .iter()
            .any(|it| is_helper(&it.root.text))
    {
        let kept = items.iter().filter(|item| {
            let reference = hcl::Reference::new(item);
            !reference.is_some_and(|it| is_helper(&it.root.text))
        });
        let kept: Vec<&str> = kept.map(|it| &module.text[it.span.range()]).collect();
        edits.push(Edit::replace(
            order.value.span,
            format!("[{}]", kept.join(", ")),
        ));
    }
    for reference in block.references() {
        let is_in_order = order.is_some_and(|it| it.span.range().contains(&reference.span.start));
        let Some(address) = reference.borrowed_address() else {
            continue;
        };
        if is_helper(address.kind) && !is_in_order {
            let text = &module.text[reference.span.range()];
            let attribute = text.rsplit('.').next().unwrap_or_default();
            edits.push(Edit::replace(
                reference.span,
                literal(address.kind, attribute),
            ));
        }
    }
    edits
}

fn is_helper(kind: &str) -> bool {
    HELPERS.iter().any(|begin| kind.starts_with(begin))
}

/// Returns the literal that replaces an attribute of a helper's resource.
fn literal(kind: &str, attribute: &str) -> String {
    let text = match (kind, attribute) {
        (_, "public_key_openssh") => PUBLIC_KEY,
        ("random_integer" | "random_id", "result" | "dec") => return "4711".to_owned(),
        ("random_password", _) => "Zq8Kw2Lp4Rt6Vy9X",
        (_, "output_path" | "source_file") => "archive.zip",
        (_, "output_base64sha256") => "uW1Q8bVZ5W1x2p0qk0kq2m1l3j4h5g6f7d8s9a0q1w2=",
        ("http", _) => "203.0.113.7",
        _ => "8f3a1c2d",
    };
    format!("\"{text}\"")
}
