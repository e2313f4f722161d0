//! Defines the [`Report`] of a finished job and builds it.

use super::candidate::Candidate;
use super::first_answer::{FirstAnswer, cache_key};
use super::{Effect, Job, Open};
use crate::cache::Entry as Kept;
use crate::followup::Understood;
use crate::ledger::{Ledger, Millis};
use crate::policy::CacheUse;
use crate::prompt::Plan;
use crate::reply::{Finish, Refusal, RefusalKind, Usage};
use crate::request::Request;
use serde::Serialize;

/// Answered call.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// Number of the attempt, from 1.
    pub number: usize,
    /// The call that was sent.
    pub plan: Plan,
    /// Usage as Groq counted it.
    pub usage: Option<Usage>,
    /// Prompt tokens that Groq counted, minus our forecast.
    pub drift: Option<i32>,
    /// Reason why the answer ended.
    pub finish: Finish,
    /// Number of validation problems in the best program so far.
    pub problems: usize,
    /// Number of findings in the best program so far.
    pub findings: usize,
    /// Result of the attempt, in one line.
    pub outcome: String,
    /// The best program so far, after automatic fixes; empty if there is none.
    pub code: String,
}

/// Change of the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ModelChange {
    /// Id of the model that does not answer.
    pub from: String,
    /// Id of the model that is used next.
    pub to: &'static str,
    /// Reason for the change.
    pub reason: String,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// A program without problems that passes the scan; options may be left.
    Clean,
    /// A program with open diagnostics or an early end.
    Open,
    /// No program.
    Failed,
}

/// End of a job: the best program and everything that is left open.
#[derive(Debug)]
pub struct Report {
    /// How the job ended.
    pub end: End,
    /// The request.
    pub request: Request,
    /// The best program, before and after automatic fixes.
    pub best: Option<Candidate>,
    /// Assumptions of the templates, one per line; None if a model answered.
    pub assumptions: Option<Vec<String>>,
    /// Source of the first answer.
    pub first: FirstAnswer,
    /// Parts of the request with their results, if no model was needed.
    pub understood: Vec<Understood>,
    /// Statement about the program, if the request asks for no change.
    pub statement: Option<String>,
    /// All answered calls.
    pub attempts: Vec<Attempt>,
    /// Usage of all calls, as Groq counted it.
    pub used: Usage,
    /// The cached answer that the program comes from, if any; such a job costs nothing.
    pub cached: Option<Kept>,
    /// Ledger at the end of the job.
    pub ledger: Ledger,
    /// Reason for an early end.
    pub failure: Option<Failure>,
}

/// Reason why a job ended early.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Kind of failure, for callers that handle kinds differently.
    pub kind: RefusalKind,
    /// Message in one line.
    pub message: String,
    /// When the quota opens again.
    pub until: Option<Millis>,
}

impl Failure {
    pub(super) fn from_refusal(refusal: Refusal, until: Option<Millis>) -> Failure {
        Failure {
            kind: refusal.kind,
            message: refusal.message,
            until,
        }
    }
}

impl Job {
    /// Returns the message for a job whose answers gave no configuration.
    fn without_result(&self) -> &'static str {
        let last = self.attempts.last();
        match (last.map(|attempt| attempt.finish), &self.given) {
            (Some(Finish::Length), _) => {
                "the cap of the answer was used up before a block was complete; request less at \
                 once, or choose a profile with a larger cap"
            }
            (_, None) => "no answer contained Terraform; describe more precisely what to build",
            (_, Some(_)) => "no answer applies to the configuration; name the resource to change",
        }
    }

    pub(super) fn done(&mut self, failure: Option<Failure>) -> Effect {
        self.open = Open::Nothing;
        let end = match &self.best {
            None => End::Failed,
            Some(best) if best.is_clean() && failure.is_none() => End::Clean,
            Some(_) => End::Open,
        };
        // If changing an existing program failed, the report still holds that program.
        let best = self.best.clone().or_else(|| self.given.clone());
        let failure = failure.or_else(|| {
            (end == End::Failed).then(|| Failure {
                kind: RefusalKind::Unusable,
                message: self.without_result().to_owned(),
                until: None,
            })
        });
        let used = self.attempts.iter().filter_map(|attempt| attempt.usage);
        let report = Box::new(Report {
            end,
            request: self.request.clone(),
            best,
            used: used.fold(Usage::default(), Usage::plus),
            assumptions: self.assumptions.clone(),
            first: self.first,
            understood: self.understood.clone(),
            statement: self.statement.clone(),
            attempts: self.attempts.clone(),
            ledger: self.ledger.clone(),
            cached: self.cached.take(),
            failure,
        });
        match self.cacheable(&report) {
            Some(kept) => {
                self.open = Open::Keep(report);
                Effect::StoreInCache(cache_key(&self.request, &self.policy), Box::new(kept))
            }
            None => Effect::Done(report),
        }
    }

    /// Returns the cache entry of a complete answer that cost tokens.
    ///
    /// Changes of an existing program are not cached, because their answer is useless without that
    /// program.
    fn cacheable(&self, report: &Report) -> Option<Kept> {
        let best = report.best.as_ref().filter(|best| best.is_complete())?;
        let is_new = report.cached.is_none() && self.given.is_none();
        let is_whole = report.failure.is_none() && self.policy.cache != CacheUse::Off;
        let last = report.attempts.last().filter(|_| is_new && is_whole)?;
        Some(Kept {
            request: report.request.text().to_owned(),
            base: best.base.clone(),
            model: last.plan.model.id.to_owned(),
            profile: self.policy.profile.name().to_owned(),
            tokens: report.used.total_tokens,
            ..Kept::default()
        })
    }
}
