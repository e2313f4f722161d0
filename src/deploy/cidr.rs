//! Compares and divides blocks of IPv4 addresses.

/// Block of addresses in the notation of AWS: `10.0.0.0/16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cidr {
    /// First address.
    pub start: u32,
    /// Length of the prefix in bits.
    pub prefix: u8,
}

impl Cidr {
    /// Reads a block; bits behind the prefix are ignored.
    pub fn read(text: &str) -> Option<Cidr> {
        let (address, prefix) = text.split_once('/')?;
        let prefix: u8 = prefix.parse().ok().filter(|it| *it <= 32)?;
        let mut start = 0;
        let mut count = 0;
        for part in address.split('.') {
            start = start * 256 + u64::from(part.parse::<u8>().ok()?);
            count += 1;
            if count > 4 {
                return None;
            }
        }
        if count != 4 {
            return None;
        }
        let size = Cidr { start: 0, prefix }.size();
        Some(Cidr {
            start: u32::try_from(start - start % size).ok()?,
            prefix,
        })
    }

    /// Returns the number of addresses.
    pub fn size(self) -> u64 {
        1 << (32 - u32::from(self.prefix))
    }

    /// Returns the address after the last one.
    fn end(self) -> u64 {
        u64::from(self.start) + self.size()
    }

    /// Whether all addresses of another block are in this one.
    pub fn contains(self, other: Cidr) -> bool {
        self.start <= other.start && other.end() <= self.end()
    }

    /// Whether two blocks have an address in common.
    pub fn overlaps(self, other: Cidr) -> bool {
        u64::from(self.start) < other.end() && u64::from(other.start) < self.end()
    }

    /// Returns the first block of a size in this one that overlaps no other.
    pub fn free(self, prefix: u8, taken: &[Cidr]) -> Option<Cidr> {
        let mut next = Cidr {
            start: self.start,
            prefix,
        };
        for _ in 0..=taken.len() {
            if prefix < self.prefix || !self.contains(next) {
                return None;
            }
            let Some(other) = taken.iter().find(|it| it.overlaps(next)) else {
                return Some(next);
            };
            let end = other.end().max(next.end());
            let aligned = end.div_ceil(next.size()) * next.size();
            next.start = u32::try_from(aligned).ok()?;
        }
        None
    }

    /// Returns a numbered part of the block, with some more bits of prefix.
    pub fn part(self, bits: f64, at: f64) -> Option<Cidr> {
        let prefix = f64::from(self.prefix) + bits;
        if bits < 0.0 || prefix > 32.0 || at < 0.0 || at >= 2f64.powf(bits) {
            return None;
        }
        let part = Cidr {
            start: 0,
            prefix: prefix as u8,
        };
        let start = u64::from(self.start) + at as u64 * part.size();
        Some(Cidr {
            start: u32::try_from(start).ok()?,
            ..part
        })
    }

    /// Writes the block.
    pub fn text(self) -> String {
        let [a, b, c, d] = self.start.to_be_bytes();
        format!("{a}.{b}.{c}.{d}/{}", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_blocks_and_finds_free_ones() {
        let of = |text: &str| Cidr::read(text).unwrap();
        assert!(of("10.0.0.0/16").contains(of("10.0.9.0/24")));
        assert!(!of("10.0.0.0/16").contains(of("10.1.0.0/24")));
        assert!(of("10.0.1.0/24").overlaps(of("10.0.0.0/23")));
        assert!(of("0.0.0.0/0").contains(of("255.255.255.255/32")));
        let taken = [of("10.0.0.0/24"), of("10.0.1.0/24")];
        let free = of("10.0.0.0/16").free(24, &taken).unwrap();
        assert_eq!(free.text(), "10.0.2.0/24");
        assert_eq!(of("10.0.0.0/24").free(24, &taken), None);
        assert_eq!(
            of("255.255.255.0/24").free(24, &[of("255.255.255.0/24")]),
            None
        );
        let part = |bits, at| Some(of("10.0.0.0/16").part(bits, at)?.text());
        assert_eq!(part(8.0, 3.0).as_deref(), Some("10.0.3.0/24"));
        assert_eq!(part(8.0, 256.0), None);
        assert_eq!(part(20.0, 0.0), None);
        assert_eq!(Cidr::read("10.0.0.0"), None);
        assert_eq!(Cidr::read("10.0.0.0/40"), None);
    }
}
