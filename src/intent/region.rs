//! Finds the region that words name.

use super::text::Word;
use crate::table::Table;

/// Codes of regions and their common names, separated by `|`.
pub(super) const REGIONS: Table<2> = Table(include_str!("regions.tsv"));

/// Returns the code and the common names of each region.
pub(crate) fn regions()
-> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str> + Clone)> {
    let names = |names: &'static str| names.split('|').filter(|name| !name.is_empty());
    REGIONS.rows().map(move |[code, all]| (code, names(all)))
}

/// Returns the region with a code or a common name, in lower case.
///
/// Blanks can replace hyphens.
pub(crate) fn with_name(name: &str) -> Option<&'static str> {
    let is_code = |code: &str| code.split('-').eq(name.split(['-', ' ']));
    let mut all = regions();
    let found = all.find(|(code, names)| is_code(code) || names.clone().any(|one| one == name));
    found.map(|(code, _)| code)
}

/// Returns whether a region is in the partition `aws`.
///
/// In the partitions of GovCloud and China, ARNs and endpoints differ.
pub(crate) fn is_in_aws(code: &str) -> bool {
    !code.starts_with("us-gov-") && !code.starts_with("cn-")
}

/// Returns how many availability zones every account has in a region.
pub(crate) fn zones(code: &str) -> u32 {
    match code {
        "us-west-1" | "cn-north-1" => 2,
        // `us-east-1` has six; the others have three or four.
        "us-east-1" => 6,
        _ => 3,
    }
}

/// Words before the code of a region.
const INTRODUCTIONS: &[&[&str]] = &[
    &["in", "aws", "region"],
    &["in", "region"],
    &["aws", "region"],
    &["region", "is"],
    &["region", ","],
    &["region"],
];

/// Returns the region that words begin with, and the number of words that name it.
///
/// The words are the code of a region, or a phrase such as `in oregon`.
pub(super) fn named(words: &[Word]) -> Option<(&'static str, usize)> {
    let introduction = INTRODUCTIONS.iter().find(|words_of| {
        let texts = words.iter().map(|word| word.text.as_str());
        texts.take(words_of.len()).eq(words_of.iter().copied())
    });
    if let Some(introduction) = introduction
        && let Some((region, used)) = named(words.get(introduction.len()..)?)
    {
        return Some((region, introduction.len() + used));
    }
    let first = words.first().filter(|word| word.starts_token)?;
    let code = first.token.to_ascii_lowercase();
    let with_suffix = |used: usize| {
        let tail = words.get(used).is_some_and(|word| word.text == "region");
        used + usize::from(tail)
    };
    if let Some([code, _]) = REGIONS.rows_of(&code).next() {
        return Some((code, with_suffix(first.rest)));
    }
    let has_preposition = ["in", "to", "at", "region"].contains(&first.text.as_str());
    let from = usize::from(has_preposition);
    for (code, names) in regions() {
        for name in names {
            let count = name.split(' ').count();
            let is_match = words.get(from..from + count).is_some_and(|found| {
                let texts = found.iter().map(|word| word.text.as_str());
                texts.eq(name.split(' '))
            });
            let used = with_suffix(from + count);
            if is_match && (has_preposition || used > from + count) {
                return Some((code, used));
            }
        }
    }
    None
}
