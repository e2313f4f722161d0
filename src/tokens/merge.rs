//! A piece of text in, the bytes of its tokens out: byte pairs merged, lowest rank first.

use super::vocabulary::Ranks;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The work space of merging, kept from piece to piece.
///
/// A piece of `n` bytes takes `O(n log n)` steps and `O(n)` memory, whatever it is made of.
#[derive(Default)]
pub(super) struct Merge {
    /// One entry a byte; those where a part starts form a list linked both ways.
    parts: Vec<Part>,
    /// Pairs of neighbours that make a token: its rank and the start of the left one. Entries that
    /// a later merge outdated stay until they come up.
    pairs: BinaryHeap<Reverse<(u32, usize)>>,
}

#[derive(Clone, Copy)]
struct Part {
    /// Start of the part before.
    before: usize,
    /// End of this part, which is the start of the next.
    end: usize,
    /// Rank of this part and the next one taken together, or [`NO_TOKEN`].
    pair: u32,
}

const NO_TOKEN: u32 = u32::MAX;

impl Merge {
    /// The tokens of a piece, each as its bytes.
    pub(super) fn parts<'a>(
        &'a mut self,
        ranks: &Ranks,
        piece: &'a [u8],
    ) -> impl Iterator<Item = &'a [u8]> {
        self.parts.clear();
        if ranks.get(piece).is_some() {
            self.parts.push(Part {
                before: 0,
                end: piece.len(),
                pair: NO_TOKEN,
            });
        } else {
            self.merge(ranks, piece);
        }
        let mut start = 0;
        std::iter::from_fn(move || {
            let end = self.parts.get(start)?.end;
            let part = piece.get(start..end)?;
            start = end;
            Some(part)
        })
    }

    fn merge(&mut self, ranks: &Ranks, piece: &[u8]) {
        self.pairs.clear();
        for start in 0..piece.len() {
            let before = start.saturating_sub(1);
            self.parts.push(Part {
                before,
                end: start + 1,
                pair: NO_TOKEN,
            });
        }
        for start in 0..piece.len() {
            self.pair(ranks, piece, start);
        }
        while let Some(Reverse((rank, left))) = self.pairs.pop() {
            if self.parts[left].pair != rank {
                continue;
            }
            let right = self.parts[left].end;
            let end = self.parts[right].end;
            self.parts[right].pair = NO_TOKEN;
            self.parts[left].end = end;
            if let Some(next) = self.parts.get_mut(end) {
                next.before = left;
            }
            self.pair(ranks, piece, left);
            if left > 0 {
                self.pair(ranks, piece, self.parts[left].before);
            }
        }
    }

    /// Notes whether the part at `left` and the next one make a token.
    fn pair(&mut self, ranks: &Ranks, piece: &[u8], left: usize) {
        let right = self.parts[left].end;
        let pair = self
            .parts
            .get(right)
            .and_then(|right| ranks.get(&piece[left..right.end]));
        self.parts[left].pair = pair.unwrap_or(NO_TOKEN);
        self.pairs.extend(pair.map(|rank| Reverse((rank, left))));
    }
}
