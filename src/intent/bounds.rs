//! Checks whether settings have a possible value: numbers have bounds.

/// Settings with a number, with its minimum and maximum.
const BOUNDS: &[(&str, u32, u32)] = &[
    ("public", 1, 6),
    ("private", 1, 6),
    ("nat", 0, 6),
    ("zones", 1, 6),
    ("disk", 8, 16_384),
    ("ports", 1, 65_535),
    ("ssh_port", 22, 22),
    ("app_port", 80, 80),
    ("port", 1, 65_535),
    ("min", 0, 100),
    ("max", 1, 100),
    ("desired", 1, 100),
    ("storage", 20, 65_536),
    ("backup", 1, 35),
    ("glacier", 1, 3_650),
    ("expire", 1, 3_650),
    ("days", 1, 3_653),
    ("read", 1, 1_000),
    ("write", 1, 1_000),
    ("timeout", 1, 900),
    ("receives", 1, 1_000),
    ("visibility", 0, 43_200),
    ("retention", 1, 14),
    ("delay", 0, 900),
    ("tasks", 1, 100),
    ("count", 1, 6),
    ("replicas", 1, 5),
    ("keep", 1, 1_000),
    ("window", 7, 30),
];

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
    let bounds = BOUNDS.iter().find(|(bound, _, _)| *bound == key);
    bounds.is_none_or(|(_, least, most)| (*least..=*most).contains(&number))
}
