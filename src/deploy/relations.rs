//! Answers which resources belong to another one and which come after it.

use super::checker::{Checker, same};
use crate::hcl::{Block, Body};
use foldhash::HashSet;

/// Maximum blocks on the way from one resource to another.
const BLOCKS_MAX: usize = 200;

impl<'m> Checker<'_, 'm> {
    /// Whether a block refers to another one, also through other blocks.
    pub fn depends(&self, block: &Block, on: &Block) -> bool {
        let Some(wanted) = on.borrowed_address() else {
            return false;
        };
        let mut open = vec![block.span];
        let mut known = HashSet::default();
        while let Some(span) = open.pop() {
            for address in self.index.reached(span, 8) {
                if address == wanted {
                    return true;
                }
                if known.len() < BLOCKS_MAX
                    && known.insert(address)
                    && let Some(next) = self.index.block(address)
                {
                    open.push(next.span);
                }
            }
        }
        false
    }

    /// Returns the resources of a type whose argument names a block.
    ///
    /// None if one of them may name it, or if the text is only a part of a module.
    pub fn children(&self, kind: &str, argument: &str, parent: &Block) -> Option<Vec<&'m Block>> {
        let mut found = Vec::new();
        for child in self.declared(kind) {
            let Some(attribute) = child.body.attribute(argument) else {
                continue;
            };
            match self.target(&attribute.value) {
                Some(target) if same(target.block, parent) => found.push(child),
                Some(target) if target.block.kind.text == "resource" => {}
                _ => return None,
            }
        }
        self.options.is_whole.then_some(found)
    }

    /// Whether a body certainly has a nested block of a kind.
    pub fn is_present_block(&self, body: &Body, kind: &str) -> bool {
        body.blocks_of(kind).next().is_some()
    }
}
