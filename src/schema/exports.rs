//! Checks the attributes and instance keys of references.

use super::checker::Checker;
use super::language::has_no_self;
use super::nearest::shortened;
use super::pack::{self, Block as Known, Nesting, Schema, Shape, Type};
use crate::hcl::{Address, Kind, Span, Step};
use crate::semantic::Use;

/// Checks every reference to a resource or data source that the module declares.
pub(super) fn check(schema: &Schema, cx: &Checker) {
    for used in cx.index.references() {
        let kind = used.block.kind.text.as_str();
        let is_evaluated = matches!(
            kind,
            "resource" | "data" | "output" | "locals" | "module" | "provider" | "check"
        );
        if is_evaluated {
            check_reference(used, schema, cx);
        }
    }
}

fn check_reference(used: &Use, schema: &Schema, cx: &Checker) {
    let reference = &used.reference;
    let root = reference.root.text.as_str();
    if matches!(root, "each" | "count" | "self" | "path" | "terraform") {
        return built_in(used, cx);
    }
    let target = used.address.and_then(|it| Some((it, cx.index.block(it)?)));
    let target = target.filter(|it| matches!(&*it.1.kind.text, "resource" | "data"));
    let Some((Address { kind, name, .. }, target)) = target else {
        return;
    };
    let mut steps = reference.path();
    let repeated = !target.is_single();
    let address = || shortened(&Address::new(kind, name).text());
    match steps.first() {
        None | Some(Step::Splat(_)) => return,
        Some(Step::Index(..) | Step::LegacyIndex(..)) if !repeated => {
            let address = address();
            let message =
                format!("`{address}` has neither `count` nor `for_each`: take the key out");
            return cx.report(Kind::UnexpectedKey, reference.span, message);
        }
        Some(Step::Index(..) | Step::LegacyIndex(..)) => {
            if !steps[0].is_constant_index() {
                return;
            }
            steps = &steps[1..];
        }
        Some(Step::Attribute(_)) if repeated => {
            let address = address();
            let message =
                format!("`{address}` has many instances: write `[0]`, `[each.key]` or `[*]`");
            return cx.report(Kind::MissingKey, reference.span, message);
        }
        Some(Step::Attribute(_)) => {}
    }
    if let Some(root) = schema.of(target) {
        in_block(root, kind, steps, reference.span, cx);
    }
}

/// Checks references to the objects that Terraform provides.
///
/// `each` and `count` are valid only where a block is repeated, `self` only in parts of a resource;
/// `path` and `terraform` have fixed attributes.
fn built_in(used: &Use, cx: &Checker) {
    let (block, reference) = (used.block, &used.reference);
    let attribute = match reference.steps.first() {
        Some(Step::Attribute(name)) => name.text.as_str(),
        _ => return,
    };
    let shown = || shortened(attribute);
    let kind = block.kind.text.as_str();
    let repeatable = matches!(kind, "resource" | "data" | "module");
    // OpenTofu repeats provider configurations by `for_each`.
    let repeated =
        |needs: &str| (repeatable || kind == "provider") && block.body.attribute(needs).is_some();
    let (kind, message) = match reference.root.text.as_str() {
        // Validation does not evaluate these in the arguments of a call.
        "each" | "count" if kind == "module" => return,
        "each" if !repeated("for_each") => (
            Kind::EachWithoutForEach,
            "`each` needs `for_each` in its block".to_owned(),
        ),
        "count" if !repeated("count") => (
            Kind::CountWithoutCount,
            "`count` needs `count` in its block".to_owned(),
        ),
        "each" if !matches!(attribute, "key" | "value") => (
            Kind::InvalidBuiltIn,
            format!("`each` has no `{}`: `key` and `value` are there", shown()),
        ),
        "count" if attribute != "index" => (
            Kind::InvalidBuiltIn,
            format!("`count` has no `{}`: `index` is there", shown()),
        ),
        "self" if !repeatable || has_no_self(used) => (
            Kind::InvalidSelf,
            "`self` is valid only in provisioners, connections and postconditions".to_owned(),
        ),
        "path" if !matches!(attribute, "module" | "root" | "cwd") => (
            Kind::InvalidBuiltIn,
            format!(
                "`path` has no `{}`: `module`, `root` and `cwd` are there",
                shown()
            ),
        ),
        "terraform" if !matches!(attribute, "workspace" | "env" | "applying") => (
            Kind::InvalidBuiltIn,
            format!("`terraform` has no `{}`: `workspace` is there", shown()),
        ),
        _ => return,
    };
    cx.report(kind, reference.span, message);
}

/// Checks the steps into a block of the schema.
fn in_block(block: Known<'_>, of: &str, steps: &[Step], span: Span, cx: &Checker) {
    let Some((Step::Attribute(name), rest)) = steps.split_first() else {
        return;
    };
    let name = name.text.as_str();
    if let Some(attribute) = block.attribute(name) {
        return in_type(attribute.kind, name, rest, span, cx);
    }
    if let Some(nested) = block.nested(name) {
        return in_nested(nested, rest, span, cx);
    }
    let near = cx.nearest(name, block.names());
    cx.report_unknown(Kind::UnsupportedAttribute, span, of, (name, near));
}

fn in_nested(nested: pack::Nested<'_>, steps: &[Step], span: Span, cx: &Checker) {
    let name = nested.name;
    let Some((first, rest)) = steps.split_first() else {
        return;
    };
    match (nested.nesting, first) {
        (Nesting::Single, _) => in_block(nested.block, name, steps, span, cx),
        (_, Step::Splat(_)) => {}
        (Nesting::List, Step::Attribute(_)) => {
            let message = format!("`{name}` is a list of blocks: write `{name}[0]`");
            cx.report(Kind::InvalidOperation, span, message);
        }
        (Nesting::Set, Step::Attribute(_)) => {
            let message = format!("`{name}` is a set of blocks: use `one({name})` or a `for`");
            cx.report(Kind::InvalidOperation, span, message);
        }
        (Nesting::List, step) if step.is_constant_index() => {
            in_block(nested.block, name, rest, span, cx);
        }
        _ => {}
    }
}

/// Checks the steps into the value of an attribute.
fn in_type(kind: Type<'_>, of: &str, steps: &[Step], span: Span, cx: &Checker) {
    let Some((first, rest)) = steps.split_first() else {
        return;
    };
    match (kind.shape(), first) {
        (Shape::Dynamic, _) | (_, Step::Splat(_)) => {}
        (Shape::Map(within), _) => in_type(within, of, rest, span, cx),
        (Shape::Object(fields), Step::Attribute(name)) => match fields.get(&name.text) {
            Some(kind) => in_type(kind, &name.text, rest, span, cx),
            None => {
                let near = cx.nearest(&name.text, fields.iter().map(|field| field.0));
                cx.report_unknown(Kind::UnsupportedAttribute, span, of, (&name.text, near));
            }
        },
        (Shape::String | Shape::Number | Shape::Bool, Step::Attribute(name)) => {
            let message = format!("`{of}` is a {kind} and has no `{}`", shortened(&name.text));
            cx.report(Kind::UnsupportedAttribute, span, message);
        }
        (Shape::List(_) | Shape::Set(_), Step::Attribute(name)) => {
            let name = shortened(&name.text);
            let message = format!("`{of}` is a {kind}: write `{of}[0].{name}` or `{of}[*].{name}`");
            cx.report(Kind::UnsupportedAttribute, span, message);
        }
        (Shape::String | Shape::Number | Shape::Bool, _) => {
            let message = format!("`{of}` is a {kind} and has no items");
            cx.report(Kind::InvalidIndex, span, message);
        }
        (Shape::List(within), step) if step.is_constant_index() => {
            in_type(within, of, rest, span, cx);
        }
        _ => {}
    }
}
