//! A stream of bytes in, the symbols that were drawn from urns out: what came often takes few bits.
//!
//! An urn holds a ticket for each symbol that can be drawn, and [`WEIGHT`] more for each time that
//! it was (Pólya's urn). The tickets are in this order: those of the first draw, of the second, ...,
//! and then one a symbol. The draws of all urns stand in one number (an asymmetric numeral system):
//! its remainder by all tickets says which was drawn, and which one it is of the symbol's own
//! tickets goes back into it, so a symbol with half of the tickets takes one bit.
//!
//! `examples/vocabulary/encode.rs` writes such a stream.

/// Tickets that a draw adds for its symbol.
const WEIGHT: usize = 4;
/// What the number is where nothing is left to draw.
const END: u64 = 1 << 40;

/// The number that draws are taken off, and the bytes from which it is refilled: 16-bit words, the
/// highest first, little-endian.
pub(super) struct Stream<'b> {
    number: u64,
    bytes: &'b [u8],
}

impl<'b> Stream<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Stream<'b> {
        Stream { number: 0, bytes }
    }

    /// Whether all was drawn, and nothing else was there.
    pub(super) fn is_exhausted(&mut self) -> bool {
        self.fill(END).is_some() && self.number == END && self.bytes.is_empty()
    }

    /// Adds words until the number is at least so large.
    fn fill(&mut self, least: u64) -> Option<()> {
        while self.number < least {
            let (word, rest) = self.bytes.split_first_chunk()?;
            self.number = self.number << 16 | u64::from(u16::from_le_bytes(*word));
            self.bytes = rest;
        }
        Some(())
    }
}

/// What was drawn so far, of symbols that are numbers from 0.
pub(super) struct Urn {
    /// Each draw: its symbol, and how often that had been drawn before.
    draws: Vec<(u32, u32)>,
    /// How often each symbol was drawn.
    counts: Vec<u32>,
}

impl Urn {
    /// An urn for so many draws of so many symbols, which is all the memory that it takes.
    pub(super) fn new(draws: usize, symbols: usize) -> Urn {
        Urn {
            draws: Vec::with_capacity(draws),
            counts: vec![0; symbols],
        }
    }

    /// Draws one of the first `symbols`; never fewer of them than at the draw before. None if the
    /// stream is cut off, or was written by another rule.
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
