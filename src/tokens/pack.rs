//! The bytes of a pack in, the tokens of the vocabulary in the order of their ranks out.
//!
//! A pack, decompressed, is made of these parts, without gaps; numbers are little-endian:
//!
//! | part | bytes |
//! |---|---|
//! | how many runs of characters of one class | 4 |
//! | the runs, as [`Runs`] has them; none in the ASCII pack | 4 each |
//! | how many ranks | 4 |
//! | how many kinds of tokens | 1 |
//! | the kinds: the length of what is stored, and how it is folded | 2 each |
//! | the kind of each rank's token, from 1; 0 is the next token of the ASCII pack | 1 each |
//! | what is stored, kind by kind, and in the order of the ranks within a kind | the rest |
//!
//! Like stands beside like, which is what compresses: tokens of one length and shape are together,
//! and ` Name`, `Name` and `NAME` are all stored as `name`.

use super::split::Runs;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Stored as it is.
const PLAIN: u8 = 0;
/// Stored without the space before it.
const SPACE: u8 = 1;
/// Stored with its first letter, an ASCII capital, in lower case.
const CAPITAL: u8 = 2;
/// Stored with all its letters, ASCII capitals, in lower case.
const CAPITALS: u8 = 4;

/// A file with a part of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Pack {
    /// The tokens that are ASCII, in their order: enough to count ASCII text.
    O200kAscii,
    /// All other tokens, and the ranks of all.
    O200kRest,
}

impl Pack {
    /// Every pack.
    pub const ALL: [Pack; 2] = [Pack::O200kAscii, Pack::O200kRest];

    /// The name by which hosts ask for the pack.
    pub fn name(self) -> &'static str {
        match self {
            Pack::O200kAscii => "o200k-ascii",
            Pack::O200kRest => "o200k-rest",
        }
    }

    /// The name of the file, with the digest of what is in it: a file of this name never changes.
    /// The file is compressed with gzip.
    ///
    /// ```
    /// use infragenie::tokens::Pack;
    /// let file = Pack::O200kAscii.file();
    /// assert!(file.starts_with("o200k-ascii.") && file.ends_with(".pack"));
    /// ```
    pub fn file(self) -> String {
        format!("{}.{:016x}.pack", self.name(), self.digest())
    }

    /// The [`digest`] of the decompressed pack.
    fn digest(self) -> u64 {
        match self {
            Pack::O200kAscii => 0x66bd_d0b9_6b14_fc94,
            Pack::O200kRest => 0xbb0d_8124_39ed_36d3,
        }
    }

    /// The tokens and the classes from the decompressed bytes of this pack. The pack
    /// [`O200kRest`](Pack::O200kRest) goes with the tokens of [`O200kAscii`](Pack::O200kAscii),
    /// which itself goes with none.
    pub(super) fn read(self, bytes: &[u8], ascii: &Tokens) -> Result<(Tokens, Runs), Malformed> {
        if digest(bytes) != self.digest() {
            return Err(Malformed(self));
        }
        unpack(bytes, ascii).ok_or(Malformed(self))
    }
}

/// The bytes are not the decompressed pack that this build reads: cut off, altered, or of another
/// version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub Pack);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.0.file();
        write!(f, "these bytes are not the pack `{file}`: fetch it again")
    }
}

impl std::error::Error for Malformed {}

/// Byte strings in the order of their ranks.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    bytes: Vec<u8>,
    /// Where in `bytes` each token ends and the next one starts.
    ends: Vec<u32>,
}

impl Tokens {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The token of a rank; empty if there is no such rank.
    pub(super) fn get(&self, rank: u32) -> &[u8] {
        let rank = rank as usize;
        let start = rank.checked_sub(1).map_or(0, |before| self.end(before));
        self.bytes.get(start..self.end(rank)).unwrap_or_default()
    }

    fn end(&self, rank: usize) -> usize {
        self.ends.get(rank).map_or(0, |end| *end as usize)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|rank| self.get(rank as u32))
    }

    /// Adds the token of the next rank. None if it is folded in a way that cannot be.
    pub(super) fn push(&mut self, folds: u8, stored: &[u8]) -> Option<()> {
        if folds & SPACE != 0 {
            self.bytes.push(b' ');
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(stored);
        match folds & !SPACE {
            PLAIN => {}
            CAPITAL => self.bytes.get_mut(start)?.make_ascii_uppercase(),
            CAPITALS => self.bytes.get_mut(start..)?.make_ascii_uppercase(),
            _ => return None,
        }
        self.ends.push(u32::try_from(self.bytes.len()).ok()?);
        Some(())
    }
}

/// Reads the layout above. The memory this takes is bounded by a few times the length of `bytes`
/// and `ascii`, whatever the bytes say.
fn unpack(mut bytes: &[u8], ascii: &Tokens) -> Option<(Tokens, Runs)> {
    let length = number(&mut bytes)?.checked_mul(4)?;
    let runs = bytes.split_off(..length)?.as_chunks().0.iter();
    let runs = Runs::new(runs.map(|run| u32::from_le_bytes(*run)).collect())?;
    let ranks = number(&mut bytes)?;
    let kinds = usize::from(*bytes.split_off_first()?);
    let kinds = bytes.split_off(..2 * kinds)?.as_chunks().0;
    let kind_of_rank = bytes.split_off(..ranks)?;

    let mut ranks_of_kind = [0_usize; 256];
    for kind in kind_of_rank {
        ranks_of_kind[usize::from(*kind)] += 1;
    }
    let mut groups = Vec::new();
    for ([length, folds], ranks) in kinds.iter().zip(&ranks_of_kind[1..]) {
        let length = usize::from(*length);
        groups.push((
            length,
            *folds,
            bytes.split_off(..ranks.checked_mul(length)?)?,
        ));
    }

    let mut tokens = Tokens::default();
    let mut ascii = ascii.iter();
    for kind in kind_of_rank {
        match usize::from(*kind).checked_sub(1) {
            None => tokens.push(PLAIN, ascii.next()?)?,
            Some(kind) => {
                let (length, folds, stored) = groups.get_mut(kind)?;
                tokens.push(*folds, stored.split_off(..*length)?)?;
            }
        }
    }
    (bytes.is_empty() && ascii.next().is_none()).then_some((tokens, runs))
}

/// Four bytes off the front, as a number.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    usize::try_from(u32::from_le_bytes(*number)).ok()
}

/// FNV-1a, 64 bits: it finds damage, it does not defend against forgery.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two runs; four ranks of three kinds: `a`, a token of the ASCII pack, ` B`, ` CD`.
    const PACK: &[u8] = b"\x02\0\0\0\x80\0\0\0\x01\x41\0\0\x04\0\0\0\
        \x03\x01\x00\x01\x03\x02\x05\x01\x00\x02\x03abcd";

    fn ascii() -> Tokens {
        let mut tokens = Tokens::default();
        tokens.push(PLAIN, b"x y").expect("a token");
        tokens
    }

    #[test]
    fn a_pack_unfolds_into_its_tokens_by_rank() {
        let (tokens, _) = unpack(PACK, &ascii()).expect("a pack");
        assert_eq!(
            tokens.iter().collect::<Vec<_>>(),
            [&b"a"[..], b"x y", b" B", b" CD"]
        );
        assert_eq!(tokens.get(4), b"");
    }

    #[test]
    fn a_pack_that_is_cut_off_or_goes_on_is_none() {
        for length in 0..PACK.len() {
            assert!(
                unpack(&PACK[..length], &ascii()).is_none(),
                "{length} bytes"
            );
        }
        assert!(unpack(&[PACK, b"e"].concat(), &ascii()).is_none());
    }

    #[test]
    fn a_pack_that_belongs_to_another_ascii_pack_is_none() {
        assert!(unpack(PACK, &Tokens::default()).is_none());
        let mut two = ascii();
        two.push(PLAIN, b"z").expect("a token");
        assert!(unpack(PACK, &two).is_none());
    }

    #[test]
    fn what_a_build_does_not_know_is_malformed() {
        let read = |pack: Pack| pack.read(PACK, &ascii()).map(|_| ());
        assert_eq!(read(Pack::O200kAscii), Err(Malformed(Pack::O200kAscii)));
        assert_eq!(read(Pack::O200kRest), Err(Malformed(Pack::O200kRest)));
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn no_bytes_panic_or_take_more_memory_than_they_have(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            changes in prop::collection::vec((0..PACK.len(), any::<u8>()), 0..4),
        ) {
            let mut changed = PACK.to_vec();
            for (at, byte) in changes {
                changed[at] = byte;
            }
            for bytes in [bytes, changed] {
                if let Some((tokens, _)) = unpack(&bytes, &ascii()) {
                    prop_assert!(tokens.len() <= bytes.len());
                    prop_assert!(tokens.bytes.len() <= 2 * (bytes.len() + ascii().bytes.len()));
                }
            }
        }
    }
}
