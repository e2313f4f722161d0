//! Declares undeclared variables, data sources and resources that are referred to.
//!
//! Only blocks whose content follows from their type are written.

use super::Fix;
use super::literal::is_secret_name;
use super::region::region_of;
use super::scene::Scene;
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
    fn is_complete(&self, scene: &Scene) -> bool {
        let fixed = COMPANIONS.iter().filter(|other| other.label.is_some());
        fixed.map(Companion::address).all(|needed| {
            !self.refers_to(&needed) || scene.declares(&needed) || scene.wants("companion", &needed)
        })
    }

    /// Returns the block that is also written and whose text refers to this block.
    fn needed_by(&self, scene: &Scene) -> Option<&'static Companion> {
        let address = self.label.is_some().then(|| self.address())?;
        COMPANIONS.iter().find(|other| {
            other.refers_to(&address)
                && !scene.declares(&address)
                && !other.labels(scene).is_empty()
                && scene.wants("companion", &other.address())
        })
    }

    /// Returns the labels that are referred to but not declared.
    fn labels(&self, scene: &Scene) -> Vec<String> {
        let undeclared = scene.undeclared(&self.type_name).into_iter();
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
pub(super) fn region_variable(scene: &Scene) -> Option<&'static str> {
    REGION_NAMES
        .into_iter()
        .find(|name| scene.declares(&format!("var.{name}")))
}

/// Returns the changes of this step.
pub(super) fn fixes(scene: &Scene) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = Vec::new();
    for companion in COMPANIONS.iter() {
        let mut labels = companion.labels(scene);
        let mut unprefixed = unprefixed(scene, companion);
        labels.extend(unprefixed.keys().cloned());
        let is_needed = companion.needed_by(scene).is_some();
        labels.extend(companion.label.clone().filter(|_| is_needed));
        labels.order();
        labels.dedup();
        for label in labels {
            let edits = unprefixed.remove(&label).unwrap_or_default();
            fixes.extend(write(scene, companion, &label, edits));
        }
    }
    fixes.extend(variables(scene));
    fixes
}

/// Writes one block and corrects references to it that lack `data.`.
fn write(scene: &Scene, companion: &Companion, label: &str, mut edits: Vec<Edit>) -> Option<Fix> {
    let address = format!("{}.{label}", companion.type_name);
    if !companion.is_complete(scene) || !scene.wants("companion", &address) {
        return None;
    }
    let plain = address.strip_prefix("data.").unwrap_or(&address);
    let declared = scene.declares(&address);
    if !declared {
        let needed_by = companion.needed_by(scene).map(Companion::address);
        let users = [Some(address.as_str()), Some(plain), needed_by.as_deref()];
        let users = users
            .into_iter()
            .flatten()
            .filter_map(|address| scene.first_user(address));
        let first = users.min_by_key(|user| user.span.start)?;
        edits.push(edit::before(scene.module, first, &companion.text(label)));
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
fn unprefixed(scene: &Scene, companion: &Companion) -> BTreeMap<String, Vec<Edit>> {
    let Some(plain) = companion.type_name.strip_prefix("data.") else {
        return BTreeMap::new();
    };
    if companion.label.is_some() {
        return BTreeMap::new();
    }
    let undeclared = scene.undeclared(plain).into_iter();
    undeclared
        .filter_map(|address| {
            let uses = scene.uses(&address).into_iter();
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
fn variables(scene: &Scene) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for address in scene.undeclared("var") {
        let name = address.trim_start_matches("var.");
        if RESERVED.contains(&name) {
            continue;
        }
        let Some(first) = scene
            .first_user(&address)
            .filter(|_| scene.wants("variable", &address))
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
            values.push(("default", Value::Text(region_of(scene).to_owned())));
        } else if is_secret_name(name) && may_hide(scene, &address) {
            values.push(("sensitive", Value::new("true")));
            hidden = hide(scene, &address, None);
        }
        let what = format!("Variable `{name}` declared");
        let why = if region { WHY_BLOCK } else { WHY_VARIABLE };
        let text = block("variable", name, &values);
        let mut edits = vec![edit::before(scene.module, first, &text)];
        edits.extend(hidden);
        fixes.push(Fix::completion("variable", &address, what, why, edits));
    }
    fixes
}
