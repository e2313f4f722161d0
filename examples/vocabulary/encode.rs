//! Encodes tokens into a pack, in the layout that `src/tokens/pack.rs` describes.

use std::collections::HashMap;

/// Must equal `WEIGHT` in `src/tokens/urn.rs`.
const WEIGHT: u64 = 4;
const END: u64 = 1 << 40;

/// Encodes tokens in the order of their ranks, single bytes first.
///
/// Each longer token is the concatenation of two earlier tokens, or is in the ASCII pack.
pub fn encode(
    runs: &[u32],
    tokens: &[Vec<u8>],
    is_in_ascii_pack: impl Fn(&[u8]) -> bool,
) -> Vec<u8> {
    let bytes = tokens.iter().take_while(|token| token.len() == 1).count();
    let (singles, longer) = tokens.split_at(bytes);
    let mut ranks: HashMap<&[u8], usize> = singles.iter().map(Vec::as_slice).zip(0..).collect();
    let (mut lefts, mut rights) = (Urn::default(), Urn::default());
    let mut draws = Vec::new();
    for (rank, token) in (bytes..).zip(longer) {
        if is_in_ascii_pack(token) {
            draws.push((Side::Left, lefts.draw(0, rank + 1)));
        } else {
            let cuts = (1..token.len()).filter_map(|cut| {
                let (left, right) = token.split_at(cut);
                Some((ranks.get(left)? + 1, *ranks.get(right)?))
            });
            // Choose the cut that takes the fewest bits.
            let (left, right) = cuts
                .max_by_key(|(left, right)| lefts.tickets(*left) * rights.tickets(*right))
                .expect("a token made of two that come before it");
            draws.push((Side::Left, lefts.draw(left, rank + 1)));
            draws.push((Side::Right, rights.draw(right, rank)));
        }
        ranks.insert(token, rank);
    }

    let mut pack = Vec::new();
    pack.extend((runs.len() as u32).to_le_bytes());
    pack.extend(runs.iter().flat_map(|run| run.to_le_bytes()));
    pack.extend((singles.len() as u32).to_le_bytes());
    pack.extend(singles.concat());
    pack.extend((longer.len() as u32).to_le_bytes());

    let mut number = END;
    let mut words = Vec::new();
    // The decoder reads in reverse order, so the first draw is written last.
    for (side, draw) in draws.iter().rev() {
        while number >= draw.own << 32 {
            words.push(number as u16);
            number >>= 16;
        }
        let urn = match side {
            Side::Left => &lefts,
            Side::Right => &rights,
        };
        number = number / draw.own * draw.all + urn.ticket(draw, number % draw.own);
    }
    while number > 0 {
        words.push(number as u16);
        number >>= 16;
    }
    pack.extend(words.iter().rev().flat_map(|word| word.to_le_bytes()));
    pack
}

enum Side {
    Left,
    Right,
}

/// Draws of each symbol, in order.
#[derive(Default)]
struct Urn {
    draws: HashMap<usize, Vec<u64>>,
    drawn: u64,
}

/// Draw: its symbol, its own and all tickets at its time, and its position.
struct Draw {
    symbol: usize,
    own: u64,
    all: u64,
    drawn: u64,
}

impl Urn {
    /// Returns the number of tickets of a symbol.
    fn tickets(&self, symbol: usize) -> u64 {
        let draws = self.draws.get(&symbol).map_or(0, Vec::len);
        WEIGHT * draws as u64 + 1
    }

    fn draw(&mut self, symbol: usize, symbols: usize) -> Draw {
        let own = self.tickets(symbol);
        let drawn = self.drawn;
        self.draws.entry(symbol).or_default().push(drawn);
        self.drawn += 1;
        Draw {
            symbol,
            own,
            all: WEIGHT * drawn + symbols as u64,
            drawn,
        }
    }

    /// Returns the position among all tickets of one of the symbol's own tickets.
    fn ticket(&self, draw: &Draw, own: u64) -> u64 {
        match own.checked_sub(1) {
            None => WEIGHT * draw.drawn + draw.symbol as u64,
            Some(own) => {
                let draws = &self.draws[&draw.symbol];
                WEIGHT * draws[(own / WEIGHT) as usize] + own % WEIGHT
            }
        }
    }
}
