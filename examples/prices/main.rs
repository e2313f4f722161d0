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

use infragenie::schema::pack;
use std::io::Write as _;
use std::path::Path;

fn main() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = encode::encode(&root.join("examples/prices"))?;
    let name = pack::file_name("prices-1", text.as_bytes());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let packed = gzip
        .write_all(text.as_bytes())
        .and_then(|()| gzip.finish())
        .map_err(|error| error.to_string())?;
    let path = root.join("www/public/data").join(&name);
    std::fs::write(path, &packed).map_err(|error| error.to_string())?;
    println!("{name}: {} bytes, {} gzip", text.len(), packed.len());
    Ok(())
}
