//! Splits the text of a request into words.
//!
//! Words are in lower case, split at hyphens, each with the token that it was part of. Articles and
//! other determiners are no words: the word behind them records them.

use super::size;

/// Word, or a mark between words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Text in lower case; `,` for every mark that separates.
    pub(super) text: String,
    /// Token that the word is part of, as typed; the mark itself for a mark.
    pub(super) token: String,
    /// Number of words left of the token, including this one.
    pub(super) rest: usize,
    /// Whether the word begins its token.
    pub(super) starts_token: bool,
    /// Whether the token was quoted.
    pub(super) is_quoted: bool,
    /// Determiner directly before the word.
    pub(super) determiner: Determiner,
}

/// Article, demonstrative or possessive before a noun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Determiner {
    /// No determiner.
    #[default]
    None,
    /// `a`, `some`, `its`: a thing that the request mentions for the first time.
    Indefinite,
    /// `the`, `this`: a thing that was mentioned before.
    Definite,
    /// `my`, `our`: a thing that exists already.
    Possessive,
}

impl Determiner {
    fn of(word: &str) -> Option<Determiner> {
        Some(match word {
            "a" | "an" | "some" | "its" => Determiner::Indefinite,
            "the" | "this" | "these" | "those" | "said" => Determiner::Definite,
            "my" | "our" | "your" | "their" => Determiner::Possessive,
            _ => return None,
        })
    }
}

/// Units that may follow their number without a blank.
const UNITS: &[&str] = &[
    "am", "gb", "gib", "mb", "mib", "s", "x", "vcpu", "d", "days", "g",
];

const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '‘', '’'];

/// Splits a text into words.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let spaced = text
        .replace(['&', '+'], " and ")
        .replace('%', " percent ")
        .replace(['[', ']', '\n'], " , ")
        .replace('(', " ( ")
        .replace([')'], " ) ")
        .replace('=', " = ");
    let mut before = None;
    for piece in spaced.split_whitespace() {
        if let Some(mark) = separator(piece, &words) {
            push_mark(mark, &mut before, &mut words);
            continue;
        }
        let ends = |c: char| matches!(c, ',' | ';' | ':' | '.' | '!' | '?');
        let bare = piece.trim_end_matches(ends);
        let is_quoted = bare.starts_with(QUOTES) && bare.ends_with(QUOTES) && bare.len() > 2;
        let bare = bare.trim_matches(QUOTES);
        let bare = bare.trim_end_matches(ends);
        if !bare.is_empty() {
            push_token(bare, is_quoted, &mut before, &mut words);
        }
        if let Some(mark) = piece.chars().next_back().filter(|last| ends(*last)) {
            push_mark(mark, &mut before, &mut words);
        }
    }
    push_mark(',', &mut before, &mut words);
    if words.last().is_some_and(|word| word.text == ",") {
        words.pop();
    }
    join_sizes(&mut words);
    words
}

/// Joins the words of an instance size: `t3 micro` is `t3.micro`.
fn join_sizes(words: &mut Vec<Word>) {
    for at in (1..words.len()).rev() {
        let [family, step] = [&words[at - 1], &words[at]].map(|word| word.text.as_str());
        let size = format!("{family}.{step}");
        if words[at - 1].starts_token && size::is_of_server(&size) {
            words.remove(at);
            let determiner = words[at - 1].determiner;
            words[at - 1] = Word {
                text: size.clone(),
                token: size,
                determiner,
                ..Word::mark(',')
            };
        }
    }
}

/// Returns the mark that a piece of text consists of.
///
/// A dash between words introduces a list, as a colon does; a dash at the begin of a line does not.
fn separator(piece: &str, words: &[Word]) -> Option<char> {
    let mut all = piece.chars();
    let (Some(first), None) = (all.next(), all.next()) else {
        return (piece == "--").then_some(':');
    };
    match first {
        '-' | '–' | '—' if words.last().is_some_and(|word| word.text != ",") => Some(':'),
        '-' | '–' | '—' | '*' | '•' => Some(','),
        '(' | ')' | '=' | ',' | ';' | ':' | '.' | '!' | '?' => Some(first),
        _ => None,
    }
}

/// Adds a mark, unless a mark comes before it.
fn push_mark(mark: char, before: &mut Option<(Determiner, String)>, words: &mut Vec<Word>) {
    // A determiner without a noun is a word: `add a table to this`.
    if let Some((determiner, word)) = before.take()
        && determiner != Determiner::Indefinite
    {
        words.push(Word {
            text: word.clone(),
            token: word,
            ..Word::mark(mark)
        });
    }
    match words.last_mut() {
        // Of several marks, one that introduces a list or ends a sentence counts.
        Some(last) if last.text == "," && last.token != ":" && (mark == ':' || is_stop(mark)) => {
            last.token = mark.to_string();
        }
        Some(last) if last.text == "," => {}
        Some(_) => words.push(Word::mark(mark)),
        None => {}
    }
}

/// Returns whether a mark ends a sentence.
pub(super) fn is_stop(mark: char) -> bool {
    matches!(mark, '.' | ';' | '!' | '?')
}

impl Word {
    fn mark(mark: char) -> Word {
        Word {
            text: ",".to_owned(),
            token: mark.to_string(),
            rest: 1,
            starts_token: true,
            is_quoted: false,
            determiner: Determiner::None,
        }
    }
}

fn push_token(
    text: &str,
    is_quoted: bool,
    before: &mut Option<(Determiner, String)>,
    words: &mut Vec<Word>,
) {
    let lower = text.to_ascii_lowercase();
    if let Some(determiner) = Determiner::of(&lower).filter(|_| !is_quoted) {
        // Of several, as in `a your`, the last but one is lost only if it says less.
        let is_stronger = before
            .as_ref()
            .is_none_or(|(known, _)| *known != Determiner::Possessive);
        if is_stronger {
            *before = Some((determiner, lower));
        }
        return;
    }
    let determiner = before.take().map_or(Determiner::None, |(one, _)| one);
    let pieces: Vec<String> = match number_and_unit(&lower) {
        Some((number, unit)) => vec![number.to_owned(), unit.to_owned()],
        None => {
            let is_path = lower.contains('/') && !lower.starts_with('/') && !is_network(&lower);
            let marks: &[char] = if is_path { &['-', '/'] } else { &['-'] };
            let pieces = lower.split(marks).map(str::to_owned);
            pieces.filter(|piece| !piece.is_empty()).collect()
        }
    };
    let count = pieces.len();
    for (at, piece) in pieces.into_iter().enumerate() {
        words.push(Word {
            text: piece,
            token: text.to_owned(),
            rest: count - at,
            starts_token: at == 0,
            is_quoted,
            determiner: if at == 0 {
                determiner
            } else {
                Determiner::None
            },
        });
    }
}

/// Splits a text such as `50gb` into `50` and `gb`.
fn number_and_unit(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(at);
    (!number.is_empty() && UNITS.contains(&unit)).then_some((number, unit))
}

/// Returns whether a text is a CIDR block in which no bit after the prefix is set.
pub(super) fn is_network(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else {
        return false;
    };
    let bytes: Vec<Option<u8>> = address.split('.').map(|byte| byte.parse().ok()).collect();
    let [Some(a), Some(b), Some(c), Some(d)] = bytes[..] else {
        return false;
    };
    let address = u32::from_be_bytes([a, b, c, d]);
    let prefix = number(prefix).filter(|prefix| *prefix <= 32);
    let hosts = prefix.map(|prefix| u32::MAX.checked_shr(prefix).unwrap_or_default());
    hosts.is_some_and(|hosts| address & hosts == 0)
}

/// Reads a number in words or digits.
pub(super) fn number(text: &str) -> Option<u32> {
    const WRITTEN: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    if let Some(at) = WRITTEN.iter().position(|word| *word == text) {
        return u32::try_from(at).ok();
    }
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 7;
    text.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn splits_joined_words() {
        assert_eq!(
            texts("A load-balancer, 50GB."),
            ["load", "balancer", ",", "50", "gb"]
        );
        assert_eq!(
            texts("http/https on 10.0.0.0/16"),
            ["http", "https", "on", "10.0.0.0/16"]
        );
        assert_eq!(texts("t3.small & node.js"), ["t3.small", "and", "node.js"]);
        let name = words("called my-logs").remove(1);
        assert_eq!((name.token.as_str(), name.rest), ("my-logs", 2));
    }

    #[test]
    fn records_determiners_with_the_next_word() {
        let read = |text: &str| {
            let words = words(text).into_iter();
            words
                .map(|word| (word.text, word.determiner))
                .collect::<Vec<_>>()
        };
        let word = |text: &str, determiner| (text.to_owned(), determiner);
        assert_eq!(
            read("the vpc, a queue"),
            [
                word("vpc", Determiner::Definite),
                word(",", Determiner::None),
                word("queue", Determiner::Indefinite)
            ]
        );
        assert_eq!(read("my vpc"), [word("vpc", Determiner::Possessive)]);
        assert_eq!(
            read("like this."),
            [
                word("like", Determiner::None),
                word("this", Determiner::None)
            ]
        );
    }

    #[test]
    fn marks_end_sentences_or_introduce_lists() {
        let marks = |text: &str| {
            let words = words(text).into_iter().filter(|word| word.text == ",");
            words.map(|word| word.token).collect::<String>()
        };
        assert_eq!(marks("a b. c (d): e, f"), ".(:,");
        assert_eq!(marks("2 servers - web, db"), ":,");
        assert_eq!(marks("- vpc\n- queue"), ",");
    }

    #[test]
    fn rejects_cidr_blocks_with_host_bits() {
        assert!(is_network("10.0.0.0/16") && is_network("0.0.0.0/0"));
        assert!(!is_network("10.0.0.1/16") && !is_network("10.0.0.0/33") && !is_network("a/b"));
    }

    #[test]
    fn reads_numbers_in_words_and_digits() {
        assert_eq!(
            (number("three"), number("50"), number("x")),
            (Some(3), Some(50), None)
        );
    }
}
