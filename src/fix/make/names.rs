//! Gives the blocks of a recipe names that are free in the module.

use super::ResourceIndex;
use super::placeholders::Placeholders;
use crate::fix::statements::is_part_of;
use crate::hcl::{self, Block, Edit, Module};
use crate::scan::recipe::Part;
use crate::template::{Rename, free_name, rename};
use std::borrow::Cow;

/// Names for the blocks of a recipe, and the values of its placeholders.
pub(super) struct Names<'a> {
    pub placeholders: &'a Placeholders<'a>,
    renames: Vec<Rename>,
    /// Edits that write shared blocks again as a whole, each with its address.
    pub rewritten: Vec<(Edit, String)>,
}

impl<'a> Names<'a> {
    pub(super) fn new(placeholders: &'a Placeholders<'a>) -> Self {
        let renames = Vec::new();
        Self {
            placeholders,
            renames,
            rewritten: Vec::new(),
        }
    }

    /// Chooses a free name for a block; returns whether the block must be written.
    ///
    /// A prerequisite is not written if an existing block contains everything that it has. Other
    /// blocks are always new.
    pub(super) fn claim(
        &mut self,
        module: &Module,
        index: &ResourceIndex,
        part: &Part,
        is_prerequisite: bool,
    ) -> Result<bool, String> {
        let text = is_prerequisite.then(|| self.block(part)).transpose()?;
        let text = text.as_deref();
        let own = part.address_for(self.placeholders.name);
        let instances = self.placeholders.instances.filter(|_| own.is_some());
        let mut is_new = true;
        let address = own.unwrap_or_else(|| part.address.clone());
        let mut rewritten = None;
        let free = free_name(&address, |address| match index.block(address) {
            None => !index.claim(address, text),
            Some(block) => {
                is_new = !text.is_some_and(|text| says(module, block, text));
                if is_new && let Some(text) = text.filter(|text| is_part_of(module, block, text)) {
                    rewritten = Some((Edit::replace(block.span, text), address.to_owned()));
                    is_new = false;
                }
                is_new
            }
        });
        self.rewritten.extend(rewritten);
        self.rename(part, free, instances.map(|(_, index)| index));
        Ok(is_new)
    }

    /// Maps the block of a recipe to an address in the module.
    pub(super) fn rename(&mut self, part: &Part, to: String, index: Option<&'static str>) {
        if part.address != to || index.is_some() {
            let from = part.address.clone();
            self.renames.push(Rename { from, to, index });
        }
    }

    /// Returns the text of a block, which has as many instances as the resource that it is for.
    pub(super) fn block<'t>(&self, part: &'t Part) -> Result<Cow<'t, str>, String> {
        let mut text = self.fill(&part.text)?;
        if let Some((instances, _)) = self.placeholders.instances
            && part.is_own()
            && let Some(end) = text.find('\n')
        {
            text.to_mut().insert_str(end, &format!("\n  {instances}"));
        }
        Ok(text)
    }

    /// Fills a template with the names and values of the module.
    pub(super) fn fill<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, String> {
        match self.renames.is_empty() {
            true => self.placeholders.fill(text),
            false => {
                let renamed = rename(text, &self.renames);
                Ok(Cow::Owned(self.placeholders.fill(&renamed)?.into_owned()))
            }
        }
    }
}

/// Whether a block contains everything in a text and has as many instances.
fn says(module: &Module, block: &Block, text: &str) -> bool {
    if &module.text[block.span.range()] == text {
        return true;
    }
    let wanted = hcl::parse(text);
    let Some(wanted_block) = wanted.blocks().next() else {
        return false;
    };
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let has = |name: &str| block.body.attribute(name).is_some();
    let wants = |name: &str| wanted_block.body.attribute(name).is_some();
    ["count", "for_each", "provider"]
        .iter()
        .all(|name| has(name) == wants(name))
        && wanted_block.body.attributes().all(|wanted_one| {
            let one = block.body.attribute(&wanted_one.name.text);
            one.is_some_and(|one| {
                squeezed(&module.text[one.value.span.range()])
                    == squeezed(&wanted.text[wanted_one.value.span.range()])
            })
        })
}
