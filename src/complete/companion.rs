//! Declares undeclared variables, data sources and resources that are referred to.
//!
//! Only blocks whose content follows from their type are written.

use super::Fix;
use super::context::Context;
use super::literal::is_secret_name;
use super::region::region_of;
use super::secret::{hide, may_hide};
use super::words::title;
use crate::hcl::format::layout;
use crate::hcl::{Edit, edit};
use crate::stable_sort::Order;
use crate::template::{self, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Block that can be written from its type alone.
struct Companion {
    text: &'static str,
    /// Type as in addresses, with the prefix `data.` for data sources.
    type_name: String,
    /// Only label that is written; the content of other blocks of the type is unknown.
    label: Option<String>,
}

static COMPANIONS: LazyLock<Vec<Companion>> = LazyLock::new(|| {
    let blocks = template::blocks(include_str!("companions.tf")).into_iter();
    let companions = blocks.filter_map(|text| {
        let address = template::address(text);
        let (type_name, label) = address.rsplit_once('.')?;
        let label = Some(label.to_owned()).filter(|label| label != "this");
        let type_name = type_name.to_owned();
        Some(Companion {
            text,
            type_name,
            label,
        })
    });
    companions.collect()
});

/// Names of variables that hold the region.
const REGION_NAMES: [&str; 3] = ["region", "aws_region", "region_name"];

/// Variable names that Terraform reserves.
const RESERVED: &[&str] = strings! {
    "count", "depends_on", "for_each", "lifecycle", "locals", "providers", "source", "version",
};

const WHY_BLOCK: &str = "It is referred to and was not declared.";
const WHY_VARIABLE: &str = "It is referred to and was not declared; Terraform will prompt for it.";

impl Companion {
    fn text(&self, label: &str) -> String {
        template::relabel(self.text, "this", label)
    }

    /// Returns the address if the block has a fixed label.
    fn address(&self) -> String {
        let label = self.label.as_deref().unwrap_or_default();
        format!("{}.{label}", self.type_name)
    }

    /// Whether the text refers to an address.
    fn refers_to(&self, address: &str) -> bool {
        self.address() != address && self.text.contains(address)
    }

    /// Whether the block that the text refers to is or will be declared.
    fn is_complete(&self, cx: &Context) -> bool {
        let fixed = COMPANIONS.iter().filter(|other| other.label.is_some());
        fixed.map(Companion::address).all(|needed| {
            !self.refers_to(&needed) || cx.declares(&needed) || cx.allows("companion", &needed)
        })
    }

    /// Returns the block that is also written and whose text refers to this block.
    fn needed_by(&self, cx: &Context) -> Option<&'static Companion> {
        let address = self.label.is_some().then(|| self.address())?;
        COMPANIONS.iter().find(|other| {
            other.refers_to(&address)
                && !cx.declares(&address)
                && !other.labels(cx).is_empty()
                && cx.allows("companion", &other.address())
        })
    }

    /// Returns the labels that are referred to but not declared.
    fn labels(&self, cx: &Context) -> Vec<String> {
        let undeclared = cx.undeclared(&self.type_name).into_iter();
        let labels = undeclared.filter_map(|address| address.rsplit('.').next().map(str::to_owned));
        labels
            .filter(|name| self.label.as_ref().is_none_or(|label| label == name))
            .collect()
    }
}

/// Returns the block of a type that can be written from its type alone.
pub(super) fn text(type_name: &str, label: &str) -> Option<String> {
    let mut companions = COMPANIONS.iter();
    companions
        .find(|one| one.type_name == type_name)
        .map(|one| one.text(label))
}

/// Returns the block of a name in `blocks.tf`, with a label and values.
pub(super) fn block(name: &str, label: &str, values: &[(&str, Value)]) -> String {
    let mut blocks = template::sections(include_str!("blocks.tf"));
    let text = blocks
        .find(|(of, _)| *of == name)
        .map_or("", |(_, text)| text);
    let value = |name: &str| values.iter().find(|(of, _)| *of == name);
    let text = template::relabel(text, "this", label);
    let text = template::fill(&text, &|name| {
        Ok(value(name).map(|(_, value)| value.clone()))
    });
    layout(&text.unwrap_or_default())
}

/// Returns the declared variable that holds the region.
pub(super) fn region_variable(cx: &Context) -> Option<&'static str> {
    REGION_NAMES
        .into_iter()
        .find(|name| cx.declares(&format!("var.{name}")))
}

/// Returns the changes of this step.
pub(super) fn fixes(cx: &Context) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = Vec::new();
    for companion in COMPANIONS.iter() {
        let mut labels = companion.labels(cx);
        let mut unprefixed = unprefixed(cx, companion);
        labels.extend(unprefixed.keys().cloned());
        let is_needed = companion.needed_by(cx).is_some();
        labels.extend(companion.label.clone().filter(|_| is_needed));
        labels.order();
        labels.dedup();
        for label in labels {
            let edits = unprefixed.remove(&label).unwrap_or_default();
            fixes.extend(write(cx, companion, &label, edits));
        }
    }
    fixes.extend(variables(cx));
    fixes
}

/// Writes one block and corrects references to it that lack `data.`.
fn write(cx: &Context, companion: &Companion, label: &str, mut edits: Vec<Edit>) -> Option<Fix> {
    let address = format!("{}.{label}", companion.type_name);
    if !companion.is_complete(cx) || !cx.allows("companion", &address) {
        return None;
    }
    let plain = address.strip_prefix("data.").unwrap_or(&address);
    let declared = cx.declares(&address);
    if !declared {
        let needed_by = companion.needed_by(cx).map(Companion::address);
        let users = [Some(address.as_str()), Some(plain), needed_by.as_deref()];
        let users = users
            .into_iter()
            .flatten()
            .filter_map(|address| cx.first_user(address));
        let first = users.min_by_key(|user| user.span.start)?;
        edits.push(edit::before(cx.module, first, &companion.text(label)));
    }
    let what = match declared {
        true => format!("`{plain}` reads `{address}`"),
        false => format!("`{address}` written"),
    };
    Some(Fix::completion(
        "companion",
        &address,
        what,
        WHY_BLOCK,
        edits,
    ))
}

/// Returns edits that add a missing `data.` prefix to references, by label.
///
/// No resource has the type of such a data source.
fn unprefixed(cx: &Context, companion: &Companion) -> BTreeMap<String, Vec<Edit>> {
    let Some(plain) = companion.type_name.strip_prefix("data.") else {
        return BTreeMap::new();
    };
    if companion.label.is_some() {
        return BTreeMap::new();
    }
    let undeclared = cx.undeclared(plain).into_iter();
    undeclared
        .filter_map(|address| {
            let uses = cx.uses(&address).into_iter();
            let uses = uses.filter(|used| used.block.closed);
            let edits = uses.map(|used| {
                let at = used.reference.root.span.start;
                Edit::insert(at, "data.")
            });
            Some((address.rsplit('.').next()?.to_owned(), edits.collect()))
        })
        .collect()
}

/// Declares variables that are referred to but not declared.
fn variables(cx: &Context) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for address in cx.undeclared("var") {
        let name = address.trim_start_matches("var.");
        if RESERVED.contains(&name) {
            continue;
        }
        let Some(first) = cx
            .first_user(&address)
            .filter(|_| cx.allows("variable", &address))
        else {
            continue;
        };
        let region = REGION_NAMES.contains(&name);
        let title = if region {
            "AWS region".to_owned()
        } else {
            title(name)
        };
        let mut values = vec![("description", Value::Text(title))];
        let mut hidden = Vec::new();
        if region {
            values.push(("typed", Value::new("true")));
            values.push(("default", Value::Text(region_of(cx).to_owned())));
        } else if is_secret_name(name) && may_hide(cx, &address) {
            values.push(("sensitive", Value::new("true")));
            hidden = hide(cx, &address, None);
        }
        let what = format!("Variable `{name}` declared");
        let why = if region { WHY_BLOCK } else { WHY_VARIABLE };
        let text = block("variable", name, &values);
        let mut edits = vec![edit::before(cx.module, first, &text)];
        edits.extend(hidden);
        fixes.push(Fix::completion("variable", &address, what, why, edits));
    }
    fixes
}
