//! A request in, the answer of the building blocks out, where they have one: no call, no token.

use super::candidate::Candidate;
use super::{Effect, Job};
use crate::intent::ParsedRequest;
use crate::ledger::Millis;
use crate::policy::Policy;
use crate::request::Request;
use crate::templates;

/// Whether the building blocks answer a request, so that it costs no token.
pub fn covers_request(request: &Request, policy: &Policy) -> bool {
    policy.templates && templates::answer(&ParsedRequest::parse(request)).is_some()
}

impl Job {
    /// Answers from the building blocks where the policy lets them and every word of the request is
    /// understood; else a call is made. What they say is whole, so nothing is added that is worth
    /// money, and no repair is asked for.
    pub(super) fn answer_or_call(&mut self, now: Millis) -> Effect {
        let may_answer = self.policy.templates && self.given.is_none();
        let parsed = may_answer.then(|| ParsedRequest::parse(&self.request));
        let composed = parsed
            .and_then(|wants| templates::answer(&wants))
            .and_then(|answer| {
                let best = Candidate::from_templates(&answer.text, &self.request, &self.policy);
                best.is_valid().then_some((best, answer.assumed))
            });
        match composed {
            Some((best, assumed)) => {
                self.best = Some(best);
                self.assumptions = Some(assumed);
                self.done(None)
            }
            None => self.next_effect(now),
        }
    }
}
