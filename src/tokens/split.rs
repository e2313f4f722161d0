//! Splits text into pieces by the o200k pattern, without a regex engine.
//!
//! No token spans two pieces. The pattern, in the syntax of the crate `regex`, where the first
//! alternative that matches wins:
//!
//! ```text
//!   [^\r\n\p{L}\p{N}]?HEAD*TAIL+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//! | [^\r\n\p{L}\p{N}]?HEAD+TAIL*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//! | \p{N}{1,3}
//! | [ ]?[^\s\p{L}\p{N}]+[\r\n/]*
//! | \s*[\r\n]+
//! | \s+(?!\S)
//! | \s+
//! ```
//!
//! Here [`HEAD`] means `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]` and [`TAIL`] means
//! `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.

/// The end of the text, which belongs to no class.
const END: u8 = 0;
/// Characters of `\p{Lu}` and `\p{Lt}`.
const UPPER: u8 = 1;
/// Characters of `\p{Ll}`.
const LOWER: u8 = 2;
/// Characters of `\p{Lm}` and `\p{Lo}`, the letters without case.
const LETTER: u8 = 4;
/// Characters of `\p{M}`.
const MARK: u8 = 8;
/// Characters of `\p{N}`.
const NUMBER: u8 = 16;
/// Characters of `\s` except `\r` and `\n`.
const SPACE: u8 = 32;
/// The characters `\r` and `\n`.
const NEWLINE: u8 = 64;
/// All other characters.
const OTHER: u8 = 128;

/// Classes of the characters that start a word.
const HEAD: u8 = UPPER | LETTER | MARK;
/// Classes of the characters that continue a word.
const TAIL: u8 = LOWER | LETTER | MARK;

/// Maximum number characters in one piece.
const NUMBERS_MAX: usize = 3;

/// Iterates over the pieces of a text, as bytes; concatenated they equal the text.
pub(super) fn pieces(text: &str, classes: impl Classes) -> impl Iterator<Item = &[u8]> {
    let scan = Scan { text, classes };
    let mut start = 0;
    std::iter::from_fn(move || {
        let end = scan.piece(start);
        let piece = text
            .as_bytes()
            .get(start..end)
            .filter(|piece| !piece.is_empty());
        start = end;
        piece
    })
}

/// Classifies the characters outside ASCII.
pub(super) trait Classes {
    /// Returns the class of the character at `at` and the offset of the next one.
    fn beyond_ascii(&self, text: &str, at: usize) -> (u8, usize);
}

/// Classifier for ASCII-only text.
///
/// Loops without calls run a third faster in wasm, so ASCII text has a scanner of its own.
pub(super) struct Ascii;

impl Classes for Ascii {
    #[inline(always)]
    fn beyond_ascii(&self, _: &str, at: usize) -> (u8, usize) {
        (OTHER, at + 1)
    }
}

/// Classifier for all text, as runs of characters of one class.
///
/// Each entry is the first character of a run times 256, plus the class of the run.
#[derive(Clone, Debug)]
pub(super) struct Runs(Vec<u32>);

impl Runs {
    /// Returns None if a run has a class that does not exist.
    pub(super) fn new(runs: Vec<u32>) -> Option<Runs> {
        let known = runs.iter().all(|run| (*run as u8).is_power_of_two());
        known.then_some(Runs(runs))
    }
}

impl Classes for &Runs {
    #[inline(never)]
    fn beyond_ascii(&self, text: &str, at: usize) -> (u8, usize) {
        let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            return (END, at);
        };
        let run = self.0.partition_point(|run| run >> 8 <= u32::from(char));
        let class = run
            .checked_sub(1)
            .and_then(|run| self.0.get(run))
            .map_or(OTHER, |run| *run as u8);
        (class, at + char.len_utf8())
    }
}

struct Scan<'t, C> {
    text: &'t str,
    classes: C,
}

impl<C: Classes> Scan<'_, C> {
    /// Returns the end of the piece that starts at `start`.
    #[inline(always)]
    fn piece(&self, start: usize) -> usize {
        let (class, next) = self.step(start);
        if class & (NUMBER | NEWLINE) == 0 {
            // A mark may precede a word or start one; both readings end at the same offset.
            let first = if class & (SPACE | OTHER) == 0 {
                start
            } else {
                next
            };
            let end = self.word(first);
            if end > first {
                return self.contraction(end);
            }
        }
        match class {
            NUMBER => (1..NUMBERS_MAX).fold(next, |end, _| self.one(end, NUMBER)),
            OTHER => self.symbols(next),
            SPACE if self.byte(start) == Some(b' ') && self.step(next).0 == OTHER => {
                self.symbols(next)
            }
            _ => self.blanks(start),
        }
    }

    /// Returns the end of the word at `start`, without its optional affixes.
    ///
    /// This is the part `HEAD*TAIL+` or `HEAD+TAIL*` of the first two alternatives. The first takes
    /// as many of [`HEAD`] as still leave one of [`TAIL`], then all of `TAIL`. So it ends after the
    /// `TAIL` that follows all of the `HEAD`, or else after the last character that is in both.
    /// Only if neither exists, the second alternative takes the `HEAD` alone.
    #[inline(always)]
    fn word(&self, start: usize) -> usize {
        let (mut head, mut both) = (start, start);
        loop {
            let (class, next) = self.step(head);
            if class & HEAD == 0 {
                break;
            }
            head = next;
            if class & TAIL != 0 {
                both = next;
            }
        }
        let tail = self.run(head, TAIL);
        if tail == head && both > start {
            both
        } else {
            tail
        }
    }

    /// Returns the end of the contraction at `end`, or `end` if none follows.
    ///
    /// Contractions are `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` and `'d`, in either case.
    #[inline(always)]
    fn contraction(&self, end: usize) -> usize {
        if self.byte(end) != Some(b'\'') {
            return end;
        }
        match self.text.as_bytes().get(end + 1..).unwrap_or_default() {
            [b's' | b'S' | b't' | b'T' | b'm' | b'M' | b'd' | b'D', ..] => end + 2,
            [b'r' | b'R' | b'v' | b'V', b'e' | b'E', ..] | [b'l' | b'L', b'l' | b'L', ..] => {
                end + 3
            }
            // U+017F, the long s, matches `s` under `(?i)`.
            [0xc5, 0xbf, ..] => end + 3,
            _ => end,
        }
    }

    /// Returns the end of a run of symbols and the slashes and line ends after it.
    ///
    /// `start` is the end of the first character of the piece, which is a symbol or a space.
    fn symbols(&self, start: usize) -> usize {
        let mut end = self.run(start, OTHER | MARK);
        while let Some(b'\r' | b'\n' | b'/') = self.byte(end) {
            end += 1;
        }
        end
    }

    /// Returns the end of the blanks from `start` on.
    ///
    /// This is the end of their last line end, if they have one. Otherwise it is the start of the
    /// last blank, which belongs to the following piece, unless nothing follows or it is the only
    /// blank.
    fn blanks(&self, start: usize) -> usize {
        let (mut end, mut last, mut line) = (start, start, start);
        loop {
            let (class, next) = self.step(end);
            if class & (SPACE | NEWLINE) == 0 {
                return match class {
                    _ if line > start => line,
                    _ if last > start && class != END => last,
                    _ => end,
                };
            }
            last = end;
            end = next;
            if class == NEWLINE {
                line = next;
            }
        }
    }

    /// Returns the end of the run of characters of the given classes from `start` on.
    #[inline(always)]
    fn run(&self, start: usize, classes: u8) -> usize {
        let mut end = start;
        loop {
            let (class, next) = self.step(end);
            if class & classes == 0 {
                return end;
            }
            end = next;
        }
    }

    /// Returns the end of the character at `at` if it has the class, otherwise `at`.
    fn one(&self, at: usize, class: u8) -> usize {
        let (found, next) = self.step(at);
        if found == class { next } else { at }
    }

    /// Returns the class of the character at `at` and the offset of the next one.
    #[inline(always)]
    fn step(&self, at: usize) -> (u8, usize) {
        match self.byte(at) {
            None => (END, at),
            Some(byte @ ..128) => (ASCII[usize::from(byte)], at + 1),
            Some(_) => self.classes.beyond_ascii(self.text, at),
        }
    }

    #[inline(always)]
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}

/// The classes of the ASCII characters.
static ASCII: [u8; 128] = {
    let mut classes = [OTHER; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'0'..=b'9' => NUMBER,
            b'\r' | b'\n' => NEWLINE,
            b'\t' | 0x0b | 0x0c | b' ' => SPACE,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::super::pack::{Pack, Tokens};
    use super::*;
    use fancy_regex::Regex;
    use flate2::read::GzDecoder;
    use proptest::prelude::*;
    use std::fs::File;
    use std::io::Read;
    use std::path::Path;
    use std::sync::LazyLock;

    static PATTERN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(tiktoken_rs::O200K_BASE_PAT_STR).expect("a pattern"));

    static RUNS: LazyLock<Runs> = LazyLock::new(|| {
        let [ascii, rest] = Pack::ALL.map(|pack| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
            let file = File::open(folder.join(pack.file())).expect("the pack");
            let mut bytes = Vec::new();
            GzDecoder::new(file).read_to_end(&mut bytes).expect("gzip");
            bytes
        });
        let ascii = Pack::O200kAscii.read(&ascii, &Tokens::default());
        let rest = Pack::O200kRest.read(&rest, &ascii.expect("the ASCII pack").0);
        rest.expect("the other pack").1
    });

    /// Characters of every class, and all characters that the pattern names.
    const CHARS: &[char] = &[
        'A', 'Z', '\u{1c5}', 'É', 'a', 'z', 'ß', '\u{2b0}', 'ª', '日', 'א', '\u{301}', '\u{93f}',
        '\u{20e3}', '0', '9', '½', 'Ⅳ', '٣', ' ', ' ', '\t', '\u{a0}', '\u{85}', '\u{3000}',
        '\u{2028}', '\n', '\n', '\r', '/', '/', '!', '…', '_', '\u{200b}', '🙂', '\u{378}', '\0',
        '\'', '\'', '\'', '’', 's', 'S', 'ſ', 't', 'T', 'r', 'R', 'e', 'E', 'v', 'V', 'm', 'M',
        'l', 'L', 'd', 'D', '\u{212a}',
    ];

    fn split(text: &str, classes: impl Classes) -> Vec<&str> {
        let pieces = pieces(text, classes).map(std::str::from_utf8);
        pieces
            .map(|piece| piece.expect("whole characters"))
            .collect()
    }

    /// Asserts that a text is split at the marks `|`.
    #[track_caller]
    fn assert_splits(marked: &str) {
        let expected: Vec<&str> = marked.split('|').collect();
        assert_eq!(split(&expected.concat(), Ascii), expected);
    }

    #[test]
    fn includes_preceding_sign_and_contraction_in_words() {
        assert_splits("resource| \"|aws|_instance|\"| \"|web|\"| {");
        assert_splits("it's| we'RE| I'd|'ve| O|'Brien");
        assert_splits("it's|uper| '|90|s");
    }

    #[test]
    fn splits_words_at_capitals() {
        assert_splits("Http|Tokens| HTTPTokens");
        assert_splits("AWS|_VPC| x|509|CA");
    }

    #[test]
    fn splits_numbers_into_groups_of_three() {
        assert_splits("123|456|7|.|0");
    }

    #[test]
    fn joins_symbols_with_one_space_and_following_line_ends() {
        assert_splits(" =| | =>\n/\n//\r\n| | {\n");
    }

    #[test]
    fn splits_blanks_after_the_last_line_end_or_before_the_last_blank() {
        assert_splits("a| \n \n| | b|\t|\tc|  | |1|   ");
    }

    #[test]
    fn ascii_classes_match_the_pack() {
        for byte in 0..128_u8 {
            let text = char::from(byte).to_string();
            let (class, _) = (&*RUNS).beyond_ascii(&text, 0);
            assert_eq!(ASCII[usize::from(byte)], class, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 4096,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn pieces_match_the_reference_pattern(
            chars in prop::collection::vec(
                prop_oneof![4 => prop::sample::select(CHARS), 1 => any::<char>()],
                0..24,
            ),
        ) {
            let text = String::from_iter(chars);
            let found = PATTERN.find_iter(&text).map(|found| found.expect("a match"));
            let expected: Vec<_> = found.map(|found| found.as_str()).collect();
            prop_assert_eq!(split(&text, &*RUNS), &expected[..]);
            if text.is_ascii() {
                prop_assert_eq!(split(&text, Ascii), &expected[..]);
            }
        }

        #[test]
        fn pieces_concatenate_to_the_text(
            text in any::<String>(),
            runs in prop::collection::vec((any::<u32>(), 0..8), 0..50),
        ) {
            let runs = runs.iter().map(|(start, class)| start << 8 | 1_u32 << class).collect();
            let runs = Runs::new(runs).expect("classes");
            prop_assert_eq!(split(&text, &runs).concat(), text);
        }
    }
}
