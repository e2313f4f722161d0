//! Decodes a pack into the tokens of the vocabulary, in order of rank.
//!
//! A decompressed pack consists of these parts, without gaps; numbers are little-endian:
//!
//! | part | bytes |
//! |---|---|
//! | number of runs of characters of one class | 4 |
//! | the runs, encoded as in [`Runs`]; none in the ASCII pack | 4 each |
//! | number of one-byte tokens, which have the lowest ranks | 4 |
//! | the one-byte tokens | 1 each |
//! | number of longer tokens | 4 |
//! | the halves of each longer token, drawn from two [urns](super::urn) | the rest |
//!
//! A token made by byte pair merging is the concatenation of two tokens of lower ranks. The first
//! urn yields the rank of the left half plus one; 0 means that the token is the next longer token
//! of the ASCII pack. The second urn yields the rank of the right half.

use super::split::Runs;
use super::urn::{Stream, Urn};
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// Maximum number of tokens.
const TOKENS_MAX: usize = 1 << 18;
/// Maximum total bytes of all tokens.
const BYTES_MAX: usize = 1 << 21;

/// A file with a part of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Pack {
    /// The ASCII tokens in order of rank, enough to count ASCII text.
    O200kAscii,
    /// All other tokens, and the ranks of all tokens.
    O200kRest,
}

impl Pack {
    /// All packs.
    pub const ALL: [Pack; 2] = [Pack::O200kAscii, Pack::O200kRest];

    /// Returns the name by which hosts request the pack.
    pub fn name(self) -> &'static str {
        match self {
            Pack::O200kAscii => "o200k-ascii",
            Pack::O200kRest => "o200k-rest",
        }
    }

    /// Returns the file name, which contains the digest of the content.
    ///
    /// A file of this name never changes. The file is compressed with gzip.
    ///
    /// ```
    /// use infragenie::tokens::Pack;
    /// let file = Pack::O200kAscii.file();
    /// assert!(file.starts_with("o200k-ascii.") && file.ends_with(".pack"));
    /// ```
    pub fn file(self) -> String {
        format!("{}.{:016x}.pack", self.name(), self.digest())
    }

    /// Returns the [`digest`] of the decompressed pack.
    fn digest(self) -> u64 {
        match self {
            Pack::O200kAscii => 0x9e8e_0512_2268_c673,
            Pack::O200kRest => 0x76e2_7716_01b3_ecea,
        }
    }

    /// Decodes the decompressed bytes of this pack into tokens and character classes.
    ///
    /// For [`O200kRest`](Pack::O200kRest) `ascii` holds the tokens of
    /// [`O200kAscii`](Pack::O200kAscii), for which it is empty.
    pub(super) fn read(self, bytes: &[u8], ascii: &Tokens) -> Result<(Tokens, Runs), Malformed> {
        if digest(bytes) != self.digest() {
            return Err(Malformed(self));
        }
        unpack(bytes, ascii).ok_or(Malformed(self))
    }
}

/// Error: the bytes are not the decompressed pack that this build reads.
///
/// The bytes are truncated, altered or of another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub Pack);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.0.file();
        write!(f, "these bytes are not the pack `{file}`: fetch it again")
    }
}

impl std::error::Error for Malformed {}

/// Byte strings in order of rank.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    bytes: Vec<u8>,
    /// Offset in `bytes` at which each token ends and the next one starts.
    ends: Vec<u32>,
}

impl Tokens {
    /// Returns the number of tokens.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the token of a rank; empty if the rank does not exist.
    pub(super) fn get(&self, rank: u32) -> &[u8] {
        self.bytes
            .get(self.range(rank as usize))
            .unwrap_or_default()
    }

    /// Returns the byte range of the token of a rank.
    fn range(&self, rank: usize) -> Range<usize> {
        let start = rank.checked_sub(1).map_or(0, |before| self.end(before));
        start..self.end(rank)
    }

    fn end(&self, rank: usize) -> usize {
        self.ends.get(rank).map_or(0, |end| *end as usize)
    }

    /// Iterates over the tokens in order of rank.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|rank| self.get(rank as u32))
    }

    /// Appends a token with the next rank; returns None if a size limit is exceeded.
    pub(super) fn push(&mut self, token: &[u8]) -> Option<()> {
        self.bytes.extend_from_slice(token);
        self.close()
    }

    /// Appends the concatenation of two tokens as the token of the next rank.
    ///
    /// Returns None if a size limit is exceeded.
    fn join(&mut self, left: usize, right: usize) -> Option<()> {
        for half in [left, right] {
            self.bytes.extend_from_within(self.range(half));
        }
        self.close()
    }

    fn close(&mut self) -> Option<()> {
        self.ends.push(u32::try_from(self.bytes.len()).ok()?);
        (self.ends.len() <= TOKENS_MAX && self.bytes.len() <= BYTES_MAX).then_some(())
    }
}

/// Decodes the layout described in the module documentation.
///
/// Time and memory are bounded for any input by the length of `bytes`, [`TOKENS_MAX`] and
/// [`BYTES_MAX`].
fn unpack(mut bytes: &[u8], ascii: &Tokens) -> Option<(Tokens, Runs)> {
    let length = number(&mut bytes)?.checked_mul(4)?;
    let runs = bytes.split_off(..length)?.as_chunks().0.iter();
    let runs = Runs::new(runs.map(|run| u32::from_le_bytes(*run)).collect())?;
    let mut tokens = Tokens::default();
    let singles = number(&mut bytes)?;
    for single in bytes.split_off(..singles)?.chunks(1) {
        tokens.push(single)?;
    }
    let longer = number(&mut bytes)?;
    let all = singles.checked_add(longer)?;
    if all > TOKENS_MAX {
        return None;
    }
    let mut stream = Stream::new(bytes);
    let mut lefts = Urn::new(longer, all + 1);
    let mut rights = Urn::new(longer, all);
    let mut ascii = ascii.iter().skip_while(|token| token.len() < 2);
    for rank in singles..all {
        match lefts.draw(rank + 1, &mut stream)?.checked_sub(1) {
            None => tokens.push(ascii.next()?)?,
            Some(left) => tokens.join(left, rights.draw(rank, &mut stream)?)?,
        }
    }
    (stream.is_exhausted() && ascii.next().is_none()).then_some((tokens, runs))
}

/// Takes four bytes from the front as a number.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    usize::try_from(u32::from_le_bytes(*number)).ok()
}

/// Hashes bytes with 64-bit FNV-1a.
///
/// The hash detects damage; it does not protect against forgery.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
#[path = "../../examples/vocabulary/encode.rs"]
mod encode;

#[cfg(test)]
mod tests {
    use super::encode::encode;
    use super::*;
    use proptest::prelude::*;

    /// The tokens of the ASCII pack of this test.
    const ASCII: [&[u8]; 3] = [b"x", b"y", b"xy"];
    const TOKENS: [&[u8]; 8] = [
        b"x",
        b"\xc3",
        b"y",
        b"\xa4",
        b"xy",
        b"\xc3\xa4",
        b"\xc3\xa4x",
        b"x\xc3\xa4x",
    ];

    fn tokens(list: &[&[u8]]) -> Tokens {
        let mut tokens = Tokens::default();
        for token in list {
            tokens.push(token).expect("a token");
        }
        tokens
    }

    /// Encodes two runs and [`TOKENS`].
    fn pack() -> Vec<u8> {
        let runs = [0x80, 0x4101];
        encode(&runs, &TOKENS.map(<[u8]>::to_vec), <[u8]>::is_ascii)
    }

    #[test]
    fn reads_tokens_in_order_of_rank() {
        let (read, _) = unpack(&pack(), &tokens(&ASCII)).expect("a pack");
        assert_eq!(read.iter().collect::<Vec<_>>(), TOKENS);
        assert_eq!(read.get(8), b"");
    }

    #[test]
    fn rejects_truncated_and_extended_packs() {
        let (pack, ascii) = (pack(), tokens(&ASCII));
        for length in 0..pack.len() {
            assert!(unpack(&pack[..length], &ascii).is_none(), "{length} bytes");
        }
        for more in [&b"\0"[..], b"\0\0", b"\0\0\0\0"] {
            assert!(unpack(&[&pack, more].concat(), &ascii).is_none());
        }
    }

    #[test]
    fn rejects_a_pack_for_a_different_ascii_pack() {
        assert!(unpack(&pack(), &Tokens::default()).is_none());
        assert!(unpack(&pack(), &tokens(&[b"x", b"y", b"xy", b"yx"])).is_none());
    }

    #[test]
    fn rejects_packs_that_declare_excessive_sizes() {
        let numbers = |numbers: [u32; 3]| numbers.map(u32::to_le_bytes).concat();
        for end in [u32::MAX, TOKENS_MAX as u32 + 1] {
            assert!(unpack(&numbers([end, 0, 0]), &Tokens::default()).is_none());
            assert!(unpack(&numbers([0, end, 0]), &Tokens::default()).is_none());
            assert!(unpack(&numbers([0, 0, end]), &Tokens::default()).is_none());
        }
    }

    #[test]
    fn bounds_tokens_that_double() {
        let mut doubling = tokens(&[b"a"]);
        let last = (0..100).find(|rank| doubling.join(*rank, *rank).is_none());
        assert!(last.is_some() && doubling.bytes.len() <= 2 * BYTES_MAX);
    }

    #[test]
    fn reports_unknown_packs_as_malformed() {
        let read = |which: Pack| which.read(&pack(), &tokens(&ASCII)).map(|_| ());
        assert_eq!(read(Pack::O200kAscii), Err(Malformed(Pack::O200kAscii)));
        assert_eq!(read(Pack::O200kRest), Err(Malformed(Pack::O200kRest)));
    }

    /// Generates vocabularies over four letters, partly ASCII.
    ///
    /// Each longer token is the concatenation of two earlier tokens.
    fn vocabulary() -> impl Strategy<Value = Vec<Vec<u8>>> {
        let pairs = prop::collection::vec((any::<usize>(), any::<usize>()), 0..200);
        pairs.prop_map(|pairs| {
            let mut tokens = [b"a", b"b", b"c", b"\xff"]
                .map(|byte| byte.to_vec())
                .to_vec();
            for (left, right) in pairs {
                let token = [left, right].map(|half| tokens[half % tokens.len()].as_slice());
                let token = token.concat();
                if token.len() < 100 && !tokens.contains(&token) {
                    tokens.push(token);
                }
            }
            tokens
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn decodes_an_encoded_vocabulary(list in vocabulary()) {
            let ascii: Vec<_> = list.iter().filter(|token| token.is_ascii()).cloned().collect();
            let first = unpack(&encode(&[], &ascii, |_| false), &Tokens::default());
            let (first, _) = first.expect("the ASCII pack");
            prop_assert_eq!(first.iter().collect::<Vec<_>>(), ascii);
            let whole = unpack(&encode(&[], &list, <[u8]>::is_ascii), &first);
            let (whole, _) = whole.expect("the other pack");
            prop_assert_eq!(whole.iter().collect::<Vec<_>>(), list);
        }

        #[test]
        fn handles_any_bytes_within_the_memory_bounds(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            list in vocabulary(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let mut changed = encode(&[0x80], &list, |_| false);
            for (at, byte) in changes {
                let at = at.index(changed.len());
                changed[at] = byte;
            }
            for bytes in [bytes, changed] {
                if let Some((read, _)) = unpack(&bytes, &tokens(&ASCII)) {
                    prop_assert!(read.len() <= TOKENS_MAX);
                    prop_assert!(read.bytes.len() <= BYTES_MAX);
                }
            }
        }
    }
}
