//! A plan in, what the quota allows out: the call as it is or with a shorter cap, a wait for a
//! minute's window, or the end for a day's.

use super::{Effect, Failure, Job, Open, Pause};
use crate::ledger::{Fit, Millis, UsageEvent, Window};
use crate::model::Model;
use crate::prompt::Plan;
use crate::reply::RefusalKind;

/// The least cap that an answer fits in, in tokens.
pub(super) const CAP_TOKENS_MIN: u32 = 300;
/// The least part of a cap that is left when it is shortened to what a window holds now. A shorter
/// one is likely to cut the answer off, and what was cut off is paid for twice.
const CAP_PART_MIN: f64 = 0.75;
/// The longest that a job waits for a minute's windows, in all, before an answer comes.
const WAITING_MILLIS_MAX: Millis = 15 * 60_000;

impl Job {
    /// Sends a plan where it passes. The model with room was chosen before; what is left here is
    /// that none has.
    pub(super) fn fit_to_rate_limit(&mut self, mut plan: Plan, now: Millis) -> Effect {
        let (id, limits) = (plan.model.id, plan.model.limits);
        let fit = self.ledger.fit(id, &limits, plan.requested(), now);
        let (at, window) = match fit {
            Fit::Now | Fit::Perhaps => return self.send(plan, now),
            Fit::At(at, window) => (Some(at), window),
            Fit::Never(window) => (None, window),
        };
        let least = match at {
            Some(_) => (f64::from(plan.max_completion_tokens) * CAP_PART_MIN) as u32,
            None => 0,
        };
        let cap = self.ledger.cap(id, &limits, plan.prompt_tokens, now);
        if cap >= least.max(CAP_TOKENS_MIN) && cap < plan.max_completion_tokens {
            plan.max_completion_tokens = cap;
            return self.send(plan, now);
        }
        let began = *self.waiting.get_or_insert(now);
        match at {
            Some(at) if !window.is_day() && at.saturating_sub(began) <= WAITING_MILLIS_MAX => {
                self.wait(plan.model, at, window)
            }
            _ => self.fail_quota(plan.model, at, window),
        }
    }

    fn send(&mut self, plan: Plan, now: Millis) -> Effect {
        self.sent = now;
        self.enter(plan.model, UsageEvent::Sent(plan.requested()), now);
        self.received.clear();
        self.open = Open::Call(Box::new(plan.clone()));
        Effect::Complete(Box::new(plan))
    }

    fn wait(&mut self, model: &'static Model, until: Millis, window: Window) -> Effect {
        self.open = Open::Pause;
        Effect::Wait(Pause {
            until,
            reason: format!("its {} are used up", window.description()),
            model: model.id,
        })
    }

    /// The end: no model that may be asked has room for longer than is worth waiting for.
    fn fail_quota(
        &mut self,
        model: &'static Model,
        until: Option<Millis>,
        window: Window,
    ) -> Effect {
        let (kind, message) = match until {
            Some(_) => (
                RefusalKind::Quota,
                format!("the {} of `{}` are used up", window.description(), model.id),
            ),
            None => (
                RefusalKind::TooLarge,
                format!(
                    "the call asks for more than the {} of `{}` ever hold; ask for less at once",
                    window.description(),
                    model.id
                ),
            ),
        };
        self.done(Some(Failure {
            kind,
            message,
            until,
        }))
    }
}
