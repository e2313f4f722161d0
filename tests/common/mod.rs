//! Loads the vocabulary and the schema from the committed packs for several tests.

use infragenie::schema::{Schema, pack};
use infragenie::tokens::{Pack, Vocabulary};
use std::io::Read;
use std::path::Path;

/// Returns a vocabulary with the given committed packs.
pub fn vocabulary(packs: &[Pack]) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for pack in packs {
        vocabulary.learn(*pack, &pack_bytes(*pack)).unwrap();
    }
    vocabulary
}

/// Returns the decompressed bytes of a committed pack.
pub fn pack_bytes(pack: Pack) -> Vec<u8> {
    unpacked(&pack.file())
}

/// Returns the schema of the AWS provider, without its constraints.
pub fn schema() -> Schema {
    Schema::read(&unpacked(pack::FILE)).unwrap()
}

/// Returns the step at which a test walks many cases.
///
/// It is `usual`, or 1 if `INFRAGENIE_FULL` is set, as `npm --prefix www run test:all` does.
pub fn step(usual: usize) -> usize {
    match std::env::var_os("INFRAGENIE_FULL") {
        Some(_) => 1,
        None => usual,
    }
}

/// Returns the decompressed bytes of a committed pack of data.
pub fn unpacked(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("www/public/data")
        .join(file);
    let file = std::fs::File::open(path).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}
