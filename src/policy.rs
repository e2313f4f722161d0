//! Defines the limits of a job: attempts, caps, rules and profiles.

use crate::model::Model;
use crate::scan::{self, Severity, Tables};
use crate::schema::Schema;
use serde::Serialize;
use std::sync::Arc;

/// Tokens of a cap reserved for reasoning at the least effort.
///
/// Recorded answers of gpt-oss used 3 to 41 tokens.
pub const REASONING_TOKENS: u32 = 60;

/// Check ids of findings that a model cannot fix.
///
/// Somebody has to decide, pay for or own something outside the program first. These findings are
/// reported and never sent to a model.
pub const NEVER_ASKED: &[&str] = strings! {
    // Requires a signer of the deployed code.
    "CKV_AWS_272",
    // Requires a certificate and its domain.
    "CKV_AWS_2", "CKV_AWS_103", "CKV_AWS_127", "CKV_AWS_174", "CKV_AWS_376", "CKV_AWS_378",
    "CKV2_AWS_42", "CKV2_AWS_49",
    // A signed zone is broken until the registrar has its key; the target of a record may be
    // outside the program.
    "CKV2_AWS_23", "CKV2_AWS_38",
    // A web firewall costs a monthly fee.
    "CKV2_AWS_28", "CKV2_AWS_29", "CKV2_AWS_47", "CKV2_AWS_76", "CKV2_AWS_77", "CKV2_AWS_78",
    // Requires a newer version of the platform that the user's own code runs on.
    "CKV_AWS_339", "CKV_AWS_363", "CKV_AWS_388",
    // Requires a function that rotates the secret.
    "CKV2_AWS_57", "CKV_AWS_304",
    // Requires a network of the user.
    "CKV_AWS_164", "CKV_AWS_306",
    // Requires more machines, billed by the hour.
    "CKV2_AWS_50",
    // A guardrail is the user's own policy.
    "CKV_AWS_383",
};

/// Predefined policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The fewest tokens that still give a complete program.
    #[default]
    Minimal,
    /// Fixed caps and one more call: the figures of the original product plan.
    Balanced,
    /// Worked examples and more attempts, if quality matters more than quota.
    Thorough,
}

/// Limits and options of a job.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The profile that the policy was derived from.
    pub profile: Profile,
    /// Maximum answered calls, the draft included.
    pub attempts_max: usize,
    /// Wording of the prompts.
    pub wording: Wording,
    /// Cap settings of the calls.
    pub cap: Cap,
    /// Maximum tokens of the user's message in a draft.
    ///
    /// None if only the length of a request limits it.
    pub request_tokens_max: Option<u32>,
    /// Maximum tokens of a repair prompt without its message frame.
    pub repair_tokens_max: u32,
    /// Maximum diagnostic groups in a repair call.
    pub groups_max: usize,
    /// Minimum severity of a finding worth a call; lower ones are only reported.
    pub repair_from: Severity,
    /// Check ids that are never worth a call.
    pub never_asked: &'static [&'static str],
    /// Whether to add all paid resources that fix a finding: keys, logs, roles.
    ///
    /// They cost cents to dollars a month. Without this option they are offered, unless the request
    /// asks for what they do.
    pub harden: bool,
    /// Whether the templates may answer a request before any call.
    pub templates: bool,
    /// How cached answers are used.
    pub cache: CacheUse,
    /// The model that the user named; None chooses one for each step.
    pub model: Option<&'static Model>,
    /// Rules of the scan.
    pub rules: Tables,
    /// Schema of the providers; without it only checks on the text itself run.
    pub schema: Option<Arc<Schema>>,
}

/// How cached answers to the same request are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheUse {
    /// Read the cached answer, and cache a new answer.
    On,
    /// Ignore the cached answer, and cache the new answer.
    Refresh,
    /// Neither read nor write the cache.
    Off,
}

/// Wording of prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Requests only what cannot be completed locally.
    Brief,
    /// Like `Brief`, with worked examples.
    Worked,
}

/// Cap settings of a call, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// Maximum cap until an answer is cut off.
    pub tokens: u32,
    /// Maximum cap after an answer was cut off.
    pub raised_tokens: u32,
    /// Whether a cap is reduced to the expected size of the answer.
    pub is_sized: bool,
    /// Tokens reserved for reasoning; raised to the largest value observed.
    pub reasoning_tokens: u32,
}

/// Profile names of version 0.1, which stored data and callers may hold, and the present names.
const EARLIER_NAMES: [(&str, &str); 3] = [
    ("thrift", "minimal"),
    ("seed", "balanced"),
    ("careful", "thorough"),
];

impl Profile {
    /// All profiles, the cheapest first.
    pub const ALL: [Profile; 3] = [Profile::Minimal, Profile::Balanced, Profile::Thorough];

    /// Returns the name used in options.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Minimal => "minimal",
            Profile::Balanced => "balanced",
            Profile::Thorough => "thorough",
        }
    }

    /// Returns the profile with a name.
    ///
    /// ```
    /// use infragenie::policy::Profile;
    ///
    /// assert_eq!(Profile::named("thorough"), Some(Profile::Thorough));
    /// assert_eq!(Profile::named("lavish"), None);
    /// ```
    pub fn named(name: &str) -> Option<Profile> {
        let name = Profile::current_name(name);
        Profile::ALL
            .into_iter()
            .find(|profile| profile.name() == name)
    }

    /// Maps a profile name of version 0.1 to its present name; others stay.
    pub fn current_name(name: &str) -> &str {
        let found = EARLIER_NAMES.iter().find(|(earlier, _)| *earlier == name);
        found.map_or(name, |(_, current)| current)
    }

    /// Maps a present profile name to its name in version 0.1; others stay.
    pub fn earlier_name(name: &str) -> &str {
        let found = EARLIER_NAMES.iter().find(|(_, current)| *current == name);
        found.map_or(name, |(earlier, _)| earlier)
    }
}

impl Policy {
    /// Returns the policy of a profile.
    ///
    /// `Minimal` makes one draft and at most two repairs. `Balanced` allows three repairs at the
    /// whole cap, and `Thorough` adds worked examples, larger caps and one more attempt.
    pub fn for_profile(profile: Profile) -> Policy {
        let is_thorough = profile == Profile::Thorough;
        let tokens = if is_thorough { 2_000 } else { 1_500 };
        Policy {
            profile,
            attempts_max: 3 + profile as usize,
            wording: if is_thorough {
                Wording::Worked
            } else {
                Wording::Brief
            },
            cap: Cap {
                tokens,
                raised_tokens: 2 * tokens,
                is_sized: profile == Profile::Minimal,
                reasoning_tokens: REASONING_TOKENS,
            },
            request_tokens_max: (profile == Profile::Balanced).then_some(500),
            repair_tokens_max: 1_200,
            groups_max: 5,
            repair_from: Severity::Medium,
            never_asked: NEVER_ASKED,
            harden: false,
            templates: true,
            cache: CacheUse::On,
            model: None,
            rules: if cfg!(feature = "whole") {
                scan::aws::TABLES
            } else {
                Tables::new(&[])
            },
            schema: None,
        }
    }

    /// Returns the policy with the fewest tokens.
    pub fn minimal() -> Policy {
        Policy::for_profile(Profile::Minimal)
    }
}
