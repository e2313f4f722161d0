//! Makes a resource that a plan accepts alone, without references.

use infragenie::hcl::edit::{self, Edit};
use infragenie::hcl::{self, Block, ExpressionKind, Item};
use infragenie::schema::Schema;
use infragenie::schema::constraints::Rule;
use infragenie::schema::pack::{self, Shape};

/// Meta-arguments and blocks that name other blocks.
const DROPPED: &[&str] = &[
    "depends_on",
    "provider",
    "count",
    "for_each",
    "provisioner",
    "dynamic",
];

/// Types, each with an argument or block that a plan needs in this form.
const ADDED: &str = include_str!("added.tsv");

/// Maximum passes; each adds at most one block.
const PASSES_MAX: usize = 32;

/// Returns a resource without references, with all required arguments.
pub fn standalone(text: &str, name: &str, schema: &Schema) -> String {
    let mut text = format!("{}\n", text.trim_end());
    for pass in 0..PASSES_MAX {
        let module = hcl::parse(text.as_str());
        let Some(block) = module.blocks().next() else {
            break;
        };
        let type_name = block.type_name().unwrap_or_default();
        let Some(known) = schema.resource(type_name) else {
            break;
        };
        let resource = Resource {
            schema,
            module: &module,
            type_name,
        };
        let mut edits = Vec::new();
        match pass {
            0 => resource.without_references(block, known, "", &mut edits),
            1 => edits.extend(resource.added(block)),
            _ => resource.complete(block, known, "", &mut edits),
        }
        match edit::splice(&text, &edits) {
            Ok(next) if next != text => text = next,
            _ if pass > 1 => break,
            _ => {}
        }
    }
    let module = hcl::parse(text.as_str());
    let label = module.blocks().next().and_then(|block| block.labels.last());
    let renamed = label.map(|label| edit::rename(&module, label, name));
    edit::splice(&text, &renamed.into_iter().collect::<Vec<_>>()).unwrap_or(text)
}

struct Resource<'a> {
    schema: &'a Schema,
    module: &'a hcl::Module,
    type_name: &'a str,
}

impl Resource<'_> {
    /// Returns the edits that set what a plan of the type needs.
    fn added(&self, block: &Block) -> Vec<Edit> {
        let rows = ADDED.lines().filter_map(|line| line.split_once('\t'));
        let of_type = rows.filter(|(of, _)| *of == self.type_name);
        let edits = of_type.flat_map(|(_, line)| match line.split_once(" = ") {
            Some((name, value)) if !name.contains('{') => {
                edit::set(self.module, block, &[name], value)
            }
            _ => edit::insert(self.module, block, line),
        });
        edits.collect()
    }

    /// Replaces expressions that refer to something, and removes what names other blocks.
    fn without_references(
        &self,
        block: &Block,
        known: pack::Block<'_>,
        path: &str,
        edits: &mut Vec<Edit>,
    ) {
        for item in &block.body.items {
            match item {
                Item::Attribute(one) if DROPPED.contains(&one.name.text.as_str()) => {
                    edits.push(edit::remove(self.module, one.span));
                }
                Item::Attribute(one) => {
                    let reads_file = self.module.text[one.value.span.range()].contains("file");
                    let is_call = matches!(one.value.kind, ExpressionKind::Call { .. });
                    if one.value.references().is_empty() && !(is_call && reads_file) {
                        continue;
                    }
                    let path = joined(path, &one.name.text);
                    let kind = known.attribute(&one.name.text).map(|one| one.kind);
                    let value = kind.map_or("null".to_owned(), |kind| self.value(&path, kind));
                    edits.push(Edit::replace(one.value.span, value));
                }
                Item::Block(one) if DROPPED.contains(&one.kind.text.as_str()) => {
                    edits.push(edit::remove(self.module, one.span));
                }
                Item::Block(one) => {
                    let name = &one.kind.text;
                    if let Some(nested) = known.nested(name) {
                        self.without_references(one, nested.block, &joined(path, name), edits);
                    }
                }
            }
        }
    }

    /// Adds missing required arguments and blocks.
    fn complete(&self, block: &Block, known: pack::Block<'_>, path: &str, edits: &mut Vec<Edit>) {
        for required in known.required_attributes() {
            if block.body.attribute(required.name).is_none() {
                let value = self.value(&joined(path, required.name), required.kind);
                edits.extend(edit::set(self.module, block, &[required.name], &value));
            }
        }
        for nested in known.nested_blocks() {
            let mut count = 0;
            for inner in block.body.blocks_of(nested.name) {
                count += 1;
                self.complete(inner, nested.block, &joined(path, nested.name), edits);
            }
            let is_set = block.body.attribute(nested.name).is_some();
            let is_required = nested.min > 0;
            if is_required && count == 0 && !is_set && edits.is_empty() {
                edits.extend(edit::insert(
                    self.module,
                    block,
                    &format!("{} {{\n}}", nested.name),
                ));
            }
        }
    }

    /// Returns a made-up value of a type that the constraints of the provider allow.
    fn value(&self, path: &str, kind: pack::Type<'_>) -> String {
        let name = path.rsplit('.').next().unwrap_or_default();
        match kind.shape() {
            Shape::Bool => "false".to_owned(),
            Shape::Number => self.number(path).to_string(),
            Shape::List(within) | Shape::Set(within) => match within.shape() {
                Shape::String => {
                    let singular = name.strip_suffix('s').unwrap_or(name);
                    match name.contains("subnet") {
                        true => "[\"subnet-0123456789abcdef0\", \"subnet-1123456789abcdef0\"]"
                            .to_owned(),
                        false => format!("[{}]", self.text(path, singular)),
                    }
                }
                _ => "[]".to_owned(),
            },
            Shape::Map(_) | Shape::Object(_) => "{}".to_owned(),
            Shape::String | Shape::Dynamic => self.text(path, name),
        }
    }

    fn number(&self, path: &str) -> i64 {
        let rules = self.schema.rules(false, self.type_name, path);
        let bound = rules.iter().find_map(|rule| match rule {
            Rule::Range(_, least, _) | Rule::AtLeast(_, least) => Some(*least),
            Rule::OneOf(_, values, _) => values.iter().next()?.parse().ok(),
            _ => None,
        });
        bound.unwrap_or(1)
    }

    fn text(&self, path: &str, name: &str) -> String {
        let rules = self.schema.rules(false, self.type_name, path);
        let one_of = rules.iter().find_map(|rule| match rule {
            Rule::OneOf(_, values, _) => values.iter().next(),
            _ => None,
        });
        let has = |part: &str| name.contains(part);
        let text = match one_of {
            Some(value) => value,
            None if has("policy_document") || name == "policy" || has("assume_role_policy") => {
                return "jsonencode({ Version = \"2012-10-17\", Statement = [] })".to_owned();
            }
            None if has("kms") || name == "key_id" || has("encryption_key") => {
                "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
            }
            None if has("role") => "arn:aws:iam::123456789012:role/made-up",
            None if has("certificate_arn") => {
                "arn:aws:acm:eu-west-1:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
            }
            None if has("bucket_arn") => "arn:aws:s3:::made-up",
            None if has("arn") => "arn:aws:sns:eu-west-1:123456789012:made-up",
            None if has("subnet_id") => "subnet-0123456789abcdef0",
            None if has("security_group") => "sg-0123456789abcdef0",
            None if name == "vpc_id" => "vpc-0123456789abcdef0",
            None if has("cidr") => "10.0.0.0/16",
            None if has("availability_zone") => "eu-west-1a",
            None if has("ami") || name == "image_id" => "ami-0123456789abcdef0",
            None if has("instance_type") => "t3.small",
            None if has("account_id") => "123456789012",
            None if has("password") => "made-up-0123",
            None if has("ipv4") => "10.0.0.1/32",
            None if has("url") => "https://example.com",
            None if has("domain") => "example.com",
            None => "made-up",
        };
        edit::quote(text)
    }
}

fn joined(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}
