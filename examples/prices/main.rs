//! Generates the pack of prices from the tables in this folder.
//!
//! ```text
//! cargo run --release --example prices
//! ```
//!
//! The tables are facts from AWS's public price lists, with source and date; `compact.py` cuts the
//! tables of instance classes from longer lists. The name of the pack is a hash of its text: write it
//! to `FILE` in `src/cost/prices.rs`.

mod encode;
#[path = "../packs/write.rs"]
mod write;

use std::path::Path;

fn main() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = encode::encode(&root.join("examples/prices"))?;
    write::write("prices-1", &text)
}
