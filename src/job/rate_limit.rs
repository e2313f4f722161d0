//! Fits a planned call to the rate limits.
//!
//! The call is sent unchanged, sent with a smaller cap, or delayed until a minute's window refills.
//! If a day's quota is used up, the job ends.

use super::on_error::excess;
use super::{Effect, Failure, Job, Open, Pause};
use crate::ledger::{Fit, Millis, Spent, UsageEvent, Window};
use crate::model::Model;
use crate::prompt::Plan;
use crate::reply::RefusalKind;

/// Minimum cap that can hold an answer, in tokens.
pub(super) const CAP_TOKENS_MIN: u32 = 300;
/// Minimum fraction of a cap after it is reduced to what a window holds.
///
/// A smaller cap is likely to cut the answer off, and a cut-off answer is paid for twice.
const CAP_PART_MIN: f64 = 0.75;
/// Maximum total wait for minute windows before an answer arrives.
const WAITING_MILLIS_MAX: Millis = 15 * 60_000;

impl Job {
    /// Sends a plan if it fits the quota.
    ///
    /// The plan already names the model with enough quota, if any; a plan that does not fit means
    /// that no model has enough.
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
            _ => self.fail_quota(&plan, at, window, now),
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

    /// Ends the job, because no allowed model has enough quota soon enough.
    fn fail_quota(
        &mut self,
        plan: &Plan,
        until: Option<Millis>,
        window: Window,
        now: Millis,
    ) -> Effect {
        let model = plan.model;
        let left = self.ledger.left(model.id, &model.limits, now);
        let limit = match window {
            Window::TokensMinute => Some(left.tokens_minute_limit),
            Window::TokensDay => Some(left.tokens_day_limit),
            _ => None,
        };
        let (kind, message) = match (until, limit) {
            (Some(_), _) => (
                RefusalKind::Quota,
                format!("the {} of `{}` are used up", window.description(), model.id),
            ),
            (None, Some(limit)) => {
                let spent = Spent {
                    window,
                    limit: Some(u64::from(limit)),
                    used: None,
                    requested: Some(u64::from(plan.requested_tokens())),
                };
                (RefusalKind::TooLarge, excess(plan, Some(spent)))
            }
            (None, None) => (
                RefusalKind::TooLarge,
                format!(
                    "the call needs more than the limit of {} of `{}`; request less at once",
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
