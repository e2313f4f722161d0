//! What several tests need: the vocabulary and the schema from the committed packs.

use infragenie::schema::{Schema, pack};
use infragenie::tokens::{Pack, Vocabulary};
use std::io::Read;
use std::path::Path;

/// A vocabulary with these packs, read from where they are shipped from.
pub fn vocabulary(packs: &[Pack]) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for pack in packs {
        vocabulary.learn(*pack, &pack_bytes(*pack)).unwrap();
    }
    vocabulary
}

/// The decompressed bytes of a committed pack.
pub fn pack_bytes(pack: Pack) -> Vec<u8> {
    unpacked(&pack.file())
}

/// The schema of the AWS provider, without its constraints.
pub fn schema() -> Schema {
    Schema::read(&unpacked(pack::FILE)).unwrap()
}

/// The step at which a test walks many cases: `usual`, or 1 where `INFRAGENIE_FULL` is set, as
/// `npm --prefix www run test:all` does.
pub fn step(usual: usize) -> usize {
    match std::env::var_os("INFRAGENIE_FULL") {
        Some(_) => 1,
        None => usual,
    }
}

fn unpacked(file: &str) -> Vec<u8> {
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
