//! What a job went through in, its [`Report`] out.

use super::candidate::Candidate;
use super::{Effect, Job, Open};
use crate::cache::Entry as Kept;
use crate::ledger::{Ledger, Millis};
use crate::policy::CacheUse;
use crate::prompt::Plan;
use crate::reply::{Finish, Refusal, RefusalKind, Usage};
use crate::request::Request;
use serde::Serialize;

/// An answered call.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// From 1.
    pub number: usize,
    /// What was sent.
    pub plan: Plan,
    /// What Groq counted.
    pub usage: Option<Usage>,
    /// Prompt tokens as Groq counted them, minus ours.
    pub drift: Option<i32>,
    /// Why the answer ended.
    pub finish: Finish,
    /// Problems that are left in the best program so far.
    pub problems: usize,
    /// Findings that are left in it.
    pub findings: usize,
    /// What came of it, in one line.
    pub outcome: String,
    /// The best program so far after mending; empty where there is none.
    pub code: String,
}

/// A change of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The model that does not answer.
    pub from: &'static str,
    /// The one that is asked.
    pub to: &'static str,
    /// Why.
    pub reason: String,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// There is a program, and nothing is found in it.
    Clean,
    /// There is a program, and something in it is open.
    Open,
    /// There is no program.
    Failed,
}

/// The end of a job: the best program, and an honest list of what is open.
#[derive(Debug)]
pub struct Report {
    /// How it ended.
    pub end: End,
    /// The words that were asked.
    pub request: Request,
    /// The best program, before and after mending.
    pub best: Option<Candidate>,
    /// What the building blocks assumed, a line each, where they answered; None where they did not.
    pub assumptions: Option<Vec<String>>,
    /// Every answered call.
    pub attempts: Vec<Attempt>,
    /// What all calls cost, as Groq counted.
    pub used: Usage,
    /// The earlier answer that the program is, where it is one: it cost nothing.
    pub cached: Option<Kept>,
    /// What is left of the quotas.
    pub ledger: Ledger,
    /// Why it ended early.
    pub failure: Option<Failure>,
}

/// Why a job ended early.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What a caller can tell apart.
    pub kind: RefusalKind,
    /// One line.
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
    pub(super) fn done(&mut self, failure: Option<Failure>) -> Effect {
        self.open = Open::Nothing;
        let end = match &self.best {
            None => End::Failed,
            Some(best) if best.is_clean() && failure.is_none() => End::Clean,
            Some(_) => End::Open,
        };
        // A program that was there is not lost where its change failed.
        let best = self.best.clone().or_else(|| self.given.clone());
        let failure = failure.or_else(|| {
            (end == End::Failed).then(|| Failure {
                kind: RefusalKind::Unusable,
                message: match self.given {
                    None => "no answer held Terraform; say more exactly what to build",
                    Some(_) => "no answer fits the program; name the resource to change",
                }
                .to_owned(),
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
            attempts: self.attempts.clone(),
            ledger: self.ledger.clone(),
            cached: self.cached.take(),
            failure,
        });
        match self.cacheable(&report) {
            Some(kept) => {
                self.open = Open::Keep(report);
                Effect::StoreInCache(self.cache_key(), Box::new(kept))
            }
            None => Effect::Done(report),
        }
    }

    /// A whole and valid answer that was paid for, and can be had for nothing the next time. A
    /// change of a program is worth nothing without the program.
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
