//! Counts and encodes text with the vocabulary read from the packs.

use super::merge::Merge;
use super::pack::{Malformed, Pack, Tokens};
use super::split::{Ascii, Runs, pieces};
use std::fmt;

/// The o200k vocabulary, or only its ASCII tier.
///
/// The text of special tokens, such as `<|end|>`, is encoded as plain text: no user input is taken
/// for a part of the chat template.
///
/// ```
/// # use std::io::Read;
/// use infragenie::tokens::{Missing, Pack, Vocabulary};
/// # let unpack = |pack: Pack| -> std::io::Result<Vec<u8>> {
/// #     let file = std::fs::File::open(format!("www/public/data/{}", pack.file()))?;
/// #     let mut bytes = Vec::new();
/// #     flate2::read::GzDecoder::new(file).read_to_end(&mut bytes)?;
/// #     Ok(bytes)
/// # };
/// // Without its packs a vocabulary returns an error instead of an estimate.
/// let mut vocabulary = Vocabulary::default();
/// assert_eq!(vocabulary.count("vpc"), Err(Missing(Pack::O200kAscii)));
///
/// vocabulary.learn(Pack::O200kAscii, &unpack(Pack::O200kAscii)?)?;
/// assert_eq!(vocabulary.count("create ec2 instance with nginx"), Ok(6));
/// assert_eq!(vocabulary.count("größer"), Err(Missing(Pack::O200kRest)));
///
/// vocabulary.learn(Pack::O200kRest, &unpack(Pack::O200kRest)?)?;
/// assert_eq!(vocabulary.count("größer"), Ok(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// The ranks of the tokens; None before the ASCII pack is loaded.
    ranks: Option<Ranks>,
    /// The classes of all characters; None unless both packs are loaded.
    classes: Option<Runs>,
}

impl Vocabulary {
    /// Loads the decompressed bytes of a pack.
    ///
    /// The pack [`O200kRest`](Pack::O200kRest) must be loaded after
    /// [`O200kAscii`](Pack::O200kAscii). An error leaves the vocabulary unchanged; a pack that is
    /// already loaded is ignored. The ASCII tier takes about 4 MB of memory, the whole vocabulary 8
    /// MB.
    pub fn learn(&mut self, pack: Pack, bytes: &[u8]) -> Result<(), Malformed> {
        match (pack, &self.ranks) {
            (Pack::O200kAscii, None) => {
                let (tokens, _) = pack.read(bytes, &Tokens::default())?;
                self.ranks = Some(Ranks::index(tokens).ok_or(Malformed(pack))?);
            }
            (Pack::O200kRest, Some(ranks)) if self.classes.is_none() => {
                let (tokens, classes) = pack.read(bytes, &ranks.tokens)?;
                self.ranks = Some(Ranks::index(tokens).ok_or(Malformed(pack))?);
                self.classes = Some(classes);
            }
            (Pack::O200kRest, None) => return Err(Malformed(pack)),
            (Pack::O200kAscii | Pack::O200kRest, Some(_)) => {}
        }
        Ok(())
    }

    /// Returns the exact number of tokens of a text, or the pack it requires.
    pub fn count(&self, text: &str) -> Result<usize, Missing> {
        let ranks = self.ranks()?;
        if text.is_ascii() {
            return Ok(ranks.count_tokens(pieces(text, Ascii)));
        }
        Ok(ranks.count_tokens(pieces(text, self.classes()?)))
    }

    /// Returns the token ids of a text; requires both packs.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Missing> {
        let ranks = self.ranks()?;
        let mut merge = Merge::default();
        let mut ids = Vec::new();
        for piece in pieces(text, self.classes()?) {
            if let Some(id) = ranks.get(piece) {
                ids.push(id);
            } else {
                merge.merge(ranks, piece);
                ids.extend(merge.tokens(piece).filter_map(|token| ranks.get(token)));
            }
        }
        Ok(ids)
    }

    fn ranks(&self) -> Result<&Ranks, Missing> {
        self.ranks.as_ref().ok_or(Missing(Pack::O200kAscii))
    }

    fn classes(&self) -> Result<&Runs, Missing> {
        self.classes.as_ref().ok_or(Missing(Pack::O200kRest))
    }
}

/// Error: the pack that is needed to count a text is not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing(pub Pack);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pack = self.0.name();
        write!(f, "the vocabulary `{pack}` has not arrived: load it first")
    }
}

impl std::error::Error for Missing {}

/// Map from the bytes of a token to its rank.
///
/// An open-addressing hash table over [`Tokens`].
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    tokens: Tokens,
    longest: usize,
    /// 2 to the power of `bits` slots, each with the [`key`] of a token or [`FREE`].
    keys: Vec<u64>,
    /// The rank of the token in each slot.
    ranks: Vec<u32>,
    bits: u32,
}

/// Key of a free slot; no token has it, because no token is empty.
const FREE: u64 = 0;
/// Maximum distance of a token from its first slot.
///
/// No token of a real vocabulary comes close to it.
const PROBES_MAX: usize = 64;

impl Ranks {
    /// Counts the tokens of all pieces.
    ///
    /// A small cache keeps the counts of recent pieces, because names recur in a program.
    fn count_tokens<'t>(&self, pieces: impl Iterator<Item = &'t [u8]>) -> usize {
        const CACHE_BITS: u32 = 12;
        let mut cache: Vec<(&[u8], usize)> = Vec::new();
        let mut merge = Merge::default();
        let mut count = 0;
        for piece in pieces {
            if self.get(piece).is_some() {
                count += 1;
                continue;
            }
            cache.resize(1 << CACHE_BITS, (&[], 0));
            let cached = &mut cache[spread(key(piece), CACHE_BITS)];
            if cached.0 != piece {
                *cached = (piece, merge.merge(self, piece));
            }
            count += cached.1;
        }
        count
    }

    /// Builds the table.
    ///
    /// Returns None if a token is empty or duplicated, or if too many tokens collide.
    fn index(tokens: Tokens) -> Option<Ranks> {
        let bits = (2 * tokens.len())
            .next_power_of_two()
            .trailing_zeros()
            .max(1);
        let mut ranks = Ranks {
            longest: tokens.iter().map(<[u8]>::len).max()?,
            tokens,
            keys: vec![FREE; 1 << bits],
            ranks: vec![0; 1 << bits],
            bits,
        };
        for rank in 0..ranks.tokens.len() as u32 {
            let token = ranks.tokens.get(rank);
            let slot = match ranks.slot(token) {
                Err(Some(slot)) if !token.is_empty() => slot,
                _ => return None,
            };
            ranks.keys[slot] = key(token);
            ranks.ranks[slot] = rank;
        }
        Some(ranks)
    }

    /// Returns the rank of the token with these bytes.
    pub(super) fn get(&self, bytes: &[u8]) -> Option<u32> {
        if bytes.len() > self.longest {
            return None;
        }
        self.slot(bytes).ok().map(|slot| self.ranks[slot])
    }

    /// Returns the slot of the token with these bytes, or a free slot for it as error.
    fn slot(&self, bytes: &[u8]) -> Result<usize, Option<usize>> {
        let key = key(bytes);
        let first = spread(key, self.bits);
        for probe in 0..PROBES_MAX {
            let slot = (first + probe) & (self.keys.len() - 1);
            let stored = self.keys[slot];
            if stored == FREE {
                return Err(Some(slot));
            }
            if stored == key && (key >> 63 == 0 || self.tokens.get(self.ranks[slot]) == bytes) {
                return Ok(slot);
            }
        }
        Err(None)
    }
}

/// Returns the hash key of a byte string.
///
/// Up to seven bytes, the key holds the bytes and their number, so no comparison with the token is
/// needed. From eight bytes on it is a hash with the highest bit set. Collisions cannot be
/// provoked, because the vocabulary is fixed.
#[inline(always)]
fn key(bytes: &[u8]) -> u64 {
    if bytes.len() < 8 {
        return (bytes.len() as u64) << 56 | number(bytes);
    }
    let mut hash = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(SPREAD);
        hash ^= hash >> 32;
        rest = after;
    }
    (hash ^ number(rest)).wrapping_mul(SPREAD) | 1 << 63
}

/// Reads up to seven bytes as a little-endian number.
#[inline(always)]
fn number(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // If the two chunks overlap, their common bytes agree.
        (Some(head), Some(tail)) => {
            let tail = u64::from(u32::from_le_bytes(*tail)) << (8 * (bytes.len() - 4));
            u64::from(u32::from_le_bytes(*head)) | tail
        }
        _ => bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// 2 to the power of 64 divided by the golden ratio; odd.
///
/// All bits of a key influence the highest bits of the product.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Reduces a key to a number of `bits` bits.
#[inline(always)]
fn spread(key: u64, bits: u32) -> usize {
    (key.wrapping_mul(SPREAD) >> (u64::BITS - bits)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(tokens: &[&[u8]]) -> Option<Ranks> {
        let mut list = Tokens::default();
        for token in tokens {
            list.push(token)?;
        }
        Ranks::index(list)
    }

    #[test]
    fn finds_ranks_by_exact_token_bytes() {
        let tokens: [&[u8]; 6] = [
            b"a",
            b"a\0",
            b"\0a",
            b"1234567",
            b"12345678",
            b"123456789abcdefgh",
        ];
        let ranks = index(&tokens).expect("an index");
        for (rank, token) in tokens.iter().enumerate() {
            assert_eq!(ranks.get(token), Some(rank as u32), "{token:?}");
        }
        for other in [
            &b""[..],
            b"\0",
            b"aa",
            b"123456",
            b"12345679",
            b"123456789abcdefgh0",
        ] {
            assert_eq!(ranks.get(other), None, "{other:?}");
        }
    }

    #[test]
    fn rejects_duplicate_and_empty_tokens() {
        assert!(index(&[]).is_none());
        assert!(index(&[b"a", b""]).is_none());
        assert!(index(&[b"a", b"b", b"a"]).is_none());
        assert!(index(&[b"longer than seven", b"longer than seven"]).is_none());
    }

    #[test]
    fn rejects_excessive_hash_collisions() {
        // Keys whose product with SPREAD is small all start at the first slot.
        let inverse = (0..6).fold(SPREAD, |inverse, _| {
            inverse.wrapping_mul(2_u64.wrapping_sub(SPREAD.wrapping_mul(inverse)))
        });
        let keys = (0_u64..).map(|product| product.wrapping_mul(inverse));
        let seven_bytes = keys.filter(|key| key >> 56 == 7).map(u64::to_le_bytes);
        let tokens: Vec<_> = seven_bytes.take(PROBES_MAX + 1).collect();
        let tokens: Vec<&[u8]> = tokens.iter().map(|token| &token[..7]).collect();
        assert!(index(&tokens[..PROBES_MAX]).is_some());
        assert!(index(&tokens).is_none());
    }
}
