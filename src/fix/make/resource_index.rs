//! Finds the resources of a module that do what a new one would do.
//!
//! Recipes look up blocks thousands of times in a large module, so they do not search it.

use crate::hcl::Block;
use crate::semantic::Index;
use foldhash::HashMap;
use std::cell::RefCell;

/// Resource types that replaced nested blocks of `aws_s3_bucket`, and the blocks.
const WITHIN: &[(&str, &str)] = &[
    ("aws_s3_bucket_lifecycle_configuration", "lifecycle_rule"),
    ("aws_s3_bucket_logging", "logging"),
    (
        "aws_s3_bucket_replication_configuration",
        "replication_configuration",
    ),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        "server_side_encryption_configuration",
    ),
    ("aws_s3_bucket_versioning", "versioning"),
];

/// Index of a module with the buckets that resources name and the addresses of new blocks.
pub(in crate::fix) struct ResourceIndex<'m> {
    index: &'m Index<'m>,
    /// Resources that name a bucket, by the bucket and the type.
    naming: HashMap<(&'m str, &'m str), Vec<&'m Block>>,
    /// Texts that recipes will write at free addresses.
    claimed: RefCell<HashMap<String, Option<String>>>,
}

impl<'m> ResourceIndex<'m> {
    /// Indexes a module.
    pub(in crate::fix) fn new(index: &'m Index<'m>) -> Self {
        let mut naming: HashMap<_, Vec<_>> = HashMap::default();
        for block in index.module.resources() {
            if let (Some(name), Some(kind)) = (bucket(block), block.type_name()) {
                naming.entry((name, kind)).or_default().push(block);
            }
        }
        Self {
            index,
            naming,
            claimed: RefCell::default(),
        }
    }

    /// Returns the block at an address.
    pub(super) fn block(&self, address: &str) -> Option<&'m Block> {
        self.index.block(address)
    }

    /// Claims a free address for a block and returns whether the claim succeeded.
    ///
    /// Several recipes share a block with the same text. A block without a text is not shared.
    pub(super) fn claim(&self, address: &str, text: Option<&str>) -> bool {
        let mut claimed = self.claimed.borrow_mut();
        match claimed.get(address) {
            Some(other) => text.is_some() && other.as_deref() == text,
            None => {
                claimed.insert(address.to_owned(), text.map(str::to_owned));
                true
            }
        }
    }

    /// Returns the existing resource that does for a block what a new one would do.
    ///
    /// The existing resource is of type `kind`. It is the block itself if a nested block of it does
    /// the same.
    pub(super) fn like<'b>(&self, block: &'b Block, kind: &str) -> Option<&'b Block>
    where
        'm: 'b,
    {
        let within = WITHIN.iter().find(|(separate, _)| *separate == kind);
        if within.is_some_and(|(_, name)| block.body.blocks_of(name).next().is_some()) {
            return Some(block);
        }
        let address = block.borrowed_address();
        let uses = address.map(|address| self.index.uses(address));
        let mut users = uses.into_iter().flatten().map(|used| used.block);
        let is_like = |one: &&Block| one.kind.text == "resource" && one.type_name() == Some(kind);
        users
            .find(is_like)
            .or_else(|| self.naming(block, kind).next())
    }

    /// Returns the resources of a type that name the bucket of a block by its text.
    pub(in crate::fix) fn naming<'b>(
        &'b self,
        block: &'b Block,
        kind: &'b str,
    ) -> impl Iterator<Item = &'m Block> + use<'b, 'm> {
        let named = bucket(block).and_then(|name| self.naming.get(&(name, kind)));
        named.into_iter().flatten().copied()
    }
}

/// Returns the name of the bucket that a block creates or configures.
fn bucket(block: &Block) -> Option<&str> {
    block.body.attribute("bucket")?.value.literal_text()
}
