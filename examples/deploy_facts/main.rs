//! Generates the pack of deployment facts from the tables in this folder.
//!
//! ```text
//! cargo run --release --example deploy_facts
//! ```
//!
//! Each table names its columns, its source and its date. The name of the pack is a hash of its text:
//! write it to `FILE` in `src/deploy/lookup.rs`, and remove the earlier file.

mod encode;
#[path = "../packs/write.rs"]
mod write;

use std::path::Path;

fn main() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = encode::encode(&root.join("examples/deploy_facts"))?;
    write::write("deploy-1", &text)
}
