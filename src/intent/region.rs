//! Finds the region that words name.

use super::text::Word;

/// Regions with their common names.
pub const REGIONS: &[(&str, &[&str])] = &[
    (
        "us-east-1",
        &["virginia", "n virginia", "northern virginia"],
    ),
    ("us-east-2", &["ohio"]),
    (
        "us-west-1",
        &["california", "n california", "northern california"],
    ),
    ("us-west-2", &["oregon"]),
    ("af-south-1", &["cape town"]),
    ("ap-east-1", &["hong kong"]),
    ("ap-northeast-1", &["tokyo"]),
    ("ap-northeast-2", &["seoul"]),
    ("ap-northeast-3", &["osaka"]),
    ("ap-south-1", &["mumbai"]),
    ("ap-south-2", &["hyderabad"]),
    ("ap-southeast-1", &["singapore"]),
    ("ap-southeast-2", &["sydney"]),
    ("ap-southeast-3", &["jakarta"]),
    ("ap-southeast-4", &["melbourne"]),
    ("ap-southeast-5", &["malaysia"]),
    ("ap-southeast-7", &["thailand"]),
    ("ca-central-1", &["montreal"]),
    ("ca-west-1", &["calgary"]),
    ("eu-central-1", &["frankfurt"]),
    ("eu-central-2", &["zurich"]),
    ("eu-north-1", &["stockholm"]),
    ("eu-south-1", &["milan"]),
    ("eu-south-2", &["spain"]),
    ("eu-west-1", &["ireland", "dublin"]),
    ("eu-west-2", &["london"]),
    ("eu-west-3", &["paris"]),
    ("il-central-1", &["tel aviv"]),
    ("me-central-1", &["uae"]),
    ("me-south-1", &["bahrain"]),
    ("mx-central-1", &["mexico"]),
    ("sa-east-1", &["sao paulo", "são paulo"]),
    ("us-gov-east-1", &[]),
    ("us-gov-west-1", &[]),
    ("cn-north-1", &["beijing"]),
    ("cn-northwest-1", &["ningxia"]),
];

/// Returns the region that words begin with, and the number of words that name it.
///
/// The words are the code of a region, or a phrase such as `in oregon`.
pub(super) fn named(words: &[Word]) -> Option<(&'static str, usize)> {
    let first = words.first().filter(|word| word.starts_token)?;
    let code = first.token.to_ascii_lowercase();
    let with_suffix = |used: usize| {
        let tail = words.get(used).is_some_and(|word| word.text == "region");
        used + usize::from(tail)
    };
    if let Some((code, _)) = REGIONS.iter().find(|(known, _)| *known == code) {
        return Some((code, with_suffix(first.rest)));
    }
    let has_preposition = ["in", "to", "at", "region"].contains(&first.text.as_str());
    let from = usize::from(has_preposition);
    for (code, names) in REGIONS {
        for name in *names {
            let count = name.split(' ').count();
            let candidate = words.get(from..from + count);
            let is_match = candidate.is_some_and(|candidate| {
                candidate
                    .iter()
                    .map(|word| word.text.as_str())
                    .eq(name.split(' '))
            });
            let used = with_suffix(from + count);
            if is_match && (has_preposition || used > from + count) {
                return Some((code, used));
            }
        }
    }
    None
}
