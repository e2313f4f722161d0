//! The order of things: an [`Ask`] out, an [`Answer`] in. All state of a running request is here.
//!
//! Deterministic, without a clock and without I/O: one question is open at a time, and a whole run
//! can be replayed from its answers.

mod about;
pub mod candidate;
pub mod composed;
mod concern;
mod cut;
mod fitted;
mod judge;
pub mod mend;
mod refused;
mod report;
mod worth;

pub use report::{Attempt, End, Failure, Move, Report};

use crate::cache::{Entry as Kept, Key};
use crate::ledger::{Entry, Fact, Fit, Ledger, Millis, Spent};
use crate::model::Model;
use crate::policy::{Cap, Policy, Recall};
use crate::prompt::{self, Market, NoPlan, Plan};
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
    assumed: Option<Vec<String>>,
    /// The earlier answer that the best program is, where it is one.
    recalled: Option<Kept>,
    /// Groups that the best program's repairs were asked for in vain.
    vain: HashSet<String>,
    /// What the open question is about.
    open: Open,
    /// What the open answer has said so far.
    heard: String,
    /// Models that are retired, or that have no room today.
    gone: Vec<&'static str>,
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
pub enum Ask {
    /// Look up an earlier answer to the very same request.
    Recall(Key),
    /// Load a pack: a count needs it.
    Load(Pack),
    /// Send a call.
    Complete(Box<Plan>),
    /// Ask which models are live.
    Models,
    /// Wait until a time.
    Wait(Pause),
    /// Keep an answer that was paid for.
    Keep(Key, Box<Kept>),
    /// It is over.
    Done(Box<Report>),
}

/// What the world says.
#[derive(Debug)]
pub enum Answer {
    /// The earlier answer, where there is one.
    Recalled(Option<Kept>),
    /// The vocabulary with the pack in it; None where it could not be loaded.
    Loaded(Option<Arc<Vocabulary>>),
    /// The call was answered, or not.
    Completed(Result<Reply, Refusal>),
    /// The ids that are live, or why they are not known.
    Models(Result<Vec<String>, Refusal>),
    /// The time has come.
    Waited,
    /// The answer was kept, or could not be.
    Kept,
    /// The call was not sent: by the ledger that was adopted, another tab has used the room.
    Crowded,
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
    ) -> (Job, Ask) {
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
    ) -> (Job, Ask) {
        let cap = policy.cap;
        let given = Candidate::given(code, &request, &policy);
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
            assumed: None,
            recalled: None,
            vain: HashSet::default(),
            open: Open::Nothing,
            heard: String::new(),
            gone: Vec::new(),
            sent: now,
            waiting: None,
            cap,
            pauses: 0,
            backoffs: 0,
            is_cap_cut: false,
            is_list_known: false,
        };
        let ask = match job.policy.recall {
            Recall::On if job.given.is_none() => {
                job.open = Open::Recall;
                Ask::Recall(job.key())
            }
            _ => job.begin(now),
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
        market: Market<'_>,
    ) -> Result<Plan, NoPlan> {
        let present = concern::present(code, request);
        if present.addresses.is_empty() {
            prompt::first(request, policy, vocabulary, market)
        } else {
            prompt::edit(request, &present, policy, vocabulary, market)
        }
    }

    /// A piece of a streaming answer. It is kept, so that an answer that breaks off is not lost.
    pub fn heard(&mut self, piece: &str) {
        if self.heard.len() + piece.len() <= crate::reply::BYTES_MAX {
            self.heard.push_str(piece);
        }
    }

    /// The rules that answers are scanned by from now on: the same with more facts.
    pub fn scans_by(&mut self, rules: Tables) {
        self.policy.rules = rules;
    }

    /// What the headers of an answer print of a quota, where the host may read them.
    pub fn seen(&mut self, spent: Spent, now: Millis) {
        if let Open::Call(plan) = &self.open {
            let model = plan.model;
            self.enter(model, Fact::Seen(spent), now);
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
    pub fn answer(&mut self, answer: Answer, now: Millis) -> Ask {
        let open = std::mem::replace(&mut self.open, Open::Nothing);
        match (open, answer) {
            (Open::Call(plan), Answer::Cancelled) => {
                self.unsent(&plan, now);
                self.fail(RefusalKind::Cancelled, "cancelled", None)
            }
            // It is over already, and the report is the user's.
            (Open::Keep(report), _) => Ask::Done(report),
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
            (Open::Call(plan), Answer::Crowded) => {
                self.unsent(&plan, now);
                self.next(now)
            }
            (Open::Pause, Answer::Waited) => self.next(now),
            (Open::Recall, Answer::Recalled(kept)) => self.recalled(kept, now),
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
    fn next(&mut self, now: Millis) -> Ask {
        if self.attempts.len() >= self.policy.attempts_max {
            return self.done(None);
        }
        let market = Market {
            ledger: &self.ledger,
            gone: &self.gone,
            now,
        };
        let policy = Policy {
            cap: self.cap,
            ..self.policy.clone()
        };
        let (request, vocabulary) = (&self.request, &self.vocabulary);
        let plan = match (&self.best, &self.given) {
            (Some(best), _) => match best.question(&self.vain, &policy) {
                Some(left) => prompt::repair(request, &left, &policy, vocabulary, market),
                None => return self.done(None),
            },
            (None, given) => {
                let code = given.as_ref().map_or("", |given| &given.base);
                Job::first(code, request, &policy, vocabulary, market)
            }
        };
        match plan {
            Ok(plan) => self.fitted(plan, now),
            Err(NoPlan::Waiting(missing)) => {
                self.open = Open::Pack(missing.0);
                Ask::Load(missing.0)
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
    fn key(&self) -> Key {
        let named = self.policy.model.map(|model| model.id);
        let (request, profile) = (self.request.text(), self.policy.profile.name());
        Key::of(request, profile, prompt::VERSION, named)
    }

    /// An earlier answer is mended as it would be now; one that no longer holds is asked for anew.
    fn recalled(&mut self, kept: Option<Kept>, now: Millis) -> Ask {
        let earlier = kept.and_then(|kept| {
            let best = Candidate::recalled(&kept.base, &self.request, &self.policy)?;
            Some((kept, best))
        });
        match earlier {
            Some((kept, best)) if best.is_complete() => {
                self.best = Some(best);
                self.recalled = Some(kept);
                self.done(None)
            }
            _ => self.begin(now),
        }
    }

    fn enter(&mut self, model: &Model, fact: Fact, now: Millis) {
        let entry = self.ledger.enter(model.id, model.limits, fact, now);
        self.entries.push(entry);
    }

    /// Groq charges nothing for what it refused or never got.
    fn unsent(&mut self, plan: &Plan, now: Millis) {
        let refusal = self.refusal(plan);
        self.enter(plan.model, refusal, now);
    }

    fn refusal(&self, plan: &Plan) -> Fact {
        Fact::Refused {
            asked: plan.requested(),
            sent: self.sent,
        }
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
}
