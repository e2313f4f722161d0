//! Decodes symbols from a byte stream by an adaptive entropy code.
//!
//! The model is Pólya's urn. An urn holds one ticket for each symbol that can be drawn, plus
//! [`WEIGHT`] more for each earlier draw of that symbol, so frequent symbols take few bits. The
//! tickets are ordered: those of the first draw, those of the second, ..., then one per symbol. The
//! draws of all urns are encoded in one number (an asymmetric numeral system). The remainder of
//! that number by the number of all tickets selects a ticket and so its symbol. The index of the
//! ticket among the tickets of this symbol goes back into the number, so a symbol with half of the
//! tickets takes one bit.
//!
//! `examples/vocabulary/encode.rs` writes such a stream.

/// Tickets that a draw adds for its symbol.
const WEIGHT: usize = 4;
/// Value of the number after the last draw.
const END: u64 = 1 << 40;

/// The number that encodes the draws, and the bytes that refill it.
///
/// The bytes are 16-bit little-endian words, the most significant word first.
pub(super) struct Stream<'b> {
    number: u64,
    bytes: &'b [u8],
}

impl<'b> Stream<'b> {
    /// Creates a stream from its bytes.
    pub(super) fn new(bytes: &'b [u8]) -> Stream<'b> {
        Stream { number: 0, bytes }
    }

    /// Returns whether all draws are decoded and no bytes are left.
    pub(super) fn is_exhausted(&mut self) -> bool {
        self.fill(END).is_some() && self.number == END && self.bytes.is_empty()
    }

    /// Appends words to the number until it is at least `least`.
    fn fill(&mut self, least: u64) -> Option<()> {
        while self.number < least {
            let (word, rest) = self.bytes.split_first_chunk()?;
            self.number = self.number << 16 | u64::from(u16::from_le_bytes(*word));
            self.bytes = rest;
        }
        Some(())
    }
}

/// The draws so far; symbols are numbers from 0.
pub(super) struct Urn {
    /// The symbol of each draw, and how often it had been drawn before.
    draws: Vec<(u32, u32)>,
    /// Number of draws of each symbol.
    counts: Vec<u32>,
}

impl Urn {
    /// Creates an urn and allocates all memory for the given draws and symbols.
    pub(super) fn new(draws: usize, symbols: usize) -> Urn {
        Urn {
            draws: Vec::with_capacity(draws),
            counts: vec![0; symbols],
        }
    }

    /// Draws one of the first `symbols` symbols.
    ///
    /// `symbols` must not decrease from one draw to the next. Returns None if the stream is
    /// truncated or was written by a different rule.
    pub(super) fn draw(&mut self, symbols: usize, stream: &mut Stream) -> Option<usize> {
        let drawn = WEIGHT * self.draws.len();
        let tickets = (drawn + symbols) as u64;
        stream.fill(tickets << 16)?;
        let rest = stream.number.checked_div(tickets)?;
        let ticket = (stream.number % tickets) as usize;
        let (symbol, own) = match self.draws.get(ticket / WEIGHT) {
            Some((symbol, before)) => {
                let own = WEIGHT * *before as usize + ticket % WEIGHT;
                (*symbol as usize, own + 1)
            }
            None => (ticket - drawn, 0),
        };
        let count = self.counts.get_mut(symbol)?;
        stream.number = rest * (WEIGHT as u64 * u64::from(*count) + 1) + own as u64;
        self.draws.push((symbol as u32, *count));
        *count += 1;
        Some(symbol)
    }
}
