//! Reports references to names that the module does not declare.

use super::checker::Checker;
use super::nearest::{nearest, shortened};
use crate::hcl::{Address, Body, Expression, ExpressionKind, Item, Kind};
use crate::semantic::Use;
use crate::stable_sort::Order;

/// Names that Terraform defines itself.
const BUILT_IN: &[&str] = &["count", "each", "path", "self", "terraform"];

/// Keywords that provisioners take without quotes.
const PROVISIONER: &[&str] = &["continue", "create", "destroy", "fail"];

/// Maximum number of local values that are followed to find whether a value is known.
const HOPS_MAX: usize = 8;

pub(super) fn check(cx: &Checker) {
    for used in cx.index.references() {
        let is_checked = match used.block.kind.text.as_str() {
            "resource" | "data" | "ephemeral" | "provider" | "output" | "locals" | "module"
            | "check" => true,
            "variable" => {
                matches!(used.item(), Some(Item::Block(it)) if it.kind.text == "validation")
            }
            // References in `terraform`, `moved`, `import`, `removed` and `action` blocks need not be
            // declared, or follow other rules.
            _ => false,
        };
        if is_checked
            && !BUILT_IN.contains(&used.reference.root.text.as_str())
            && is_evaluated(&used.block.body, used, cx)
        {
            reference(used, cx);
        }
    }
}

/// Returns whether validation evaluates a reference in a body.
///
/// It does not evaluate the content of a `dynamic` block whose items are known only in a plan. A
/// list or an object that is written out has known items, whatever their values are.
fn is_evaluated(body: &Body, used: &Use, cx: &Checker) -> bool {
    let at = used.reference.span.start;
    let Some(block) = body.blocks().find(|it| it.body.span.range().contains(&at)) else {
        return true;
    };
    let items = block.body.attribute("for_each").map(|it| &it.value);
    let is_content = block.kind.text == "dynamic"
        && block
            .body
            .blocks_of("content")
            .any(|it| it.body.span.range().contains(&at));
    let is_unknown = |items: &Expression| {
        let is_written_out = matches!(
            items.kind,
            ExpressionKind::List(_) | ExpressionKind::Object(_)
        );
        !is_written_out && !cx.index.reached(items.span, HOPS_MAX).is_empty()
    };
    !(is_content && items.is_some_and(is_unknown)) && is_evaluated(&block.body, used, cx)
}

fn reference(used: &Use, cx: &Checker) {
    let (root, span) = (used.reference.root.text.as_str(), used.reference.span);
    let kind = match root {
        "var" => Kind::UndeclaredVariable,
        "local" => Kind::UndeclaredLocal,
        "module" => Kind::UndeclaredModule,
        _ => Kind::UndeclaredResource,
    };
    let Some(address) = used.address else {
        let is_type =
            kind == Kind::UndeclaredResource && !matches!(root, "data" | "ephemeral" | "resource");
        if is_type && used.reference.steps.is_empty() && !PROVISIONER.contains(&root) {
            let message = format!("`{}` is a bare name; text needs quotes", shortened(root));
            cx.report(Kind::InvalidReference, span, message);
        }
        return;
    };
    // Outputs and providers have an address, and nothing refers to them by it.
    if cx.index.declares(address) && !matches!(address.kind, "output" | "provider") {
        return;
    }
    let near = cx.may_suggest().then(|| near(address, kind, cx)).flatten();
    let (name, near) = (address.text(), near.map(Address::text));
    let mut message = format!("`{}` is not declared", shortened(&name));
    if let Some(near) = &near {
        message += &format!("; the nearest is `{}`", shortened(near));
    }
    cx.report_name(kind, span, message, (&name, near.as_deref()));
}

/// Finds the declared address that is nearest to the one of a reference.
///
/// If resources of the type are declared, this is the one with the nearest or the only name.
/// Otherwise it is the nearest type that has the name.
fn near<'a>(address: Address<'a>, kind: Kind, cx: &Checker<'a>) -> Option<Address<'a>> {
    let names = cx.index.names(address);
    if kind != Kind::UndeclaredResource || !names.is_empty() {
        let only = names.first().filter(|_| names.len() == 1).copied();
        let only = only.filter(|_| kind == Kind::UndeclaredResource);
        let name = nearest(address.name, &mut names.into_iter()).or(only)?;
        return Some(Address { name, ..address });
    }
    let is_type = |kind: &str| matches!(kind, "resource" | "data" | "ephemeral");
    let blocks = cx.index.blocks().filter(|(own, block)| {
        (own.mode, own.name) == (address.mode, address.name) && is_type(&block.kind.text)
    });
    let mut types: Vec<&str> = blocks.map(|(own, _)| own.kind).collect();
    types.order();
    let kind = nearest(address.kind, &mut types.into_iter())?;
    Some(Address { kind, ..address })
}
