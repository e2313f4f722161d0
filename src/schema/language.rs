//! Checks the blocks that Terraform reads before any provider.
//!
//! These are `check`, `import`, `moved` and `removed` blocks, conditions, backends and destroy
//! provisioners.

use super::checker::Checker;
use crate::hcl::{Block, Expression, ExpressionKind, Item, Kind, Reference, Step};
use crate::semantic::Use;

/// Checks the blocks of the language and the conditions of a module.
pub(super) fn check(cx: &Checker) {
    let module = cx.index.module;
    for block in module.blocks() {
        match block.kind.text.as_str() {
            "check" => asserts(block, cx),
            "import" => import(block, cx),
            "moved" => moved(block, cx),
            "removed" => removed(block, cx),
            "resource" | "data" => resource(block, cx),
            "output" => conditions(block, cx),
            "variable" => validations(block, cx),
            _ => {}
        }
    }
    backends(cx);
    cx.index
        .references()
        .iter()
        .for_each(|used| scoped(used, cx));
}

/// Reports a `check` block without conditions, and checks those it has.
fn asserts(block: &Block, cx: &Checker) {
    let mut found = block.body.blocks_of("assert").peekable();
    if found.peek().is_none() && !cx.has_syntax_errors(block) {
        let message = "a `check` block needs an `assert` block";
        cx.report(Kind::MissingAssert, block.header, message);
    }
    found.for_each(|one| condition(one, cx));
}

fn import(block: &Block, cx: &Checker) {
    let has_identity = ["id", "identity"]
        .iter()
        .any(|name| block.body.attribute(name).is_some());
    if !has_identity && !cx.has_syntax_errors(block) {
        let message = "`import` needs the argument `id`";
        cx.report(Kind::MissingArgument, block.header, message);
    }
    if let Some(target) = block.body.attribute("to").map(|it| &it.value)
        && let Some((root, _)) = resource_of(target)
        && root == "data"
    {
        let message = "a data source cannot be imported, only a resource";
        cx.report(Kind::InvalidImport, target.span, message);
    }
}

fn moved(block: &Block, cx: &Checker) {
    let target = |name: &str| Some(&block.body.attribute(name)?.value);
    let (Some(from), Some(to)) = (target("from"), target("to")) else {
        return;
    };
    let is_module = |it: &Expression| Reference::new(it).map(|_| resource_of(it).is_none());
    if let (Some(one), Some(other)) = (is_module(from), is_module(to))
        && one != other
    {
        let message = "a resource moves to a resource, and a module to a module";
        cx.report(Kind::InvalidMove, block.header, message);
    }
}

fn removed(block: &Block, cx: &Checker) {
    let Some(target) = block.body.attribute("from").map(|it| &it.value) else {
        return;
    };
    let Some(reference) = Reference::new(target) else {
        return;
    };
    if !reference.steps.iter().any(is_key_step) {
        return;
    }
    let is_of_resource =
        resource_of(target).is_some_and(|(_, steps)| steps.iter().any(is_key_step));
    let (kind, what) = match is_of_resource {
        true => (Kind::ResourceKey, "resource"),
        false => (Kind::ModuleKey, "module"),
    };
    let message = format!("`removed` takes the whole {what}: leave the key out");
    cx.report(kind, target.span, message);
}

fn is_key_step(step: &Step) -> bool {
    matches!(step, Step::Index(..) | Step::LegacyIndex(..))
}

/// Returns the first word of the resource in an address, and the steps after it.
///
/// An address of a module has none: `module.net`, `module.net["a"].module.dns`.
fn resource_of(address: &Expression) -> Option<(&str, &[Step])> {
    let reference = Reference::new(address)?;
    let mut root = reference.root.text.as_str();
    let mut steps = reference.steps;
    while root == "module" {
        let mut rest = steps.get(1..)?;
        if rest.first().is_some_and(is_key_step) {
            rest = &rest[1..];
        }
        match rest.split_first() {
            Some((Step::Attribute(name), rest)) => (root, steps) = (&name.text, rest),
            _ => return None,
        }
    }
    Some((root, steps))
}

/// Checks the conditions and the provisioners of a resource or data source.
fn resource(block: &Block, cx: &Checker) {
    conditions(block, cx);
    for lifecycle in block.body.blocks_of("lifecycle") {
        conditions(lifecycle, cx);
    }
    let mut is_destroyed = false;
    for provisioner in block.body.blocks_of("provisioner") {
        let when = provisioner.body.attribute("when").map(|it| &it.value);
        if when.and_then(|it| it.bare_name().or_else(|| it.literal_text())) == Some("destroy") {
            is_destroyed = true;
            only_itself(provisioner, cx);
        }
    }
    if is_destroyed {
        let connections = block.body.blocks_of("connection");
        connections.for_each(|it| only_itself(it, cx));
    }
}

/// Reports references in a destroy provisioner to anything but its own resource.
fn only_itself(block: &Block, cx: &Checker) {
    for reference in block.references() {
        let name = match reference.steps.first() {
            Some(Step::Attribute(name)) => name.text.as_str(),
            _ => "",
        };
        let is_own = match reference.root.text.as_str() {
            "self" | "path" | "terraform" => true,
            "count" => name == "index",
            "each" => name == "key",
            _ => false,
        };
        if !is_own {
            let message = "a destroy provisioner knows its own resource alone: use `self`";
            cx.report(Kind::DestroyReference, reference.span, message);
        }
    }
}

/// Checks the `precondition` and `postcondition` blocks in a block.
fn conditions(outer: &Block, cx: &Checker) {
    for inner in outer.body.blocks() {
        if matches!(inner.kind.text.as_str(), "precondition" | "postcondition") {
            condition(inner, cx);
        }
    }
}

/// Checks that a condition has its arguments and refers to something.
fn condition(block: &Block, cx: &Checker) {
    let kind = &block.kind.text;
    for name in ["condition", "error_message"] {
        if block.body.attribute(name).is_none() && !cx.has_syntax_errors(block) {
            let message = format!("`{kind}` needs the argument `{name}`");
            cx.report(Kind::MissingArgument, block.header, message);
        }
    }
    if let Some(condition) = block.body.attribute("condition")
        && condition.value.references().is_empty()
        && !matches!(condition.value.kind, ExpressionKind::Invalid)
    {
        let message = format!("a `{kind}` must refer to something, or it checks nothing");
        cx.report(Kind::UncheckedCondition, condition.value.span, message);
    }
}

/// Checks that the validations of a variable refer to it.
fn validations(block: &Block, cx: &Checker) {
    let Some(variable) = block.labels.first() else {
        return;
    };
    for validation in block.body.blocks_of("validation") {
        let Some(condition) = validation.body.attribute("condition") else {
            continue;
        };
        let is_own = |it: &Reference| {
            let name = matches!(it.steps.first(), Some(Step::Attribute(name)) if name.text == variable.text);
            it.root.text == "var" && name
        };
        let references = condition.value.references();
        if !references.iter().any(is_own)
            && !matches!(condition.value.kind, ExpressionKind::Invalid)
        {
            let message = "the condition must refer to the variable that it validates";
            cx.report(Kind::InvalidValidation, condition.value.span, message);
        }
    }
}

/// Reports a second backend of the module, and a backend next to a `cloud` block.
fn backends(cx: &Checker) {
    let settings = cx.index.module.body.blocks_of("terraform");
    let inner = settings.flat_map(|it| it.body.blocks());
    let (mut backends, mut clouds) = (0, 0);
    for block in inner {
        let (count, kind, message) = match block.kind.text.as_str() {
            "backend" => {
                let message = "a module has one `backend` block";
                (&mut backends, Kind::DuplicateBackend, message)
            }
            "cloud" => {
                let message = "a module has one `cloud` block";
                (&mut clouds, Kind::DuplicateCloud, message)
            }
            _ => continue,
        };
        *count += 1;
        if *count > 1 {
            cx.report(kind, block.header, message);
        } else if backends > 0 && clouds > 0 {
            let message = "a module has a `backend` block or a `cloud` block, not both";
            cx.report(Kind::BackendAndCloud, block.header, message);
        }
    }
}

/// Reports a reference to a data source of a `check` block from outside of it.
fn scoped(used: &Use, cx: &Checker) {
    let Some(address) = used.address.filter(|it| it.mode == "data") else {
        return;
    };
    let Some(declared) = cx.index.block(address) else {
        return;
    };
    let outer = cx.index.module.block_at(declared.span.start);
    if let Some(outer) = outer.filter(|it| it.kind.text == "check")
        && !std::ptr::eq(outer, used.block)
    {
        let message = "a data source of a `check` block is known only in that block";
        cx.report(Kind::ScopedReference, used.reference.span, message);
    }
}

/// Returns whether `self` has no meaning at a reference in a resource or data source.
pub(super) fn has_no_self(used: &Use) -> bool {
    let Some(Item::Block(item)) = used.item() else {
        return true;
    };
    let at = used.reference.span.start;
    match item.kind.text.as_str() {
        "provisioner" | "connection" => false,
        "lifecycle" => {
            let mut inner = item.body.blocks_of("postcondition");
            !inner.any(|it| it.span.range().contains(&at))
        }
        _ => true,
    }
}
