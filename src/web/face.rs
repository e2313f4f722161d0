//! What a job says in, plain values for JavaScript out; and the options that come from there.
//!
//! `types.ts` beside this file is made from these shapes; a test holds the two together.

use crate::hcl::{Change, Lines, Module, Place, Problem};
use crate::job::candidate::Candidate;
use crate::job::mend::Mended;
use crate::job::{self, Report};
use crate::ledger::{Ledger, Millis, Regime};
use crate::model::{self, CATALOGUE, Known, Model};
use crate::prompt::{Message, Part, Plan, Step};
use crate::reply::{RefusalKind, Usage};
use crate::scan::Finding;
use crate::tokens::Pack;
use serde::{Deserialize, Serialize};
#[cfg(test)]
use {tests::KeptLedger, ts_rs::TS};

/// What a caller may set; all of it can be left out.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Options {
    /// The id of the model to ask; without one it is chosen for each step.
    #[cfg_attr(test, ts(optional = nullable))]
    pub model: Option<String>,
    /// What earlier reports gave back, so that quotas are known.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<KeptLedger>"))]
    pub ledger: Option<serde_json::Value>,
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
        /// When it passes: now, or later, in milliseconds since 1970; null where it never does.
        opens_at: Option<Millis>,
        /// What the user should know before it is sent.
        notes: Vec<String>,
    },
    /// The count needs a pack that is not loaded; there is no guess.
    Waiting {
        /// The pack to load.
        pack: Pack,
    },
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
    /// Terraform's own summary.
    summary: &'static str,
    place: Place,
    message: String,
}

/// A program after everything that costs no tokens.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "Mended"))]
#[serde(rename_all = "camelCase")]
pub struct FaceMended {
    /// The Terraform text.
    code: String,
    /// What was completed and fixed; leaving an id out undoes that change alone.
    changes: Vec<Change>,
    problems: Vec<FaceProblem>,
    findings: Vec<Finding>,
    /// Variables that the user has to fill in.
    questions: Vec<crate::complete::Question>,
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
    mended: FaceMended,
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
    Heard {
        /// The piece.
        text: String,
    },
    /// An answer was read, mended and scanned.
    Judged {
        /// What came of it.
        attempt: FaceAttempt,
    },
    /// A minute's quota is full, or the model has no room.
    Waiting {
        /// When it goes on, in milliseconds since 1970.
        until: Millis,
        /// Why, in one line.
        why: String,
        /// Whose quota.
        model: &'static str,
    },
    /// Another model is asked.
    Moved {
        /// From which.
        from: String,
        /// To which.
        to: &'static str,
        /// Why.
        why: String,
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
    /// What becomes of the unused part of a cap; null until an answer or a refusal tells.
    regime: Option<Regime>,
    /// Whether it was found to be retired, or closed to this key.
    gone: bool,
}

/// A counted plan, and how far the day's quota reaches.
pub fn counted(plan: &Plan, ledger: &Ledger, notes: Vec<String>, now: Millis) -> Preview {
    let limits = &plan.model.limits;
    let (id, asked) = (plan.model.id, plan.requested());
    let room = ledger.room(id, limits, now);
    Preview::Counted {
        per_day: limits
            .requests_day
            .min(room.tokens_day_limit / asked.total().max(1)),
        left_today: ledger.runs_left(id, limits, asked, now),
        opens_at: ledger.opens_at(id, limits, asked, now),
        plan: FacePlan::of(plan),
        notes,
    }
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
        why: pause.why,
        model: pause.model,
    }
}

/// A change of the model.
pub fn moved(moved: &job::Move) -> Progress {
    Progress::Moved {
        from: moved.from.to_owned(),
        to: moved.to,
        why: moved.why.clone(),
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
    }
}

/// The end of a job.
pub fn report(report: Report) -> FaceReport {
    let (base, mended) = match report.best {
        Some(best) => (best.base.clone(), mended_of(best)),
        None => (String::new(), FaceMended::default()),
    };
    FaceReport {
        end: report.end,
        request: report.request.text().to_owned(),
        base,
        mended,
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

/// A mended program.
pub fn mended(mended: Mended) -> FaceMended {
    FaceMended {
        problems: problems(&mended.module, mended.problems),
        findings: mended.findings,
        changes: mended.changes,
        questions: mended.questions,
        notes: mended.notes,
        code: mended.module.text,
    }
}

/// Problems with their places.
pub fn problems(module: &Module, problems: Vec<Problem>) -> Vec<FaceProblem> {
    let lines = module.lines();
    problems.into_iter().map(|it| problem(&lines, it)).collect()
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

/// What is left of every model's quota.
pub fn quota(ledger: &Ledger, now: Millis) -> Vec<Quota> {
    let face = |model: &Model| {
        let room = ledger.room(model.id, &model.limits, now);
        Quota {
            model: model.id,
            tokens_per_day: room.tokens_day_limit,
            tokens_per_minute: room.tokens_minute_limit,
            left_today: room.tokens_day,
            left_this_minute: room.tokens_minute,
            requests_left_today: room.requests_day,
            full_again_at: room.full_again_at,
            regime: ledger.regime(),
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
            let why = "it is retired; its successor is asked".to_owned();
            Ok((
                Some(model),
                Some(Progress::Moved {
                    from: id.to_owned(),
                    to: model.id,
                    why,
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

fn mended_of(best: Candidate) -> FaceMended {
    let cut_off = best.cut_off_note();
    let mut face = mended(best.mended);
    face.notes.extend(cut_off);
    face
}

fn problem(lines: &Lines<'_>, problem: Problem) -> FaceProblem {
    FaceProblem {
        summary: problem.kind.summary(),
        place: lines.place(problem.span.start),
        message: problem.message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complete::Question;
    use crate::job::End;
    use crate::reply::Finish;
    use crate::scan::{Remedy, RuleInfo, Severity};
    use std::path::Path;
    use ts_rs::Config;

    /// What a host keeps and hands back without looking into it.
    #[derive(TS)]
    #[ts(rename = "Ledger", type = "Record<string, unknown>")]
    pub struct KeptLedger;

    /// What a host hands on without looking into it.
    #[derive(TS)]
    #[ts(rename = "LedgerEntry", type = "Record<string, unknown>")]
    pub struct LedgerEntry;

    #[test]
    fn types_ts_says_what_these_shapes_say() {
        let config = Config::default().with_large_int("number");
        let types = [
            Severity::decl(&config),
            Pack::decl(&config),
            KeptLedger::decl(&config),
            LedgerEntry::decl(&config),
            Regime::decl(&config),
            Options::decl(&config),
            Step::decl(&config),
            Message::decl(&config),
            Part::decl(&config),
            FacePlan::decl(&config),
            Preview::decl(&config),
            Place::decl(&config),
            FaceProblem::decl(&config),
            Remedy::decl(&config),
            Finding::decl(&config),
            Change::decl(&config),
            Question::decl(&config),
            FaceMended::decl(&config),
            Usage::decl(&config),
            Finish::decl(&config),
            FaceAttempt::decl(&config),
            RefusalKind::decl(&config),
            Failure::decl(&config),
            End::decl(&config),
            FaceReport::decl(&config),
            Progress::decl(&config),
            ModelInfo::decl(&config),
            RuleInfo::decl(&config),
            Quota::decl(&config),
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
