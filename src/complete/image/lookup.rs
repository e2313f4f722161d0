//! Finds or writes the image lookup of a server.

use super::Site;
use crate::complete::companion;
use crate::complete::context::Context;
use crate::complete::distribution::{self, Architecture, Distribution};
use crate::complete::words::Words;
use crate::hcl::{Block, Edit, Span, edit};
use crate::template::{Value, free_name};
use foldhash::{HashMap, HashSet};
use std::rc::Rc;

/// Maximum characters of a server's blocks that are searched for a distribution.
const EVIDENCE_CHARS_MAX: usize = 8_000;
/// Maximum references of a server that are followed for this search.
const REFERENCES_MAX: usize = 100;
/// Address prefixes of data sources that produce scripts.
const SCRIPTS: &[&str] = &["data.template_file.", "data.cloudinit_config."];

/// Image lookups of a module: existing ones and those that this step writes.
pub(super) struct Lookups<'s, 'm> {
    pub(super) cx: &'s Context<'m>,
    names: HashMap<(&'static str, Architecture), String>,
    taken: HashSet<String>,
    /// Text that can name the distribution, by block.
    evidence: HashMap<Span, Rc<Words>>,
}

impl<'s, 'm> Lookups<'s, 'm> {
    pub(super) fn of(cx: &'s Context<'m>) -> Self {
        let mut names = HashMap::default();
        for block in cx.of("data", "aws_ami").filter(|block| block.is_single()) {
            let mut filters = block.body.blocks_of("filter");
            let name_filter =
                filters.find(|filter| filter.body.literal_text("name") == Some("name"));
            let images = name_filter.and_then(|filter| filter.body.attribute("values"));
            let (Some(images), Some(label)) = (images, block.labels.get(1)) else {
                continue;
            };
            let words = Words::new(cx.text(&images.value));
            if let Some(distribution) = distribution::spoken_of(&words) {
                let architecture = match words.has_any(&["arm64", "aarch64"]) {
                    true => Architecture::Arm,
                    false => Architecture::X86,
                };
                let key = (distribution.name, architecture);
                names.entry(key).or_insert_with(|| label.text.clone());
            }
        }
        Lookups {
            cx,
            names,
            taken: HashSet::default(),
            evidence: HashMap::default(),
        }
    }

    /// Returns the lookup for a server, and the edit that writes it if it is missing.
    ///
    /// The edit inserts the lookup before the block of the server.
    pub(super) fn lookup(&mut self, site: &Site) -> (String, String, Option<Edit>) {
        let machine = self.evidence(site.block);
        let found = distribution::of_machine(self.cx.request, None, &machine);
        let architecture = found.nearest(self.architecture(site.body));
        let key = (found.name, architecture);
        let title = found.title.to_owned();
        if let Some(name) = self.names.get(&key) {
            return (name.clone(), title, None);
        }
        let base = match architecture {
            Architecture::Arm => format!("{}_arm64", found.name),
            Architecture::X86 => found.name.to_owned(),
        };
        let name = free_name(&base, |name| self.is_taken(name));
        let write = self.write(&name, found, architecture, site.block);
        (name, title, Some(write))
    }

    /// Returns the value of the image of a server, its title, and the edit that writes a lookup.
    ///
    /// An image that the request names is used as it is.
    pub(super) fn value(&mut self, site: &Site) -> (String, String, Option<Edit>) {
        if let Some(id) = self.named() {
            return (
                edit::quote(id),
                format!("`{id}`, as the request names it"),
                None,
            );
        }
        let (name, title, write) = self.lookup(site);
        (
            format!("data.aws_ami.{name}.id"),
            format!("a lookup of {title}"),
            write,
        )
    }

    /// Returns the only image that the request names.
    pub(super) fn named(&self) -> Option<&'m str> {
        match self.cx.request.ids("ami-").as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    pub(super) fn evidence(&mut self, block: &Block) -> Rc<Words> {
        let known = self.evidence.entry(block.span);
        known
            .or_insert_with(|| Rc::new(evidence(self.cx, block)))
            .clone()
    }

    fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name) || self.cx.knows(&format!("data.aws_ami.{name}"))
    }

    pub(super) fn write(
        &mut self,
        name: &str,
        found: &'static Distribution,
        architecture: Architecture,
        before: &Block,
    ) -> Edit {
        self.names
            .entry((found.name, architecture))
            .or_insert_with(|| name.to_owned());
        self.taken.insert(name.to_owned());
        let values = [
            ("owner", Value::Text(found.owner.to_owned())),
            ("images", Value::Text(found.images(architecture))),
        ];
        let text = companion::block("image", name, &values);
        edit::before(self.cx.module, before, &text)
    }

    /// Returns the architecture of the instance type in the same block as an image.
    pub(super) fn architecture(&self, body: &Block) -> Architecture {
        let instance_type = body.body.attribute("instance_type");
        let instance_type = instance_type.and_then(|of| self.cx.value(&of.value).to_text());
        distribution::architecture(&instance_type.unwrap_or_default())
    }
}

/// Returns the text that can name the distribution of a server.
///
/// The text is the block of the server, and the scripts and the image variable that it refers to.
fn evidence(cx: &Context, block: &Block) -> Words {
    let mut text = String::new();
    let mut read = |part: &str| {
        let left = EVIDENCE_CHARS_MAX.saturating_sub(text.len());
        text.extend(part.chars().take(left));
        text.push(' ');
    };
    read(cx.text_of(block));
    for reference in block.references().iter().take(REFERENCES_MAX) {
        let Some(address) = reference.address() else {
            continue;
        };
        let is_image = || Words::new(&address).has_any(&["ami", "image"]);
        if let Some(name) = address.strip_prefix("local.") {
            read(
                cx.editable_local(name)
                    .map(|local| cx.text(&local.value))
                    .unwrap_or_default(),
            );
        } else if SCRIPTS.iter().any(|script| address.starts_with(script))
            || (address.starts_with("var.") && is_image())
        {
            read(
                cx.block(&address)
                    .map(|block| cx.text_of(block))
                    .unwrap_or_default(),
            );
        }
    }
    Words::new(&distribution::without_addresses(&text))
}
