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
pub const UNASKED: &[&str] = &[
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
    Thrift,
    /// Fixed caps and a call more: the numbers that the product was planned with.
    Seed,
    /// Worked examples in the prompt and more attempts, for when quality matters more than quota.
    Careful,
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
    pub unasked: &'static [&'static str],
    /// Whether all resources that are worth pennies to dollars a month are added where they mend a
    /// finding: keys, logs, roles. For what a request is about a few are added in any case.
    pub harden: bool,
    /// Whether the building blocks answer what they can, before any call.
    pub library: bool,
    /// What earlier answers are good for.
    pub recall: Recall,
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
pub enum Recall {
    /// They answer it, and its answer is kept.
    On,
    /// The request is asked anew, and its answer is kept.
    Anew,
    /// They are left alone.
    Off,
}

/// How prompts are worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Only what cannot be completed locally is asked for.
    Terse,
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

impl Profile {
    /// All of them, the cheapest first.
    pub const ALL: [Profile; 3] = [Profile::Thrift, Profile::Seed, Profile::Careful];

    /// As it is written in options.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Thrift => "thrift",
            Profile::Seed => "seed",
            Profile::Careful => "careful",
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
        Profile::ALL
            .into_iter()
            .find(|profile| profile.name() == name)
    }
}

impl Policy {
    /// The policy of a profile.
    pub fn of(profile: Profile) -> Policy {
        match profile {
            Profile::Thrift => Policy::thrift(),
            Profile::Seed => Policy::seed(),
            Profile::Careful => Policy::careful(),
        }
    }

    /// The fewest tokens that still do the job: one draft and at most two repairs.
    pub fn thrift() -> Policy {
        Policy {
            profile: Profile::Thrift,
            attempts_max: 3,
            wording: Wording::Terse,
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
            unasked: UNASKED,
            harden: false,
            library: true,
            recall: Recall::On,
            model: None,
            rules: if cfg!(feature = "whole") {
                scan::aws::TABLES
            } else {
                Tables::of(&[])
            },
            schema: None,
        }
    }

    /// One draft and at most three repairs, every one with the whole cap.
    pub fn seed() -> Policy {
        Policy {
            profile: Profile::Seed,
            attempts_max: 4,
            cap: Cap {
                tokens: 1_500,
                raised_tokens: 3_000,
                is_sized: false,
                reasoning_tokens: REASONING_TOKENS,
            },
            request_tokens_max: Some(500),
            ..Policy::thrift()
        }
    }

    /// Worked examples, and more attempts at more of what is found.
    pub fn careful() -> Policy {
        Policy {
            profile: Profile::Careful,
            attempts_max: 5,
            wording: Wording::Worked,
            cap: Cap {
                tokens: 2_000,
                raised_tokens: 4_000,
                is_sized: false,
                reasoning_tokens: REASONING_TOKENS,
            },
            ..Policy::thrift()
        }
    }
}
