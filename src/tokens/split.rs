//! Text in, pieces out: the split pattern of o200k, by hand. No token reaches across two pieces.
//!
//! The pattern, in the syntax of the crate `regex`, where the first alternative that matches wins:
//!
//! ```text
//! [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//! [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//! \p{N}{1,3}
//! [ ]?[^\s\p{L}\p{N}]+[\r\n/]*
//! \s*[\r\n]+
//! \s+(?!\S)
//! \s+
//! ```

use super::classes::RUNS;

/// `\p{Lu}`, `\p{Lt}`
const UPPER: u8 = 1;
/// `\p{Ll}`
const LOWER: u8 = 2;
/// `\p{Lm}`, `\p{Lo}`: letters without case
const LETTER: u8 = 4;
/// `\p{M}`
const MARK: u8 = 8;
/// `\p{N}`
const NUMBER: u8 = 16;
/// `[\s--\r\n]`
const SPACE: u8 = 32;
/// `[\r\n]`
const NEWLINE: u8 = 64;
/// Everything else
const OTHER: u8 = 128;

/// What a word may start with.
const HEAD: u8 = UPPER | LETTER | MARK;
/// What a word may go on with.
const TAIL: u8 = LOWER | LETTER | MARK;

/// As many numbers make a piece.
const NUMBERS_MAX: usize = 3;

/// The pieces of a text, in order; joined they are the text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at_checked(first(rest)?)?;
        rest = after;
        Some(piece)
    })
}

/// The length in bytes of the first piece; none of an empty text.
fn first(text: &str) -> Option<usize> {
    let (class, next) = step(text, 0)?;
    let word = match class {
        // A mark may stand before a word or start one: both readings end at the same place.
        UPPER | LOWER | LETTER | MARK => word(text, 0),
        SPACE | OTHER => word(text, next),
        _ => None,
    };
    if let Some(end) = word {
        return Some(end + contraction(text, end));
    }
    let mark = step(text, next).is_some_and(|(class, _)| class & (OTHER | MARK) != 0);
    Some(match class {
        NUMBER => (1..NUMBERS_MAX).fold(next, |end, _| one(text, end, NUMBER)),
        OTHER => symbols(text, next),
        SPACE if mark && text.starts_with(' ') => symbols(text, next),
        _ => blank(text),
    })
}

/// Where a word from `start` ends: the first two alternatives, without what may surround it.
///
/// The first takes as many of [`HEAD`] as still leave one of [`TAIL`], then all of `TAIL`. So it
/// ends behind the `TAIL` that follows all of the `HEAD`, or else behind the last character that is
/// in both. Only where there is neither, the second alternative takes the `HEAD` alone.
fn word(text: &str, start: usize) -> Option<usize> {
    let mut end = start;
    let mut both = None;
    while let Some((class, next)) = step(text, end)
        && class & HEAD != 0
    {
        end = next;
        if class & TAIL != 0 {
            both = Some(end);
        }
    }
    let tail = run(text, end, TAIL);
    if tail > end {
        Some(tail)
    } else {
        both.or((end > start).then_some(end))
    }
}

/// The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at `start`, in either case, or 0.
fn contraction(text: &str, start: usize) -> usize {
    let Some((b'\'', after)) = text
        .as_bytes()
        .get(start..)
        .and_then(|rest| rest.split_first())
    else {
        return 0;
    };
    match after {
        [b's' | b'S' | b't' | b'T' | b'm' | b'M' | b'd' | b'D', ..] => 2,
        [b'r' | b'R' | b'v' | b'V', b'e' | b'E', ..] | [b'l' | b'L', b'l' | b'L', ..] => 3,
        // U+017F, the long s: `(?i:s)` takes it as well.
        [0xc5, 0xbf, ..] => 3,
        _ => 0,
    }
}

/// Where symbols end of which those before `start` are the first, with the slashes and line ends
/// that follow.
fn symbols(text: &str, start: usize) -> usize {
    let end = run(text, start, OTHER | MARK);
    let rest = text.as_bytes().get(end..).unwrap_or_default();
    end + rest
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n' | b'/'))
        .count()
}

/// Where blanks from 0 on end: behind their last line end; else before the last of them, which
/// belongs to the piece that follows; else, at the end of the text or for a single one, behind it.
fn blank(text: &str) -> usize {
    let (mut end, mut last, mut line) = (0, 0, None);
    while let Some((class, next)) = step(text, end)
        && class & (SPACE | NEWLINE) != 0
    {
        last = end;
        end = next;
        if class == NEWLINE {
            line = Some(end);
        }
    }
    let whole = end == text.len() || last == 0;
    line.unwrap_or(if whole { end } else { last })
}

/// Where the run of characters of the given classes that starts at `start` ends.
fn run(text: &str, start: usize, classes: u8) -> usize {
    let mut end = start;
    while let Some((class, next)) = step(text, end)
        && class & classes != 0
    {
        end = next;
    }
    end
}

/// `at`, or behind the character there if it is of the given class.
fn one(text: &str, at: usize, class: u8) -> usize {
    step(text, at)
        .filter(|found| found.0 == class)
        .map_or(at, |found| found.1)
}

/// The class of the character at `at`, and where the next one starts.
#[inline]
fn step(text: &str, at: usize) -> Option<(u8, usize)> {
    let byte = *text.as_bytes().get(at)?;
    match ASCII.get(usize::from(byte)) {
        Some(class) => Some((*class, at + 1)),
        None => wide(text, at),
    }
}

#[cold]
fn wide(text: &str, at: usize) -> Option<(u8, usize)> {
    let char = text.get(at..)?.chars().next()?;
    Some((class(char as u32), at + char.len_utf8()))
}

/// The classes of ASCII, looked up once and for all.
static ASCII: [u8; 128] = {
    let mut classes = [OTHER; 128];
    let mut run = 0;
    while RUNS[run] >> 8 < 128 {
        let mut char = (RUNS[run] >> 8) as usize;
        while char < 128 {
            classes[char] = RUNS[run] as u8;
            char += 1;
        }
        run += 1;
    }
    classes
};

fn class(char: u32) -> u8 {
    let run = RUNS.partition_point(|run| run >> 8 <= char);
    run.checked_sub(1)
        .and_then(|run| RUNS.get(run))
        .map_or(OTHER, |run| *run as u8)
}
