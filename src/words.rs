//! Splits texts and names into words, and reads plurals.

use foldhash::HashSet;

/// Returns the words of a text: all runs of letters and digits.
pub(crate) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// Returns whether a character is not visible, or changes the order of visible ones.
///
/// These are zero-width characters, tags, fillers and marks of text direction. Blanks and line ends
/// are visible in this sense.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Splits a name into lower-case words.
///
/// `subnetIds`, `subnet_ids` and `subnet-ids` have the same words.
pub(crate) fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_small = false;
    let mut open = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open || (letter.is_uppercase() && was_small) {
            words.push(String::new());
            open = true;
        }
        was_small = !letter.is_uppercase();
        if let Some(word) = words.last_mut() {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words
}

/// Returns the words of a name as a set, each in the singular.
pub(crate) fn singulars(name: &str) -> HashSet<String> {
    name_words(name).iter().map(|word| singular(word)).collect()
}

/// Returns the singular of a word.
pub(crate) fn singular(word: &str) -> String {
    let (stem, end) = stem(word);
    [stem, end].concat()
}

/// Whether a name is in the plural, judging by its end.
pub(crate) fn is_plural(name: &str) -> bool {
    name.ends_with('s') && !name.ends_with("ss")
}

/// Returns the common stem of a word and its singular, and the singular ending.
fn stem(word: &str) -> (&str, &'static str) {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return (stem, "y");
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => (stem, ""),
        _ => (word, ""),
    }
}

/// Returns the normalised name: lower case, no separators, singular.
pub(crate) fn squashed(name: &str) -> String {
    name_words(name).iter().map(|word| singular(word)).collect()
}

/// Whether the normalised form of a schema name equals `plain`.
///
/// A schema name has lower-case words separated by `_`. Compares without allocating; called for
/// every schema name.
pub(crate) fn squashes_to(name: &str, plain: &str) -> bool {
    if name.bytes().next() != plain.bytes().next() {
        return false;
    }
    let rest = name.split('_').try_fold(plain, |rest, word| {
        let (stem, end) = stem(word);
        rest.strip_prefix(stem)?.strip_prefix(end)
    });
    rest == Some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_names_into_words() {
        assert_eq!(name_words("subnetIds"), ["subnet", "ids"]);
        assert_eq!(
            name_words("vpc_security-group_IDs"),
            ["vpc", "security", "group", "ids"]
        );
        assert_eq!(squashed("policies"), squashed("policy"));
        for name in [
            "aws_iam_policies",
            "aws_eips",
            "aws_dms_s3_endpoint",
            "a__b",
        ] {
            assert!(squashes_to(name, &squashed(name)), "{name}");
        }
        assert!(!squashes_to("aws_eip", "awseipx") && !squashes_to("aws_eip", "awsei"));
        assert_eq!(singular("status"), "status");
    }
}
