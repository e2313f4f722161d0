//! Generates the vocabulary packs in `www/public/data`.
//!
//! The packs combine the vocabulary of the crate `tiktoken-rs` with the Unicode tables of
//! `regex-syntax`. Run `cargo run --release --example vocabulary`.

use encode::encode;
use flate2::{Compression, GzBuilder};
use infragenie::tokens::Pack;
use regex_syntax::hir::{Class, HirKind};
use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

#[path = "vocabulary/encode.rs"]
mod encode;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("www/public/data");
    for pack in Pack::ALL {
        let decoded = decoded(pack);
        let name = format!("{}.{:016x}.pack", pack.name(), digest(&decoded));
        let file = gzip(&decoded)?;
        println!(
            "{name}: {} bytes, {} decompressed",
            file.len(),
            decoded.len()
        );
        if name != pack.file() {
            println!(
                "  its digest belongs into Pack::digest, and {} is obsolete",
                pack.file()
            );
        }
        fs::write(data.join(name), file)?;
    }
    Ok(())
}

/// Returns the decompressed pack.
pub fn decoded(pack: Pack) -> Vec<u8> {
    let oracle = tiktoken_rs::o200k_base_singleton();
    let tokens = (0..).map_while(|rank| oracle.decode_bytes(&[rank]).ok());
    match pack {
        Pack::O200kAscii => {
            let ascii: Vec<_> = tokens.filter(|token| token.is_ascii()).collect();
            encode(&[], &ascii, |_| false)
        }
        Pack::O200kRest => encode(&runs(), &tokens.collect::<Vec<_>>(), <[u8]>::is_ascii),
    }
}

/// Compresses a pack into its file.
///
/// The file has no date, so the same version of the compression yields the same bytes.
pub fn gzip(pack: &[u8]) -> io::Result<Vec<u8>> {
    let mut file = GzBuilder::new().write(Vec::new(), Compression::best());
    file.write_all(pack)?;
    file.finish()
}

/// Computes a 64-bit FNV-1a hash.
pub fn digest(pack: &[u8]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in pack {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state
}

/// Character classes of the split pattern, as patterns of one character.
///
/// The numbers are those of `src/tokens/split.rs`.
const CLASSES: [(&str, u8); 7] = [
    (r"[\p{Lu}\p{Lt}]", 1),
    (r"\p{Ll}", 2),
    (r"[\p{Lm}\p{Lo}]", 4),
    (r"\p{M}", 8),
    (r"\p{N}", 16),
    (r"[\s--\r\n]", 32),
    (r"[\r\n]", 64),
];
const OTHER: u8 = 128;

/// Returns each run of characters of one class.
///
/// A run is its first character times 256, plus the class.
fn runs() -> Vec<u32> {
    let mut class_of = vec![OTHER; 0x11_0000];
    for (pattern, class) in CLASSES {
        let hir = regex_syntax::parse(pattern).expect("a pattern");
        let HirKind::Class(Class::Unicode(set)) = hir.kind() else {
            panic!("not a set of characters: {pattern}");
        };
        for range in set.ranges() {
            class_of[range.start() as usize..=range.end() as usize].fill(class);
        }
    }
    let mut runs: Vec<u32> = Vec::new();
    for (char, class) in class_of.iter().enumerate() {
        if runs.last().is_none_or(|run| *run as u8 != *class) {
            runs.push((char as u32) << 8 | u32::from(*class));
        }
    }
    runs
}
