//! A resource in, what no word of the rules says of it out.

use crate::scan::check::passed;
use crate::scan::{Resource, Verdict};

/// Whether a group of origins has two members and says when the second one is asked.
pub(super) fn has_two(group: &Resource) -> Verdict {
    let two = group.inner("member").len() >= 2;
    passed(!group.inner("failover_criteria").is_empty() && two)
}
