//! What is allowed: how many attempts, which caps, which rules. Mechanism is elsewhere.

use crate::model::Model;
use crate::scan::{self, Severity, Tables};
use crate::schema::Schema;
use serde::Serialize;
use std::sync::Arc;

/// What a cap allows for reasoning at the least effort, in tokens. Recorded answers of gpt-oss spent
/// 3 to 41 on it.
pub const REASONING_TOKENS: u32 = 60;

/// Findings that no answer of a model mends, because somebody has to decide, pay for or own
/// something outside the program first. They are reported, and never asked for.
pub const NEVER_ASKED: &[&str] = &[
    // A signer of the code that is deployed.
    "CKV_AWS_272",
    // A certificate, and the domain that it is for.
    "CKV_AWS_2",
    "CKV_AWS_103",
    "CKV_AWS_127",
    "CKV_AWS_174",
    "CKV_AWS_376",
    "CKV_AWS_378",
    "CKV2_AWS_42",
    "CKV2_AWS_49",
    // A signed zone is broken until the registrar has its key; what a record points at may be
    // elsewhere.
    "CKV2_AWS_23",
    "CKV2_AWS_38",
    // A web firewall is paid for by the month.
    "CKV2_AWS_28",
    "CKV2_AWS_29",
    "CKV2_AWS_47",
    "CKV2_AWS_76",
    "CKV2_AWS_77",
    "CKV2_AWS_78",
    // A newer version of what the user's own code runs on.
    "CKV_AWS_339",
    "CKV_AWS_363",
    "CKV_AWS_388",
    // A function that rotates the secret.
    "CKV2_AWS_57",
    "CKV_AWS_304",
    // A network of the user's.
    "CKV_AWS_164",
    "CKV_AWS_306",
    // More machines, by the hour.
    "CKV2_AWS_50",
    // A guardrail is a policy of the user's own.
    "CKV_AWS_383",
];

/// The ready-made policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The fewest tokens that still do the job.
    #[default]
    Minimal,
    /// Fixed caps and a call more: the numbers that the product was planned with.
    Balanced,
    /// Worked examples in the prompt and more attempts, for when quality matters more than quota.
    Thorough,
}

/// What a job may do.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Which ready-made policy it began as.
    pub profile: Profile,
    /// Calls that bring an answer, draft included.
    pub attempts_max: usize,
    /// How the prompts are worded.
    pub wording: Wording,
    /// How the cap of a call is chosen.
    pub cap: Cap,
    /// The most that the user's message of a first call may hold, in tokens; None where only the
    /// length of a request bounds it.
    pub request_tokens_max: Option<u32>,
    /// The most that a repair prompt may hold without its frame, in tokens.
    pub repair_tokens_max: u32,
    /// Groups of violations that a repair is asked for.
    pub groups_max: usize,
    /// The least severity of a finding that is worth a call. What is below is reported.
    pub repair_from: Severity,
    /// Check ids that are never worth a call.
    pub never_asked: &'static [&'static str],
    /// Whether all resources that are worth pennies to dollars a month are added where they mend a
    /// finding: keys, logs, roles. For what a request is about a few are added in any case.
    pub harden: bool,
    /// Whether the building blocks answer what they can, before any call.
    pub templates: bool,
    /// What earlier answers are good for.
    pub cache: CacheUse,
    /// The model that the user named; without one it is chosen for each step.
    pub model: Option<&'static Model>,
    /// The rules of the scan.
    pub rules: Tables,
    /// What the providers' resources may hold. Without it only what the text itself shows is
    /// checked.
    pub schema: Option<Arc<Schema>>,
}

/// What earlier answers to the very same request are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheUse {
    /// They answer it, and its answer is kept.
    On,
    /// The request is asked anew, and its answer is kept.
    Refresh,
    /// They are left alone.
    Off,
}

/// How prompts are worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Only what cannot be completed locally is asked for.
    Brief,
    /// The same, with worked examples.
    Worked,
}

/// The cap of a call, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// What it is at most, unless an answer before was cut off.
    pub tokens: u32,
    /// The most that it is raised to when an answer was cut off.
    pub raised_tokens: u32,
    /// Whether it is sized to the call where less will do.
    pub is_sized: bool,
    /// What of it the reasoning takes, at least as much as was seen.
    pub reasoning_tokens: u32,
}

const EARLIER_NAMES: [(&str, &str); 3] = [
    ("thrift", "minimal"),
    ("seed", "balanced"),
    ("careful", "thorough"),
];

impl Profile {
    /// All of them, the cheapest first.
    pub const ALL: [Profile; 3] = [Profile::Minimal, Profile::Balanced, Profile::Thorough];

    /// As it is written in options.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Minimal => "minimal",
            Profile::Balanced => "balanced",
            Profile::Thorough => "thorough",
        }
    }

    /// The profile of a name.
    ///
    /// ```
    /// use infragenie::policy::Profile;
    ///
    /// assert_eq!(Profile::named("careful"), Some(Profile::Careful));
    /// assert_eq!(Profile::named("lavish"), None);
    /// ```
    pub fn named(name: &str) -> Option<Profile> {
        let name = Profile::current_name(name);
        Profile::ALL
            .into_iter()
            .find(|profile| profile.name() == name)
    }

    /// Maps the profile names of version 0.1 to the present ones; others stay as they are.
    pub fn current_name(name: &str) -> &str {
        let found = EARLIER_NAMES.iter().find(|(earlier, _)| *earlier == name);
        found.map_or(name, |(_, current)| current)
    }

    /// Maps a present profile name to the one of version 0.1; others stay as they are.
    pub fn earlier_name(name: &str) -> &str {
        let found = EARLIER_NAMES.iter().find(|(_, current)| *current == name);
        found.map_or(name, |(earlier, _)| earlier)
    }
}

impl Policy {
    /// The policy of a profile.
    pub fn for_profile(profile: Profile) -> Policy {
        match profile {
            Profile::Minimal => Policy::minimal(),
            Profile::Balanced => Policy::balanced(),
            Profile::Thorough => Policy::thorough(),
        }
    }

    /// The fewest tokens that still do the job: one draft and at most two repairs.
    pub fn minimal() -> Policy {
        Policy {
            profile: Profile::Minimal,
            attempts_max: 3,
            wording: Wording::Brief,
            cap: Cap {
                tokens: 1_500,
                raised_tokens: 3_000,
                is_sized: true,
                reasoning_tokens: REASONING_TOKENS,
            },
            request_tokens_max: None,
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

    /// One draft and at most three repairs, every one with the whole cap.
    pub fn balanced() -> Policy {
        Policy {
            profile: Profile::Balanced,
            attempts_max: 4,
            cap: Cap {
                tokens: 1_500,
                raised_tokens: 3_000,
                is_sized: false,
                reasoning_tokens: REASONING_TOKENS,
            },
            request_tokens_max: Some(500),
            ..Policy::minimal()
        }
    }

    /// Worked examples, and more attempts at more of what is found.
    pub fn thorough() -> Policy {
        Policy {
            profile: Profile::Thorough,
            attempts_max: 5,
            wording: Wording::Worked,
            cap: Cap {
                tokens: 2_000,
                raised_tokens: 4_000,
                is_sized: false,
                reasoning_tokens: REASONING_TOKENS,
            },
            ..Policy::minimal()
        }
    }
}
