//! Splits the text of a request into words.
//!
//! Words are in lower case, without articles, split at hyphens, each with the token that it was
//! part of.

/// Word, or a mark between words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Text in lower case; `,` for every mark that separates.
    pub(super) text: String,
    /// Token that the word is part of, as typed.
    pub(super) token: String,
    /// Number of words left of the token, including this one.
    pub(super) rest: usize,
    /// Whether the word begins its token.
    pub(super) starts_token: bool,
    /// Whether the token was quoted.
    pub(super) is_quoted: bool,
}

/// Articles, which do not affect the meaning of a request.
const ARTICLES: &[&str] = &["a", "an", "the", "some"];

/// Units that may follow their number without a blank.
const UNITS: &[&str] = &["gb", "gib", "mb", "mib", "s", "x", "vcpu", "d", "days", "g"];

const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '‘', '’'];

/// Splits a text into words.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let spaced = text
        .replace(['&', '+'], " and ")
        .replace('%', " percent ")
        .replace(['=', '(', ')', '[', ']', '{', '}', '\n'], " , ");
    for piece in spaced.split_whitespace() {
        let ends = |c: char| matches!(c, ',' | ';' | ':' | '.' | '!' | '?');
        let bare = piece.trim_end_matches(ends);
        let is_quoted = bare.starts_with(QUOTES) && bare.ends_with(QUOTES) && bare.len() > 2;
        let bare = bare.trim_matches(QUOTES);
        let bare = bare.trim_end_matches(ends);
        if !bare.is_empty() {
            push_token(bare, is_quoted, &mut words);
        }
        if piece.ends_with(ends) && words.last().is_none_or(|word| word.text != ",") {
            words.push(mark());
        }
    }
    words
}

fn mark() -> Word {
    Word {
        text: ",".to_owned(),
        token: String::new(),
        rest: 1,
        starts_token: true,
        is_quoted: false,
    }
}

fn push_token(text: &str, is_quoted: bool, words: &mut Vec<Word>) {
    let lower = text.to_ascii_lowercase();
    if ARTICLES.contains(&lower.as_str()) && !is_quoted {
        return;
    }
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
            ["load", "balancer", ",", "50", "gb", ","]
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
