//! Finds the blocks that a clause speaks of, and sets their arguments.

use super::words::{Noun, Slot};
use crate::hcl::edit::{self, Edit};
use crate::hcl::{Attribute, Block, Expression, ExpressionKind, Module};
use crate::semantic::Index;
use crate::words::singular;

/// Program that a follow-up changes.
pub(super) struct Program<'m> {
    pub(super) module: &'m Module,
    pub(super) index: Index<'m>,
}

/// Arguments that name a resource in AWS, the most usual first.
pub(super) const NAMES: &[&str] = &[
    "name",
    "bucket",
    "identifier",
    "function_name",
    "cluster_identifier",
    "replication_group_id",
    "cluster_id",
    "alarm_name",
];

/// Words of a clause about the blocks that it speaks of.
#[derive(Clone, Debug, Default)]
pub(super) struct Target {
    pub(super) nouns: Vec<Noun>,
    pub(super) words: Vec<String>,
    pub(super) is_all: bool,
    /// Whether exactly two are meant.
    pub(super) is_both: bool,
}

impl Target {
    /// Collects the nouns and words of slots.
    pub(super) fn of<'s>(slots: impl IntoIterator<Item = &'s Slot>) -> Target {
        let mut target = Target::default();
        for slot in slots {
            match slot {
                Slot::Noun(noun) => target.nouns.push(noun.clone()),
                Slot::Word(word) => target.words.push(word.clone()),
                Slot::All => target.is_all = true,
                Slot::Both => target.is_both = true,
                _ => {}
            }
        }
        target
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nouns.is_empty() && self.words.is_empty()
    }
}

impl<'m> Program<'m> {
    pub(super) fn new(module: &'m Module) -> Program<'m> {
        Program {
            module,
            index: Index::new(module),
        }
    }

    /// Returns the blocks that a target means, if that is certain.
    ///
    /// `types` are the resource types that have the property in question; none means any type. One
    /// block is meant, unless the target is in the plural or says `all`.
    pub(super) fn blocks(&self, target: &Target, types: &[&str]) -> Option<Vec<&'m Block>> {
        let mut words = target.words.clone();
        let main = match target.nouns.split_last() {
            Some((main, others)) => {
                words.extend(others.iter().map(|noun| noun.text.clone()));
                Some(main)
            }
            None => None,
        };
        let has_type = |block: &&Block| {
            let name = block.type_name().unwrap_or_default();
            (types.is_empty() || types.contains(&name))
                && main.is_none_or(|noun| {
                    noun.types.contains(&name) && has_engine(block, noun.engine.as_deref())
                })
        };
        let is_called = |block: &&Block| words.iter().all(|word| is_called(block, word));
        let found: Vec<&Block> = self.module.resources().filter(has_type).collect();
        let mut found: Vec<&Block> = found.into_iter().filter(is_called).collect();
        // What configures a block of the same name is not meant: `rename raw`.
        if main.is_none() && types.is_empty() && !target.is_all && found.len() > 1 {
            found = self.holder(&found).map_or(found, |holder| vec![holder]);
        }
        let is_plural = target.is_all
            || target.is_both
            || main.is_some_and(|noun| noun.is_plural) && words.is_empty();
        let is_certain = match target.is_both {
            true => found.len() == 2,
            false => found.len() == 1 || found.len() > 1 && is_plural,
        };
        let may_change = |block: &&Block| self.index.may_change(block);
        (is_certain && found.iter().all(may_change)).then_some(found)
    }

    /// Returns the only one of several blocks that all others only configure.
    fn holder(&self, blocks: &[&'m Block]) -> Option<&'m Block> {
        let is_part = |other: &Block, holder: &Block| {
            let uses = holder.borrowed_address().map(|it| self.index.uses(it));
            let mut uses = uses.unwrap_or_default().into_iter();
            super::remove::is_part(other, holder) && uses.any(|it| std::ptr::eq(it.block, other))
        };
        let is_holder = |holder: &&&Block| {
            let mut others = blocks
                .iter()
                .filter(|other| !std::ptr::eq(**other, **holder));
            others.all(|other| is_part(other, holder))
        };
        blocks.iter().find(is_holder).copied()
    }

    /// Returns the blocks that a target can mean, certain or not.
    pub(super) fn candidates(&self, target: &Target) -> Vec<&'m Block> {
        let is_noun = |block: &Block, noun: &Noun| {
            block
                .type_name()
                .is_some_and(|name| noun.types.contains(&name))
        };
        let named = |block: &Block| target.nouns.iter().any(|noun| is_noun(block, noun));
        let called = |block: &Block| target.words.iter().any(|word| is_called(block, word));
        let all = || self.module.resources();
        let both: Vec<&Block> = all().filter(|it| named(it) && called(it)).collect();
        match both.is_empty() {
            true => all().filter(|it| named(it) || called(it)).collect(),
            false => both,
        }
    }

    /// Sets an argument that has a literal value, or whose value is the default of a variable.
    ///
    /// `value` is Terraform text. `accepts` gets the value that is there. Returns None if the value is
    /// computed or is not accepted; without edits if the value is there already.
    pub(super) fn set(
        &self,
        block: &'m Block,
        path: &[&str],
        value: &str,
        accepts: &dyn Fn(Option<&str>) -> bool,
    ) -> Option<Vec<Edit>> {
        let Some(attribute) = attribute(block, path)? else {
            // What is not set is off already.
            let is_off = value == "false";
            let edits = || match is_off {
                true => Vec::new(),
                false => edit::set(self.module, block, path, value),
            };
            return accepts(None).then(edits);
        };
        let holder = self.literal(attribute)?;
        let old = constant(&holder.value)?;
        if !accepts(Some(&old)) {
            return None;
        }
        let is_same = old == value.trim_matches('"');
        let edit = Edit::replace(holder.value.span, value);
        Some(if is_same { Vec::new() } else { vec![edit] })
    }

    /// Returns the text of a literal argument, or of the default that it takes.
    pub(super) fn text(&self, block: &'m Block, path: &[&str]) -> Option<String> {
        constant(&self.literal(attribute(block, path)??)?.value)
    }

    /// Returns the attribute that holds the literal value of an argument.
    ///
    /// The argument of a variable or local value counts only if nothing else uses that value.
    fn literal(&self, attribute: &'m Attribute) -> Option<&'m Attribute> {
        if constant(&attribute.value).is_some() {
            return Some(attribute);
        }
        let reference = crate::hcl::Reference::new(&attribute.value)?;
        let address = reference.borrowed_address()?;
        if self.index.uses(address).len() != 1 || !reference.path().is_empty() {
            return None;
        }
        let holder = match (address.mode, address.kind) {
            ("", "var") => {
                let block = self.index.block(address)?;
                let is_given = self
                    .module
                    .values
                    .iter()
                    .any(|it| it.name.text == address.name);
                let is_free = !is_given
                    && !block.body.has_blocks_of("validation")
                    && self.index.may_change(block);
                is_free.then(|| block.body.attribute("default"))??
            }
            ("", "local") => {
                let (block, local) = self.index.local(address.name)?;
                self.module.may_edit(block).then_some(local)?
            }
            _ => return None,
        };
        constant(&holder.value).is_some().then_some(holder)
    }
}

/// Returns the text of a literal string, number or truth value.
pub(super) fn constant(value: &Expression) -> Option<String> {
    match &value.kind {
        ExpressionKind::Bool(value) => Some(value.to_string()),
        ExpressionKind::Number(text) => Some(text.clone()),
        ExpressionKind::Template { heredoc: false, .. } => value.literal(),
        _ => None,
    }
}

/// Returns the attribute at a path through nested blocks; None if the path is not certain.
pub(super) fn attribute<'m>(block: &'m Block, path: &[&str]) -> Option<Option<&'m Attribute>> {
    let [name, rest @ ..] = path else {
        return None;
    };
    if rest.is_empty() {
        return Some(block.body.attribute(name));
    }
    if block.body.dynamic_blocks_of(name).next().is_some() {
        return None;
    }
    let mut nested = block.body.blocks_of(name);
    match (nested.next(), nested.next()) {
        (None, _) => Some(None),
        (Some(one), None) => attribute(one, rest),
        _ => None,
    }
}

/// Returns whether the engine of a block begins with a name.
fn has_engine(block: &Block, engine: Option<&str>) -> bool {
    let Some(engine) = engine else {
        return true;
    };
    let set = block.body.literal_text("engine").unwrap_or_default();
    set.trim_start_matches("aurora-").starts_with(engine)
}

/// Returns whether a word is the address, the label or a name of a block.
pub(super) fn is_called(block: &Block, word: &str) -> bool {
    let plain = |text: &str| text.to_ascii_lowercase().replace(['-', ' '], "_");
    let word = plain(word);
    let one = singular(&word);
    let is_word = |text: &str| {
        let text = plain(text);
        text == word || text == one
    };
    block
        .address()
        .is_some_and(|address| plain(&address) == word)
        || block
            .labels
            .last()
            .is_some_and(|label| is_word(&label.text))
        || NAMES
            .iter()
            .any(|name| block.body.literal_text(name).is_some_and(&is_word))
        || name_tag(block)
            .and_then(Expression::literal_text)
            .is_some_and(is_word)
}

/// Returns the value of the tag `Name`.
pub(super) fn name_tag(block: &Block) -> Option<&Expression> {
    block.body.attribute("tags")?.value.entry("Name")
}
