//! Declares undeclared variables, data sources and resources that are referred to.
//!
//! Only blocks whose content follows from their type are written.

use super::Deed;
use super::literal::is_secret_name;
use super::region::region_of;
use super::scene::Scene;
use super::secret::{hide, may_hide};
use super::words::title;
use crate::hcl::{Edit, edit};
use crate::stable_sort::Order;
use std::collections::BTreeMap;

/// Block that can be written from its type alone.
struct Companion {
    /// Type as in addresses, with the prefix `data.` for data sources.
    type_name: &'static str,
    /// Only label that is written; the content of other blocks of the type is unknown.
    label: Option<&'static str>,
    lines: &'static [&'static str],
    /// Address of another block that the lines refer to.
    needs: Option<&'static str>,
}

const COMPANIONS: &[Companion] = &[
    Companion::data("data.aws_availability_zones", &["state = \"available\""]),
    Companion::data("data.aws_caller_identity", &[]),
    Companion::data("data.aws_region", &[]),
    Companion::data("data.aws_partition", &[]),
    Companion::data("data.aws_canonical_user_id", &[]),
    Companion::data("data.aws_elb_service_account", &[]),
    Companion {
        type_name: "data.aws_vpc",
        label: Some("default"),
        lines: &["default = true"],
        needs: None,
    },
    Companion {
        type_name: "data.aws_subnets",
        label: Some("default"),
        lines: &[
            "filter {",
            "  name   = \"vpc-id\"",
            "  values = [data.aws_vpc.default.id]",
            "}",
        ],
        needs: Some("data.aws_vpc.default"),
    },
    Companion::data("random_id", &["byte_length = 4"]),
    Companion::data("random_integer", &["min = 1000", "max = 9999"]),
    Companion::data("random_password", &["length  = 24", "special = false"]),
    Companion::data("random_pet", &[]),
    Companion::data(
        "random_string",
        &["length  = 8", "special = false", "upper   = false"],
    ),
    Companion::data("random_uuid", &[]),
    Companion::data(
        "tls_private_key",
        &["algorithm = \"RSA\"", "rsa_bits  = 4096"],
    ),
];

/// Names of variables that hold the region.
const REGION_NAMES: [&str; 3] = ["region", "aws_region", "region_name"];

/// Variable names that Terraform reserves.
const RESERVED: [&str; 8] = [
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "locals",
    "providers",
    "source",
    "version",
];

const WHY_BLOCK: &str = "It is referred to and was not declared.";
const WHY_VARIABLE: &str = "It is referred to and was not declared; Terraform will prompt for it.";
const WHY_REGION: &str = "It is referred to and was not declared.";

impl Companion {
    const fn data(type_name: &'static str, lines: &'static [&'static str]) -> Companion {
        Companion {
            type_name,
            label: None,
            lines,
            needs: None,
        }
    }

    fn text(&self, label: &str) -> String {
        let (kind, type_name) = match self.type_name.strip_prefix("data.") {
            Some(type_name) => ("data", type_name),
            None => ("resource", self.type_name),
        };
        let head = format!("{kind} \"{type_name}\" \"{label}\"");
        match self.lines {
            [] => format!("{head} {{}}"),
            lines => format!("{head} {{\n  {}\n}}", lines.join("\n  ")),
        }
    }

    /// Returns the address if the block has a fixed label.
    fn address(&self) -> String {
        format!("{}.{}", self.type_name, self.label.unwrap_or_default())
    }

    /// Whether the block that the lines refer to is or will be declared.
    fn can_stand(&self, scene: &Scene) -> bool {
        self.needs
            .is_none_or(|needs| scene.declares(needs) || scene.wants("companion", needs))
    }

    /// Returns the block that is also written and whose lines refer to this block.
    fn needed_by(&self, scene: &Scene) -> Option<&'static Companion> {
        let address = self.address();
        COMPANIONS.iter().find(|other| {
            other.needs == Some(&address)
                && !scene.declares(&address)
                && !other.labels(scene).is_empty()
                && scene.wants("companion", &other.address())
        })
    }

    /// Returns the labels that are referred to but not declared.
    fn labels(&self, scene: &Scene) -> Vec<String> {
        let undeclared = scene.undeclared(self.type_name).into_iter();
        let labels = undeclared.filter_map(|address| address.rsplit('.').next().map(str::to_owned));
        labels
            .filter(|name| self.label.is_none_or(|label| label == name))
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

/// Returns the declared variable that holds the region.
pub(super) fn region_variable(scene: &Scene) -> Option<&'static str> {
    REGION_NAMES
        .into_iter()
        .find(|name| scene.declares(&format!("var.{name}")))
}

/// Returns the changes of this step.
pub(super) fn deeds(scene: &Scene) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = Vec::new();
    for companion in COMPANIONS {
        let mut labels = companion.labels(scene);
        let mut unprefixed = unprefixed(scene, companion);
        labels.extend(unprefixed.keys().cloned());
        labels.extend(
            companion
                .label
                .filter(|_| companion.needed_by(scene).is_some())
                .map(str::to_owned),
        );
        labels.order();
        labels.dedup();
        for label in labels {
            let edits = unprefixed.remove(&label).unwrap_or_default();
            deeds.extend(write(scene, companion, &label, edits));
        }
    }
    deeds.extend(variables(scene));
    deeds
}

/// Writes one block and corrects references to it that lack `data.`.
fn write(scene: &Scene, companion: &Companion, label: &str, mut edits: Vec<Edit>) -> Option<Deed> {
    let address = format!("{}.{label}", companion.type_name);
    if !companion.can_stand(scene) || !scene.wants("companion", &address) {
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
    Some(Deed::new("companion", &address, what, WHY_BLOCK, edits))
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
fn variables(scene: &Scene) -> Vec<Deed> {
    let mut deeds = Vec::new();
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
        let title = if REGION_NAMES.contains(&name) {
            "AWS region".to_owned()
        } else {
            title(name)
        };
        let title = edit::quote(&title);
        let mut lines = format!("variable \"{name}\" {{\n  description = {title}\n");
        let mut hidden = Vec::new();
        let region = REGION_NAMES.contains(&name);
        if region {
            let default = edit::quote(region_of(scene));
            lines.push_str(&format!(
                "  type        = string\n  default     = {default}\n"
            ));
        } else if is_secret_name(name) && may_hide(scene, &address) {
            lines.push_str("  sensitive   = true\n");
            hidden = hide(scene, &address, None);
        }
        lines.push('}');
        let what = format!("Variable `{name}` declared");
        let why = if region { WHY_REGION } else { WHY_VARIABLE };
        let mut edits = vec![edit::before(scene.module, first, &lines)];
        edits.extend(hidden);
        deeds.push(Deed::new("variable", &address, what, why, edits));
    }
    deeds
}
