//! A request in, the answer of the building blocks out, where they have one: no call, no token.

use super::candidate::Candidate;
use super::{Ask, Job};
use crate::intent::Wants;
use crate::ledger::Millis;
use crate::library;
use crate::policy::Policy;
use crate::request::Request;

/// Whether the building blocks answer a request, so that it costs no token.
pub fn composes(request: &Request, policy: &Policy) -> bool {
    policy.library && library::answer(&Wants::of(request)).is_some()
}

impl Job {
    /// Answers from the building blocks where the policy lets them and every word of the request is
    /// understood; else a call is made. What they say is whole, so nothing is added that is worth
    /// money, and no repair is asked for.
    pub(super) fn begin(&mut self, now: Millis) -> Ask {
        let may_answer = self.policy.library && self.given.is_none();
        let wants = may_answer.then(|| Wants::of(&self.request));
        let composed = wants
            .and_then(|wants| library::answer(&wants))
            .and_then(|answer| {
                let best = Candidate::composed(&answer.text, &self.request, &self.policy);
                best.is_valid().then_some((best, answer.assumed))
            });
        match composed {
            Some((best, assumed)) => {
                self.best = Some(best);
                self.assumed = Some(assumed);
                self.done(None)
            }
            None => self.next(now),
        }
    }
}
