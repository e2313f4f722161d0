//! Handles a refused call: pause, smaller cap, another model, or end of the job.

use super::rate_limit::CAP_TOKENS_MIN;
use super::{Effect, Failure, Job, Open, Pause};
use crate::ledger::{Millis, Spent, UsageEvent, Window};
use crate::model::{CATALOGUE, Model};
use crate::prompt::{Plan, Step};
use crate::reply::{self, Finish, Refusal, RefusalKind, Reply};

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
/// Minimum wait before a call is repeated whose answer broke off.
const BREAK_MILLIS: Millis = 1_000;

/// Reason for a repeated call.
const BROKEN: &str = "the connection broke during the answer";

impl Job {
    /// Chooses the next effect after a refusal.
    pub(super) fn on_error(&mut self, plan: Plan, refusal: Refusal, now: Millis) -> Effect {
        let model = plan.model;
        self.refund(&plan, &refusal, now);
        // Text that was received before the failure is charged, so it is read like an answer.
        let kind = match refusal.kind {
            RefusalKind::Cancelled => RefusalKind::Cancelled,
            _ if self.has_received() => RefusalKind::BrokenStream,
            RefusalKind::BadRequest if refusal.may_retry == Some(true) => RefusalKind::ServerError,
            kind => kind,
        };
        match kind {
            RefusalKind::Quota | RefusalKind::OverCapacity | RefusalKind::ServerError
                if refusal.is_long_wait() || refusal.may_retry == Some(false) =>
            {
                self.leave_model(model, refusal, now)
            }
            RefusalKind::Quota if self.pauses < PAUSES_MAX => {
                self.pauses += 1;
                let why = refusal
                    .spent
                    .map_or("the quota of the model is used up".to_owned(), |spent| {
                        format!("its {} are used up", spent.window.description())
                    });
                let wait = refusal.wait.unwrap_or(PAUSE_MILLIS);
                self.pause_or_switch(&plan, wait.saturating_add(PAUSE_MARGIN_MILLIS), why, now)
            }
            RefusalKind::TooLarge => self.shorten(&plan, refusal, now),
            RefusalKind::ModelGone => {
                self.forbid(model, now);
                if self.is_list_known {
                    return self.change_model(model, Ok(Vec::new()), now);
                }
                self.open = Open::Models { from: model };
                Effect::Models
            }
            RefusalKind::ModelBlocked => {
                // Groq lists a blocked model too, so its list is not asked for.
                self.forbid(model, now);
                match self.switch(&plan, &refusal.message, now) {
                    Some(effect) => effect,
                    None => self.done(Some(Failure::from_refusal(refusal, None))),
                }
            }
            RefusalKind::OverCapacity | RefusalKind::ServerError
                if self.backoffs < BACKOFFS_MAX =>
            {
                let wait = jitter(BACKOFF_MILLIS << self.backoffs, now);
                self.backoffs += 1;
                let wait = wait.max(refusal.wait.unwrap_or(0));
                self.pause_or_switch(&plan, wait, failure_reason(kind).to_owned(), now)
            }
            RefusalKind::OverCapacity | RefusalKind::ServerError => {
                self.leave_model(model, refusal, now)
            }
            // The model failed, and a second try can succeed: its answers are random.
            RefusalKind::Unusable if self.failed_generations == 0 => {
                self.failed_generations += 1;
                let wait = jitter(BACKOFF_MILLIS, now);
                self.pause(model, wait, failure_reason(kind).to_owned(), now)
            }
            RefusalKind::Unusable if self.failed_generations == 1 => {
                self.failed_generations += 1;
                self.leave_model(model, refusal, now)
            }
            RefusalKind::BrokenStream if self.has_received() => self.broken_off(plan, refusal, now),
            RefusalKind::BrokenStream if self.breaks == 0 => {
                self.breaks += 1;
                let wait = BREAK_MILLIS + jitter(BREAK_MILLIS, now);
                self.pause(model, wait, BROKEN.to_owned(), now)
            }
            RefusalKind::Cancelled => {
                // The received text belongs to the user: it is reported, and no further call is
                // made.
                let reply = self.received_reply();
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
        let is_open = matches!(
            refusal.kind,
            RefusalKind::Network | RefusalKind::BrokenStream | RefusalKind::Cancelled
        );
        let may_be_charged = self.has_received() || refusal.is_charged.unwrap_or(is_open);
        if !may_be_charged {
            self.refund_unsent(plan, now);
        }
        if let Some(spent) = refusal.spent {
            self.enter(plan.model, UsageEvent::Seen(spent), now);
        }
    }

    /// Excludes a model from this job, and remembers for this key that it is unavailable.
    fn forbid(&mut self, model: &'static Model, now: Millis) {
        self.unavailable.push(model.id);
        self.enter(model, UsageEvent::Gone, now);
    }

    /// Reads what arrived of a broken answer, and makes at most one further call.
    ///
    /// Groq may have charged the call. A second broken answer ends the job with the cause; a
    /// further call would most likely break too.
    fn broken_off(&mut self, plan: Plan, refusal: Refusal, now: Millis) -> Effect {
        let model = plan.model;
        let reply = self.received_reply();
        let is_whole = self.accept_reply(plan, &reply, now);
        if is_whole {
            return self.next_effect(now);
        }
        self.breaks += 1;
        if self.breaks == 1 && self.attempts.len() < self.policy.attempts_max {
            let wait = BREAK_MILLIS + jitter(BREAK_MILLIS, now);
            return self.pause(model, wait, BROKEN.to_owned(), now);
        }
        let message = match refusal.kind {
            RefusalKind::Network | RefusalKind::BrokenStream => refusal.message,
            _ => format!("the answer broke off: {}", refusal.message),
        };
        self.fail(RefusalKind::BrokenStream, &message, None)
    }

    /// Takes the received text as an answer that broke off.
    fn received_reply(&mut self) -> Reply {
        Reply {
            text: reply::without_reasoning(std::mem::take(&mut self.received)),
            finish: Finish::Broken,
            usage: None,
        }
    }

    /// Excludes a model for the rest of the job and switches to another one, or ends the job.
    ///
    /// A model that the user named is not replaced, since it exists and may answer later.
    fn leave_model(&mut self, model: &'static Model, refusal: Refusal, now: Millis) -> Effect {
        self.unavailable.push(model.id);
        self.backoffs = 0;
        let is_pinned = self.is_pinned(model);
        match self.successor(now).filter(|_| !is_pinned) {
            Some(to) => {
                let why = match refusal.kind {
                    RefusalKind::Quota if refusal.spent.is_some_and(|it| it.window.is_day()) => {
                        "its quota for today is used up"
                    }
                    RefusalKind::Quota => "its quota is used up for longer than a minute",
                    kind => failure_reason(kind),
                };
                self.switched(model, to, why, now)
            }
            None => {
                let until = refusal.wait.map(|wait| now.saturating_add(wait));
                self.done(Some(Failure::from_refusal(refusal, until)))
            }
        }
    }

    /// Switches from a retired model once the list of live models arrives or fails.
    pub(super) fn change_model(
        &mut self,
        from: &'static Model,
        live: Result<Vec<String>, Refusal>,
        now: Millis,
    ) -> Effect {
        if let Ok(live) = &live
            && !self.is_list_known
        {
            self.is_list_known = true;
            for model in CATALOGUE {
                let is_listed = live.iter().any(|id| id == model.id);
                if !is_listed {
                    self.forbid(model, now);
                } else if self.ledger.is_gone(model.id, now)
                    && !self.unavailable.contains(&model.id)
                {
                    self.enter(model, UsageEvent::Available, now);
                }
            }
        }
        match self.successor(now) {
            Some(to) => {
                let why = "the model is retired or not available for this key";
                self.switched(from, to, why, now)
            }
            None => {
                let message = format!(
                    "`{}` is not available, and neither is any other known model",
                    from.id
                );
                self.fail(RefusalKind::ModelGone, &message, None)
            }
        }
    }

    /// Reduces the cap, once per job, if prompt and cap exceed the window's limit.
    fn shorten(&mut self, plan: &Plan, refusal: Refusal, now: Millis) -> Effect {
        let over = refusal
            .spent
            .and_then(|spent| spent.requested?.checked_sub(spent.limit?));
        let over = over.and_then(|over| u32::try_from(over).ok());
        // A cap alone is counted exactly; with the prompt, Groq's count may differ from ours.
        let is_exact = refusal
            .spent
            .is_some_and(|spent| spent.window == Window::OutputTokensMinute);
        let cap = over.and_then(|over| {
            let margin = if is_exact { 0 } else { over / 50 };
            plan.max_completion_tokens
                .checked_sub(over.saturating_add(margin))
        });
        match cap.filter(|cap| *cap >= CAP_TOKENS_MIN && !self.is_cap_cut) {
            Some(cap) => {
                self.is_cap_cut = true;
                self.cap.tokens = cap;
                self.next_effect(now)
            }
            None => {
                let message = excess(plan, refusal.spent);
                self.fail(RefusalKind::TooLarge, &message, None)
            }
        }
    }

    /// Waits for a model, or calls another one with quota if the wait is long.
    fn pause_or_switch(&mut self, plan: &Plan, wait: Millis, why: String, now: Millis) -> Effect {
        let model = plan.model;
        if wait > SHORT_WAIT_MILLIS && !self.is_pinned(model) {
            self.resting.push((model.id, now.saturating_add(wait)));
            if let Some(effect) = self.switch(plan, &why, now) {
                return effect;
            }
            self.resting.pop();
        }
        self.pause(model, wait, why, now)
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

/// Longest wait for the chosen model while another one has quota.
///
/// The model is chosen for the size of the call, so a short wait is worth it.
const SHORT_WAIT_MILLIS: Millis = 10_000;

/// Returns the message for a call that no shorter answer makes small enough.
///
/// It states by how many tokens the call has to be shorter, and what the user can shorten.
pub(super) fn excess(plan: &Plan, spent: Option<Spent>) -> String {
    let prompt = plan.prompt_tokens;
    let shorten = match plan.step {
        Step::Draft => "shorten the request",
        Step::Edit | Step::Repair => "ask about fewer resources or shorten the request",
    };
    if let Some(limit) = spent.filter(|it| it.window == Window::OutputTokensMinute) {
        let limit = limit.limit.unwrap_or_default();
        return format!(
            "Groq allows {limit} tokens of answers a minute, too few for this one; choose another model"
        );
    }
    let figures = spent.and_then(|spent| {
        let (limit, requested) = (spent.limit?, spent.requested?);
        Some((limit, requested, requested.checked_sub(limit)?.max(1)))
    });
    let Some((limit, requested, over)) = figures else {
        return format!(
            "Groq refused the call as too large and named no limit; its prompt has {prompt} tokens: \
             {shorten}, or choose another model"
        );
    };
    let cap = u64::from(plan.max_completion_tokens.saturating_sub(CAP_TOKENS_MIN));
    // Part of the excess can come off the answer; its shortest form is tried first.
    let excess = over.saturating_sub(cap).max(over.min(MARGIN_TOKENS));
    let fixed = plan
        .parts
        .iter()
        .filter(|part| matches!(part.name, "frame" | "system"));
    let fixed = fixed.map(|part| part.tokens).sum::<u32>();
    let tokens =
        format!("the call has {requested} tokens with its answer, and Groq allows {limit}");
    if excess >= u64::from(prompt.saturating_sub(fixed)) {
        return format!("{tokens}: no request is short enough; choose another model");
    }
    format!("{tokens}: {shorten} by {excess} tokens or more")
}

/// Minimum tokens by which a call has to be shorter: Groq's count may differ from ours.
const MARGIN_TOKENS: u64 = 20;

fn failure_reason(kind: RefusalKind) -> &'static str {
    match kind {
        RefusalKind::ServerError => "Groq's servers failed",
        RefusalKind::Unusable => "the model did not finish its answer",
        _ => "the model has no capacity now",
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
