//! Writes a pack of text to the folder of the packs.

use infragenie::schema::pack;
use std::io::Write as _;
use std::path::Path;

/// Writes a text as a pack, and prints its file name and its sizes in bytes.
///
/// The file is `name.<hash of the text>.pack`.
pub fn write(name: &str, text: &str) -> Result<(), String> {
    let name = pack::file_name(name, text.as_bytes());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let packed = gzip
        .write_all(text.as_bytes())
        .and_then(|()| gzip.finish())
        .map_err(|error| error.to_string())?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    std::fs::write(folder.join(&name), &packed).map_err(|error| error.to_string())?;
    println!("{name}: {} bytes, {} gzip", text.len(), packed.len());
    Ok(())
}
