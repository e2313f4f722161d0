//! Unpacked bindings of providers in, their schemas out.
//!
//! The generated JavaScript carries its TypeScript source in its source map. That source names
//! every attribute in a comment with its flags, and tells its type, its nesting and whether it is
//! a block where it turns a configuration into HCL.

use super::source::{Attribute, Block, Nested, Provider, Root};
use base64::Engine as _;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Provider, version of the npm package `@cdktf/provider-NAME`, version of the provider in it.
pub const PACKAGES: &[(&str, &str, &str)] = &[
    ("archive", "11.0.1", "2.7.1"),
    ("cloudinit", "11.0.1", "2.3.7"),
    ("external", "11.0.1", "2.3.5"),
    ("http", "10.0.1", "3.5.0"),
    ("local", "11.1.1", "2.6.1"),
    ("null", "11.0.1", "3.2.4"),
    ("random", "12.0.1", "3.7.2"),
    ("time", "11.0.1", "0.13.1"),
    ("tls", "11.0.1", "4.1.0"),
];

/// What the bindings do not say: the attributes that the providers mark as sensitive.
const SENSITIVE: &[(&str, &str)] = &[
    ("local_file", "sensitive_content"),
    ("local_sensitive_file", "content"),
    ("local_sensitive_file", "content_base64"),
    ("random_bytes", "base64"),
    ("random_bytes", "hex"),
    ("random_password", "bcrypt_hash"),
    ("random_password", "result"),
    ("tls_cert_request", "private_key_pem"),
    ("tls_locally_signed_cert", "ca_private_key_pem"),
    ("tls_private_key", "private_key_openssh"),
    ("tls_private_key", "private_key_pem"),
    ("tls_private_key", "private_key_pem_pkcs8"),
    ("tls_self_signed_cert", "private_key_pem"),
];

/// The schemas of all [`PACKAGES`] under a folder.
pub fn read(folder: &Path) -> Result<Vec<Provider>, String> {
    let packages = PACKAGES.iter();
    let read =
        packages.map(|(name, package, version)| one(&folder.join(name), name, package, version));
    read.collect()
}

/// The schema of one package.
pub fn one(root: &Path, name: &str, package: &str, version: &str) -> Result<Provider, String> {
    let manifest = file(&root.join("package.json"))?;
    let manifest: Value = serde_json::from_str(&manifest).map_err(|error| error.to_string())?;
    if manifest["version"] != *package {
        return Err(format!("the bindings of `{name}` must be {package}"));
    }
    let mut provider = Provider {
        name: name.to_owned(),
        source: format!("hashicorp/{name}"),
        version: version.to_owned(),
        provider: Root::default(),
        resources: BTreeMap::new(),
        data: BTreeMap::new(),
    };
    let entries = std::fs::read_dir(root.join("lib")).map_err(|error| error.to_string())?;
    for entry in entries {
        let folder = entry.map_err(|error| error.to_string())?.path();
        let script = folder.join("index.js");
        if script.exists() {
            // The successor of the packages has another name for their common library.
            let text = whole(&script, &folder)?.replace("cdktn.", "cdktf.");
            add(&mut provider, &text).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
    }
    Ok(provider)
}

/// The source of a script, and of the structs of a large one that lie beside it.
fn whole(script: &Path, folder: &Path) -> Result<String, String> {
    let mut text = typescript(&file(script)?)?;
    for at in (0..).step_by(400) {
        let structs = folder.join(format!("index-structs/structs{at}.js"));
        if !structs.exists() {
            break;
        }
        text.push_str(&typescript(&file(&structs)?)?);
    }
    Ok(text)
}

fn file(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

/// The TypeScript in the source map at the end of a script.
fn typescript(script: &str) -> Result<String, String> {
    let mark = "sourceMappingURL=data:application/json;base64,";
    let map = script
        .rsplit_once(mark)
        .ok_or("a script without its source map")?
        .1;
    let map = base64::engine::general_purpose::STANDARD
        .decode(map.trim())
        .map_err(|error| error.to_string())?;
    let map: Value = serde_json::from_slice(&map).map_err(|error| error.to_string())?;
    let source = map["sourcesContent"][0].as_str();
    source
        .map(str::to_owned)
        .ok_or_else(|| "a source map without its source".to_owned())
}

/// Adds the resource, data source or configuration that a TypeScript file defines.
fn add(provider: &mut Provider, text: &str) -> Result<(), String> {
    // The pack has no room for ephemeral resources, and functions are no types.
    let is_ephemeral = text.contains("extends cdktf.TerraformEphemeralResource {");
    if is_ephemeral || !text.contains("extends cdktf.Terraform") {
        return Ok(());
    }
    if !text.contains(&format!("providerVersion: '{}'", provider.version)) {
        return Err(format!(
            "bindings of another version of `{}`",
            provider.name
        ));
    }
    let bases = [
        "TerraformResource",
        "TerraformDataSource",
        "TerraformProvider",
    ];
    let (base, class) = bases
        .iter()
        .find_map(|base| {
            Some((
                *base,
                class_that(text, &format!("extends cdktf.{base} {{"))?,
            ))
        })
        .ok_or("a binding without its class")?;
    let name = between(class, "terraformResourceType: '", "'").ok_or("a class without its type")?;
    let synthesis = class
        .find("synthesizeHclAttributes()")
        .ok_or("a class without synthesis")?;
    let mut block = Script::new(text).block(&class[..synthesis], &class[synthesis..])?;
    if base == "TerraformProvider" {
        block.attributes.remove("alias");
    }
    for (resource, attribute) in SENSITIVE {
        if *resource == name && base == "TerraformResource" {
            let attribute = block.attributes.get_mut(*attribute);
            attribute
                .ok_or_else(|| format!("`{name}` lost a sensitive attribute"))?
                .sensitive = true;
        }
    }
    let root = Root { block };
    match base {
        "TerraformResource" => drop(provider.resources.insert(name.to_owned(), root)),
        "TerraformDataSource" => drop(provider.data.insert(name.to_owned(), root)),
        _ => provider.provider = root,
    }
    Ok(())
}

/// How often a struct may stand in itself; what is deeper is not known.
const WITHIN_ITSELF_MAX: usize = 3;

/// A TypeScript file, its structs by name.
struct Script<'a> {
    /// The bodies of their classes.
    classes: HashMap<&'a str, &'a str>,
    /// The bodies of the functions that turn them into HCL.
    syntheses: HashMap<&'a str, &'a str>,
    /// Those that are being read, the innermost last.
    open: Vec<String>,
}

impl<'a> Script<'a> {
    fn new(text: &'a str) -> Script<'a> {
        let parts = |mark: &str, end: &str| {
            let starts = text.match_indices(mark);
            let parts = starts.filter_map(|(at, _)| {
                let (name, rest) = text[at + mark.len()..].split_once(end)?;
                let is_name =
                    !name.contains(|one: char| !one.is_ascii_alphanumeric() && one != '_');
                let body = rest.split_once("\n}\n").map_or(rest, |(body, _)| body);
                is_name.then_some((name, body))
            });
            parts.collect()
        };
        Script {
            classes: parts("export class ", " extends cdktf.ComplexObject {"),
            syntheses: parts("export function ", "ToHclTerraform("),
            open: Vec::new(),
        }
    }

    /// A block: its attributes and their flags from the class, their types from the synthesis.
    fn block(&mut self, class: &'a str, synthesis: &'a str) -> Result<Block, String> {
        let mut block = Block::default();
        let shapes = shapes(synthesis);
        let mut members: Vec<(&str, Attribute, &str)> = Vec::new();
        for part in class.split("\n  // ").skip(1) {
            if let Some((name, flags)) = part.split_once(" - computed: ") {
                let flags = flags.lines().next().unwrap_or_default();
                let attribute = Attribute {
                    computed: flags.starts_with("true"),
                    optional: flags.contains("optional: true"),
                    required: flags.contains("required: true"),
                    ..Attribute::default()
                };
                members.push((name, attribute, part));
            }
        }
        if members.is_empty() {
            // A struct of a provider's configuration has no class of its own; all is optional there.
            members.extend(shapes.keys().map(|name| {
                (
                    *name,
                    Attribute {
                        optional: true,
                        ..Attribute::default()
                    },
                    "",
                )
            }));
        }
        for (name, attribute, code) in members {
            let shape = shapes.get(name);
            let class = between(code, " = new ", "(").filter(|class| !class.starts_with("cdktf."));
            if let Some(shape) = shape.filter(|shape| shape.block && shape.one_attribute) {
                let nested = self.nested(shape, class, &attribute)?;
                let kind = json!([shape.kind, ["object", kinds(nested.block)]]);
                let attribute = Attribute { kind, ..attribute };
                block.attributes.insert(name.to_owned(), attribute);
                continue;
            }
            if let Some(shape) = shape.filter(|shape| shape.block) {
                let same = self.open.iter().filter(|one| *one == shape.class);
                if same.count() >= WITHIN_ITSELF_MAX {
                    continue;
                }
                self.open.push(shape.class.to_owned());
                let nested = self.nested(shape, class, &attribute);
                self.open.pop();
                let nested = nested.map_err(|error| format!("{name}: {error}"))?;
                block.nested.insert(name.to_owned(), nested);
                continue;
            }
            let kind = match (shape, class) {
                (None, Some(class)) => self.object(class)?,
                (Some(shape), _) => shape.kind()?,
                // An output of a type that is not told may be of any.
                (None, None) => returned(code).unwrap_or_else(|| json!("dynamic")),
            };
            block
                .attributes
                .insert(name.to_owned(), Attribute { kind, ..attribute });
        }
        Ok(block)
    }

    /// A nested block.
    fn nested(
        &mut self,
        shape: &Shape,
        class: Option<&str>,
        attribute: &Attribute,
    ) -> Result<Nested, String> {
        let one = class.is_some_and(|class| class.ends_with("OutputReference"));
        let suffix = if shape.kind == "map" { "Map" } else { "List" };
        let name = shape.class.trim_end_matches(suffix);
        let body = self.class(name);
        let mut lower = name.to_owned();
        lower[..1].make_ascii_lowercase();
        let synthesis = self
            .syntheses
            .get(lower.as_str())
            .copied()
            .ok_or_else(|| format!("`{name}` without its synthesis"))?;
        Ok(Nested {
            nesting_mode: if shape.kind == "struct" {
                "single"
            } else {
                shape.kind
            }
            .to_owned(),
            min_items: u64::from(attribute.required),
            max_items: u64::from(one && shape.kind != "struct"),
            block: self.block(body.unwrap_or_default(), synthesis)?,
        })
    }

    /// The type of a computed list of objects.
    fn object(&mut self, class: &str) -> Result<Value, String> {
        let name = class
            .trim_end_matches("List")
            .trim_end_matches("OutputReference");
        let body = self
            .class(name)
            .ok_or_else(|| format!("`{name}` without its class"))?;
        let fields = kinds(self.block(body, "")?);
        Ok(json!(["list", ["object", fields]]))
    }

    fn class(&self, name: &str) -> Option<&'a str> {
        self.classes
            .get(format!("{name}OutputReference").as_str())
            .copied()
    }
}

/// The types of the attributes of a block.
fn kinds(block: Block) -> serde_json::Map<String, Value> {
    let attributes = block.attributes.into_iter();
    attributes
        .map(|(name, attribute)| (name, attribute.kind))
        .collect()
}

/// The body of the class whose head ends in `mark`.
fn class_that<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let body = text.split_once(mark)?.1;
    Some(body.split_once("\n}\n").map_or(body, |(body, _)| body))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

/// How an attribute is turned into HCL.
struct Shape<'a> {
    block: bool,
    /// It is an attribute of objects, though its value is written as a block is.
    one_attribute: bool,
    kind: &'a str,
    class: &'a str,
}

impl Shape<'_> {
    fn kind(&self) -> Result<Value, String> {
        match (self.kind, self.class) {
            ("simple", "string") => Ok(json!("string")),
            ("simple", "number") => Ok(json!("number")),
            ("simple", "boolean") => Ok(json!("bool")),
            (collection @ ("list" | "set"), "stringList") => Ok(json!([collection, "string"])),
            (collection @ ("list" | "set"), "numberList") => Ok(json!([collection, "number"])),
            ("map", "stringMap") => Ok(json!(["map", "string"])),
            ("map", "numberMap") => Ok(json!(["map", "number"])),
            ("map", "booleanMap") => Ok(json!(["map", "bool"])),
            ("map", "stringListMap") => Ok(json!(["map", ["list", "string"]])),
            ("map", "stringMapMap") => Ok(json!(["map", ["map", "string"]])),
            (collection @ ("list" | "set"), "stringListList") => {
                Ok(json!([collection, ["list", "string"]]))
            }
            (collection @ ("list" | "set"), "stringMapList") => {
                Ok(json!([collection, ["map", "string"]]))
            }
            ("simple", "any") => Ok(json!("dynamic")),
            (kind, class) => Err(format!("`{kind}` of `{class}` is a new shape")),
        }
    }
}

fn shapes(synthesis: &str) -> BTreeMap<&str, Shape<'_>> {
    let mut shapes = BTreeMap::new();
    let parts: Vec<&str> = synthesis.split(": {\n").collect();
    for pair in parts.windows(2) {
        let name = pair[0]
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let shape = (
            between(pair[1], "isBlock: ", ","),
            between(pair[1], "type: \"", "\""),
            between(pair[1], "storageClassType: \"", "\""),
        );
        if let (Some(block), Some(kind), Some(class)) = shape {
            shapes.insert(
                name,
                Shape {
                    block: block == "true",
                    one_attribute: pair[1]
                        .split(',')
                        .next()
                        .is_some_and(|value| value.contains("listMapperHcl("))
                        && between(pair[1], "listMapperHcl(", ")")
                            .is_some_and(|mapper| mapper.ends_with(", false")),
                    kind,
                    class,
                },
            );
        }
    }
    shapes
}

/// The type of an attribute that cannot be set, by what its getter returns.
fn returned(code: &str) -> Option<Value> {
    let getters = [
        ("Fn.tolist(this.getListAttribute", json!(["set", "string"])),
        ("this.getListAttribute", json!(["list", "string"])),
        ("this.getNumberListAttribute", json!(["list", "number"])),
        ("this.getStringAttribute", json!("string")),
        ("this.getNumberAttribute", json!("number")),
        ("this.getBooleanAttribute", json!("bool")),
        ("new cdktf.StringMap", json!(["map", "string"])),
    ];
    getters
        .into_iter()
        .find(|(mark, _)| code.contains(mark))
        .map(|(_, kind)| kind)
}
