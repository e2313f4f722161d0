//! Checks whether settings have a possible value: numbers have bounds.

use crate::table::Table;

/// Settings with a number, with its minimum and maximum.
const BOUNDS: Table<3> = Table(include_str!("bounds.tsv"));

/// Settings that can be made several times.
pub(super) const LISTS: &[&str] = &["ports"];

/// Retention periods that a log group supports, in days.
const LOG_DAYS: &[u32] = &[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// Returns whether a setting can have a value.
pub(super) fn allow(key: &str, value: &str) -> bool {
    let Ok(number) = value.parse::<u32>() else {
        return true;
    };
    if key == "days" {
        return LOG_DAYS.contains(&number);
    }
    let mut bounds = BOUNDS.rows_of(key);
    bounds.all(|[_, least, most]| {
        let bound = |text: &str| text.parse::<u32>().unwrap_or_default();
        (bound(least)..=bound(most)).contains(&number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bound_is_a_number() {
        for row in BOUNDS.checked_by_key() {
            let bound = |text: &str| text.parse::<u32>().unwrap();
            assert!(bound(row[1]) <= bound(row[2]), "{row:?}");
        }
        assert!(allow("disk", "8") && !allow("disk", "7") && allow("other", "7"));
    }
}
