//! Packs in, a vocabulary out that counts and encodes text.

use super::merge::Merge;
use super::pack::{Malformed, Pack, Tokens};
use super::split::pieces;
use std::fmt;

/// The o200k vocabulary, or the ASCII tier of it.
///
/// Text of special tokens, such as `<|end|>`, is text like any other: what a user types is never
/// taken for the frame around it.
///
/// ```
/// use infragenie::tokens::{Missing, Pack, Vocabulary};
/// // Before its packs have arrived a vocabulary counts nothing, and guesses nothing.
/// assert_eq!(Vocabulary::default().count("vpc"), Err(Missing(Pack::O200kAscii)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// None before the ASCII pack has arrived.
    ranks: Option<Ranks>,
    whole: bool,
}

impl Vocabulary {
    /// The ASCII tier, from the decompressed bytes of the pack [`O200kAscii`](Pack::O200kAscii).
    pub fn read(ascii: &[u8]) -> Result<Vocabulary, Malformed> {
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn(Pack::O200kAscii, ascii)?;
        Ok(vocabulary)
    }

    /// Takes the decompressed bytes of a pack. The pack [`O200kRest`](Pack::O200kRest) comes after
    /// [`O200kAscii`](Pack::O200kAscii). After an error the vocabulary is what it was; a pack that
    /// is there already is passed over.
    pub fn learn(&mut self, pack: Pack, bytes: &[u8]) -> Result<(), Malformed> {
        let before = match (pack, &self.ranks) {
            (Pack::O200kAscii, Some(_)) => return Ok(()),
            (Pack::O200kRest, _) if self.whole => return Ok(()),
            (Pack::O200kAscii, None) => &Tokens::default(),
            (Pack::O200kRest, Some(ranks)) => &ranks.tokens,
            (Pack::O200kRest, None) => return Err(Malformed(pack)),
        };
        let tokens = pack.tokens(bytes, before)?;
        self.ranks = Some(Ranks::index(tokens).ok_or(Malformed(pack))?);
        self.whole = pack == Pack::O200kRest;
        Ok(())
    }

    /// The number of tokens of a text: exact, or the pack that is missing for it.
    pub fn count(&self, text: &str) -> Result<usize, Missing> {
        let ranks = self.ranks.as_ref().ok_or(Missing(Pack::O200kAscii))?;
        if !self.whole && !text.is_ascii() {
            return Err(Missing(Pack::O200kRest));
        }
        let mut merge = Merge::default();
        Ok(pieces(text)
            .map(|piece| merge.parts(ranks, piece.as_bytes()).count())
            .sum())
    }

    /// The ids of the tokens of a text. Only the whole vocabulary knows them.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Missing> {
        let ranks = self.ranks.as_ref().ok_or(Missing(Pack::O200kAscii))?;
        if !self.whole {
            return Err(Missing(Pack::O200kRest));
        }
        let mut merge = Merge::default();
        let mut ids = Vec::new();
        for piece in pieces(text) {
            let parts = merge.parts(ranks, piece.as_bytes());
            ids.extend(parts.filter_map(|part| ranks.get(part)));
        }
        Ok(ids)
    }
}

/// The pack without which a text cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing(pub Pack);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the pack `{}` has not arrived: load it, then count",
            self.0.name()
        )
    }
}

impl std::error::Error for Missing {}

/// From the bytes of a token to its rank: an open-addressing table over [`Tokens`].
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    tokens: Tokens,
    /// A power of two of slots. Each is [`EMPTY`], or a rank below a tag from the token's hash,
    /// which tells most strangers apart without a look at their bytes.
    slots: Vec<u32>,
    /// The first slot for a hash is `hash >> shift`: its highest bits are its best.
    shift: u32,
    longest: usize,
}

/// Bits of a rank in a slot; the tag takes the others.
const RANK_BITS: u32 = 18;
const RANKS_MAX: usize = (1 << RANK_BITS) - 1;
const EMPTY: u32 = u32::MAX;
/// How far from its place a token may lie. A real vocabulary stays far below it.
const PROBES_MAX: usize = 64;

impl Ranks {
    /// None if there are too many tokens, or the same one twice, or too many that collide.
    fn index(tokens: Tokens) -> Option<Ranks> {
        if tokens.len() > RANKS_MAX {
            return None;
        }
        let longest = tokens.iter().map(<[u8]>::len).max()?;
        let slots = vec![EMPTY; (2 * tokens.len()).next_power_of_two()];
        let shift = u64::BITS - slots.len().trailing_zeros();
        let mut ranks = Ranks {
            tokens,
            slots,
            shift,
            longest,
        };
        for rank in 0..ranks.tokens.len() as u32 {
            let Err(Some((slot, tag))) = ranks.find(ranks.tokens.get(rank)) else {
                return None;
            };
            ranks.slots[slot] = tag | rank;
        }
        Some(ranks)
    }

    /// The rank of the token with these bytes.
    pub(super) fn get(&self, bytes: &[u8]) -> Option<u32> {
        if bytes.len() > self.longest {
            return None;
        }
        self.find(bytes).ok()
    }

    /// The rank, or else the free slot and the tag for a token with these bytes.
    fn find(&self, bytes: &[u8]) -> Result<u32, Option<(usize, u32)>> {
        let hash = hash(bytes);
        let tag = (hash as u32) << RANK_BITS;
        let first = (hash >> self.shift) as usize;
        for probe in 0..PROBES_MAX {
            let slot = (first + probe) & (self.slots.len() - 1);
            let held = self.slots[slot];
            if held == EMPTY {
                return Err(Some((slot, tag)));
            }
            let rank = held & RANKS_MAX as u32;
            if held ^ rank == tag && self.tokens.get(rank) == bytes {
                return Ok(rank);
            }
        }
        Err(None)
    }
}

/// A fast hash, eight bytes at a time. The vocabulary is fixed, so no text can make it collide.
fn hash(bytes: &[u8]) -> u64 {
    let mut state = bytes.len() as u64;
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        state = mix(state ^ u64::from_le_bytes(*word));
        rest = after;
    }
    let last = match (rest, rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        (_, Some(head), Some(tail)) => {
            u64::from(u32::from_le_bytes(*head)) | u64::from(u32::from_le_bytes(*tail)) << 32
        }
        (&[a, b, c], ..) => u64::from(u32::from_le_bytes([a, b, c, 0])),
        (&[a, b], ..) => u64::from(u16::from_le_bytes([a, b])),
        (&[a], ..) => u64::from(a),
        _ => 0,
    };
    mix(state ^ last)
}

fn mix(state: u64) -> u64 {
    let product = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}
