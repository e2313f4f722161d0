//! A module in, what stands in it and what belongs to what out, looked up rather than searched: a
//! large module asks for it thousands of times.

use crate::hcl::{Block, Module};
use foldhash::HashMap;
use std::cell::RefCell;

/// What programs for older providers say in a bucket, and the resource that says it now.
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

/// The register of a module.
#[derive(Default)]
pub(in crate::fix) struct Register<'m> {
    /// The blocks by their addresses.
    blocks: HashMap<String, &'m Block>,
    /// The resources that refer to an address, the first of each type.
    referring: HashMap<String, Types<'m>>,
    /// The resources that name a bucket, the first of each type.
    naming: HashMap<String, Types<'m>>,
    /// What recipes are about to write at addresses that are free.
    claimed: RefCell<HashMap<String, Option<String>>>,
}

impl<'m> Register<'m> {
    /// The register of a module.
    pub(in crate::fix) fn of(module: &'m Module) -> Self {
        let mut register = Self::default();
        for block in module.blocks() {
            if let Some(address) = block.address() {
                register.blocks.entry(address).or_insert(block);
            }
        }
        for block in module.resources() {
            let kind = block.type_name().unwrap_or_default();
            for reference in block.body.references() {
                if let Some(address) = reference.address() {
                    let types = register.referring.entry(address).or_default();
                    types.entry(kind).or_insert(block);
                }
            }
            if let Some(name) = bucket(block) {
                let types = register.naming.entry(name).or_default();
                types.entry(kind).or_insert(block);
            }
        }
        register
    }

    /// The block that stands at an address.
    pub(super) fn at(&self, address: &str) -> Option<&'m Block> {
        self.blocks.get(address).copied()
    }

    /// Claims a free address for a block, and tells whether it could be had: several recipes share
    /// a block with the same text, and one without a text is nobody else's.
    pub(super) fn claims(&self, address: &str, text: Option<&str>) -> bool {
        let mut claimed = self.claimed.borrow_mut();
        match claimed.get(address) {
            Some(there) => text.is_some() && there.as_deref() == text,
            None => {
                claimed.insert(address.to_owned(), text.map(str::to_owned));
                true
            }
        }
    }

    /// The resource of the type of an address that there is already for this block: the block
    /// itself where it says the same in a block within.
    pub(super) fn like<'b>(&self, block: &'b Block, address: &str) -> Option<&'b Block>
    where
        'm: 'b,
    {
        let kind = address.split('.').next().unwrap_or_default();
        let within = WITHIN.iter().find(|(apart, _)| *apart == kind);
        if within.is_some_and(|(_, name)| block.body.blocks_of(name).next().is_some()) {
            return Some(block);
        }
        let of = |types: &HashMap<String, Types<'m>>, key: Option<String>| {
            types.get(&key?)?.get(kind).copied()
        };
        of(&self.referring, block.address()).or_else(|| of(&self.naming, bucket(block)))
    }
}

/// The name of the bucket that a block makes or is about.
fn bucket(block: &Block) -> Option<String> {
    let name = block.body.attribute("bucket")?;
    name.value.literal()
}
