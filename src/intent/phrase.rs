//! Matches phrases of the vocabulary against words.
//!
//! A phrase consists of words separated by blanks. `#` matches a number; `@name` and the other
//! placeholders match a word of a certain shape. The matched text is captured. A word may be in the
//! plural.

use super::size;
use super::text::{self, Word};

/// Phrase that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// Number of words that the phrase matched.
    pub(super) words: usize,
    /// Number of words that equal those of the phrase, without a plural.
    pub(super) exact: usize,
    /// Whether the last word is in the plural.
    pub(super) is_plural: bool,
    /// Texts that matched the placeholders.
    pub(super) captured: Vec<String>,
}

/// Matches a phrase against the first words.
pub(super) fn find(phrase: &str, words: &[Word]) -> Option<Found> {
    let mut found = Found {
        words: 0,
        exact: 0,
        is_plural: false,
        captured: Vec::new(),
    };
    for part in phrase.split(' ') {
        let word = words.get(found.words)?;
        if let Some(shape) = part.strip_prefix('@') {
            let is_whole = word.starts_token && matches_shape(shape, word);
            found
                .captured
                .push(is_whole.then(|| captured(shape, word))?);
            found.words += word.rest;
            found.exact += word.rest;
        } else if part == "#" {
            found.captured.push(text::number(&word.text)?.to_string());
            found.words += 1;
            found.exact += 1;
        } else {
            let is_exact = word.text == part;
            if !is_exact && !is_plural(&word.text, part) {
                return None;
            }
            found.words += 1;
            found.exact += usize::from(is_exact);
            found.is_plural = !is_exact;
        }
    }
    Some(found)
}

fn is_plural(word: &str, of: &str) -> bool {
    of.len() > 1 && of != "http" && word.strip_suffix('s') == Some(of)
}

fn captured(shape: &str, word: &Word) -> String {
    match shape {
        "name" => word.token.clone(),
        "version" => word.token.trim_start_matches(['v', 'V']).to_owned(),
        _ => word.token.to_ascii_lowercase(),
    }
}

fn matches_shape(shape: &str, word: &Word) -> bool {
    let lower = word.token.to_ascii_lowercase();
    let all = |text: &str, more: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    match shape {
        "cidr" => text::is_network(&lower),
        "size" => size::is_of_server(&lower),
        "class" => lower.strip_prefix("db.").is_some_and(size::is_of_database),
        "node" => lower.strip_prefix("cache.").is_some_and(size::is_of_cache),
        "version" => {
            let digits = lower.trim_start_matches('v');
            let mut parts = digits.split('.');
            digits.len() <= 8
                && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        }
        "money" => {
            let (amount, period) = lower.split_once('/').unwrap_or((&lower, "month"));
            let digits = amount
                .strip_prefix('$')
                .or_else(|| amount.strip_suffix('$'));
            let digits = digits.or_else(|| amount.strip_suffix("usd"));
            let is_amount = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
            matches!(period, "month" | "mo")
                && digits.is_some_and(|it| !it.is_empty() && is_amount(it))
        }
        "domain" => {
            let labels: Vec<&str> = lower.split('.').collect();
            let is_top = |top: &&str| top.len() > 1 && top.bytes().all(|b| b.is_ascii_lowercase());
            labels.len() > 1
                && labels.last().is_some_and(is_top)
                && labels.iter().all(|label| {
                    !label.is_empty()
                        && all(label, "-")
                        && !label.starts_with('-')
                        && !label.ends_with('-')
                })
        }
        "email" => lower.split_once('@').is_some_and(|(user, domain)| {
            !user.is_empty() && all(user, "._-+") && domain.contains('.') && all(domain, ".-")
        }),
        "path" => {
            lower.len() > 2 && lower.starts_with('/') && all(&lower, "/-_.") && lower.len() < 200
        }
        "name" => {
            let is_long = (2..=63).contains(&lower.len());
            let begins = lower.starts_with(|c: char| c.is_ascii_alphanumeric());
            is_long && begins && all(&lower, "-_.")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captured_by(phrase: &str, text: &str) -> Option<Vec<String>> {
        find(phrase, &text::words(text)).map(|found| found.captured)
    }

    #[test]
    fn placeholders_match_words_of_their_shape() {
        let some = |texts: &[&str]| Some(texts.iter().map(|&text| text.to_owned()).collect());
        assert_eq!(
            captured_by("# public subnet", "two public subnets"),
            some(&["2"])
        );
        assert_eq!(
            captured_by("called @name", "called My-Logs"),
            some(&["My-Logs"])
        );
        assert_eq!(captured_by("@size", "t3.small"), some(&["t3.small"]));
        assert_eq!(captured_by("@size", "t9.small"), None);
        assert_eq!(
            captured_by("postgres @version", "postgres v16.3"),
            some(&["16.3"])
        );
        assert_eq!(
            captured_by("for @domain", "for shop.example.com"),
            some(&["shop.example.com"])
        );
        assert_eq!(
            captured_by("@email", "ops@example.com"),
            some(&["ops@example.com"])
        );
        assert_eq!(captured_by("@path", "/aws/app"), some(&["/aws/app"]));
        assert_eq!(captured_by("called @name", "called ../x"), None);
    }
}
