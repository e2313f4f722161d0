//! Counts the columns of a text (its grapheme clusters) as Terraform 1.11 does.

/// Ranges of the characters that join the cluster before them.
///
/// They have the property `Extend`, `SpacingMark` or `ZWJ` in Unicode 15. Each number is the first
/// code point of a range, with the number of those that follow it in the lower eight bits.
static MARKS: [u32; 317] = ranges(include_bytes!("marks.txt"));

const JOINER: char = '\u{200D}';

/// The classes of characters by which a cluster ends; the last five are those of Hangul.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Control,
    Mark,
    Prepend,
    Pictograph,
    /// One of the two letters of a flag.
    Flag,
    Leading,
    Vowel,
    Trailing,
    /// A syllable without a trailing consonant.
    Open,
    /// A syllable with a trailing consonant.
    Closed,
}

/// Counts the columns of a text.
pub(super) fn columns(text: &str) -> usize {
    use Class::*;
    if text.is_ascii() {
        // A carriage return and the line feed behind it are one cluster.
        return text.len() - text.bytes().filter(|byte| *byte == b'\r').count();
    }
    let mut columns = 0;
    let (mut before, mut before_class) = ('\0', Control);
    // Whether the cluster is a pictograph with marks, and whether it is half a flag.
    let (mut is_pictograph, mut is_half) = (false, false);
    for character in text.chars() {
        let class = class(character);
        let joins = match (before_class, class) {
            (Control, _) | (_, Control) => before == '\r' && character == '\n',
            (_, Mark) | (Prepend, _) => true,
            (Mark, Pictograph) => is_pictograph && before == JOINER,
            (Flag, Flag) => is_half,
            (Leading, Leading | Vowel | Open | Closed) => true,
            (Vowel | Open, Vowel | Trailing) | (Trailing | Closed, Trailing) => true,
            _ => false,
        };
        columns += usize::from(!joins);
        is_pictograph = class == Pictograph || class == Mark && is_pictograph;
        is_half = class == Flag && !joins;
        (before, before_class) = (character, class);
    }
    columns
}

fn class(character: char) -> Class {
    match character {
        ' '..='~' => Class::Other,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' => Class::Control,
        '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => Class::Control,
        '\u{FFF0}'..='\u{FFFD}' | '\u{E0000}'..='\u{E001F}' => Class::Control,
        '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}' => Class::Prepend,
        '\u{8E2}' | '\u{D4E}' | '\u{110BD}' | '\u{110CD}' => Class::Prepend,
        '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}' => Class::Leading,
        '\u{1160}'..='\u{11A7}' | '\u{D7B0}'..='\u{D7C6}' => Class::Vowel,
        '\u{11A8}'..='\u{11FF}' | '\u{D7CB}'..='\u{D7FB}' => Class::Trailing,
        '가'..='힣' if (character as u32 - '가' as u32).is_multiple_of(28) => Class::Open,
        '가'..='힣' => Class::Closed,
        '\u{1F1E6}'..='\u{1F1FF}' => Class::Flag,
        _ if character.is_control() => Class::Control,
        _ if is_mark(character as u32) => Class::Mark,
        // Blocks of pictographs: the other characters in them do not follow a joiner.
        '©' | '®' | '\u{203C}'..='\u{2BFF}' | '\u{3030}'..='\u{3299}' => Class::Pictograph,
        '\u{1F000}'..='\u{1FAFF}' => Class::Pictograph,
        _ => Class::Other,
    }
}

fn is_mark(code: u32) -> bool {
    let after = MARKS.partition_point(|range| range >> 8 <= code);
    let range = after.checked_sub(1).map(|at| MARKS[at]);
    range.is_some_and(|range| code - (range >> 8) <= range & 0xFF)
}

/// Reads a list of code points and ranges of them in hexadecimal digits.
const fn ranges<const COUNT: usize>(text: &[u8]) -> [u32; COUNT] {
    let mut ranges = [0; COUNT];
    let (mut at, mut count, mut first, mut code) = (0, 0, None, 0);
    while at < text.len() {
        match text[at] {
            digit @ b'0'..=b'9' => code = code << 4 | (digit - b'0') as u32,
            digit @ b'A'..=b'F' => code = code << 4 | (digit - b'A' + 10) as u32,
            b'-' => (first, code) = (Some(code), 0),
            _ => {
                let start = match first {
                    Some(first) => first,
                    None => code,
                };
                ranges[count] = start << 8 | (code - start);
                (count, first, code) = (count + 1, None, 0);
            }
        }
        at += 1;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn counts_clusters() {
        let one = [
            "a",
            "é",
            "e\u{301}",
            "\r\n",
            "⚠️",
            "👩‍💻",
            "👍🏽",
            "🇩🇪",
            "각",
            "\u{1100}\u{1161}\u{11A8}",
        ];
        assert_eq!(one.map(columns), [1; 10]);
        let more = ["ab", "🇩🇪🇫🇷", "a\u{200D}👩", "\t\u{301}", "각가", "नि中"];
        assert_eq!(more.map(columns), [2; 6]);
        assert_eq!(columns("é, ü"), 4);
    }
}
