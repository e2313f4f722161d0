//! Reads the tables of a schema pack and checks every number in them.

use super::{BlockRow, Malformed, Nesting, Schema, Texts, TypeRow};
use crate::stable_sort::Order;

/// Result of reading from a pack.
pub(in crate::schema) type Read<T> = Result<T, Malformed>;

/// Types, and the fields of the object types among them.
type Types = (Vec<TypeRow>, Vec<(u16, u16)>);

/// Maximum length of a name, in bytes.
const NAME_BYTES_MAX: usize = 128;

/// Maximum number of attributes that are stored once for many blocks.
///
/// A stored number has this many bits.
const COMMON_MAX: usize = 28;

/// Maximum nesting depth of types.
const TYPE_DEPTH_MAX: u8 = 32;

/// Reader of the numbers in a pack.
///
/// Every number that refers to a table entry is checked against the size of the table, so the
/// tables can be used without further checks.
pub(in crate::schema) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(in crate::schema) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    pub(in crate::schema) fn is_done(&self) -> bool {
        self.at == self.bytes.len()
    }

    pub(in crate::schema) fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let end = self.at.checked_add(count).ok_or(Malformed)?;
        let bytes = self.bytes.get(self.at..end).ok_or(Malformed)?;
        self.at = end;
        Ok(bytes)
    }

    /// Returns the bytes before the next line end, and skips the line end.
    fn until_line_end(&mut self, most: usize) -> Read<&'a [u8]> {
        let rest = self.bytes.get(self.at..).ok_or(Malformed)?;
        let length = rest.iter().take(most).position(|byte| *byte == b'\n');
        let bytes = self.take(length.ok_or(Malformed)?)?;
        self.take(1)?;
        Ok(bytes)
    }

    /// Reads a number of up to 28 bits.
    pub(in crate::schema) fn number(&mut self) -> Read<u32> {
        Ok(self.bits(4)? as u32)
    }

    /// Reads a number of up to 63 bits.
    pub(in crate::schema) fn long(&mut self) -> Read<u64> {
        self.bits(9)
    }

    /// Reads a number with 7 bits in each byte, the lowest first.
    #[inline]
    fn bits(&mut self, bytes_max: u32) -> Read<u64> {
        let mut value = 0;
        for at in 0..bytes_max {
            let byte = *self.bytes.get(self.at).ok_or(Malformed)?;
            self.at += 1;
            value |= u64::from(byte & 0x7F) << (7 * at);
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    /// Reads a number of rows.
    ///
    /// Each row takes at least one byte, so a number above the remaining bytes is rejected.
    pub(in crate::schema) fn count(&mut self) -> Read<usize> {
        let count = self.number()? as usize;
        if count > self.bytes.len() - self.at || count > usize::from(u16::MAX) {
            return Err(Malformed);
        }
        Ok(count)
    }

    pub(in crate::schema) fn below(&mut self, bound: usize) -> Read<u16> {
        let value = self.number()?;
        if value as usize >= bound {
            return Err(Malformed);
        }
        u16::try_from(value).map_err(|_| Malformed)
    }

    fn numbers(&mut self, count: usize) -> Read<Vec<u32>> {
        (0..count).map(|_| self.number()).collect()
    }

    pub(in crate::schema) fn column(&mut self, count: usize, bound: usize) -> Read<Vec<u16>> {
        (0..count).map(|_| self.below(bound)).collect()
    }

    /// Reads increasing names, each stored as its difference to the previous one.
    pub(in crate::schema) fn rising(&mut self, count: usize, names: usize) -> Read<Vec<u16>> {
        let mut before = None;
        let mut rows = Vec::new();
        for _ in 0..count {
            let step = self.number()?;
            let name = match before {
                None => step,
                Some(_) if step == 0 => return Err(Malformed),
                Some(before) => u32::from(before) + step,
            };
            if name as usize >= names {
                return Err(Malformed);
            }
            let name = u16::try_from(name).map_err(|_| Malformed)?;
            rows.push(name);
            before = Some(name);
        }
        Ok(rows)
    }

    pub(in crate::schema) fn names(&mut self) -> Read<Texts> {
        let count = self.count()?;
        let shared = self.column(count, NAME_BYTES_MAX)?;
        let mut names: Vec<u8> = Vec::new();
        let mut ends = Vec::with_capacity(count);
        let mut before = 0..0;
        for shared in shared {
            let suffix = self.until_line_end(NAME_BYTES_MAX)?;
            let prefix = before.start..before.start + usize::from(shared);
            // Names must increase, because they are found by binary search.
            let next = names.get(prefix.end).filter(|_| prefix.end < before.end);
            if prefix.end > before.end || suffix.first() <= next {
                return Err(Malformed);
            }
            let start = names.len();
            names.extend_from_within(prefix);
            names.extend_from_slice(suffix);
            before = start..names.len();
            ends.push(u32::try_from(names.len()).map_err(|_| Malformed)?);
        }
        let text = String::from_utf8(names).map_err(|_| Malformed)?;
        text.is_ascii()
            .then_some(Texts { text, ends })
            .ok_or(Malformed)
    }

    pub(super) fn types(&mut self, names: usize) -> Read<Types> {
        let count = self.count()?;
        let mut types = Vec::with_capacity(count);
        let mut depths: Vec<u8> = Vec::with_capacity(count);
        let mut fields: Vec<(u16, u16)> = Vec::new();
        for _ in 0..count {
            let shape = self.number()?;
            let mut depth = 0;
            // A type refers to earlier types only, so no type contains itself.
            let mut within = |reader: &mut Self| {
                let id = reader.below(depths.len())?;
                depth = depth.max(depths[usize::from(id)]);
                Ok(id)
            };
            types.push(match shape {
                0 => TypeRow::String,
                1 => TypeRow::Number,
                2 => TypeRow::Bool,
                3 => TypeRow::Dynamic,
                4 => TypeRow::List(within(self)?),
                5 => TypeRow::Set(within(self)?),
                6 => TypeRow::Map(within(self)?),
                7 => {
                    let start = fields.len() as u32;
                    for _ in 0..self.count()? {
                        let name = self.below(names)?;
                        let rising = fields.len() == start as usize
                            || fields.last().is_some_and(|last| last.0 < name);
                        if !rising {
                            return Err(Malformed);
                        }
                        let id = within(self)?;
                        fields.push((name, id));
                    }
                    TypeRow::Object(start, fields.len() as u32)
                }
                _ => return Err(Malformed),
            });
            if depth >= TYPE_DEPTH_MAX {
                return Err(Malformed);
            }
            depths.push(depth + 1);
        }
        Ok((types, fields))
    }

    pub(super) fn nested_kinds(&mut self) -> Read<Vec<(Nesting, u16, u16)>> {
        let count = self.count()?;
        let nestings = self.column(count, 3)?;
        let fewest = self.column(count, usize::from(u16::MAX))?;
        let most = self.column(count, usize::from(u16::MAX))?;
        let kinds = nestings.into_iter().zip(fewest).zip(most);
        let nesting = |nesting| match nesting {
            0 => Nesting::Single,
            1 => Nesting::List,
            _ => Nesting::Set,
        };
        Ok(kinds
            .map(|((kind, min), max)| (nesting(kind), min, max))
            .collect())
    }

    /// Reads the attributes that many blocks have; a block has one bit for each.
    fn common(&mut self, schema: &Schema) -> Read<Vec<(u16, u16)>> {
        let count = self.count()?;
        if count > COMMON_MAX {
            return Err(Malformed);
        }
        let names = self.column(count, schema.names.len())?;
        let kinds = self.column(count, schema.attribute_kinds.len())?;
        Ok(names.into_iter().zip(kinds).collect())
    }

    pub(super) fn blocks(&mut self, schema: &mut Schema) -> Read<()> {
        let names = schema.names.len();
        let common = self.common(schema)?;
        let count = self.count()?;
        let bits = self.numbers(count)?;
        let sizes = self.numbers(count)?;
        let nested_sizes = self.numbers(count)?;
        let mut others = Vec::new();
        for size in &sizes {
            others.extend(self.rising((*size / 2) as usize, names)?);
        }
        let kinds = self.column(others.len(), schema.attribute_kinds.len())?;
        let mut others = others.into_iter().zip(kinds);
        let mut nested = Vec::new();
        for size in &nested_sizes {
            nested.extend(self.rising(*size as usize, names)?);
        }
        let kinds = self.column(nested.len(), schema.nested_kinds.len())?;
        let mut start = (0, 0);
        for (at, (size, deeper)) in sizes.into_iter().zip(nested_sizes).enumerate() {
            let mut own: Vec<_> = others.by_ref().take((size / 2) as usize).collect();
            let shared = common.iter().enumerate();
            let shared = shared.filter(|(bit, _)| bits[at] >> bit & 1 == 1);
            own.extend(shared.map(|(_, one)| *one));
            own.order();
            // Names must increase, because they are found by binary search.
            if own.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return Err(Malformed);
            }
            let attributes = &mut schema.attributes;
            attributes.extend(own);
            let end = (attributes.len() as u32, start.1 + deeper);
            for row in start.1 as usize..end.1 as usize {
                // A block refers to earlier blocks only, so no block contains itself.
                let back = usize::from(self.below(at + 1)?);
                let (name, kind) = (nested.get(row), kinds.get(row));
                let (Some(name), Some(kind), 1..) = (name, kind, back) else {
                    return Err(Malformed);
                };
                let block = u16::try_from(at - back).map_err(|_| Malformed)?;
                schema.nested.push((*name, *kind, block));
            }
            schema.blocks.push(BlockRow {
                attributes: (start.0, end.0),
                nested: (start.1, end.1),
            });
            start = end;
        }
        Ok(())
    }

    pub(super) fn roots(&mut self, schema: &Schema) -> Read<Vec<[u16; 3]>> {
        let count = self.count()?;
        let names = self.rising(count, schema.names.len())?;
        let providers = self.column(count, schema.providers.len())?;
        let blocks = self.column(count, schema.blocks.len())?;
        let rows = names.into_iter().zip(providers).zip(blocks);
        let rows = rows.map(|((name, provider), block)| [name, provider, block]);
        Ok(rows.collect())
    }
}
