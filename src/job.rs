//! The order of things: an [`Ask`] out, an [`Answer`] in. All state of a running request is here.
//!
//! Deterministic, without a clock and without I/O: one question is open at a time, and a whole run
//! can be replayed from its answers.

pub mod autofix;
pub mod candidate;
mod evaluate_reply;
pub mod from_templates;
mod on_error;
mod rate_limit;
mod relevant_blocks;
mod repair_targets;
mod report;
mod request_topics;
mod truncation;

pub use report::{Attempt, End, Failure, Move, Report};

use crate::cache::{Entry as Kept, Key};
use crate::ledger::{Entry, Fit, Ledger, Millis, Spent, UsageEvent};
use crate::model::Model;
use crate::policy::{CacheUse, Cap, Policy};
use crate::prompt::{self, ModelAvailability, NoPlan, Plan};
use crate::reply::{Refusal, RefusalKind, Reply};
use crate::request::Request;
use crate::scan::Tables;
use crate::tokens::{Pack, Vocabulary};
use candidate::Candidate;
use foldhash::HashSet;
use std::sync::Arc;

/// A running request.
#[derive(Debug)]
pub struct Job {
    request: Request,
    policy: Policy,
    ledger: Ledger,
    /// What was entered into the ledger and is not yet handed on.
    entries: Vec<Entry>,
    vocabulary: Arc<Vocabulary>,
    attempts: Vec<Attempt>,
    moves: Vec<Move>,
    /// The program that was there before the request, where one was.
    given: Option<Candidate>,
    best: Option<Candidate>,
    /// What the building blocks assumed, where they answered.
    assumptions: Option<Vec<String>>,
    /// The earlier answer that the best program is, where it is one.
    cached: Option<Kept>,
    /// Groups that the best program's repairs were asked for in vain.
    tried_groups: HashSet<String>,
    /// What the open question is about.
    open: Open,
    /// What the open answer has said so far.
    received: String,
    /// Models that are retired, or that have no room today.
    unavailable: Vec<&'static str>,
    /// When the open call was sent.
    sent: Millis,
    /// When the job began to wait for a quota, since its last answer.
    waiting: Option<Millis>,
    /// The policy's, until an answer or a refusal says that it does not do.
    cap: Cap,
    pauses: u32,
    backoffs: u32,
    is_cap_cut: bool,
    is_list_known: bool,
}

/// What the job wants of the world. Each is also what a page shows.
#[derive(Debug)]
pub enum Effect {
    /// Look up an earlier answer to the very same request.
    LookUpCache(Key),
    /// Load a pack: a count needs it.
    Load(Pack),
    /// Send a call.
    Complete(Box<Plan>),
    /// Ask which models are live.
    Models,
    /// Wait until a time.
    Wait(Pause),
    /// Keep an answer that was paid for.
    StoreInCache(Key, Box<Kept>),
    /// It is over.
    Done(Box<Report>),
}

/// What the world says.
#[derive(Debug)]
pub enum Event {
    /// The earlier answer, where there is one.
    Cached(Option<Kept>),
    /// The vocabulary with the pack in it; None where it could not be loaded.
    Loaded(Option<Arc<Vocabulary>>),
    /// The call was answered, or not.
    Completed(Result<Reply, Refusal>),
    /// The ids that are live, or why they are not known.
    Models(Result<Vec<String>, Refusal>),
    /// The time has come.
    Resumed,
    /// The answer was kept, or could not be.
    Stored,
    /// The call was not sent: by the ledger that was adopted, another tab has used the room.
    QuotaTaken,
    /// The user ended it before what was asked for was begun; a call that was sent is answered
    /// with the refusal that it became.
    Cancelled,
}

/// A wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Until when.
    pub until: Millis,
    /// Why, in one line.
    pub reason: String,
    /// Whose quota.
    pub model: &'static str,
}

#[derive(Debug)]
enum Open {
    Nothing,
    Recall,
    Keep(Box<Report>),
    Pack(Pack),
    Call(Box<Plan>),
    Models { from: &'static str },
    Pause,
}

impl Job {
    /// Starts a request.
    pub fn start(
        request: Request,
        policy: Policy,
        ledger: Ledger,
        vocabulary: Arc<Vocabulary>,
        now: Millis,
    ) -> (Job, Effect) {
        Job::start_from("", request, policy, ledger, vocabulary, now)
    }

    /// Starts a request to change a program. One without a block is no program: the request is then
    /// a new one.
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
            moves: Vec::new(),
            given,
            best: None,
            assumptions: None,
            cached: None,
            tried_groups: HashSet::default(),
            open: Open::Nothing,
            received: String::new(),
            unavailable: Vec::new(),
            sent: now,
            waiting: None,
            cap,
            pauses: 0,
            backoffs: 0,
            is_cap_cut: false,
            is_list_known: false,
        };
        let ask = match job.policy.cache {
            CacheUse::On if job.given.is_none() => {
                job.open = Open::Recall;
                Effect::LookUpCache(job.cache_key())
            }
            _ => job.answer_or_call(now),
        };
        (job, ask)
    }

    /// The first call of a request, as it would be sent: a change of `code` where that holds a block,
    /// else a draft.
    pub fn first(
        code: &str,
        request: &Request,
        policy: &Policy,
        vocabulary: &Vocabulary,
        market: ModelAvailability<'_>,
    ) -> Result<Plan, NoPlan> {
        let present = relevant_blocks::edit_context(code, request);
        if present.addresses.is_empty() {
            prompt::first(request, policy, vocabulary, market)
        } else {
            prompt::edit(request, &present, policy, vocabulary, market)
        }
    }

    /// A piece of a streaming answer. It is kept, so that an answer that breaks off is not lost.
    pub fn record_delta(&mut self, piece: &str) {
        if self.received.len() + piece.len() <= crate::reply::BYTES_MAX {
            self.received.push_str(piece);
        }
    }

    /// The rules that answers are scanned by from now on: the same with more facts.
    pub fn set_rules(&mut self, rules: Tables) {
        self.policy.rules = rules;
    }

    /// What the headers of an answer print of a quota, where the host may read them.
    pub fn record_quota_headers(&mut self, spent: Spent, now: Millis) {
        if let Open::Call(plan) = &self.open {
            let model = plan.model;
            self.enter(model, UsageEvent::Seen(spent), now);
        }
    }

    /// What was entered into the ledger since this was last asked, for the ledger that several tabs
    /// share.
    pub fn entries(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// Takes over the ledger that several tabs share, with this job's entries in it. False where
    /// the open call no longer passes by it: it should not be sent, and [`Answer::Crowded`] says so.
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

    /// The world's answer to the open question. One that does not fit it ends the job, with what
    /// there is.
    pub fn handle(&mut self, answer: Event, now: Millis) -> Effect {
        let open = std::mem::replace(&mut self.open, Open::Nothing);
        match (open, answer) {
            (Open::Call(plan), Event::Cancelled) => {
                self.refund_unsent(&plan, now);
                self.fail(RefusalKind::Cancelled, "cancelled", None)
            }
            // It is over already, and the report is the user's.
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
                    // A pack that is still missing when it was loaded is missing for good.
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
                let message = "the job was answered out of turn";
                self.fail(RefusalKind::BadRequest, message, None)
            }
        }
    }

    /// The best program so far.
    pub fn best(&self) -> Option<&Candidate> {
        self.best.as_ref()
    }

    /// The calls that were answered so far.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// The changes of the model so far.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// What is to be done now: a draft, a repair of what is left, or the end.
    fn next_effect(&mut self, now: Millis) -> Effect {
        if self.attempts.len() >= self.policy.attempts_max {
            return self.done(None);
        }
        let availability = ModelAvailability {
            ledger: &self.ledger,
            gone: &self.unavailable,
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
            Ok(plan) => self.fit_to_rate_limit(plan, now),
            Err(NoPlan::Waiting(missing)) => {
                self.open = Open::Pack(missing.0);
                Effect::Load(missing.0)
            }
            Err(NoPlan::NoModel) => {
                let message = "none of the models we know answers for this key today";
                self.fail(RefusalKind::ModelGone, message, None)
            }
            Err(NoPlan::TooLong { tokens, tokens_max }) => {
                let message = prompt::too_long(tokens, tokens_max);
                self.fail(RefusalKind::TooLarge, &message, None)
            }
            // What is left is too much for a repair: the user has the list of it.
            Err(NoPlan::TooLarge) if self.best.is_some() => self.done(None),
            Err(NoPlan::TooLarge) => {
                let message = "the request is too long for a change of a program; shorten it";
                self.fail(RefusalKind::TooLarge, message, None)
            }
        }
    }

    /// What an answer to this request is kept by.
    fn cache_key(&self) -> Key {
        let named = self.policy.model.map(|model| model.id);
        let (request, profile) = (self.request.text(), self.policy.profile.name());
        Key::new(request, profile, prompt::VERSION, named)
    }

    /// An earlier answer is mended as it would be now; one that no longer holds is asked for anew.
    fn resume_from_cache(&mut self, kept: Option<Kept>, now: Millis) -> Effect {
        let earlier = kept.and_then(|kept| {
            let best = Candidate::from_cache(&kept.base, &self.request, &self.policy)?;
            Some((kept, best))
        });
        match earlier {
            Some((kept, best)) if best.is_complete() => {
                self.best = Some(best);
                self.cached = Some(kept);
                self.done(None)
            }
            _ => self.answer_or_call(now),
        }
    }

    fn enter(&mut self, model: &Model, fact: UsageEvent, now: Millis) {
        let entry = self.ledger.enter(model.id, model.limits, fact, now);
        self.entries.push(entry);
    }

    /// Groq charges nothing for what it refused or never got.
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
        let message = "the vocabulary could not be loaded, so nothing can be counted; reload";
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
