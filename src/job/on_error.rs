//! Handles a refused call: pause, smaller cap, another model, or end of the job.

use super::rate_limit::CAP_TOKENS_MIN;
use super::{Effect, Failure, Job, ModelChange, Open, Pause};
use crate::ledger::{Millis, Tokens, UsageEvent};
use crate::model::Model;
use crate::prompt::{self, ModelAvailability, Plan, Step};
use crate::reply::{Finish, Refusal, RefusalKind, Reply};

/// Maximum pauses for a minute's quota in one job.
const PAUSES_MAX: u32 = 6;
/// Maximum retries of a model without capacity before another model is chosen.
const BACKOFFS_MAX: u32 = 3;
/// Maximum wait of the first retry; the maximum doubles with each retry.
const BACKOFF_MILLIS: Millis = 500;
/// Wait for a minute's quota if the refusal names no time.
const PAUSE_MILLIS: Millis = 5_000;
/// Added to every pause: Groq prints whole tokens, but its level is fractional.
const PAUSE_MARGIN_MILLIS: Millis = 250;

impl Job {
    /// Chooses the next effect after a refusal.
    pub(super) fn on_error(&mut self, plan: Plan, refusal: Refusal, now: Millis) -> Effect {
        let model = plan.model;
        self.refund(&plan, &refusal, now);
        // Text that was received before the failure is charged, so it is read like an answer.
        let kind = match refusal.kind {
            RefusalKind::Cancelled => RefusalKind::Cancelled,
            _ if self.has_received() => RefusalKind::BrokenStream,
            kind => kind,
        };
        match kind {
            RefusalKind::Quota if refusal.is_long_wait() => {
                let until = refusal.wait.map(|wait| now.saturating_add(wait));
                self.quota_exhausted(model, refusal, until, now)
            }
            RefusalKind::Quota if self.pauses < PAUSES_MAX => {
                self.pauses += 1;
                let why = refusal
                    .spent
                    .map_or("the quota of the model is used up".to_owned(), |spent| {
                        format!("its {} are used up", spent.window.description())
                    });
                let wait = refusal.wait.unwrap_or(PAUSE_MILLIS);
                self.pause(model, wait.saturating_add(PAUSE_MARGIN_MILLIS), why, now)
            }
            RefusalKind::TooLarge => self.shorten(&plan, refusal, now),
            RefusalKind::ModelGone => {
                self.unavailable.push(model.id);
                self.enter(model, UsageEvent::Gone, now);
                if self.is_list_known {
                    return self.change_model(model.id, Ok(Vec::new()), now);
                }
                self.open = Open::Models { from: model.id };
                Effect::Models
            }
            RefusalKind::OverCapacity if self.backoffs < BACKOFFS_MAX => {
                let wait = jitter(BACKOFF_MILLIS << self.backoffs, now);
                self.backoffs += 1;
                self.pause(model, wait, "the model has no capacity now".to_owned(), now)
            }
            RefusalKind::OverCapacity => self.quota_exhausted(model, refusal, None, now),
            RefusalKind::BrokenStream if self.has_received() => {
                let text = std::mem::take(&mut self.received);
                self.evaluate_reply(
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
                // The received text belongs to the user: it is reported, and no further call is
                // made.
                let text = std::mem::take(&mut self.received);
                let reply = Reply {
                    text,
                    finish: Finish::Broken,
                    usage: None,
                };
                if self.best.is_none() {
                    self.best = self.read(&plan, &reply);
                }
                let outcome = "cancelled; Groq may still count its tokens".to_owned();
                self.record_attempt(plan, &reply, outcome);
                self.done(Some(Failure::from_refusal(refusal, None)))
            }
            _ => {
                let until = refusal.wait.map(|wait| now.saturating_add(wait));
                self.done(Some(Failure::from_refusal(refusal, until)))
            }
        }
    }

    /// Corrects the ledger after a refusal.
    ///
    /// Groq charges nothing for refusals, but may charge interrupted calls.
    fn refund(&mut self, plan: &Plan, refusal: &Refusal, now: Millis) {
        let may_be_charged = self.has_received()
            || matches!(
                refusal.kind,
                RefusalKind::Network | RefusalKind::BrokenStream | RefusalKind::Cancelled
            );
        if !may_be_charged {
            self.refund_unsent(plan, now);
        }
        if let Some(spent) = refusal.spent {
            self.enter(plan.model, UsageEvent::Seen(spent), now);
        }
    }

    /// Switches to another model, or ends the job.
    ///
    /// Called when a day's quota is used up or when a model stays without capacity.
    fn quota_exhausted(
        &mut self,
        model: &'static Model,
        refusal: Refusal,
        until: Option<Millis>,
        now: Millis,
    ) -> Effect {
        self.unavailable.push(model.id);
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
                    _ => "the model has no capacity now",
                };
                self.model_changes.push(ModelChange {
                    from: model.id.to_owned(),
                    to: to.id,
                    reason: why.to_owned(),
                });
                self.next_effect(now)
            }
            None => self.done(Some(Failure::from_refusal(refusal, until))),
        }
    }

    /// Switches from a retired model once the list of live models arrives or fails.
    pub(super) fn change_model(
        &mut self,
        from: &'static str,
        live: Result<Vec<String>, Refusal>,
        now: Millis,
    ) -> Effect {
        if let Ok(live) = &live
            && !self.is_list_known
        {
            self.is_list_known = true;
            let is_dead = |model: &&Model| !live.iter().any(|id| id == model.id);
            for dead in crate::model::CATALOGUE.iter().filter(is_dead) {
                self.unavailable.push(dead.id);
                self.enter(dead, UsageEvent::Gone, now);
            }
        }
        match self.successor(now) {
            Some(to) => {
                let why = "the model is retired or not available for this key".to_owned();
                self.model_changes.push(ModelChange {
                    from: from.to_owned(),
                    to: to.id,
                    reason: why,
                });
                self.next_effect(now)
            }
            None => {
                let message =
                    format!("`{from}` is not available, and neither is any other known model");
                self.fail(RefusalKind::ModelGone, &message, None)
            }
        }
    }

    /// Returns the model that would be used now.
    fn successor(&self, now: Millis) -> Option<&'static Model> {
        let step = if self.best.is_some() {
            Step::Repair
        } else {
            Step::Draft
        };
        let market = ModelAvailability {
            ledger: &self.ledger,
            gone: &self.unavailable,
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

    /// Reduces the cap, once per job, if prompt and cap exceed the window's limit.
    fn shorten(&mut self, plan: &Plan, refusal: Refusal, now: Millis) -> Effect {
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
                self.next_effect(now)
            }
            None => self.done(Some(Failure::from_refusal(refusal, None))),
        }
    }

    fn pause(&mut self, model: &'static Model, wait: Millis, why: String, now: Millis) -> Effect {
        self.open = Open::Pause;
        Effect::Wait(Pause {
            until: now.saturating_add(wait),
            reason: why,
            model: model.id,
        })
    }

    fn has_received(&self) -> bool {
        !self.received.trim().is_empty()
    }
}

/// Returns a deterministic jittered wait of at most `most`.
///
/// Jitter keeps jobs that were refused together from retrying together. It is hashed from the
/// current time.
fn jitter(most: Millis, now: Millis) -> Millis {
    let hash = now.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let part = (hash >> 32) as f64 / f64::from(u32::MAX);
    ((most as f64 * part) as Millis).max(1)
}
