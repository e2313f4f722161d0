//! Checks the attributes and instance keys of references.

use super::nearest::shortened;
use super::pack::{self, Block as Known, Nesting, Schema, Shape, Type};
use super::report::Report;
use crate::hcl::{Block, ExpressionKind, Kind, Module, Reference, Span, Step};
use foldhash::HashMap;

/// Checks every reference to a resource or data source that the module declares.
pub(super) fn check(module: &Module, schema: &Schema, report: &mut Report) {
    let mut declared = HashMap::default();
    for block in module.blocks() {
        if let ("resource" | "data", [kind, name]) = (block.kind.text.as_str(), &*block.labels) {
            let key = (
                block.kind.text.as_str(),
                kind.text.as_str(),
                name.text.as_str(),
            );
            declared.entry(key).or_insert(block);
        }
    }
    for block in module.blocks() {
        let kind = block.kind.text.as_str();
        if matches!(
            kind,
            "resource" | "data" | "output" | "locals" | "module" | "provider"
        ) {
            for reference in block.references() {
                check_reference(block, &reference, &declared, schema, report);
            }
        }
    }
}

type Declared<'a> = HashMap<(&'a str, &'a str, &'a str), &'a Block>;

fn check_reference(
    block: &Block,
    reference: &Reference<'_>,
    declared: &Declared<'_>,
    schema: &Schema,
    report: &mut Report,
) {
    let name = |at: usize| match reference.steps.get(at) {
        Some(Step::Attribute(name)) => Some(name.text.as_str()),
        _ => None,
    };
    let of = match reference.root.text.as_str() {
        "each" | "count" | "self" | "path" | "terraform" => {
            return built_in(block, reference, report);
        }
        root @ ("data" | "resource") => (Some(root), name(0), name(1)),
        kind => (Some("resource"), Some(kind), name(0)),
    };
    let (Some(mode), Some(kind), Some(name)) = of else {
        return;
    };
    let Some(target) = declared.get(&(mode, kind, name)) else {
        return;
    };
    let mut steps = reference.path();
    let repeated = ["count", "for_each"]
        .iter()
        .any(|name| target.body.attribute(name).is_some());
    match steps.first() {
        None | Some(Step::Splat(_)) => return,
        Some(Step::Index(..) | Step::LegacyIndex(..)) if !repeated => {
            let message = format!(
                "`{}` has neither `count` nor `for_each`: take the key out",
                shortened(&format!("{kind}.{name}"))
            );
            return report.add(Kind::UnexpectedKey, reference.span, message);
        }
        Some(Step::Index(..) | Step::LegacyIndex(..)) => {
            if !is_constant(&steps[0]) {
                return;
            }
            steps = &steps[1..];
        }
        Some(Step::Attribute(_)) if repeated => {
            let message = format!(
                "`{}` has many instances: write `[0]`, `[each.key]` or `[*]`",
                shortened(&format!("{kind}.{name}"))
            );
            return report.add(Kind::MissingKey, reference.span, message);
        }
        Some(Step::Attribute(_)) => {}
    }
    let root = match mode {
        "data" => schema.data(kind),
        _ => schema.resource(kind),
    };
    if let Some(root) = root {
        in_block(root, kind, steps, reference.span, report);
    }
}

/// Checks references to the objects that Terraform provides.
///
/// `each` and `count` are valid only where a block is repeated, `self` only in parts of a resource;
/// `path` and `terraform` have fixed attributes.
fn built_in(block: &Block, reference: &Reference<'_>, report: &mut Report) {
    let root = reference.root.text.as_str();
    let attribute = match reference.steps.first() {
        Some(Step::Attribute(name)) => name.text.as_str(),
        _ => return,
    };
    let repeatable = matches!(block.kind.text.as_str(), "resource" | "data" | "module");
    let repeated = |needs: &str| repeatable && block.body.attribute(needs).is_some();
    let (kind, message) = match root {
        "each" if !repeated("for_each") => (
            Kind::EachWithoutForEach,
            "`each` needs `for_each` in its block".to_owned(),
        ),
        "count" if !repeated("count") => (
            Kind::CountWithoutCount,
            "`count` needs `count` in its block".to_owned(),
        ),
        "self" if !repeatable => (
            Kind::InvalidSelf,
            "`self` is valid only in provisioners, connections and postconditions".to_owned(),
        ),
        "path" if !matches!(attribute, "module" | "root" | "cwd") => (
            Kind::InvalidBuiltIn,
            format!(
                "`path` has no `{}`: `module`, `root` and `cwd` are there",
                shortened(attribute)
            ),
        ),
        "terraform" if !matches!(attribute, "workspace" | "env" | "applying") => (
            Kind::InvalidBuiltIn,
            format!(
                "`terraform` has no `{}`: `workspace` is there",
                shortened(attribute)
            ),
        ),
        _ => return,
    };
    report.add(kind, reference.span, message);
}

/// Returns whether an index is a constant part of the address.
fn is_constant(step: &Step) -> bool {
    match step {
        Step::LegacyIndex(..) => true,
        Step::Index(index, _) => {
            matches!(index.kind, ExpressionKind::Number(_)) || index.literal().is_some()
        }
        _ => false,
    }
}

/// Checks the steps into a block of the schema.
fn in_block(block: Known<'_>, of: &str, steps: &[Step], span: Span, report: &mut Report) {
    let Some((Step::Attribute(name), rest)) = steps.split_first() else {
        return;
    };
    let name = name.text.as_str();
    if let Some(attribute) = block.attribute(name) {
        return in_type(attribute.kind, name, rest, span, report);
    }
    if let Some(nested) = block.nested(name) {
        return in_nested(nested, rest, span, report);
    }
    let names = block.attributes().map(|attribute| attribute.name);
    let near = report.nearest(
        name,
        names.chain(block.nested_blocks().map(|nested| nested.name)),
    );
    let message = super::body::unknown("attribute", shortened(of), name, near);
    report.add(Kind::UnsupportedAttribute, span, message);
}

fn in_nested(nested: pack::Nested<'_>, steps: &[Step], span: Span, report: &mut Report) {
    let name = nested.name;
    let Some((first, rest)) = steps.split_first() else {
        return;
    };
    match (nested.nesting, first) {
        (Nesting::Single, _) => in_block(nested.block, name, steps, span, report),
        (_, Step::Splat(_)) => {}
        (Nesting::List, Step::Attribute(_)) => {
            let message = format!("`{name}` is a list of blocks: write `{name}[0]`");
            report.add(Kind::InvalidOperation, span, message);
        }
        (Nesting::Set, Step::Attribute(_)) => {
            let message = format!("`{name}` is a set of blocks: use `one({name})` or a `for`");
            report.add(Kind::InvalidOperation, span, message);
        }
        (Nesting::List, step) if is_constant(step) => {
            in_block(nested.block, name, rest, span, report);
        }
        _ => {}
    }
}

/// Checks the steps into the value of an attribute.
fn in_type(kind: Type<'_>, of: &str, steps: &[Step], span: Span, report: &mut Report) {
    let Some((first, rest)) = steps.split_first() else {
        return;
    };
    match (kind.shape(), first) {
        (Shape::Dynamic, _) | (_, Step::Splat(_)) => {}
        (Shape::Map(within), _) => in_type(within, of, rest, span, report),
        (Shape::Object(fields), Step::Attribute(name)) => match fields.get(&name.text) {
            Some(kind) => in_type(kind, &name.text, rest, span, report),
            None => {
                let near = report.nearest(&name.text, fields.iter().map(|field| field.0));
                let message = super::body::unknown("attribute", shortened(of), &name.text, near);
                report.add(Kind::UnsupportedAttribute, span, message);
            }
        },
        (Shape::String | Shape::Number | Shape::Bool, Step::Attribute(name)) => {
            let message = format!("`{of}` is a {kind} and has no `{}`", shortened(&name.text));
            report.add(Kind::UnsupportedAttribute, span, message);
        }
        (Shape::List(_) | Shape::Set(_), Step::Attribute(name)) => {
            let name = shortened(&name.text);
            let message = format!("`{of}` is a {kind}: write `{of}[0].{name}` or `{of}[*].{name}`");
            report.add(Kind::UnsupportedAttribute, span, message);
        }
        (Shape::String | Shape::Number | Shape::Bool, _) => {
            let message = format!("`{of}` is a {kind} and has no items");
            report.add(Kind::InvalidIndex, span, message);
        }
        (Shape::List(within), step) if is_constant(step) => {
            in_type(within, of, rest, span, report);
        }
        _ => {}
    }
}
