//! Holds the fixes that the user has undone.

use foldhash::HashSet;

/// Ids of the fixes that are not made.
///
/// A repair is also disabled by the id of another repair at the same block and path: stored reports
/// hold ids of repairs that have been renamed.
#[derive(Clone, Debug, Default)]
pub(crate) struct DisabledFixes {
    ids: HashSet<String>,
    repaired: HashSet<String>,
}

impl DisabledFixes {
    /// Creates the set of some ids.
    pub fn new(ids: &[String]) -> Self {
        let mut disabled = Self::default();
        ids.iter().for_each(|id| disabled.add(id));
        disabled
    }

    /// Disables one more fix.
    pub fn add(&mut self, id: &str) {
        self.repaired.extend(repaired(id).map(str::to_owned));
        self.ids.insert(id.to_owned());
    }

    /// Whether a fix is disabled.
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(id) || repaired(id).is_some_and(|path| self.repaired.contains(path))
    }

    /// Whether a fix whose id has a prefix is disabled.
    pub fn has_any(&self, prefix: &str) -> bool {
        self.ids.iter().any(|id| id.starts_with(prefix))
    }
}

/// Returns the address and the path in the id of a repair.
fn repaired(id: &str) -> Option<&str> {
    Some(id.strip_prefix("repair:")?.split_once(':')?.1)
}
