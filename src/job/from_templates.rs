//! Answers a request from the templates, without a call and without tokens.

use super::candidate::Candidate;
use super::{Effect, Job};
use crate::intent::ParsedRequest;
use crate::ledger::Millis;
use crate::policy::Policy;
use crate::request::Request;
use crate::templates;

/// Returns the templates' answer to a request, which costs no tokens.
///
/// The text is not fixed yet.
pub fn template_answer(request: &Request, policy: &Policy) -> Option<String> {
    let parsed = policy.templates.then(|| ParsedRequest::parse(request))?;
    templates::answer(&parsed).map(|answer| answer.text)
}

impl Job {
    /// Answers from the templates if the policy allows it and every word is understood.
    ///
    /// Otherwise a call is made. The templates' answers are complete, so no paid resources are
    /// added and no repair is requested.
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
