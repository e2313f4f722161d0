//! What is allowed: how many attempts, which caps, which rules. Mechanism is elsewhere.

use crate::model::Model;
use crate::scan::{self, Severity, Tables};
use crate::schema::Schema;
use std::sync::Arc;

/// Attempts in all: one draft and two repairs.
pub const ATTEMPTS_MAX: usize = 3;
/// The cap of a call, in tokens.
pub const CAP_TOKENS: u32 = 1_500;
/// The most that a cap is raised to, when the reasoning used a first one up, in tokens.
pub const CAP_TOKENS_MAX: u32 = 3_000;
/// Groups of violations that a repair is asked for.
pub const GROUPS_MAX: usize = 5;
/// The most that a repair prompt may hold without its frame, in tokens.
pub const REPAIR_TOKENS_MAX: u32 = 1_200;

/// Findings that no answer of a model mends, because something outside the program has to be there
/// first: a signer of the code that is deployed. They are reported, and never asked for.
pub const UNASKED: &[&str] = &["CKV_AWS_272"];

/// What a job may do.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Calls that bring an answer, draft included.
    pub attempts_max: usize,
    /// The cap of a call, in tokens.
    pub cap_tokens: u32,
    /// Groups of violations that a repair is asked for.
    pub groups_max: usize,
    /// The least severity of a finding that is worth a call. What is below is reported.
    pub repair_from: Severity,
    /// Check ids that are never worth a call.
    pub unasked: &'static [&'static str],
    /// The model that the user named; without one it is chosen for each step.
    pub model: Option<&'static Model>,
    /// The rules of the scan.
    pub rules: Tables,
    /// What the providers' resources may hold. Without it only what the text itself shows is
    /// checked.
    pub schema: Option<Arc<Schema>>,
}

impl Policy {
    /// The fewest tokens that still do the job.
    pub fn thrift() -> Policy {
        Policy {
            attempts_max: ATTEMPTS_MAX,
            cap_tokens: CAP_TOKENS,
            groups_max: GROUPS_MAX,
            repair_from: Severity::Medium,
            unasked: UNASKED,
            model: None,
            rules: scan::aws::TABLES,
            schema: None,
        }
    }
}
