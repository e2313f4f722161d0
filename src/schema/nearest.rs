//! Finds the existing name that is nearest to a given name.

/// Maximum length of a message, in characters.
pub(super) const MESSAGE_CHARS_MAX: usize = 100;
/// Maximum length of a name to compare or to write into a message, in characters.
const NAME_CHARS_MAX: usize = 48;
/// Maximum number of names that a name is compared to.
const CANDIDATES_MAX: usize = 2_000;

/// Shortens a name for a message.
///
/// The end of a long name is cut off, and characters that would break the line are removed.
pub(super) fn shortened(name: &str) -> String {
    let is_plain = |byte: u8| byte != b'`' && matches!(byte, b' '..=b'~');
    if name.len() <= NAME_CHARS_MAX && name.bytes().all(is_plain) {
        return name.to_owned();
    }
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

/// Shortens a message to one line.
///
/// If the message is too long, the suggested name is kept whole.
pub(super) fn shortened_message(message: String) -> String {
    if message.chars().count() <= MESSAGE_CHARS_MAX {
        return message;
    }
    let (head, near) = message
        .split_once("; the nearest is ")
        .unwrap_or((&message, ""));
    let tail = if near.is_empty() {
        String::new()
    } else {
        format!("; nearest {near}")
    };
    let left = MESSAGE_CHARS_MAX.saturating_sub(tail.chars().count());
    if head.chars().count() <= left {
        return format!("{head}{tail}");
    }
    let head: String = head.chars().take(left.saturating_sub(2)).collect();
    let open = head.matches('`').count() % 2 == 1;
    format!("{head}…{}{tail}", if open { "`" } else { "" })
}

/// Returns the candidate that differs least from a name.
///
/// It differs in at most a third of the characters.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: &mut dyn Iterator<Item = &'a str>,
) -> Option<&'a str> {
    if name.is_empty() || name.len() > NAME_CHARS_MAX {
        return None;
    }
    let mut bound = (name.len() / 3).max(1).min(name.len() - 1);
    let is_as_long = |candidate: &&str| candidate.len().abs_diff(name.len()) <= bound;
    let candidates = candidates.take(CANDIDATES_MAX).filter(is_as_long);
    let candidates: Vec<&str> = candidates.collect();
    let pattern = Pattern::new(name.as_bytes());
    // The intended name usually begins like the given one; few other candidates are as near as
    // that.
    let beginning = &name.as_bytes()[..name.len() / 2];
    for candidate in candidates.iter().map(|one| one.as_bytes()) {
        if candidate.starts_with(beginning) {
            bound = pattern.distance(candidate, bound).unwrap_or(bound);
        }
    }
    let mut found = None;
    for candidate in candidates {
        if candidate.len().abs_diff(name.len()) > bound {
            continue;
        }
        if let Some(distance) = pattern.distance(candidate.as_bytes(), bound) {
            found = Some(candidate);
            let Some(nearer) = distance.checked_sub(1) else {
                break;
            };
            bound = nearer;
        }
    }
    found
}

/// Returns the edit distance of two names, in bytes.
///
/// Edits are replaced, inserted and deleted bytes, and swaps of neighbours. Returns `None` if the
/// distance is above the bound, or if a name is empty or too long.
pub(crate) fn distance(left: &[u8], right: &[u8], bound: usize) -> Option<usize> {
    // Most pairs of names differ too much in length; preparing a pattern costs more than this test.
    let may_be_near = left.len().abs_diff(right.len()) <= bound;
    ((1..=NAME_CHARS_MAX).contains(&left.len()) && may_be_near)
        .then(|| Pattern::new(left).distance(right, bound))?
}

/// Name of at most 64 bytes, prepared for comparisons with many names.
struct Pattern {
    /// Positions of each byte in the name, as bits.
    positions: [u64; 256],
    len: usize,
}

impl Pattern {
    fn new(name: &[u8]) -> Pattern {
        let mut masks = [0; 256];
        for (at, byte) in name.iter().enumerate() {
            masks[usize::from(*byte)] |= 1 << at;
        }
        let len = name.len();
        Pattern {
            positions: masks,
            len,
        }
    }

    /// Returns the edit distance to another name, or `None` if it is above the bound.
    ///
    /// Edits are replaced, inserted and deleted bytes, and swaps of neighbours.
    ///
    /// A column of the table of distances is stored as the differences of its cells, one bit each,
    /// so a byte of the other name costs a few operations (Hyyrö 2003, after Myers 1999).
    fn distance(&self, other: &[u8], bound: usize) -> Option<usize> {
        let last = 1_u64 << (self.len - 1);
        let (mut more, mut less, mut diagonal, mut before) = (u64::MAX, 0, 0_u64, 0);
        let mut distance = self.len;
        for (at, byte) in other.iter().enumerate() {
            let same = self.positions[usize::from(*byte)];
            let swapped = ((!diagonal & same) << 1) & before;
            diagonal = ((same & more).wrapping_add(more) ^ more) | same | less | swapped;
            let right_more = less | !(diagonal | more);
            let right_less = diagonal & more;
            distance += usize::from(right_more & last != 0);
            distance -= usize::from(right_less & last != 0);
            // Each remaining byte can reduce the distance by at most one.
            if distance > bound + (other.len() - 1 - at) {
                return None;
            }
            let right_more = right_more << 1 | 1;
            more = right_less << 1 | !(diagonal | right_more);
            less = right_more & diagonal;
            before = same;
        }
        Some(distance).filter(|distance| *distance <= bound)
    }
}

#[cfg(test)]
mod tests {
    use super::{NAME_CHARS_MAX, Pattern, nearest, shortened, shortened_message};

    #[test]
    fn prefers_the_first_of_equally_near_names() {
        let found = |names: &[&'static str]| nearest("subnets", &mut names.iter().copied());
        assert_eq!(found(&["subnet_id", "zubnets"]), Some("zubnets"));
        assert_eq!(found(&["zubnets", "subnet"]), Some("zubnets"));
        assert_eq!(found(&["subnetss", "zubnets"]), Some("subnetss"));
        assert_eq!(found(&["subnetsxy", "subnets"]), Some("subnets"));
    }

    #[test]
    fn finds_the_name_for_a_typing_error() {
        let names = ["main", "public", "private"];
        assert_eq!(nearest("mian", &mut names.into_iter()), Some("main"));
        assert_eq!(nearest("pubilc", &mut names.into_iter()), Some("public"));
    }

    #[test]
    fn counts_typing_errors_as_distance() {
        for (left, right, distance) in [
            ("main", "main", 0),
            ("main", "mian", 1),
            ("main", "man", 1),
            ("main", "maain", 1),
            ("main", "mein", 1),
            ("subnet_id", "subent_ids", 2),
            ("ca", "abc", 3),
            ("kitten", "sitting", 3),
            ("a", "", 1),
        ] {
            let [left, right] = [left.as_bytes(), right.as_bytes()];
            assert_eq!(Pattern::new(left).distance(right, 9), Some(distance));
            let closer = distance.checked_sub(1);
            assert_eq!(
                closer.and_then(|bound| Pattern::new(left).distance(right, bound)),
                None
            );
        }
    }

    #[test]
    fn finds_no_name_for_an_unrelated_word() {
        assert_eq!(
            nearest("database", &mut ["main", "public"].into_iter()),
            None
        );
        assert_eq!(nearest("b", &mut ["a"].into_iter()), None);
    }

    #[test]
    fn keeps_the_suggested_name_in_a_long_message() {
        let long = "x".repeat(80);
        let message = shortened_message(format!(
            "no block `{long}`; the nearest is `{}`",
            &long[..40]
        ));
        assert_eq!(message.chars().count(), 100);
        assert!(message.ends_with(&format!("x…`; nearest `{}`", &long[..40])));
    }

    #[test]
    fn shortens_hostile_names() {
        assert_eq!(
            shortened(&"x`\n".repeat(1000)),
            format!("{}…", "x".repeat(NAME_CHARS_MAX))
        );
    }
}
