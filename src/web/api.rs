//! Converts job results to plain values for JavaScript and reads its options.
//!
//! `types.ts` is generated from these types; a test checks that both agree.

mod project;

use crate::cache;
use crate::cost::{self, Estimate, Prices};
use crate::deploy::DeployCheck;
use crate::fix::{self, FixSelection, Reach};
use crate::followup::Understood;
use crate::hcl::{self, Change, Kind, Module, Position};
use crate::job::autofix::{self, Autofixed};
use crate::job::candidate::Candidate;
use crate::job::first_answer::FirstAnswer;
use crate::job::{self, Attempt, Failure, Job, ModelChange, Pause};
use crate::json::{integer, list, optional, text};
use crate::ledger::{CapRefundPolicy, Ledger, Millis, Tokens};
use crate::model::{self, CATALOGUE, Known, Model};
use crate::policy::{Policy, Profile};
use crate::prompt::{self, NoPlan, Plan};
use crate::reply::Usage;
use crate::safety::SafetyFinding;
use crate::scan::{Finding, SuppressedFinding, Tables};
use crate::schema::nearest::nearest;
use crate::schema::{self, Schema};
use crate::tokens::Pack;
use foldhash::HashSet;
use serde::Serialize;
use serde_json::Value;
#[cfg(test)]
use {tests::KeptLedger, ts_rs::TS};

pub use project::{
    ProjectCheck, ProjectCostOptions, ProjectEstimate, ProjectFile, ProjectFix, ProjectNeeds,
    ProjectOptions, checked_project, estimated_project, fixed_project, project_files,
    project_needs,
};

/// Maximum length of a program, in bytes.
pub const CODE_BYTES_MAX: usize = 4_000_000;

/// Options of a call; all of them are optional.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct Options {
    /// Id of the model to call; null chooses one for each step.
    #[cfg_attr(test, ts(optional = nullable))]
    pub model: Option<String>,
    /// Profile that limits the tokens of a run; null means the cheapest, `minimal`.
    #[cfg_attr(test, ts(optional, type = "Profile | null"))]
    pub profile: Option<String>,
    /// Whether the templates may answer before a model is called; null means true.
    #[cfg_attr(test, ts(optional = nullable))]
    pub templates: Option<bool>,
    /// Ledger of an earlier report, which carries the quota use.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<KeptLedger>"))]
    pub ledger: Value,
    /// Program to change; null requests a new program.
    #[cfg_attr(test, ts(optional = nullable))]
    pub code: Option<String>,
    /// Whether to ignore the cached answer to the same request.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<bool>"))]
    pub skip_cache: bool,
}

impl Options {
    /// Reads options; `library` and `anew` are names of version 0.1.
    pub fn read(value: &Value) -> Option<Options> {
        Some(Options {
            model: optional(&value["model"], text)?,
            profile: optional(&value["profile"], text)?,
            templates: optional(renamed(value, "templates", "library"), Value::as_bool)?,
            ledger: value["ledger"].clone(),
            code: optional(&value["code"], text)?,
            skip_cache: flag(renamed(value, "skipCache", "anew"))?,
        })
    }
}

/// Returns a field under its name or, if that is absent, under an earlier one.
fn renamed<'v>(value: &'v Value, name: &str, earlier: &str) -> &'v Value {
    value.get(name).unwrap_or(&value[earlier])
}

/// Reads a boolean that is false if it is absent.
fn flag(value: &Value) -> Option<bool> {
    Some(optional(value, Value::as_bool)?.unwrap_or_default())
}

/// Options of the validation.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct ValidateOptions {
    /// Existing files that `file`, `templatefile` and similar functions may read.
    ///
    /// Paths are relative to the folder of the program.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<String>>"))]
    pub files: Vec<String>,
}

impl ValidateOptions {
    /// Reads options.
    pub fn read(value: &Value) -> Option<ValidateOptions> {
        Some(ValidateOptions {
            files: list(&value["files"], text)?,
        })
    }
}

/// Options of an estimate of cost; all of them are optional.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct CostOptions {
    /// Use of the resources.
    ///
    /// `scale` multiplies the assumptions: 1 for light use, 0 for none. `values` replace them by address, or by type for all
    /// resources of it: `{ "aws_lambda_function.api": { "monthly_requests": 5000000 } }`.
    #[cfg_attr(test, ts(
        optional = nullable,
        type = "{ scale?: number | null, values?: Record<string, unknown> | null }"
    ))]
    pub usage: cost::Usage,
    /// Programs of the modules that the program calls, by their `source`.
    #[cfg_attr(test, ts(optional = nullable, type = "Record<string, string>"))]
    pub modules: Vec<(String, String)>,
}

impl CostOptions {
    /// Reads options.
    pub fn read(value: &Value) -> Option<CostOptions> {
        let modules = match &value["modules"] {
            Value::Null => Vec::new(),
            modules => {
                let entries = modules.as_object()?.iter();
                let pair = |(name, code): (&String, &Value)| Some((name.clone(), text(code)?));
                entries.map(pair).collect::<Option<_>>()?
            }
        };
        Some(CostOptions {
            usage: optional(&value["usage"], cost::Usage::read)?.unwrap_or_default(),
            modules,
        })
    }
}

/// Options of the scan.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct ScanOptions {
    /// Limit of the fixes that need no consent, as in `FixOptions`; null means `file`.
    #[cfg_attr(test, ts(optional, type = "\"file\" | \"folder\" | \"draft\" | null"))]
    pub reach: Option<Reach>,
}

impl ScanOptions {
    /// Reads options.
    pub fn read(value: &Value) -> Option<ScanOptions> {
        Some(ScanOptions {
            reach: reach(&value["reach"])?,
        })
    }
}

/// Reads a reach by its name, or none.
fn reach(value: &Value) -> Option<Option<Reach>> {
    optional(value, |value| Reach::named(value.as_str()?))
}

/// Selection of the fixes; all options are optional.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct FixOptions {
    /// Text of the user's request.
    ///
    /// With a request the program is also completed: key pairs, image lookups, provider, secrets.
    /// Whatever the request names is kept.
    #[cfg_attr(test, ts(optional = nullable))]
    pub request: Option<String>,
    /// Limit of the changes, by who wrote the program.
    ///
    /// `file` is a file of the user, `folder` all files of the user's module; in both, only changes
    /// are made that are safe, free and harmless to what is deployed. A `draft` is changed freely.
    /// Null means `draft` with a request and `file` without one.
    #[cfg_attr(test, ts(optional, type = "\"file\" | \"folder\" | \"draft\" | null"))]
    pub reach: Option<Reach>,
    /// Ids of the changes to leave out.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<String>>"))]
    pub exclude: Vec<String>,
    /// Ids of the changes to make that need consent.
    ///
    /// They are the ids of offers, or have the form `fix:<check id>:<address>`, from a finding whose
    /// remedy is `needs_consent` or `adds_resources`.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<String>>"))]
    pub accept: Vec<String>,
    /// Whether to make fixes that cost money too: backups, new keys, logs, roles.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<bool>"))]
    pub harden: bool,
}

impl FixOptions {
    /// Reads options; `without` and `accepted` are names of version 0.1.
    pub fn read(value: &Value) -> Option<FixOptions> {
        Some(FixOptions {
            request: optional(&value["request"], text)?,
            reach: reach(&value["reach"])?,
            exclude: list(renamed(value, "exclude", "without"), text)?,
            accept: list(renamed(value, "accept", "accepted"), text)?,
            harden: flag(&value["harden"])?,
        })
    }
}

impl FixOptions {
    /// Returns the limit of the changes.
    fn reach(&self) -> Reach {
        let default = match self.request {
            Some(_) => Reach::Draft,
            None => Reach::File,
        };
        self.reach.unwrap_or(default)
    }
}

/// Size of a call, as a plan reports it.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct CallSize {
    /// Prompt tokens with the message frame.
    pub prompt_tokens: u32,
    /// The cap of the answer.
    pub max_completion_tokens: u32,
}

impl CallSize {
    /// Reads the size of a call from a plan.
    pub fn read(value: &Value) -> Option<CallSize> {
        Some(CallSize {
            prompt_tokens: integer(&value["promptTokens"])?,
            max_completion_tokens: integer(&value["maxCompletionTokens"])?,
        })
    }
}

/// First call of a request, as it would be sent now.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "state"
)]
pub enum Preview {
    /// The exact token count.
    Counted {
        /// The call that would be sent.
        plan: Box<Plan>,
        /// How many such calls a full day's quota allows.
        per_day: u32,
        /// How many such calls are left today.
        left_today: u32,
        /// Source of the first answer.
        first: FirstAnswer,
        /// Addresses of the blocks that the changes remove, with what depends on them.
        removes: Vec<String>,
        /// Whether the request is answered without a model and the cache, so that it costs no tokens.
        from_templates: bool,
        /// Terraform of the templates' answer, before it is fixed.
        template_code: Option<String>,
        /// The cached answer that a run would repeat at no cost, if any.
        cached: Option<Box<CachedAnswer>>,
        /// When the call fits the quota, in milliseconds since 1970; null if it never does.
        opens_at: Option<Millis>,
        /// Cost of the request in every profile.
        costs: Vec<ProfileCost>,
        /// Notes for the user before the call is sent.
        notes: Vec<String>,
        /// Words of a request for a new configuration that the templates do not read, so that a
        /// model answers; empty if none does.
        not_understood: Vec<String>,
        /// Understood services of a request that a model answers.
        understood: Vec<String>,
    },
    /// The count needs a pack that is not loaded; the count is never estimated.
    Waiting {
        /// The pack to load.
        pack: Pack,
        /// Source of the first answer, which is known without a count.
        first: FirstAnswer,
        /// Terraform of the templates' answer, before it is fixed.
        template_code: Option<String>,
    },
}

/// Cost of a request in one profile.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ProfileCost {
    profile: Profile,
    /// Maximum number of calls.
    attempts_max: usize,
    /// Prompt tokens of the first call.
    prompt_tokens: u32,
    max_completion_tokens: u32,
    /// Maximum tokens of all calls together.
    tokens_max: u32,
    /// Reason why the profile rejects the request; null if it does not.
    refused: Option<String>,
}

/// Problem that `terraform validate` would report.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Stable name of the kind of problem.
    kind: Kind,
    /// Terraform's own summary.
    summary: &'static str,
    /// Address of the block that contains the problem.
    address: Option<String>,
    start: Position,
    /// Position after the last character of the problem.
    end: Position,
    message: String,
    /// Whether Terraform rejects the program: `warning` if an admitted version may accept it.
    severity: ProblemSeverity,
    /// Version by which the problem is judged, if the program admits another one.
    judged_by: Option<String>,
}

/// Severity of a problem.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "lowercase")]
pub enum ProblemSeverity {
    /// Every admitted version rejects the program.
    Error,
    /// An admitted version may accept the program.
    Warning,
}

impl ProblemSeverity {
    /// Returns the severity of a problem, by the version that judges it.
    fn of(judged_by: Option<&str>) -> ProblemSeverity {
        match judged_by {
            Some(_) => ProblemSeverity::Warning,
            None => ProblemSeverity::Error,
        }
    }
}

/// A program after formatting.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct FormatResult {
    /// The formatted program; the program as it was if it has syntax errors.
    pub code: String,
    /// The syntax errors that prevent the formatting.
    pub problems: Vec<Problem>,
}

/// Program after all steps that cost no tokens.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct FixResult {
    /// The Terraform text.
    code: String,
    /// Completions and fixes that were made; excluding an id undoes that change alone.
    changes: Vec<Change>,
    /// Repairs that are possible and need consent; accepting an id makes the change.
    offers: Vec<Change>,
    /// Addresses of the added blocks.
    added: Vec<String>,
    problems: Vec<Problem>,
    findings: Vec<Finding>,
    /// Findings that comments of the user or of a template skip.
    suppressed: Vec<SuppressedFinding>,
    /// Failures of plan, of apply, and of what is applied.
    deploy: DeployCheck,
    /// Dangers in the program; the user has to accept those that are blocking.
    safety: Vec<SafetyFinding>,
    /// Variables that the user has to set.
    variables: Vec<crate::complete::RequiredVariable>,
    /// Notes for the user.
    notes: Vec<String>,
}

/// Cached answer, as a page lists it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct CachedAnswer {
    request: String,
    model: String,
    profile: String,
    /// Tokens that the answer cost when it was made, and that a reuse saves.
    tokens: u32,
    /// Time in milliseconds since 1970.
    made: Millis,
    used: Millis,
}

impl CachedAnswer {
    /// Converts a cache entry, without its program.
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

/// End of a job.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    end: job::End,
    request: String,
    /// The program as the model wrote it; `fix` applied to it gives `code`.
    ///
    /// Excluding ids of changes gives the code without these changes.
    base: String,
    #[serde(flatten)]
    result: FixResult,
    /// Assumptions of the templates, one per line; null if a model answered.
    ///
    /// An answer of the templates, or a certain change, costs nothing. With the option
    /// `templates: false` a model answers.
    assumptions: Option<Vec<String>>,
    /// Source of the first answer.
    first: FirstAnswer,
    /// Parts of the request with their results, if no model was needed.
    understood: Vec<Understood>,
    /// Statement about the program, if the request asks for no change; such a run costs nothing.
    statement: Option<String>,
    /// Ids of withheld changes: they concern blocks that the request did not touch.
    ///
    /// Pass them to `fix` to leave them out there too.
    withheld: Vec<String>,
    /// The cached answer that the report repeats at no cost, if any.
    cached: Option<CachedAnswer>,
    /// Whether the policy added resources that cost money.
    harden: bool,
    attempts: Vec<Attempt>,
    used: Usage,
    #[cfg_attr(test, ts(as = "KeptLedger"))]
    ledger: Ledger,
    failure: Option<Failure>,
}

/// Event of a running job, for display.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase", tag = "event")]
pub enum Progress {
    /// A call is sent.
    Sending {
        /// Number of the attempt, from 1.
        attempt: usize,
        /// The call.
        plan: Plan,
    },
    /// A piece of the answer arrived.
    Delta {
        /// Text of the piece.
        text: String,
    },
    /// An answer was read, fixed and scanned.
    Evaluated {
        /// The attempt with its result.
        attempt: Attempt,
    },
    /// The job waits for a minute's quota or for a model without capacity.
    Waiting(Pause),
    /// Another model is used from now on.
    #[serde(rename = "model_changed")]
    ModelChanged(ModelChange),
}

/// Model of the catalogue.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ModelInfo {
    id: &'static str,
    name: &'static str,
    context_tokens: u32,
    /// Whether the key has access to the model; null if that was not requested.
    live: Option<bool>,
    exact: bool,
    tokens_per_day: u32,
    tokens_per_minute: u32,
}

/// Quota left for a model.
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
    /// How many calls of the given size fit today; null if no size was given.
    runs_left: Option<u32>,
    /// When the next call of the given size fits; null if never or without a size.
    opens_at: Option<Millis>,
    /// Policy for the unused part of a cap; null until it is proven.
    ///
    /// An answer or a refusal proves it.
    cap_refund: Option<CapRefundPolicy>,
    /// Whether the model was found to be retired or closed to this key.
    gone: bool,
}

/// Converts a counted plan, with the calls that the day's quota still allows.
///
/// `first` is the source of the first answer, with the cached answer if it is that, and with the blocks
/// that edits remove.
pub fn counted(
    plan: &Plan,
    costs: Vec<ProfileCost>,
    ledger: &Ledger,
    [notes, not_understood, understood]: [Vec<String>; 3],
    (first, kept, removes): (FirstAnswer, Option<cache::Entry>, Vec<String>),
    template_code: Option<String>,
    now: Millis,
) -> Preview {
    let limits = &plan.model.limits;
    let (id, asked) = (plan.model.id, plan.requested());
    let left = ledger.left(id, limits, now);
    Preview::Counted {
        per_day: limits
            .requests_day
            .min(left.tokens_day_limit / asked.total().max(1)),
        left_today: ledger.runs_left(id, limits, asked, now),
        opens_at: ledger.next_at(id, limits, asked, now),
        plan: Box::new(plan.clone()),
        costs,
        notes,
        from_templates: !matches!(first, FirstAnswer::Cache | FirstAnswer::Model),
        first,
        removes,
        not_understood,
        understood,
        cached: kept.as_ref().map(|kept| Box::new(CachedAnswer::new(kept))),
        template_code,
    }
}

/// Computes the cost of a request in every profile; `first` plans its first call.
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

/// Converts a call that is sent.
pub fn sending(job: &Job, plan: &Plan) -> Progress {
    Progress::Sending {
        attempt: job.attempts().len() + 1,
        plan: plan.clone(),
    }
}

/// Converts the report of a job; `harden` is the option of its policy.
pub fn report(report: job::Report, harden: bool) -> Report {
    let (base, withheld, result) = match report.best {
        Some(best) => (best.base.clone(), best.withheld.clone(), result_of(best)),
        None => (String::new(), Vec::new(), FixResult::default()),
    };
    Report {
        end: report.end,
        request: report.request.text().to_owned(),
        base,
        withheld,
        cached: report.cached.as_ref().map(CachedAnswer::new),
        result,
        harden: harden && report.assumptions.is_none(),
        assumptions: report.assumptions,
        first: report.first,
        understood: report.understood,
        statement: report.statement,
        attempts: report.attempts,
        used: report.used,
        ledger: report.ledger,
        failure: report.failure,
    }
}

/// Parses a program; the error is the message for a program that is too long.
///
/// ```
/// use infragenie::web::api;
/// assert!(api::program("locals {}").is_ok());
/// assert!(api::program(&"#".repeat(api::CODE_BYTES_MAX + 1)).is_err());
/// ```
pub fn program(code: &str) -> Result<Module, String> {
    if code.len() <= CODE_BYTES_MAX {
        return Ok(hcl::parse(code));
    }
    Err(format!(
        "the configuration has {} bytes, and at most {CODE_BYTES_MAX} are supported; check its folders one by one",
        code.len()
    ))
}

/// Returns the problems that `terraform validate` would report.
///
/// Without a schema only checks on the text itself run.
pub fn validated(
    module: &Module,
    schema: Option<&Schema>,
    options: &ValidateOptions,
) -> Vec<Problem> {
    let mut found = match schema {
        Some(schema) => schema::validate(module, schema),
        None => schema::check(module),
    };
    if !options.files.is_empty() {
        let files: HashSet<&str> = options.files.iter().map(|it| plain_path(it)).collect();
        found.retain(|it| !is_given(module, it, &files));
    }
    problems(module, schema, found)
}

/// Returns the findings of a program with the kind of fix that [`fixed`] has.
pub fn scanned(
    module: &Module,
    schema: Option<&Schema>,
    rules: Tables,
    options: &ScanOptions,
) -> Vec<Finding> {
    let selection = FixSelection {
        reach: options.reach.unwrap_or(Reach::File),
        ..FixSelection::default()
    };
    fix::findings(module, rules, schema, selection)
}

/// Applies the selected fixes to a program.
pub fn fixed(
    module: &Module,
    schema: Option<&Schema>,
    rules: Tables,
    options: &FixOptions,
) -> FixResult {
    let selection = FixSelection {
        exclude: &options.exclude,
        accept: &options.accept,
        harden: options.harden,
        reach: options.reach(),
        about: None,
        configured_elsewhere: &[],
    };
    // The module that only checks does not complete: a page calls the whole one for that.
    let request = options.request.as_ref();
    let fixed = match request.filter(|_| cfg!(feature = "whole")) {
        Some(request) => autofix::autofix(module, request, rules, schema, selection),
        None => autofix::fix(module, rules, schema, selection),
    };
    fix_result(fixed, schema)
}

/// Maximum known names that a message lists.
const KNOWN_MAX: usize = 5;

/// Checks the use of resources that a caller states.
///
/// The error is the message for a name that no estimate reads, with the nearest known one.
pub fn check_usage(usage: &cost::Usage, prices: &Prices) -> Result<(), String> {
    let Some(unknown) = usage.unknown(prices) else {
        return Ok(());
    };
    let name = &unknown.name;
    let subject = match &unknown.of_type {
        Some(kind) => format!("`{name}` of `{kind}` in `usage`"),
        None => format!("`{name}` in `usage`"),
    };
    let near = nearest(name, &mut unknown.known.iter().map(String::as_str));
    Err(match (&unknown.of_type, near, unknown.known.as_slice()) {
        (Some(_), _, []) => format!("{subject} must be a number from 0"),
        (None, _, []) => format!("{subject} must be an object of values"),
        (Some(_), Some(near), _) => format!("{subject} is unknown; the nearest is `{near}`"),
        (None, Some(near), _) => {
            format!("{subject} is no type that has usage; the nearest is `{near}`")
        }
        (Some(_), None, known) => {
            let shares = |it: &&String| {
                let mut words = name.split(['.', '_']);
                words.any(|word| word.len() > 2 && it.contains(word))
            };
            let alike: Vec<&String> = known.iter().filter(shares).collect();
            let shown = if alike.is_empty() {
                known.iter().collect()
            } else {
                alike
            };
            let names: Vec<String> = shown
                .iter()
                .take(KNOWN_MAX)
                .map(|it| format!("`{it}`"))
                .collect();
            let more = known.len() - names.len();
            let rest = if more > 0 {
                format!(" or one of {more} more")
            } else {
                String::new()
            };
            format!("{subject} is unknown; use {}{rest}", names.join(", "))
        }
        (None, None, _) => format!("{subject} is neither a type that has usage nor its address"),
    })
}

/// Estimates what a program costs a month.
///
/// The error is the message for a called module that is too long.
pub fn estimated(
    module: &Module,
    prices: &Prices,
    options: CostOptions,
) -> Result<Estimate, String> {
    let parsed = options.modules.into_iter();
    let parsed = parsed.map(|(source, code)| Ok((source, program(&code)?)));
    let parsed: Vec<(String, Module)> = parsed.collect::<Result<_, String>>()?;
    let modules = parsed
        .iter()
        .map(|(source, module)| (source.clone(), module));
    let modules = cost::ModulesBySource(modules.collect());
    let options = cost::CostOptions {
        usage: options.usage,
        modules: Some(&modules),
        root: 0,
    };
    Ok(cost::cost(module, prices, &options))
}

/// Formats a program as `terraform fmt` does, unless it has syntax errors.
pub fn formatted(module: &Module) -> FormatResult {
    FormatResult {
        code: hcl::format(module).unwrap_or_else(|| module.text.clone()),
        problems: problems(module, None, module.problems.clone()),
    }
}

/// Converts a program after automatic fixes.
fn fix_result(fixed: Autofixed, schema: Option<&Schema>) -> FixResult {
    FixResult {
        added: fixed.added,
        problems: problems(&fixed.module, schema, fixed.problems),
        findings: fixed.findings,
        suppressed: fixed.suppressed,
        deploy: fixed.deploy,
        safety: fixed.safety,
        changes: fixed.changes,
        offers: fixed.offers,
        variables: fixed.variables,
        notes: fixed.notes,
        code: fixed.module.text,
    }
}

/// Converts problems and adds their positions.
fn problems(module: &Module, schema: Option<&Schema>, problems: Vec<hcl::Problem>) -> Vec<Problem> {
    let lines = module.lines();
    let located = |problem: hcl::Problem| {
        let judged_by = schema.and_then(|it| schema::judged_by(module, it, &problem));
        Problem {
            severity: ProblemSeverity::of(judged_by.as_deref()),
            judged_by,
            kind: problem.kind,
            summary: problem.kind.summary(),
            address: module
                .block_at(problem.span.start)
                .and_then(hcl::Block::address),
            start: lines.position(problem.span.start),
            end: lines.position(problem.span.end.max(problem.span.start)),
            message: problem.message,
        }
    };
    problems.into_iter().map(located).collect()
}

/// Returns whether the problem reports a missing file that the caller listed.
fn is_given(module: &Module, problem: &hcl::Problem, files: &HashSet<&str>) -> bool {
    let is_about_a_file = matches!(problem.kind, Kind::MissingFile | Kind::MissingHashedFile);
    let path = module.text.get(problem.span.range()).unwrap_or_default();
    is_about_a_file && files.contains(plain_path(path.trim_matches('"')))
}

/// Removes a leading reference to the folder of the program from a path.
fn plain_path(path: &str) -> &str {
    let folders = ["${path.module}", "${path.root}", "${path.cwd}", "."];
    let inside = folders
        .iter()
        .find_map(|folder| path.strip_prefix(folder)?.strip_prefix('/'));
    inside.unwrap_or(path)
}

/// Lists the catalogue; `live` holds the ids of the live models, if known.
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

/// Returns the quota left for every model, and when a call of a size fits.
pub fn quota(ledger: &Ledger, call: Option<CallSize>, now: Millis) -> Vec<Quota> {
    let face = |model: &Model| {
        let left = ledger.left(model.id, &model.limits, now);
        let asked = call.map(|call| Tokens {
            prompt: call.prompt_tokens,
            completion: call.max_completion_tokens,
        });
        Quota {
            model: model.id,
            tokens_per_day: left.tokens_day_limit,
            tokens_per_minute: left.tokens_minute_limit,
            left_today: left.tokens_day,
            left_this_minute: left.tokens_minute,
            requests_left_today: left.requests_day,
            full_again_at: left.full_again_at,
            runs_left: asked.map(|asked| ledger.runs_left(model.id, &model.limits, asked, now)),
            opens_at: asked.and_then(|it| ledger.next_at(model.id, &model.limits, it, now)),
            cap_refund: ledger.cap_refund(),
            gone: ledger.is_gone(model.id, now),
        }
    };
    CATALOGUE.iter().map(face).collect()
}

/// Reads a stored ledger; an unreadable one is replaced by a new one.
pub fn ledger(stored: Value, now: Millis) -> Ledger {
    Ledger::read(stored, now).0
}

/// Finds the model that a caller named, with a model change if it is retired.
///
/// The error is the message for an unknown id.
pub fn named_model(id: Option<&str>) -> Result<(Option<&'static Model>, Option<Progress>), String> {
    let Some(id) = given(id) else {
        return Ok((None, None));
    };
    let model = match model::find(id) {
        Known::Listed(model) => return Ok((Some(model), None)),
        Known::Retired(model) => model,
        Known::Unknown => return Err(unknown("model", id, CATALOGUE.iter().map(|it| it.id))),
    };
    let change = ModelChange {
        from: id.to_owned(),
        to: model.id,
        reason: "the model is retired; its successor is used".to_owned(),
    };
    Ok((Some(model), Some(Progress::ModelChanged(change))))
}

/// Returns the policy of a profile; without a name the cheapest.
///
/// The error is the message for an unknown name.
pub fn policy(profile: Option<&str>) -> Result<Policy, String> {
    let Some(name) = given(profile) else {
        return Ok(Policy::minimal());
    };
    let profile = Profile::named(name).map(Policy::for_profile);
    profile.ok_or_else(|| unknown("profile", name, Profile::ALL.iter().map(|it| it.name())))
}

/// Returns a name without surrounding blanks; an empty one counts as absent.
fn given(name: Option<&str>) -> Option<&str> {
    name.map(str::trim).filter(|name| !name.is_empty())
}

/// Returns the message for an unknown name, with the known ones.
fn unknown(kind: &str, name: &str, known: impl Iterator<Item = &'static str>) -> String {
    let name: String = name.chars().take(80).collect();
    let known: Vec<String> = known.map(|known| format!("`{known}`")).collect();
    let known = known.join(", ");
    format!("unknown {kind} `{name}`; known {kind}s are {known}")
}

fn result_of(best: Candidate) -> FixResult {
    let missing = best.missing().iter().map(|one| one.message.clone());
    let notes: Vec<String> = missing.chain(best.notes()).collect();
    let mut result = fix_result(best.fixed, None);
    result.notes.extend(notes);
    result
}

#[cfg(test)]
mod tests {
    use super::project::{
        ProjectChange, ProjectDanger, ProjectDeploy, ProjectFinding, ProjectProblem,
        ProjectSuppressed,
    };
    use super::*;
    use crate::complete::RequiredVariable;
    use crate::cost::{Assumption, Budget, Component, CostKind, Range, ResourceCost, Total, Trust};
    use crate::deploy::{DeployDiagnostic, DeployKind, DeployRule, DeploySeverity};
    use crate::followup::Role;
    use crate::hcl::DeployEffect;
    use crate::hcl::files::TextFile;
    use crate::job::End;
    use crate::prompt::{Message, Part, Step};
    use crate::reply::{Finish, RefusalKind};
    use crate::safety::{ReplacedSecret, SafetyKind, SafetyRule};
    use crate::scan::{Remedy, RuleInfo, Severity};
    use crate::semantic::graph::{Edge, Graph, Node};
    use crate::violations::import::{Format, ImportGroup, ImportItem, ImportedReport};
    use std::path::Path;
    use ts_rs::Config;

    /// Cache that a host stores and returns without interpreting it.
    #[derive(TS)]
    #[ts(rename = "Cache", type = "Record<string, unknown>")]
    pub struct KeptCache;

    /// Ledger that a host stores and returns without interpreting it.
    #[derive(TS)]
    #[ts(rename = "Ledger", type = "Record<string, unknown>")]
    pub struct KeptLedger;

    /// Ledger entry that a host passes on without interpreting it.
    #[derive(TS)]
    #[ts(rename = "LedgerEntry", type = "Record<string, unknown>")]
    pub struct LedgerEntry;

    #[test]
    fn types_ts_matches_the_rust_types() {
        let config = Config::default().with_large_int("number");
        macro_rules! declarations {
            ($($name:ident)*) => { [$($name::decl(&config)),*] };
        }
        let types = declarations! {
            Severity Pack KeptLedger LedgerEntry CapRefundPolicy Profile Options ScanOptions ValidateOptions
            FixOptions CallSize Step Message Part ReplacedSecret Plan ProfileCost FirstAnswer Preview Position Kind
            ProblemSeverity Problem Remedy Finding SuppressedFinding SafetyKind SafetyFinding SafetyRule
            DeployKind DeploySeverity DeployRule DeployDiagnostic DeployCheck DeployEffect Change RequiredVariable FixResult FormatResult Usage Finish Attempt
            RefusalKind
            Failure End CachedAnswer KeptCache Role Understood Report Pause ModelChange Progress ModelInfo RuleInfo
            CostOptions Trust Range Assumption Component CostKind ResourceCost Total Estimate Budget
            Quota Format ImportItem ImportGroup ImportedReport Node Edge Graph TextFile
            ProjectFile ProjectOptions ProjectProblem ProjectFinding ProjectSuppressed ProjectDanger
            ProjectDeploy ProjectChange ProjectCheck
            ProjectFix ProjectNeeds ProjectCostOptions ProjectEstimate
        };
        let mut made =
            "// Generated from the types in api.rs by `UPDATE=1 cargo test types_ts`.\n".to_owned();
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
