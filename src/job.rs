//! The order of things: an [`Ask`] out, an [`Answer`] in. All state of a running request is here.
//!
//! Deterministic, without a clock and without I/O: one question is open at a time, and a whole run
//! can be replayed from its answers.

pub mod candidate;
pub mod mend;

use crate::ledger::{Fact, Ledger, Millis};
use crate::model::Model;
use crate::policy::{CAP_TOKENS_MAX, Policy};
use crate::prompt::{self, Market, NoPlan, Plan, Step};
use crate::reply::{Finish, Refusal, RefusalKind, Reply, Usage};
use crate::request::Request;
use crate::tokens::{Pack, Vocabulary};
use candidate::Candidate;
use serde::Serialize;
use std::sync::Arc;

/// Pauses for a minute's quota in one job.
const PAUSES_MAX: u32 = 6;
/// Retries of a model that has no room, before another is asked.
const BACKOFFS_MAX: u32 = 3;
/// The first of them waits this long; each further one twice as long.
const BACKOFF_MILLIS: Millis = 500;
/// What is waited when a minute's quota is full and no one says for how long.
const PAUSE_MILLIS: Millis = 5_000;
/// Added to every pause: Groq prints whole tokens of a level that is not whole.
const PAUSE_MARGIN_MILLIS: Millis = 250;
/// The least cap that an answer fits in, in tokens.
const CAP_TOKENS_MIN: u32 = 300;

/// A running request.
#[derive(Debug)]
pub struct Job {
    request: Request,
    policy: Policy,
    ledger: Ledger,
    vocabulary: Arc<Vocabulary>,
    attempts: Vec<Attempt>,
    moves: Vec<Move>,
    best: Option<Candidate>,
    /// What the open question is about.
    open: Open,
    /// What the open answer has said so far.
    heard: String,
    /// Models that are retired, or that have no room today.
    gone: Vec<&'static str>,
    /// When the open call was sent.
    sent: Millis,
    cap_tokens: u32,
    pauses: u32,
    backoffs: u32,
    is_cap_cut: bool,
    is_list_known: bool,
}

/// What the job wants of the world. Each is also what a page shows.
#[derive(Debug)]
pub enum Ask {
    /// Load a pack: a count needs it.
    Load(Pack),
    /// Send a call.
    Complete(Box<Plan>),
    /// Ask which models are live.
    Models,
    /// Wait until a time.
    Wait(Pause),
    /// It is over.
    Done(Box<Report>),
}

/// What the world says.
#[derive(Debug)]
pub enum Answer {
    /// The vocabulary with the pack in it; None where it could not be loaded.
    Loaded(Option<Arc<Vocabulary>>),
    /// The call was answered, or not.
    Completed(Result<Reply, Refusal>),
    /// The ids that are live, or why they are not known.
    Models(Result<Vec<String>, Refusal>),
    /// The time has come.
    Waited,
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
    pub why: String,
    /// Whose quota.
    pub model: &'static str,
}

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
}

/// A change of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The model that does not answer.
    pub from: &'static str,
    /// The one that is asked.
    pub to: &'static str,
    /// Why.
    pub why: String,
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
    /// Every answered call.
    pub attempts: Vec<Attempt>,
    /// What all calls cost, as Groq counted.
    pub used: Usage,
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

#[derive(Debug)]
enum Open {
    Nothing,
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
    ) -> (Job, Ask) {
        let cap_tokens = policy.cap_tokens;
        let mut job = Job {
            request,
            policy,
            ledger,
            vocabulary,
            attempts: Vec::new(),
            moves: Vec::new(),
            best: None,
            open: Open::Nothing,
            heard: String::new(),
            gone: Vec::new(),
            sent: now,
            cap_tokens,
            pauses: 0,
            backoffs: 0,
            is_cap_cut: false,
            is_list_known: false,
        };
        let ask = job.next(now);
        (job, ask)
    }

    /// A piece of a streaming answer. It is kept, so that an answer that breaks off is not lost.
    pub fn heard(&mut self, piece: &str) {
        if self.heard.len() + piece.len() <= crate::reply::BYTES_MAX {
            self.heard.push_str(piece);
        }
    }

    /// The world's answer to the open question. One that does not fit it ends the job, with what
    /// there is.
    pub fn answer(&mut self, answer: Answer, now: Millis) -> Ask {
        let open = std::mem::replace(&mut self.open, Open::Nothing);
        match (open, answer) {
            (Open::Call(plan), Answer::Cancelled) => {
                self.enter(plan.model, Fact::Refused(plan.requested()), now);
                self.fail(RefusalKind::Cancelled, "cancelled", None)
            }
            (_, Answer::Cancelled) => self.fail(RefusalKind::Cancelled, "cancelled", None),
            (Open::Call(plan), Answer::Completed(Ok(reply))) => self.judge(*plan, reply, now),
            (Open::Call(plan), Answer::Completed(Err(refusal))) => {
                self.refused(*plan, refusal, now)
            }
            (Open::Pack(pack), Answer::Loaded(Some(vocabulary))) => {
                self.vocabulary = vocabulary;
                match self.next(now) {
                    // A pack that is still missing when it was loaded is missing for good.
                    Ask::Load(again) if again == pack => self.uncountable(),
                    ask => ask,
                }
            }
            (Open::Pack(_), Answer::Loaded(None)) => self.uncountable(),
            (Open::Models { .. }, Answer::Models(Err(refusal)))
                if refusal.kind == RefusalKind::Cancelled =>
            {
                self.done(Some(Failure::of(refusal, None)))
            }
            (Open::Models { from }, Answer::Models(live)) => self.moved(from, live, now),
            (Open::Pause, Answer::Waited) => self.next(now),
            _ => {
                let message = "the job was answered out of turn";
                self.fail(RefusalKind::BadRequest, message, None)
            }
        }
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
    fn next(&mut self, now: Millis) -> Ask {
        if self.best.as_ref().is_some_and(Candidate::is_settled) {
            return self.done(None);
        }
        if self.attempts.len() >= self.policy.attempts_max {
            return self.done(None);
        }
        let market = Market {
            ledger: &self.ledger,
            gone: &self.gone,
            now,
        };
        let policy = Policy {
            cap_tokens: self.cap_tokens,
            ..self.policy.clone()
        };
        let plan = match &self.best {
            None => prompt::first(&self.request, &policy, &self.vocabulary, market),
            Some(best) => prompt::repair(
                &self.request,
                &best.question(),
                &policy,
                &self.vocabulary,
                market,
            ),
        };
        match plan {
            Ok(plan) => {
                self.sent = now;
                self.enter(plan.model, Fact::Sent(plan.requested()), now);
                self.heard.clear();
                self.open = Open::Call(Box::new(plan.clone()));
                Ask::Complete(Box::new(plan))
            }
            Err(NoPlan::Waiting(missing)) => {
                self.open = Open::Pack(missing.0);
                Ask::Load(missing.0)
            }
            Err(NoPlan::NoModel) => {
                let message = "none of the models we know answers for this key today";
                self.fail(RefusalKind::ModelGone, message, None)
            }
            // What is left is too much for a repair: the user has the list of it.
            Err(NoPlan::TooLarge) => self.done(None),
        }
    }

    /// Reads an answer, mends what it holds, and keeps it where it is the best so far.
    fn judge(&mut self, plan: Plan, reply: Reply, now: Millis) -> Ask {
        let answered = Fact::Answered {
            asked: plan.requested(),
            counted: reply.usage.map(|usage| usage.counted()),
            sent: self.sent,
        };
        self.enter(plan.model, answered, now);
        let candidate = match (plan.step, &self.best) {
            (Step::Repair, Some(best)) => {
                best.repaired(&reply, &plan.shown, &self.request, &self.policy)
            }
            _ => Candidate::drafted(&reply, &self.request, &self.policy),
        };
        let is_better = match (&candidate, &self.best) {
            (Some(new), Some(best)) => new.score() < best.score(),
            (new, _) => new.is_some(),
        };
        let outcome = outcome(plan.step, candidate.as_ref(), is_better, reply.finish);
        if candidate.is_none() && reply.finish == Finish::Length && !self.is_cap_cut {
            // The reasoning used the cap up, or the answer begins with what is too long.
            self.cap_tokens = (self.cap_tokens * 2).min(CAP_TOKENS_MAX);
        }
        if is_better {
            self.best = candidate;
        }
        self.attempted(plan, &reply, outcome);
        if !is_better && self.best.as_ref().is_some_and(Candidate::is_valid) {
            // Only findings are left, and the same question again would find the same answer.
            return self.done(None);
        }
        self.next(now)
    }

    /// Writes an answered call down, with what is left in the best program after it.
    fn attempted(&mut self, plan: Plan, reply: &Reply, outcome: String) {
        let mended = self.best.as_ref().map(|best| &best.mended);
        self.attempts.push(Attempt {
            number: self.attempts.len() + 1,
            usage: reply.usage,
            drift: reply
                .usage
                .map(|usage| drift(usage.prompt_tokens, plan.prompt_tokens)),
            finish: reply.finish,
            problems: mended.map_or(0, |mended| mended.problems.len()),
            findings: mended.map_or(0, |mended| mended.findings.len()),
            outcome,
            plan,
        });
    }

    /// What to do when there is no answer.
    fn refused(&mut self, plan: Plan, refusal: Refusal, now: Millis) -> Ask {
        let model = plan.model;
        self.balance(&plan, &refusal, now);
        // Whatever ends an answer that has begun, what was heard of it is paid for and is read.
        let kind = match refusal.kind {
            RefusalKind::Cancelled => RefusalKind::Cancelled,
            _ if self.has_heard() => RefusalKind::BrokenStream,
            kind => kind,
        };
        match kind {
            RefusalKind::Quota if refusal.is_wall() => {
                let until = refusal.wait.map(|wait| now.saturating_add(wait));
                self.walled(model, refusal, until, now)
            }
            RefusalKind::Quota if self.pauses < PAUSES_MAX => {
                self.pauses += 1;
                let why = refusal
                    .spent
                    .map_or("its quota is used up".to_owned(), |spent| {
                        format!("its {} are used up", spent.window.words())
                    });
                let wait = refusal.wait.unwrap_or(PAUSE_MILLIS);
                self.pause(model, wait.saturating_add(PAUSE_MARGIN_MILLIS), why, now)
            }
            RefusalKind::TooLarge => self.shortened(&plan, refusal, now),
            RefusalKind::ModelGone => {
                self.gone.push(model.id);
                if self.is_list_known {
                    return self.moved(model.id, Ok(Vec::new()), now);
                }
                self.open = Open::Models { from: model.id };
                Ask::Models
            }
            RefusalKind::OverCapacity if self.backoffs < BACKOFFS_MAX => {
                let wait = BACKOFF_MILLIS << self.backoffs;
                self.backoffs += 1;
                self.pause(model, wait, "it has no room now".to_owned(), now)
            }
            RefusalKind::OverCapacity => self.walled(model, refusal, None, now),
            RefusalKind::BrokenStream if self.has_heard() => {
                let text = std::mem::take(&mut self.heard);
                self.judge(
                    plan,
                    Reply {
                        text,
                        finish: Finish::Broken,
                        usage: None,
                    },
                    now,
                )
            }
            RefusalKind::Cancelled => {
                // What was heard is the user's; it is shown, and nothing more is asked.
                let text = std::mem::take(&mut self.heard);
                let reply = Reply {
                    text,
                    finish: Finish::Broken,
                    usage: None,
                };
                if self.best.is_none() {
                    self.best = Candidate::drafted(&reply, &self.request, &self.policy);
                }
                let outcome = "cancelled; groq may still count its tokens".to_owned();
                self.attempted(plan, &reply, outcome);
                self.done(Some(Failure::of(refusal, None)))
            }
            _ => {
                let until = refusal.wait.map(|wait| now.saturating_add(wait));
                self.done(Some(Failure::of(refusal, until)))
            }
        }
    }

    /// Groq charges nothing for what it refuses; what broke off on the way may be charged.
    fn balance(&mut self, plan: &Plan, refusal: &Refusal, now: Millis) {
        let may_be_charged = self.has_heard()
            || matches!(
                refusal.kind,
                RefusalKind::Network | RefusalKind::BrokenStream | RefusalKind::Cancelled
            );
        if !may_be_charged {
            self.enter(plan.model, Fact::Refused(plan.requested()), now);
        }
        if let Some(spent) = refusal.spent {
            self.enter(plan.model, Fact::Seen(spent), now);
        }
    }

    /// A day's quota is full, or a model stays without room: another model, or the end.
    fn walled(
        &mut self,
        model: &'static Model,
        refusal: Refusal,
        until: Option<Millis>,
        now: Millis,
    ) -> Ask {
        self.gone.push(model.id);
        self.backoffs = 0;
        let is_pinned = self
            .policy
            .model
            .is_some_and(|pinned| pinned.id == model.id);
        match self.successor(now).filter(|_| !is_pinned) {
            Some(to) => {
                let why = match refusal.kind {
                    RefusalKind::Quota if refusal.spent.is_some_and(|it| it.window.is_day()) => {
                        "its quota for today is used up"
                    }
                    RefusalKind::Quota => "its quota is used up for longer than a minute",
                    _ => "it has no room now",
                };
                self.moves.push(Move {
                    from: model.id,
                    to: to.id,
                    why: why.to_owned(),
                });
                self.next(now)
            }
            None => self.done(Some(Failure::of(refusal, until))),
        }
    }

    /// A model is gone and the list of live ones is here, or is not to be had.
    fn moved(
        &mut self,
        from: &'static str,
        live: Result<Vec<String>, Refusal>,
        now: Millis,
    ) -> Ask {
        if let Ok(live) = &live
            && !self.is_list_known
        {
            self.is_list_known = true;
            let is_dead = |model: &&Model| !live.iter().any(|id| id == model.id);
            let dead = crate::model::CATALOGUE
                .iter()
                .filter(is_dead)
                .map(|model| model.id);
            self.gone.extend(dead);
        }
        match self.successor(now) {
            Some(to) => {
                let why = "it is retired or not open to this key".to_owned();
                self.moves.push(Move {
                    from,
                    to: to.id,
                    why,
                });
                self.next(now)
            }
            None => {
                let message = format!("`{from}` is gone, and so is every other model we know");
                self.fail(RefusalKind::ModelGone, &message, None)
            }
        }
    }

    /// The model that would be asked now.
    fn successor(&self, now: Millis) -> Option<&'static Model> {
        let step = if self.best.is_some() {
            Step::Repair
        } else {
            Step::Draft
        };
        let market = Market {
            ledger: &self.ledger,
            gone: &self.gone,
            now,
        };
        prompt::model(
            prompt::size(&self.request, step),
            self.cap_tokens,
            &self.policy,
            market,
        )
    }

    /// Prompt and cap exceed what the window ever holds: the cap is cut, once.
    fn shortened(&mut self, plan: &Plan, refusal: Refusal, now: Millis) -> Ask {
        let over = refusal
            .spent
            .and_then(|spent| spent.requested?.checked_sub(spent.limit?));
        let over = over.and_then(|over| u32::try_from(over).ok());
        let cap = over.and_then(|over| {
            plan.max_completion_tokens
                .checked_sub(over.saturating_add(over / 50))
        });
        match cap.filter(|cap| *cap >= CAP_TOKENS_MIN && !self.is_cap_cut) {
            Some(cap) => {
                self.is_cap_cut = true;
                self.cap_tokens = cap;
                self.next(now)
            }
            None => self.done(Some(Failure::of(refusal, None))),
        }
    }

    fn pause(&mut self, model: &'static Model, wait: Millis, why: String, now: Millis) -> Ask {
        self.open = Open::Pause;
        Ask::Wait(Pause {
            until: now.saturating_add(wait),
            why,
            model: model.id,
        })
    }

    fn enter(&mut self, model: &'static Model, fact: Fact, now: Millis) {
        self.ledger.enter(model.id, model.limits, fact, now);
    }

    fn has_heard(&self) -> bool {
        !self.heard.trim().is_empty()
    }

    fn uncountable(&mut self) -> Ask {
        let message = "the vocabulary could not be loaded, so nothing can be counted; reload";
        self.fail(RefusalKind::Network, message, None)
    }

    fn fail(&mut self, kind: RefusalKind, message: &str, until: Option<Millis>) -> Ask {
        self.done(Some(Failure {
            kind,
            message: message.to_owned(),
            until,
        }))
    }

    fn done(&mut self, failure: Option<Failure>) -> Ask {
        self.open = Open::Nothing;
        let best = self.best.clone();
        let end = match &best {
            None => End::Failed,
            Some(best) if best.is_clean() && failure.is_none() => End::Clean,
            Some(_) => End::Open,
        };
        let failure = failure.or_else(|| {
            (end == End::Failed).then(|| Failure {
                kind: RefusalKind::BadRequest,
                message: "no answer held Terraform; say more exactly what to build".to_owned(),
                until: None,
            })
        });
        let used = self.attempts.iter().filter_map(|attempt| attempt.usage);
        Ask::Done(Box::new(Report {
            end,
            request: self.request.clone(),
            best,
            used: used.fold(Usage::default(), Usage::plus),
            attempts: self.attempts.clone(),
            ledger: self.ledger.clone(),
            failure,
        }))
    }
}

impl Failure {
    fn of(refusal: Refusal, until: Option<Millis>) -> Failure {
        Failure {
            kind: refusal.kind,
            message: refusal.message,
            until,
        }
    }
}

fn drift(counted: u32, forecast: u32) -> i32 {
    i32::try_from(i64::from(counted) - i64::from(forecast)).unwrap_or(i32::MAX)
}

/// What came of an answer, in one line.
fn outcome(step: Step, candidate: Option<&Candidate>, is_better: bool, finish: Finish) -> String {
    let Some(candidate) = candidate else {
        return match (step, finish) {
            (Step::Draft, Finish::Length) => "the cap was used up before any block was whole",
            (Step::Draft, _) => "no Terraform in the answer",
            (Step::Repair, _) => "no block of the answer fits; the program stays as it was",
        }
        .to_owned();
    };
    if !is_better {
        return "no better than before; the program stays as it was".to_owned();
    }
    candidate.summary()
}
