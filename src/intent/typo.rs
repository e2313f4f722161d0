//! Corrects misspelt names of services.

use super::text::Word;
use super::vocabulary::ROWS;
use foldhash::HashSet;
use std::sync::LazyLock;

/// Number of letters from which a word is corrected: shorter ones are close to too many words.
const LETTERS_MIN: usize = 6;

/// Corrects words with one wrong, missing, added or swapped letter.
///
/// Only a word that is in no phrase becomes a word of a service, and only if exactly one fits. Returns
/// the words as typed, each with its correction.
pub(super) fn correct(words: &mut [Word]) -> Vec<(String, &'static str)> {
    let mut corrected = Vec::new();
    for word in words {
        let is_plain = word.rest == 1 && word.starts_token && !word.is_quoted;
        let is_word = word.text.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_plain || !is_word || word.text.len() + 1 < LETTERS_MIN || is_known(&word.text) {
            continue;
        }
        let mut close = SERVICE_WORDS
            .iter()
            .filter(|known| is_close(&word.text, known));
        if let (Some(known), None) = (close.next(), close.next()) {
            corrected.push((word.text.clone(), *known));
            word.text = (*known).to_owned();
        }
    }
    corrected
}

static ALL_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words_of(|_| true).collect());

/// Long words of services, each once.
static SERVICE_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut seen = HashSet::default();
    words_of(|kind| kind == "service")
        .filter(|word| word.len() >= LETTERS_MIN && seen.insert(*word))
        .collect()
});

fn words_of(is_kind: fn(&str) -> bool) -> impl Iterator<Item = &'static str> {
    ROWS.rows()
        .filter(move |[kind, ..]| is_kind(kind))
        .flat_map(|[_, _, phrases]| phrases.split(['|', ' ']))
}

fn is_known(word: &str) -> bool {
    let is_in = |word: &str| ALL_WORDS.contains(word);
    is_in(word) || word.strip_suffix('s').is_some_and(is_in)
}

/// Returns whether one letter differs, and neither the first nor, unless swapped, the last.
fn is_close(typed: &str, known: &str) -> bool {
    let (typed, known) = (typed.as_bytes(), known.as_bytes());
    if typed.first() != known.first() || typed.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let same = typed.iter().zip(known).take_while(|(a, b)| a == b).count();
    let rest = |word: &[u8], from: usize| word.get(from..).map(<[u8]>::to_vec).unwrap_or_default();
    let (left, right) = (rest(typed, same), rest(known, same));
    let is_swapped = left.len() == right.len()
        && left.len() > 1
        && left[0] == right[1]
        && left[1] == right[0]
        && left[2..] == right[2..];
    let is_other = match typed.len().cmp(&known.len()) {
        std::cmp::Ordering::Less => left == rest(known, same + 1),
        std::cmp::Ordering::Greater => rest(typed, same + 1) == right,
        std::cmp::Ordering::Equal => rest(typed, same + 1) == rest(known, same + 1),
    };
    is_swapped || is_other && typed.last() == known.last()
}

#[cfg(test)]
mod tests {
    use super::super::text::words;
    use super::*;

    #[test]
    fn corrects_one_letter_of_long_words() {
        let read = |text: &str| {
            let mut words = words(text);
            correct(&mut words);
            words.remove(0).text
        };
        for (typed, word) in [
            ("buckte", "bucket"),
            ("kubernets", "kubernetes"),
            ("kuberntes", "kubernetes"),
            ("instnace", "instance"),
            ("databse", "database"),
            ("contained", "contained"),
            ("serve", "serve"),
            ("junction", "junction"),
            ("buckets", "buckets"),
        ] {
            assert_eq!(read(typed), word);
        }
    }
}
