//! What a job says in, plain values for JavaScript out; and the options that come from there.
//!
//! `types.ts` beside this file is made from these shapes; a test holds the two together.

use crate::cache;
use crate::fix::FixSelection;
use crate::hcl::{self, Change, Kind, Module, Position, Problem};
use crate::job::autofix::{self, Autofixed};
use crate::job::candidate::Candidate;
use crate::job::{self, Report};
use crate::ledger::{CapRefundPolicy, Ledger, Millis, Tokens};
use crate::model::{self, CATALOGUE, Known, Model};
use crate::policy::{Policy, Profile};
use crate::prompt::{self, Message, NoPlan, Part, Plan, Step};
use crate::reply::{RefusalKind, Usage};
use crate::scan::{Finding, Tables};
use crate::schema::{self, Schema};
use crate::tokens::Pack;
use foldhash::HashSet;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use {tests::KeptLedger, ts_rs::TS};

/// Longest program that is read, in bytes.
pub const CODE_BYTES_MAX: usize = 4_000_000;

/// What a caller may set; all of it can be left out.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Options {
    /// The id of the model to ask; without one it is chosen for each step.
    #[cfg_attr(test, ts(optional = nullable))]
    pub model: Option<String>,
    /// How much a run may spend; without one the least: `thrift`.
    #[cfg_attr(test, ts(optional, type = "Profile | null"))]
    pub profile: Option<String>,
    /// Whether the building blocks answer what they can, before a model is asked. They do unless
    /// this is false.
    #[cfg_attr(test, ts(optional = nullable))]
    #[serde(alias = "library")]
    pub templates: Option<bool>,
    /// What earlier reports gave back, so that quotas are known.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<KeptLedger>"))]
    pub ledger: Option<serde_json::Value>,
    /// A program that the request wants changed; without one the request is for a new program.
    #[cfg_attr(test, ts(optional = nullable))]
    pub code: Option<String>,
    /// Whether an earlier answer to the very same request is passed over.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<bool>"))]
    #[serde(alias = "anew")]
    pub skip_cache: bool,
}

/// What else there is beside the program that is validated.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase", default)]
pub struct ValidateOptions {
    /// Files that `file`, `templatefile` and the like may read, by their paths in the folder of
    /// the program.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<String>>"))]
    pub files: Vec<String>,
}

/// What the user wants of the fixes; all of it can be left out.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase", default)]
pub struct FixOptions {
    /// The user's words. With them the program is completed as one that was asked for: key pairs,
    /// looked-up images, provider, secrets; what they name is kept.
    #[cfg_attr(test, ts(optional = nullable))]
    pub request: Option<String>,
    /// The ids of changes that are left out.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<String>>"))]
    #[serde(alias = "without")]
    pub exclude: Vec<String>,
    /// The ids of changes with a price that are made: `fix:<check id>:<address>` of a finding
    /// whose remedy is `offered` or `companion`.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<String>>"))]
    #[serde(alias = "accepted")]
    pub accept: Vec<String>,
    /// Whether new resources are added that are worth money: keys, logs, roles.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<bool>"))]
    pub harden: bool,
}

/// The size of a call, as a plan says it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct CallSize {
    /// Of the prompt, frame included.
    pub prompt_tokens: u32,
    /// The cap of the answer.
    pub max_completion_tokens: u32,
}

/// The first call for a request, as it would be sent now.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "state"
)]
pub enum Preview {
    /// Counted to the token.
    Counted {
        /// What would be sent.
        plan: FacePlan,
        /// How many such calls a full day's quota allows.
        per_day: u32,
        /// How many of them are left today.
        left_today: u32,
        /// Whether the building blocks answer it before any call, at no tokens.
        from_templates: bool,
        /// When it passes: now, or later, in milliseconds since 1970; null where it never does.
        opens_at: Option<Millis>,
        /// What the request would cost under every profile.
        costs: Vec<ProfileCost>,
        /// What the user should know before it is sent.
        notes: Vec<String>,
    },
    /// The count needs a pack that is not loaded; there is no guess.
    Waiting {
        /// The pack to load.
        pack: Pack,
    },
}

/// What a request costs under a profile.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ProfileCost {
    profile: Profile,
    /// Calls at most.
    attempts_max: usize,
    /// Of the first call.
    prompt_tokens: u32,
    max_completion_tokens: u32,
    /// What all calls together can be charged, if each uses what it may.
    tokens_max: u32,
    /// Why the profile does not take the request, where it does not.
    refused: Option<String>,
}

/// One call: what is sent and what it costs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "Plan"))]
#[serde(rename_all = "camelCase")]
pub struct FacePlan {
    step: Step,
    model: &'static str,
    /// False where the model's vocabulary is not ours: the counts are then close, not exact.
    exact: bool,
    messages: Vec<Message>,
    parts: Vec<Part>,
    prompt_tokens: u32,
    max_completion_tokens: u32,
    reasoning_effort: &'static str,
    include_reasoning: bool,
}

/// Something that `terraform validate` would refuse.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "Problem"))]
#[serde(rename_all = "camelCase")]
pub struct FaceProblem {
    /// What sort of problem it is: a name that stays the same.
    kind: Kind,
    /// Terraform's own summary.
    summary: &'static str,
    /// Of the block that it is in.
    address: Option<String>,
    start: Position,
    /// Behind the last character that is at fault.
    end: Position,
    message: String,
}

/// A program after everything that costs no tokens.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "FixResult"))]
#[serde(rename_all = "camelCase")]
pub struct FixResult {
    /// The Terraform text.
    code: String,
    /// What was completed and fixed; leaving an id out undoes that change alone.
    changes: Vec<Change>,
    /// Addresses of the blocks that were added.
    added: Vec<String>,
    problems: Vec<FaceProblem>,
    findings: Vec<Finding>,
    /// Variables that the user has to fill in.
    variables: Vec<crate::complete::RequiredVariable>,
    /// What the user should know.
    notes: Vec<String>,
}

/// One answered call.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "Attempt"))]
#[serde(rename_all = "camelCase")]
pub struct FaceAttempt {
    /// From 1.
    number: usize,
    plan: FacePlan,
    usage: Option<Usage>,
    /// Prompt tokens as Groq counted them, minus ours.
    drift: Option<i32>,
    finish: crate::reply::Finish,
    /// What was left after mending.
    problems: usize,
    findings: usize,
    outcome: String,
    /// The best program so far after mending; empty where there is none.
    code: String,
}

/// Why a job ended without a whole answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    kind: RefusalKind,
    message: String,
    /// When the quota opens again, in milliseconds since 1970.
    until: Option<Millis>,
}

/// An answer that is kept, as a page lists it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct CachedAnswer {
    request: String,
    model: String,
    profile: String,
    /// What it cost when it was made: what it saves now.
    tokens: u32,
    /// In milliseconds since 1970.
    made: Millis,
    used: Millis,
}

impl CachedAnswer {
    /// An entry of the cache without its program.
    pub fn new(entry: &cache::Entry) -> CachedAnswer {
        CachedAnswer {
            request: entry.request.clone(),
            model: entry.model.clone(),
            profile: entry.profile.clone(),
            tokens: entry.tokens,
            made: entry.made,
            used: entry.used,
        }
    }
}

/// The end of a job.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "Report"))]
#[serde(rename_all = "camelCase")]
pub struct FaceReport {
    end: job::End,
    request: String,
    /// The model's own program; `mend` on it gives the code, with or without each change.
    base: String,
    #[serde(flatten)]
    mended: FixResult,
    /// What the building blocks assumed, a line each, where they answered: it cost nothing, and
    /// the option `library: false` asks a model instead.
    assumptions: Option<Vec<String>>,
    /// Ids of changes that were not made, because they are about blocks that the request did not
    /// touch: `fix` leaves them out too when it is told so.
    withheld: Vec<String>,
    /// The earlier answer that this is, where it is one: it cost nothing.
    cached: Option<CachedAnswer>,
    /// Whether resources that are worth money were added, as the policy has it.
    harden: bool,
    attempts: Vec<FaceAttempt>,
    used: Usage,
    #[cfg_attr(test, ts(as = "KeptLedger"))]
    ledger: Ledger,
    failure: Option<Failure>,
}

/// What a page shows while a job runs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase", tag = "event")]
pub enum Progress {
    /// A call goes out.
    Sending {
        /// Which attempt, from 1.
        attempt: usize,
        /// The call.
        plan: FacePlan,
    },
    /// A piece of the answer.
    Delta {
        /// The piece.
        text: String,
    },
    /// An answer was read, mended and scanned.
    Evaluated {
        /// What came of it.
        attempt: FaceAttempt,
    },
    /// A minute's quota is full, or the model has no room.
    Waiting {
        /// When it goes on, in milliseconds since 1970.
        until: Millis,
        /// Why, in one line.
        reason: String,
        /// Whose quota.
        model: &'static str,
    },
    /// Another model is asked.
    #[serde(rename = "model_changed")]
    ModelChanged {
        /// From which.
        from: String,
        /// To which.
        to: &'static str,
        /// Why.
        reason: String,
    },
}

/// A model of the catalogue.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    id: &'static str,
    name: &'static str,
    context_tokens: u32,
    /// Whether it answers for this key; null where it was not asked.
    live: Option<bool>,
    exact: bool,
    tokens_per_day: u32,
    tokens_per_minute: u32,
}

/// What is left of a model's quota.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    model: &'static str,
    tokens_per_day: u32,
    tokens_per_minute: u32,
    left_today: u32,
    left_this_minute: u32,
    requests_left_today: u32,
    /// When the day's bucket is full again, in milliseconds since 1970.
    full_again_at: Millis,
    /// How many calls of the size that was asked about fit today; null where none was.
    runs_left: Option<u32>,
    /// When the next of them fits; null where none was asked about, and where none ever fits.
    opens_at: Option<Millis>,
    /// What becomes of the unused part of a cap; null until an answer or a refusal tells.
    cap_refund: Option<CapRefundPolicy>,
    /// Whether it was found to be retired, or closed to this key.
    gone: bool,
}

/// A counted plan, and how far the day's quota reaches.
pub fn counted(
    plan: &Plan,
    costs: Vec<ProfileCost>,
    ledger: &Ledger,
    notes: Vec<String>,
    from_templates: bool,
    now: Millis,
) -> Preview {
    let limits = &plan.model.limits;
    let (id, asked) = (plan.model.id, plan.requested());
    let room = ledger.left(id, limits, now);
    Preview::Counted {
        per_day: limits
            .requests_day
            .min(room.tokens_day_limit / asked.total().max(1)),
        left_today: ledger.runs_left(id, limits, asked, now),
        opens_at: ledger.next_at(id, limits, asked, now),
        plan: FacePlan::of(plan),
        costs,
        notes,
        from_templates,
    }
}

/// What a first call of each profile and all that may follow it cost; `first` plans it.
pub fn costs(first: impl Fn(&Policy) -> Result<Plan, NoPlan>) -> Vec<ProfileCost> {
    let cost = |profile| {
        let policy = Policy::for_profile(profile);
        let (plan, refused) = match first(&policy) {
            Ok(plan) => (Some(plan), None),
            Err(NoPlan::TooLong { tokens, tokens_max }) => {
                (None, Some(prompt::too_long(tokens, tokens_max)))
            }
            Err(NoPlan::TooLarge | NoPlan::NoModel | NoPlan::Waiting(_)) => (None, None),
        };
        let later = u32::try_from(policy.attempts_max.saturating_sub(1)).unwrap_or(u32::MAX);
        let (prompt_tokens, cap) = plan.as_ref().map_or((0, 0), |plan| {
            (plan.prompt_tokens, plan.max_completion_tokens)
        });
        let frame = plan.as_ref().map_or(0, Plan::frame_tokens);
        let each = frame + policy.repair_tokens_max + policy.cap.tokens;
        ProfileCost {
            profile,
            attempts_max: policy.attempts_max,
            prompt_tokens,
            max_completion_tokens: cap,
            tokens_max: later
                .saturating_mul(each)
                .saturating_add(prompt_tokens + cap),
            refused,
        }
    };
    Profile::ALL.into_iter().map(cost).collect()
}

/// A call that goes out.
pub fn sending(job: &job::Job, plan: &Plan) -> Progress {
    Progress::Sending {
        attempt: job.attempts().len() + 1,
        plan: FacePlan::of(plan),
    }
}

/// A wait.
pub fn waiting(pause: job::Pause) -> Progress {
    Progress::Waiting {
        until: pause.until,
        reason: pause.reason,
        model: pause.model,
    }
}

/// A change of the model.
pub fn moved(moved: &job::Move) -> Progress {
    Progress::ModelChanged {
        from: moved.from.to_owned(),
        to: moved.to,
        reason: moved.reason.clone(),
    }
}

/// An answered call.
pub fn attempt(attempt: &job::Attempt) -> FaceAttempt {
    FaceAttempt {
        number: attempt.number,
        plan: FacePlan::of(&attempt.plan),
        usage: attempt.usage,
        drift: attempt.drift,
        finish: attempt.finish,
        problems: attempt.problems,
        findings: attempt.findings,
        outcome: attempt.outcome.clone(),
        code: attempt.code.clone(),
    }
}

/// The end of a job under a policy that hardens or not.
pub fn report(report: Report, harden: bool) -> FaceReport {
    let (base, withheld, mended) = match report.best {
        Some(best) => (best.base.clone(), best.withheld.clone(), mended_of(best)),
        None => (String::new(), Vec::new(), FixResult::default()),
    };
    FaceReport {
        end: report.end,
        request: report.request.text().to_owned(),
        base,
        withheld,
        cached: report.cached.as_ref().map(CachedAnswer::new),
        mended,
        harden: harden && report.assumptions.is_none(),
        assumptions: report.assumptions,
        attempts: report.attempts.iter().map(attempt).collect(),
        used: report.used,
        ledger: report.ledger,
        failure: report.failure.map(|failure| Failure {
            kind: failure.kind,
            message: failure.message,
            until: failure.until,
        }),
    }
}

/// A program within its bound, read; or the sentence that says why it is not.
///
/// ```
/// use infragenie::web::face;
/// assert!(face::program("locals {}").is_ok());
/// assert!(face::program(&"#".repeat(face::CODE_BYTES_MAX + 1)).is_err());
/// ```
pub fn program(code: &str) -> Result<Module, String> {
    if code.len() <= CODE_BYTES_MAX {
        return Ok(hcl::parse(code));
    }
    Err(format!(
        "the program has {} bytes, and {CODE_BYTES_MAX} are read; check its folders one by one",
        code.len()
    ))
}

/// What `terraform validate` would refuse. Without a schema only what the text itself shows is
/// checked.
pub fn validated(
    module: &Module,
    schema: Option<&Schema>,
    options: &ValidateOptions,
) -> Vec<FaceProblem> {
    let mut found = match schema {
        Some(schema) => schema::validate(module, schema),
        None => schema::check(module),
    };
    if !options.files.is_empty() {
        let files: HashSet<&str> = options.files.iter().map(|it| plain_path(it)).collect();
        found.retain(|it| !is_given(module, it, &files));
    }
    problems(module, found)
}

/// A program after the fixes that are wanted of it.
pub fn fixed(
    module: &Module,
    schema: Option<&Schema>,
    rules: Tables,
    options: &FixOptions,
) -> FixResult {
    let wishes = FixSelection {
        exclude: &options.exclude,
        accept: &options.accept,
        harden: options.harden,
        ..FixSelection::default()
    };
    mended(match &options.request {
        Some(request) => autofix::autofix(module, request, rules, schema, wishes),
        None => autofix::fix(module, rules, schema, wishes),
    })
}

/// A program before and after mending.
fn mended(mended: Autofixed) -> FixResult {
    FixResult {
        added: mended.added,
        problems: problems(&mended.module, mended.problems),
        findings: mended.findings,
        changes: mended.changes,
        variables: mended.variables,
        notes: mended.notes,
        code: mended.module.text,
    }
}

/// Problems with their places.
fn problems(module: &Module, problems: Vec<Problem>) -> Vec<FaceProblem> {
    let lines = module.lines();
    let blocks: Vec<_> = module.blocks().map(|it| (it.span, it)).collect();
    let address = |byte: usize| {
        let after = blocks.partition_point(|(span, _)| span.start <= byte);
        let (span, block) = blocks.get(after.checked_sub(1)?)?;
        block.address().filter(|_| byte <= span.end)
    };
    let face = |problem: Problem| FaceProblem {
        kind: problem.kind,
        summary: problem.kind.summary(),
        address: address(problem.span.start),
        start: lines.position(problem.span.start),
        end: lines.position(problem.span.end.max(problem.span.start)),
        message: problem.message,
    };
    problems.into_iter().map(face).collect()
}

/// A file that the problem misses, and that was given.
fn is_given(module: &Module, problem: &Problem, files: &HashSet<&str>) -> bool {
    let is_about_a_file = matches!(problem.kind, Kind::MissingFile | Kind::MissingHashedFile);
    let path = module.text.get(problem.span.range()).unwrap_or_default();
    is_about_a_file && files.contains(plain_path(path.trim_matches('"')))
}

/// A path without what stands for the folder of the program.
fn plain_path(path: &str) -> &str {
    let folders = ["${path.module}", "${path.root}", "${path.cwd}", "."];
    let inside = folders
        .iter()
        .find_map(|folder| path.strip_prefix(folder)?.strip_prefix('/'));
    inside.unwrap_or(path)
}

/// The catalogue; `live` are the ids that answer, where they were asked for.
pub fn models(live: Option<&[String]>) -> Vec<ModelInfo> {
    let face = |model: &Model| ModelInfo {
        id: model.id,
        name: model.name,
        context_tokens: model.context_tokens,
        live: live.map(|live| live.iter().any(|id| id == model.id)),
        exact: model.is_exact(),
        tokens_per_day: model.limits.tokens_day,
        tokens_per_minute: model.limits.tokens_minute,
    };
    CATALOGUE.iter().map(face).collect()
}

/// What is left of every model's quota, and when a call of a size fits.
pub fn quota(ledger: &Ledger, call: Option<CallSize>, now: Millis) -> Vec<Quota> {
    let face = |model: &Model| {
        let room = ledger.left(model.id, &model.limits, now);
        let asked = call.map(|call| Tokens {
            prompt: call.prompt_tokens,
            completion: call.max_completion_tokens,
        });
        Quota {
            model: model.id,
            tokens_per_day: room.tokens_day_limit,
            tokens_per_minute: room.tokens_minute_limit,
            left_today: room.tokens_day,
            left_this_minute: room.tokens_minute,
            requests_left_today: room.requests_day,
            full_again_at: room.full_again_at,
            runs_left: asked.map(|asked| ledger.runs_left(model.id, &model.limits, asked, now)),
            opens_at: asked.and_then(|it| ledger.next_at(model.id, &model.limits, it, now)),
            cap_refund: ledger.cap_refund(),
            gone: ledger.is_gone(model.id, now),
        }
    };
    CATALOGUE.iter().map(face).collect()
}

/// A ledger that a host kept; one that does not read is a fresh one.
pub fn ledger(stored: serde_json::Value, now: Millis) -> Ledger {
    Ledger::read(stored, now).0
}

/// The model that a caller named, and the move where it is a retired one. An unknown id is
/// answered with the sentence that says so.
pub fn named_model(id: Option<&str>) -> Result<(Option<&'static Model>, Option<Progress>), String> {
    let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) else {
        return Ok((None, None));
    };
    match model::find(id) {
        Known::Listed(model) => Ok((Some(model), None)),
        Known::Retired(model) => {
            let reason = "it is retired; its successor is asked".to_owned();
            Ok((
                Some(model),
                Some(Progress::ModelChanged {
                    from: id.to_owned(),
                    to: model.id,
                    reason,
                }),
            ))
        }
        Known::Unknown => {
            let known: Vec<String> = CATALOGUE.iter().map(|it| format!("`{}`", it.id)).collect();
            let id: String = id.chars().take(80).collect();
            Err(format!(
                "there is no model `{id}`; there are {}",
                known.join(", ")
            ))
        }
    }
}

/// The policy of a named profile, the least where none is named; an unknown one is answered with
/// the sentence that says so.
pub fn policy(profile: Option<&str>) -> Result<Policy, String> {
    let Some(name) = profile.map(str::trim).filter(|name| !name.is_empty()) else {
        return Ok(Policy::minimal());
    };
    Profile::named(name)
        .map(Policy::for_profile)
        .ok_or_else(|| {
            let known: Vec<String> = Profile::ALL
                .iter()
                .map(|it| format!("`{}`", it.name()))
                .collect();
            let name: String = name.chars().take(80).collect();
            format!(
                "there is no profile `{name}`; there are {}",
                known.join(", ")
            )
        })
}

impl FacePlan {
    fn of(plan: &Plan) -> FacePlan {
        FacePlan {
            step: plan.step,
            model: plan.model.id,
            exact: plan.model.is_exact(),
            messages: plan.messages.clone(),
            parts: plan.parts.clone(),
            prompt_tokens: plan.prompt_tokens,
            max_completion_tokens: plan.max_completion_tokens,
            reasoning_effort: plan.model.least_effort(),
            include_reasoning: false,
        }
    }
}

fn mended_of(best: Candidate) -> FixResult {
    let missing = best.missing().iter().map(|one| one.message.clone());
    let notes: Vec<String> = missing.chain(best.cut_off_note()).collect();
    let mut face = mended(best.fixed);
    face.notes.extend(notes);
    face
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complete::RequiredVariable;
    use crate::hcl::files::TextFile;
    use crate::hcl::graph::{Edge, Graph, Node};
    use crate::job::End;
    use crate::reply::Finish;
    use crate::scan::{Remedy, RuleInfo, Severity};
    use crate::violations::import::{Format, ImportGroup, ImportItem, ImportedReport};
    use std::path::Path;
    use ts_rs::Config;

    /// What a host keeps and hands back without looking into it.
    #[derive(TS)]
    #[ts(rename = "Cache", type = "Record<string, unknown>")]
    pub struct KeptCache;

    /// What a host keeps and hands back without looking into it.
    #[derive(TS)]
    #[ts(rename = "Ledger", type = "Record<string, unknown>")]
    pub struct KeptLedger;

    /// What a host hands on without looking into it.
    #[derive(TS)]
    #[ts(rename = "LedgerEntry", type = "Record<string, unknown>")]
    pub struct LedgerEntry;

    #[test]
    fn types_ts_matches_the_rust_types() {
        let config = Config::default().with_large_int("number");
        let types = [
            Severity::decl(&config),
            Pack::decl(&config),
            KeptLedger::decl(&config),
            LedgerEntry::decl(&config),
            CapRefundPolicy::decl(&config),
            Profile::decl(&config),
            Options::decl(&config),
            ValidateOptions::decl(&config),
            FixOptions::decl(&config),
            CallSize::decl(&config),
            Step::decl(&config),
            Message::decl(&config),
            Part::decl(&config),
            FacePlan::decl(&config),
            ProfileCost::decl(&config),
            Preview::decl(&config),
            Position::decl(&config),
            Kind::decl(&config),
            FaceProblem::decl(&config),
            Remedy::decl(&config),
            Finding::decl(&config),
            Change::decl(&config),
            RequiredVariable::decl(&config),
            FixResult::decl(&config),
            Usage::decl(&config),
            Finish::decl(&config),
            FaceAttempt::decl(&config),
            RefusalKind::decl(&config),
            Failure::decl(&config),
            End::decl(&config),
            CachedAnswer::decl(&config),
            KeptCache::decl(&config),
            FaceReport::decl(&config),
            Progress::decl(&config),
            ModelInfo::decl(&config),
            RuleInfo::decl(&config),
            Quota::decl(&config),
            Format::decl(&config),
            ImportItem::decl(&config),
            ImportGroup::decl(&config),
            ImportedReport::decl(&config),
            Node::decl(&config),
            Edge::decl(&config),
            Graph::decl(&config),
            TextFile::decl(&config),
        ];
        let mut made =
            "// Made from the shapes in face.rs: `UPDATE=1 cargo test types_ts`.\n".to_owned();
        for line in types {
            made.push_str("export ");
            made.push_str(line.trim_end());
            made.push('\n');
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/types.ts");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            written, made,
            "`UPDATE=1 cargo test types_ts` rewrites types.ts"
        );
    }
}
