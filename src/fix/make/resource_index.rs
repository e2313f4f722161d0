//! Indexes the blocks and references of a module.
//!
//! Recipes look up blocks thousands of times in a large module, so they do not search it.

use crate::hcl::{Block, Module};
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

type Types<'m> = HashMap<&'m str, &'m Block>;

/// Index of a module.
#[derive(Default)]
pub(in crate::fix) struct ResourceIndex<'m> {
    /// Blocks by address.
    blocks: HashMap<String, &'m Block>,
    /// Resources that refer to an address, the first of each type.
    referring: HashMap<String, Types<'m>>,
    /// Resources that name a bucket, the first of each type.
    naming: HashMap<String, Types<'m>>,
    /// Texts that recipes will write at free addresses.
    claimed: RefCell<HashMap<String, Option<String>>>,
}

impl<'m> ResourceIndex<'m> {
    /// Indexes a module.
    pub(in crate::fix) fn new(module: &'m Module) -> Self {
        let mut index = Self::default();
        for block in module.blocks() {
            if let Some(address) = block.address() {
                index.blocks.entry(address).or_insert(block);
            }
        }
        for block in module.resources() {
            let kind = block.type_name().unwrap_or_default();
            for reference in block.body.references() {
                if let Some(address) = reference.address() {
                    let types = index.referring.entry(address).or_default();
                    types.entry(kind).or_insert(block);
                }
            }
            if let Some(name) = bucket(block) {
                let types = index.naming.entry(name).or_default();
                types.entry(kind).or_insert(block);
            }
        }
        index
    }

    /// Returns the block at an address.
    pub(super) fn block(&self, address: &str) -> Option<&'m Block> {
        self.blocks.get(address).copied()
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
        let of = |types: &HashMap<String, Types<'m>>, key: Option<String>| {
            types.get(&key?)?.get(kind).copied()
        };
        of(&self.referring, block.address()).or_else(|| of(&self.naming, bucket(block)))
    }
}

/// Returns the name of the bucket that a block creates or configures.
fn bucket(block: &Block) -> Option<String> {
    let name = block.body.attribute("bucket")?;
    name.value.literal()
}
