//! Gives the blocks of a recipe names that are free in the module.

use super::Register;
use crate::hcl::{self, Block, Module};

/// Names for the blocks of a recipe.
pub(super) struct Names {
    /// Value of `{at}`: the address of the fixed resource.
    ///
    /// It is inserted last, because its name may equal a name that is replaced.
    at: String,
    /// Address in the recipe, address in the module, and index of an instance.
    taken: Vec<(String, String, Option<&'static str>)>,
}

impl Names {
    pub(super) fn of(at: String) -> Self {
        let taken = Vec::new();
        Self { at, taken }
    }

    /// Chooses a free name for an address; returns whether its block must be written.
    ///
    /// The block is not written if an existing block contains everything in `text`. Without a text
    /// the block is always new.
    pub(super) fn claim(
        &mut self,
        module: &Module,
        register: &Register,
        address: &str,
        text: Option<&str>,
        index: Option<&'static str>,
    ) -> bool {
        let text = text.map(|text| self.applied(text));
        let mut free = address.to_owned();
        for number in 2.. {
            let says_it = |block| {
                text.as_deref()
                    .is_some_and(|text| says(module, block, text))
            };
            match register.at(&free) {
                None if register.claims(&free, text.as_deref()) => break,
                Some(block) if says_it(block) => {
                    self.taken.push((address.to_owned(), free, index));
                    return false;
                }
                _ => {}
            }
            free = format!("{address}_{number}");
        }
        self.taken.push((address.to_owned(), free, index));
        true
    }

    /// Maps an address of the recipe to an existing address.
    pub(super) fn is(&mut self, address: &str, there: String) {
        self.taken.push((address.to_owned(), there, None));
    }

    /// Replaces the recipe's names in a text by the names in the module.
    pub(super) fn applied(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (address, name, index) in &self.taken {
            if address != name {
                text = text.replacen(&header(address), &header(name), 1);
                if let (Some(old), Some(new)) = (alias(address), alias(name)) {
                    text = text.replace(&format!("\"{old}\""), &format!("\"{new}\""));
                    text = replaced(&text, &format!("aws.{old}"), &format!("aws.{new}"), None);
                }
            }
            if address != name || index.is_some() {
                text = replaced(&text, address, name, *index);
            }
        }
        text.replace("{at}", &self.at)
    }
}

/// Returns the address of the block in a text.
pub(super) fn address(text: &str) -> String {
    let mut quoted = text.split('"').skip(1).step_by(2);
    let (kind, name) = (
        quoted.next().unwrap_or_default(),
        quoted.next().unwrap_or_default(),
    );
    if text.starts_with("data ") {
        format!("data.{kind}.{name}")
    } else if text.starts_with("provider ") {
        format!("provider.{kind}.{name}")
    } else {
        format!("{kind}.{name}")
    }
}

/// Returns the alias in the address of a provider.
fn alias(address: &str) -> Option<&str> {
    address.strip_prefix("provider.aws.")
}

/// Returns the labels of an address as in a block header.
fn header(address: &str) -> String {
    let address = address.strip_prefix("data.").unwrap_or(address);
    let (kind, name) = address.split_once('.').unwrap_or_default();
    format!("\"{kind}\" \"{name}\"")
}

/// Replaces an address in a text.
///
/// References to an attribute get the index of an instance. References to the whole resource, as in
/// `depends_on`, get no index.
fn replaced(text: &str, address: &str, name: &str, index: Option<&str>) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(address) {
        let (before, found) = rest.split_at(at);
        let after = &found[address.len()..];
        replaced.push_str(before);
        let whole =
            !before.ends_with(|c: char| is_part(c) || c == '.') && !after.starts_with(is_part);
        if whole {
            replaced.push_str(name);
            if after.starts_with('.') {
                replaced.push_str(index.unwrap_or_default());
            }
        } else {
            replaced.push_str(address);
        }
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

/// Whether a block contains everything in a text and has as many instances.
fn says(module: &Module, block: &Block, text: &str) -> bool {
    let there = &module.text[block.span.range()];
    if there == text {
        return true;
    }
    let wanted = hcl::parse(text);
    let Some(wanted_block) = wanted.blocks().next() else {
        return false;
    };
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let has = |name: &str| block.body.attribute(name).is_some();
    let wants = |name: &str| wanted_block.body.attribute(name).is_some();
    let as_often = ["count", "for_each", "provider"]
        .iter()
        .all(|name| has(name) == wants(name));
    as_often
        && wanted_block.body.attributes().all(|wanted_one| {
            let one = block.body.attribute(&wanted_one.name.text);
            one.is_some_and(|one| {
                squeezed(&module.text[one.value.span.range()])
                    == squeezed(&wanted.text[wanted_one.value.span.range()])
            })
        })
}
