//! A refused call in, what is done about it out: a pause, a shorter cap, another model, or the end.

use super::fitted::CAP_TOKENS_MIN;
use super::{Ask, Failure, Job, Move, Open, Pause};
use crate::ledger::{Fact, Millis, Tokens};
use crate::model::Model;
use crate::prompt::{self, Market, Plan, Step};
use crate::reply::{Finish, Refusal, RefusalKind, Reply};

/// Pauses for a minute's quota in one job.
const PAUSES_MAX: u32 = 6;
/// Retries of a model that has no room, before another is asked.
const BACKOFFS_MAX: u32 = 3;
/// The first of them waits up to this long; each further one twice as long.
const BACKOFF_MILLIS: Millis = 500;
/// What is waited when a minute's quota is full and no one says for how long.
const PAUSE_MILLIS: Millis = 5_000;
/// Added to every pause: Groq prints whole tokens of a level that is not whole.
const PAUSE_MARGIN_MILLIS: Millis = 250;

impl Job {
    /// What to do when there is no answer.
    pub(super) fn refused(&mut self, plan: Plan, refusal: Refusal, now: Millis) -> Ask {
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
                self.enter(model, Fact::Gone, now);
                if self.is_list_known {
                    return self.moved(model.id, Ok(Vec::new()), now);
                }
                self.open = Open::Models { from: model.id };
                Ask::Models
            }
            RefusalKind::OverCapacity if self.backoffs < BACKOFFS_MAX => {
                let wait = jittered(BACKOFF_MILLIS << self.backoffs, now);
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
                    self.best = self.read(&plan, &reply);
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
            self.unsent(plan, now);
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
    pub(super) fn moved(
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
            for dead in crate::model::CATALOGUE.iter().filter(is_dead) {
                self.gone.push(dead.id);
                self.enter(dead, Fact::Gone, now);
            }
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
            Tokens {
                prompt: 0,
                completion: self.cap.tokens,
            },
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
                self.cap.tokens = cap;
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

    fn has_heard(&self) -> bool {
        !self.heard.trim().is_empty()
    }
}

/// A wait of at most this length, so that many jobs that were refused at once do not come back at
/// once. There is no chance here: the time itself is stirred.
fn jittered(most: Millis, now: Millis) -> Millis {
    let stirred = now.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let part = (stirred >> 32) as f64 / f64::from(u32::MAX);
    ((most as f64 * part) as Millis).max(1)
}
