//! Generates the pack of deployment facts from the tables in this folder.
//!
//! ```text
//! cargo run --release --example deploy_facts
//! ```
//!
//! Each table names its columns, its source and its date. The name of the pack is a hash of its text:
//! write it to `FILE` in `src/deploy/facts.rs`, and remove the earlier file.

mod encode;

use infragenie::schema::pack;
use std::io::Write as _;
use std::path::Path;

fn main() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = encode::encode(&root.join("examples/deploy_facts"))?;
    let name = pack::file_name("deploy-1", text.as_bytes());
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
