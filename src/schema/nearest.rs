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
        .filter(|(distance, _)| *distance <= (name.len() / 3).max(1) && *distance < name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many characters have to be changed, added, taken away, or swapped with their neighbour.
fn distance(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let at = |cells: &[usize], column: usize| {
                cells.get(column).copied().unwrap_or(usize::MAX / 2)
            };
            let changed = at(&last, column) + usize::from(a != b);
            let mut best = changed
                .min(at(&last, column + 1) + 1)
                .min(at(&next, column) + 1);
            if let (Some(row), Some(column)) = (row.checked_sub(1), column.checked_sub(1))
                && left.get(row) == Some(b)
                && right.get(column) == Some(a)
            {
                best = best.min(at(&before, column) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or_default()
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
        assert_eq!(nearest("b", ["a"].into_iter()), None);
    }

    #[test]
    fn a_hostile_name_stays_short() {
        assert_eq!(
            shortened(&"x`\n".repeat(1000)),
            format!("{}…", "x".repeat(36))
        );
    }
}
