//! A text and bytes of it in, their lines and columns out, in one walk however many they are.

use crate::hcl::Place;
use std::collections::HashMap;

/// Where bytes stand.
pub struct Places(HashMap<usize, Place>);

impl Places {
    /// Finds the places of the bytes, in any order. A byte behind the end stands at the end.
    pub fn of(text: &str, bytes: impl Iterator<Item = usize>) -> Places {
        let mut bytes: Vec<usize> = bytes.collect();
        bytes.sort_unstable();
        bytes.dedup();
        let mut wanted = bytes.into_iter().peekable();
        let mut places = HashMap::new();
        let mut place = Place { line: 1, column: 1 };
        for (at, character) in text.char_indices() {
            while let Some(byte) = wanted.next_if(|byte| *byte < at + character.len_utf8()) {
                places.insert(byte, place);
            }
            if wanted.peek().is_none() {
                break;
            }
            if character == '\n' {
                place = Place {
                    line: place.line + 1,
                    column: 1,
                };
            } else {
                place.column += 1;
            }
        }
        places.extend(wanted.map(|byte| (byte, place)));
        Places(places)
    }

    /// The place of a byte that was asked for.
    pub fn at(&self, byte: usize) -> Place {
        let first = Place { line: 1, column: 1 };
        self.0.get(&byte).copied().unwrap_or(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl;

    #[test]
    fn a_place_is_the_one_that_the_module_names() {
        let module = hcl::parse("größe = 1\n\n東 = [\n]\n");
        let bytes: Vec<usize> = (0..=module.text.len()).rev().collect();
        let places = Places::of(&module.text, bytes.iter().copied());
        for byte in bytes
            .into_iter()
            .filter(|byte| module.text.is_char_boundary(*byte))
        {
            assert_eq!(places.at(byte), module.place(byte), "byte {byte}");
        }
        let end = Places::of("ab", [9].into_iter()).at(9);
        assert_eq!((end.line, end.column), (1, 3));
    }
}
