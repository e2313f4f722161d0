//! A name and those that exist in, the one that was probably meant out.

/// Longest message, in characters.
const MESSAGE_CHARS_MAX: usize = 100;
/// Longest name that is compared or written into a message, in characters.
const NAME_CHARS_MAX: usize = 48;
/// Most names that one is compared with.
const CANDIDATES_MAX: usize = 2_000;

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

/// A message that fits on a line. Where it is too long, the name that was meant is kept whole.
pub(super) fn fitted(message: String) -> String {
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

/// The candidate that differs least from a name, where it differs in at most a third.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    if name.is_empty() || name.len() > NAME_CHARS_MAX {
        return None;
    }
    let letters = letters(name);
    let mut found = None;
    let mut bound = (name.len() / 3).max(1).min(name.len() - 1);
    for candidate in candidates.take(CANDIDATES_MAX) {
        // A letter that only one of two names has must be changed, added or taken away.
        let missing = letters & !self::letters(candidate);
        if candidate.len().abs_diff(name.len()) > bound || missing.count_ones() as usize > bound {
            continue;
        }
        if let Some(distance) = distance(name.as_bytes(), candidate.as_bytes(), bound) {
            found = Some(candidate);
            let Some(nearer) = distance.checked_sub(1) else {
                break;
            };
            bound = nearer;
        }
    }
    found
}

/// Which letters a name holds, as bits.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |bits, byte| bits | 1 << (byte & 63))
}

/// How many bytes have to be changed, added, taken away or swapped with their neighbour; none
/// where it is more than a bound.
pub(crate) fn distance(left: &[u8], right: &[u8], bound: usize) -> Option<usize> {
    // The row under way, the one above it, and the one above that.
    let mut rows = [[0; NAME_CHARS_MAX + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = at;
    }
    for (down, byte) in right.iter().enumerate() {
        rows.rotate_right(1);
        let [row, above, before] = &mut rows;
        row[0] = down + 1;
        let mut least = row[0];
        for (across, other) in left.iter().enumerate() {
            let changed = above[across] + usize::from(byte != other);
            let mut cell = changed.min(above[across + 1] + 1).min(row[across] + 1);
            let swapped = across > 0
                && down > 0
                && left.get(across - 1) == Some(byte)
                && right.get(down - 1) == Some(other);
            if swapped {
                cell = cell.min(before[across - 1] + 1);
            }
            row[across + 1] = cell;
            least = least.min(cell);
        }
        if least > bound {
            return None;
        }
    }
    Some(rows[0][left.len()]).filter(|distance| *distance <= bound)
}

#[cfg(test)]
mod tests {
    use super::{NAME_CHARS_MAX, fitted, nearest, shortened};

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
    fn a_long_message_keeps_the_name_that_was_meant() {
        let long = "x".repeat(80);
        let message = fitted(format!(
            "no block `{long}`; the nearest is `{}`",
            &long[..40]
        ));
        assert_eq!(message.chars().count(), 100);
        assert!(message.ends_with(&format!("x…`; nearest `{}`", &long[..40])));
    }

    #[test]
    fn a_hostile_name_stays_short() {
        assert_eq!(
            shortened(&"x`\n".repeat(1000)),
            format!("{}…", "x".repeat(NAME_CHARS_MAX))
        );
    }
}
