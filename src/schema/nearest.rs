//! A name and those that exist in, the one that was probably meant out.

/// Longest name that is compared or written into a message, in characters.
const NAME_CHARS_MAX: usize = 36;
/// Most names that one is compared with.
const CANDIDATES_MAX: usize = 512;

/// A name for a message: the end of a long one is cut off, and what would break the line is gone.
pub(super) fn shortened(name: &str) -> String {
    let mut text: String = name
        .chars()
        .filter(|character| !character.is_control() && *character != '`')
        .take(NAME_CHARS_MAX)
        .collect();
    if name.chars().count() > NAME_CHARS_MAX {
        text.push('…');
    }
    text
}

/// The candidate that differs least from a name, where it differs in at most a third.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let name: Vec<char> = name.chars().take(NAME_CHARS_MAX + 1).collect();
    if name.len() > NAME_CHARS_MAX {
        return None;
    }
    candidates
        .take(CANDIDATES_MAX)
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= NAME_CHARS_MAX)
        .map(|candidate| (distance(&name, candidate), candidate))
        .filter(|(distance, _)| *distance <= (name.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many characters have to be changed, added or taken away.
fn distance(left: &[char], right: &str) -> usize {
    let mut row: Vec<usize> = (0..=left.len()).collect();
    for (at, right) in right.chars().enumerate() {
        let mut corner = at;
        let mut before = at + 1;
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (cell, left) in row.iter_mut().skip(1).zip(left) {
            let changed = corner + usize::from(*left != right);
            corner = *cell;
            before = changed.min(corner + 1).min(before + 1);
            *cell = before;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{nearest, shortened};

    #[test]
    fn a_slip_finds_its_name() {
        let names = ["main", "public", "private"];
        assert_eq!(nearest("mian", names.into_iter()), Some("main"));
        assert_eq!(nearest("pubilc", names.into_iter()), Some("public"));
    }

    #[test]
    fn another_word_finds_none() {
        assert_eq!(nearest("database", ["main", "public"].into_iter()), None);
    }

    #[test]
    fn a_hostile_name_stays_short() {
        assert_eq!(
            shortened(&"x`\n".repeat(1000)),
            format!("{}…", "x".repeat(36))
        );
    }
}
