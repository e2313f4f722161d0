//! Merges the bytes of a text piece into tokens, lowest rank first.

use super::vocabulary::Ranks;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Work space of the byte pair merge, reused for all pieces.
///
/// A piece of `n` bytes takes `O(n log n)` steps and `O(n)` memory, whatever its content.
#[derive(Default)]
pub(super) struct Merge {
    /// One entry per byte; the entries at part starts form a doubly linked list.
    parts: Vec<Part>,
    /// Heap of the neighbouring parts that form a token together.
    ///
    /// Each entry holds the rank of the token and the start of the left part. Entries outdated by a
    /// later merge stay in the heap and are skipped when popped.
    pairs: BinaryHeap<Reverse<(u32, usize)>>,
}

#[derive(Clone, Copy)]
struct Part {
    /// Start of the previous part.
    before: usize,
    /// End of this part and start of the next.
    end: usize,
    /// Rank of the token that this part and the next one form, if any.
    pair: Option<u32>,
}

impl Merge {
    /// Merges a piece and returns the number of its tokens.
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

    /// Iterates over the tokens, as bytes, of the most recently merged piece.
    pub(super) fn tokens<'p>(&self, piece: &'p [u8]) -> impl Iterator<Item = &'p [u8]> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let end = self.parts.get(start)?.end;
            let token = piece.get(start..end)?;
            start = end;
            Some(token)
        })
    }

    /// Records whether the part at `left` and the next part form a token.
    fn pair(&mut self, ranks: &Ranks, piece: &[u8], left: usize) {
        let right = self.parts.get(self.parts[left].end);
        let pair = right.and_then(|right| ranks.get(&piece[left..right.end]));
        self.parts[left].pair = pair;
        self.pairs.extend(pair.map(|rank| Reverse((rank, left))));
    }
}
