//! A piece of text in, its tokens out: byte pairs merged, always the one of the lowest rank.

use super::vocabulary::Ranks;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The work space of merging, kept from piece to piece.
///
/// A piece of `n` bytes takes `O(n log n)` steps and `O(n)` memory, whatever it is made of.
#[derive(Default)]
pub(super) struct Merge {
    /// One entry a byte; those where a part starts form a list, linked both ways.
    parts: Vec<Part>,
    /// Neighbours that make a token together: its rank, and the start of the left one. Entries
    /// that a later merge has outdated stay until they come up.
    pairs: BinaryHeap<Reverse<(u32, usize)>>,
}

#[derive(Clone, Copy)]
struct Part {
    /// Start of the part before.
    before: usize,
    /// End of this part, and start of the next.
    end: usize,
    /// Rank of this part and the next one taken together.
    pair: Option<u32>,
}

impl Merge {
    /// Merges a piece, and says how many tokens remain.
    pub(super) fn merge(&mut self, ranks: &Ranks, piece: &[u8]) -> usize {
        self.parts.clear();
        self.parts.extend((0..piece.len()).map(|start| Part {
            before: start.saturating_sub(1),
            end: start + 1,
            pair: None,
        }));
        for start in 0..piece.len() {
            self.pair(ranks, piece, start);
        }
        let mut count = piece.len();
        while let Some(Reverse((rank, left))) = self.pairs.pop() {
            if self.parts[left].pair != Some(rank) {
                continue;
            }
            let right = self.parts[left].end;
            let end = self.parts[right].end;
            self.parts[left].end = end;
            self.parts[right].pair = None;
            if let Some(next) = self.parts.get_mut(end) {
                next.before = left;
            }
            self.pair(ranks, piece, left);
            if left > 0 {
                self.pair(ranks, piece, self.parts[left].before);
            }
            count -= 1;
        }
        count
    }

    /// The tokens of the piece that was merged last, as their bytes.
    pub(super) fn tokens<'p>(&self, piece: &'p [u8]) -> impl Iterator<Item = &'p [u8]> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let end = self.parts.get(start)?.end;
            let token = piece.get(start..end)?;
            start = end;
            Some(token)
        })
    }

    /// Notes whether the part at `left` and the next one make a token.
    fn pair(&mut self, ranks: &Ranks, piece: &[u8], left: usize) {
        let right = self.parts.get(self.parts[left].end);
        let pair = right.and_then(|right| ranks.get(&piece[left..right.end]));
        self.parts[left].pair = pair;
        self.pairs.extend(pair.map(|rank| Reverse((rank, left))));
    }
}
