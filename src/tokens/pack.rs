//! The bytes of a pack in, the tokens of the vocabulary in the order of their ranks out.
//!
//! A pack, decompressed, is made of these parts, without gaps:
//!
//! | part | bytes |
//! |---|---|
//! | number of runs of characters of one class | 4, little-endian |
//! | the runs, as [`Runs`] has them; none in the ASCII pack | 4 each, little-endian |
//! | number of ranks | 4, little-endian |
//! | number of kinds | 1 |
//! | the kinds: length as stored, folds ([`SPACE`] + one of [`PLAIN`], [`CAPITAL`], [`CAPITALS`]) | 2 each |
//! | for every rank, in order: its kind, counted from 1; 0 is the next token of the ASCII pack | 1 each |
//! | the stored bytes of every token, kind after kind, in the order of the ranks within a kind | the rest |
//!
//! Like beside like is what makes it compress: tokens of one length and shape stand together, and
//! ` Name`, `Name` and `NAME` are all stored as `name`.

use super::split::Runs;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Folds: a space stood before the stored bytes.
const SPACE: u8 = 1;
/// Folds: the bytes are as stored.
const PLAIN: u8 = 0;
/// Folds: the first stored byte was an ASCII capital.
const CAPITAL: u8 = 2;
/// Folds: all stored ASCII letters were capitals.
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
        let known = digest(bytes) == self.digest();
        known
            .then(|| unpack(bytes, ascii))
            .flatten()
            .ok_or(Malformed(self))
    }
}

/// The bytes are not the decompressed pack that this build reads: cut off, altered, or of another
/// version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub Pack);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "these bytes are not the pack `{}`: fetch it again",
            self.0.file()
        )
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

    /// The token of a rank; empty for a rank that there is not.
    pub(super) fn get(&self, rank: u32) -> &[u8] {
        let rank = rank as usize;
        let start = match rank.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(u32::MAX),
            None => 0,
        };
        let end = self.ends.get(rank).copied().unwrap_or(0);
        self.bytes.get(start as usize..end as usize).unwrap_or(&[])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|rank| self.get(rank as u32))
    }

    fn push(&mut self, kind: Kind, stored: &[u8]) -> Option<()> {
        if kind.folds & SPACE != 0 {
            self.bytes.push(b' ');
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(stored);
        let stored = self.bytes.get_mut(start..)?;
        match kind.folds & !SPACE {
            CAPITAL => stored.get_mut(..1)?.make_ascii_uppercase(),
            CAPITALS => stored.make_ascii_uppercase(),
            _ => {}
        }
        self.ends.push(u32::try_from(self.bytes.len()).ok()?);
        Some(())
    }
}

/// What tokens that stand together have in common.
#[derive(Clone, Copy)]
struct Kind {
    length: u8,
    folds: u8,
}

/// Reads the layout above. The memory it takes is bounded by a few times the length of `bytes` and
/// `ascii`, whatever the bytes say.
fn unpack(bytes: &[u8], ascii: &Tokens) -> Option<(Tokens, Runs)> {
    let (runs, bytes) = bytes.split_first_chunk::<4>()?;
    let runs = (u32::from_le_bytes(*runs) as usize).checked_mul(4)?;
    let (runs, bytes) = bytes.split_at_checked(runs)?;
    let runs = runs
        .as_chunks::<4>()
        .0
        .iter()
        .map(|run| u32::from_le_bytes(*run))
        .collect();
    let (ranks, bytes) = bytes.split_first_chunk::<4>()?;
    let (kinds, bytes) = bytes.split_first()?;
    let (table, bytes) = bytes.split_at_checked(2 * usize::from(*kinds))?;
    let (kind_of_rank, mut bytes) = bytes.split_at_checked(u32::from_le_bytes(*ranks) as usize)?;

    let mut ranks_of_kind = [0_usize; 256];
    for kind in kind_of_rank {
        ranks_of_kind[usize::from(*kind)] += 1;
    }
    let mut groups = Vec::new();
    for (kind, ranks) in table.as_chunks::<2>().0.iter().zip(&ranks_of_kind[1..]) {
        let kind = Kind {
            length: kind[0],
            folds: kind[1],
        };
        let (group, after) = bytes.split_at_checked(ranks * usize::from(kind.length))?;
        groups.push((kind, group));
        bytes = after;
    }
    if !bytes.is_empty() {
        return None;
    }

    let mut tokens = Tokens::default();
    let mut ascii = ascii.iter();
    for kind in kind_of_rank {
        match usize::from(*kind).checked_sub(1) {
            None => tokens.push(
                Kind {
                    length: 0,
                    folds: PLAIN,
                },
                ascii.next()?,
            )?,
            Some(kind) => {
                let (kind, group) = groups.get_mut(kind)?;
                let (stored, after) = group.split_at_checked(usize::from(kind.length))?;
                *group = after;
                tokens.push(*kind, stored)?;
            }
        }
    }
    ascii.next().is_none().then_some((tokens, Runs(runs)))
}

/// FNV-1a, 64 bits: it finds damage, it does not defend against forgery.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
