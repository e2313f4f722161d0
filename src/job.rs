//! Runs one request as a sans-IO state machine.
//!
//! The job emits an [`Effect`] and consumes the [`Event`] that the host supplies for it. All state
//! of a running request is in [`Job`].
//!
//! The state machine is deterministic and has neither a clock nor I/O: one effect is open at a
//! time, and a whole run can be replayed from its events.

pub mod autofix;
pub mod candidate;
mod evaluate_reply;
pub mod first_answer;
mod on_error;
mod rate_limit;
mod relevant_blocks;
mod repair_targets;
mod report;
mod request_topics;
mod switch;
mod truncation;

pub use report::{Attempt, End, Failure, ModelChange, Report};

use crate::cache::{Entry as Kept, Key};
use crate::followup::Understood;
use crate::ledger::{Entry, Fit, Ledger, Millis, Spent, UsageEvent};
use crate::model::Model;
use crate::policy::{Cap, Policy};
use crate::prompt::{self, ModelAvailability, NoPlan, Plan};
use crate::reply::{Finish, Refusal, RefusalKind, Reply};
use crate::request::Request;
use crate::scan::Tables;
use crate::tokens::{Pack, Vocabulary};
use candidate::Candidate;
use first_answer::FirstAnswer;
use foldhash::HashSet;
use serde::Serialize;
use std::sync::Arc;

/// Whether a job may change a program; the small preview module reads requests for new ones only.
pub const CHANGES_PROGRAMS: bool = cfg!(feature = "whole");

/// State of a running request.
#[derive(Debug)]
pub struct Job {
    request: Request,
    policy: Policy,
    ledger: Ledger,
    /// Ledger entries that [`Job::entries`] has not handed on yet.
    entries: Vec<Entry>,
    vocabulary: Arc<Vocabulary>,
    attempts: Vec<Attempt>,
    model_changes: Vec<ModelChange>,
    /// The program that the request changes, if it changes one.
    given: Option<Candidate>,
    best: Option<Candidate>,
    /// Assumptions of the templates, if the templates answered the request.
    assumptions: Option<Vec<String>>,
    /// Parts of the request with their results, if no model was needed.
    understood: Vec<Understood>,
    /// Source of the first answer, a model until another one is found.
    first: FirstAnswer,
    /// Statement about the program, if the request asks for no change.
    statement: Option<String>,
    /// The cached answer that the best program comes from, if any.
    cached: Option<Kept>,
    /// Ids of diagnostic groups whose repair of the best program brought nothing.
    tried_groups: HashSet<String>,
    /// The effect that is waiting for its event.
    open: Open,
    /// Text received so far of the streaming answer.
    received: String,
    /// Models that are retired or unavailable for the rest of this job.
    unavailable: Vec<&'static str>,
    /// Models that are not called before a time, while another one has quota.
    resting: Vec<(&'static str, Millis)>,
    /// When the open call was sent.
    sent: Millis,
    /// When the job began to wait for a quota; reset by every answer.
    waiting: Option<Millis>,
    /// Cap of the next call: the policy's, until an answer or a refusal changes it.
    cap: Cap,
    pauses: u32,
    backoffs: u32,
    /// Answers that broke off.
    breaks: u32,
    /// Calls that the model failed to answer.
    failed_generations: u32,
    /// Whether a model answered in words instead of Terraform.
    has_answered_in_words: bool,
    is_cap_cut: bool,
    is_list_known: bool,
}

/// Request of the job to the host; a page can show it as progress.
#[derive(Debug)]
pub enum Effect {
    /// Look up the cached answer to the same request.
    LookUpCache(Key),
    /// Load a vocabulary pack that a token count needs.
    Load(Pack),
    /// Send a call.
    Complete(Box<Plan>),
    /// List the live models.
    Models,
    /// Wait until a time.
    Wait(Pause),
    /// Cache an answer that cost tokens.
    StoreInCache(Key, Box<Kept>),
    /// End of the job.
    Done(Box<Report>),
}

/// Result of an effect, supplied by the host.
#[derive(Debug)]
pub enum Event {
    /// The cached answer, if there is one.
    Cached(Option<Kept>),
    /// The vocabulary that includes the pack; None if the pack could not be loaded.
    Loaded(Option<Arc<Vocabulary>>),
    /// The answer to the call, or the refusal.
    Completed(Result<Reply, Refusal>),
    /// The ids of the live models, or the refusal of the list.
    Models(Result<Vec<String>, Refusal>),
    /// The time of the pause is reached.
    Resumed,
    /// The answer was cached, or could not be.
    Stored,
    /// The call was not sent: in the adopted ledger another tab has used up the quota.
    QuotaTaken,
    /// The user cancelled before the effect was started.
    ///
    /// A call that was sent and then cancelled is reported as [`Event::Completed`] with a refusal.
    Cancelled,
}

/// A wait for a quota or a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Pause {
    /// End of the wait.
    pub until: Millis,
    /// Reason for the wait, in one line.
    pub reason: String,
    /// Id of the model that the wait is for.
    pub model: &'static str,
}

#[derive(Debug)]
enum Open {
    Nothing,
    Recall,
    Keep(Box<Report>),
    Pack(Pack),
    Call(Box<Plan>),
    Models { from: &'static Model },
    Pause,
}

impl Job {
    /// Starts a request for a new program.
    pub fn start(
        request: Request,
        policy: Policy,
        ledger: Ledger,
        vocabulary: Arc<Vocabulary>,
        now: Millis,
    ) -> (Job, Effect) {
        Job::start_from("", request, policy, ledger, vocabulary, now)
    }

    /// Starts a request to change a program.
    ///
    /// If `code` holds no block, the request is treated as one for a new program.
    pub fn start_from(
        code: &str,
        request: Request,
        policy: Policy,
        ledger: Ledger,
        vocabulary: Arc<Vocabulary>,
        now: Millis,
    ) -> (Job, Effect) {
        let cap = policy.cap;
        let given = Candidate::from_program(code, &request, &policy);
        let mut job = Job {
            request,
            policy,
            ledger,
            entries: Vec::new(),
            vocabulary,
            attempts: Vec::new(),
            model_changes: Vec::new(),
            given,
            best: None,
            assumptions: None,
            understood: Vec::new(),
            first: FirstAnswer::Model,
            statement: None,
            cached: None,
            tried_groups: HashSet::default(),
            open: Open::Nothing,
            received: String::new(),
            unavailable: Vec::new(),
            resting: Vec::new(),
            sent: now,
            waiting: None,
            cap,
            pauses: 0,
            backoffs: 0,
            breaks: 0,
            failed_generations: 0,
            has_answered_in_words: false,
            is_cap_cut: false,
            is_list_known: false,
        };
        let ask = job.begin(now);
        (job, ask)
    }

    /// Plans the first call of a request, exactly as it would be sent.
    ///
    /// The call is an edit of `code` if `code` holds a block, else a draft.
    pub fn first(
        code: &str,
        request: &Request,
        policy: &Policy,
        vocabulary: &Vocabulary,
        market: ModelAvailability<'_>,
    ) -> Result<Plan, NoPlan> {
        if CHANGES_PROGRAMS {
            let present = relevant_blocks::edit_context(code, request);
            if !present.addresses.is_empty() {
                return prompt::edit(request, &present, policy, vocabulary, market);
            }
        }
        prompt::first(request, policy, vocabulary, market)
    }

    /// Records a piece of a streaming answer, so that an interruption does not lose it.
    pub fn record_delta(&mut self, piece: &str) {
        if self.received.len() + piece.len() <= crate::reply::BYTES_MAX {
            self.received.push_str(piece);
        }
    }

    /// Replaces the rules that later answers are scanned with.
    ///
    /// The tables are the same ones with more facts loaded.
    pub fn set_rules(&mut self, rules: Tables) {
        self.policy.rules = rules;
    }

    /// Records the quota that an answer's headers print, if the host may read them.
    pub fn record_quota_headers(&mut self, spent: Spent, now: Millis) {
        if let Open::Call(plan) = &self.open {
            let model = plan.model;
            self.enter(model, UsageEvent::Seen(spent), now);
        }
    }

    /// Takes the ledger entries made since the last call of this function.
    ///
    /// They are intended for the ledger that several tabs share.
    pub fn entries(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// Adopts the ledger that several tabs share; it includes this job's entries.
    ///
    /// Returns false if the open call no longer fits the quota. The call must then not be sent, and
    /// the next event is [`Event::QuotaTaken`].
    pub fn adopt(&mut self, ledger: Ledger, now: Millis) -> bool {
        self.ledger = ledger;
        let Open::Call(plan) = &self.open else {
            return true;
        };
        let (id, limits) = (plan.model.id, plan.model.limits);
        let mut others = self.ledger.clone();
        others.enter(id, limits, self.refusal(plan), now);
        matches!(
            others.fit(id, &limits, plan.requested(), now),
            Fit::Now | Fit::Perhaps
        )
    }

    /// Consumes the event of the open effect and returns the next effect.
    ///
    /// An event that does not match the open effect ends the job with the best program so far.
    pub fn handle(&mut self, answer: Event, now: Millis) -> Effect {
        let open = std::mem::replace(&mut self.open, Open::Nothing);
        match (open, answer) {
            (Open::Call(plan), Event::Cancelled) => {
                self.refund_unsent(&plan, now);
                self.fail(RefusalKind::Cancelled, "cancelled", None)
            }
            // The job is already over; whatever happens to the cache, the user gets the report.
            (Open::Keep(report), _) => Effect::Done(report),
            (_, Event::Cancelled) => self.fail(RefusalKind::Cancelled, "cancelled", None),
            (Open::Call(plan), Event::Completed(Ok(reply))) => {
                self.evaluate_reply(*plan, reply, now)
            }
            (Open::Call(plan), Event::Completed(Err(refusal))) => {
                self.on_error(*plan, refusal, now)
            }
            (Open::Pack(pack), Event::Loaded(Some(vocabulary))) => {
                self.vocabulary = vocabulary;
                match self.next_effect(now) {
                    // If the pack is still missing after it was loaded, loading it again does not
                    // help.
                    Effect::Load(again) if again == pack => self.fail_without_vocabulary(),
                    ask => ask,
                }
            }
            (Open::Pack(_), Event::Loaded(None)) => self.fail_without_vocabulary(),
            (Open::Models { .. }, Event::Models(Err(refusal)))
                if refusal.kind == RefusalKind::Cancelled =>
            {
                self.done(Some(Failure::from_refusal(refusal, None)))
            }
            (Open::Models { from }, Event::Models(live)) => self.change_model(from, live, now),
            (Open::Call(plan), Event::QuotaTaken) => {
                self.refund_unsent(&plan, now);
                self.next_effect(now)
            }
            (Open::Pause, Event::Resumed) => self.next_effect(now),
            (Open::Recall, Event::Cached(kept)) => self.resume_from_cache(kept, now),
            _ => {
                let message = "internal error: the event does not match the open effect";
                self.fail(RefusalKind::BadRequest, message, None)
            }
        }
    }

    /// Returns the best program so far.
    pub fn best(&self) -> Option<&Candidate> {
        self.best.as_ref()
    }

    /// Returns the calls that were answered so far.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Returns the model changes so far.
    pub fn model_changes(&self) -> &[ModelChange] {
        &self.model_changes
    }

    /// Chooses the next effect: a draft or edit, a repair, or the end.
    fn next_effect(&mut self, now: Millis) -> Effect {
        if self.attempts.len() >= self.policy.attempts_max {
            return self.done(None);
        }
        let excluded = self.excluded(now);
        let availability = ModelAvailability {
            ledger: &self.ledger,
            gone: &excluded,
            now,
        };
        let policy = Policy {
            cap: self.cap,
            ..self.policy.clone()
        };
        let (request, vocabulary) = (&self.request, &self.vocabulary);
        let plan = match (&self.best, &self.given) {
            (Some(best), _) => match best.repair_context(&self.tried_groups, &policy) {
                Some(left) => prompt::repair(request, &left, &policy, vocabulary, availability),
                None => return self.done(None),
            },
            (None, given) => {
                let code = given.as_ref().map_or("", |given| &given.base);
                Job::first(code, request, &policy, vocabulary, availability)
            }
        };
        match plan {
            Ok(plan) if self.has_answered(&plan) => self.done(None),
            Ok(plan) => self.fit_to_rate_limit(plan, now),
            Err(NoPlan::Waiting(missing)) => {
                self.open = Open::Pack(missing.0);
                Effect::Load(missing.0)
            }
            Err(NoPlan::NoModel) => {
                let message = "no known model is available for this key";
                self.fail(RefusalKind::ModelGone, message, None)
            }
            Err(NoPlan::TooLong { tokens, tokens_max }) => {
                let message = prompt::too_long(tokens, tokens_max);
                self.fail(RefusalKind::TooLarge, &message, None)
            }
            // The remaining diagnostics exceed a repair's budget; the report lists them for the
            // user.
            Err(NoPlan::TooLarge) if self.best.is_some() => self.done(None),
            Err(NoPlan::TooLarge) => {
                let message = "the request is too long to change a configuration; shorten it";
                self.fail(RefusalKind::TooLarge, message, None)
            }
        }
    }

    /// Returns whether the model has answered the same call already, to its end.
    ///
    /// The same call would most likely be answered in the same way.
    fn has_answered(&self, plan: &Plan) -> bool {
        self.attempts.iter().any(|attempt| {
            let sent = &attempt.plan;
            let is_same = sent.model.id == plan.model.id && sent.messages == plan.messages;
            let is_whole = attempt.finish == Finish::Stop;
            is_same && is_whole && plan.max_completion_tokens <= sent.max_completion_tokens
        })
    }

    fn enter(&mut self, model: &Model, fact: UsageEvent, now: Millis) {
        let entry = self.ledger.enter(model.id, model.limits, fact, now);
        self.entries.push(entry);
    }

    /// Takes back the charge of a call that Groq refused or never received.
    ///
    /// Groq charges nothing for such calls.
    fn refund_unsent(&mut self, plan: &Plan, now: Millis) {
        let refusal = self.refusal(plan);
        self.enter(plan.model, refusal, now);
    }

    fn refusal(&self, plan: &Plan) -> UsageEvent {
        UsageEvent::Refused {
            asked: plan.requested(),
            sent: self.sent,
        }
    }

    fn fail_without_vocabulary(&mut self) -> Effect {
        let message =
            "the vocabulary could not be loaded, so tokens cannot be counted; reload the page";
        self.fail(RefusalKind::Network, message, None)
    }

    fn fail(&mut self, kind: RefusalKind, message: &str, until: Option<Millis>) -> Effect {
        self.done(Some(Failure {
            kind,
            message: message.to_owned(),
            until,
        }))
    }
}
