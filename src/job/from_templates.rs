//! Answers a request from the templates, without a call and without tokens.

use super::candidate::Candidate;
use super::{Effect, Job};
use crate::hcl;
use crate::intent::ParsedRequest;
use crate::ledger::Millis;
use crate::policy::Policy;
use crate::request::Request;
use crate::templates;

/// Returns whether the templates answer a request, so that it costs no tokens.
///
/// A request about a program of the user, whose text is `code`, is an edit, which a model makes.
pub fn covers_request(request: &Request, policy: &Policy, code: &str) -> bool {
    policy.templates
        && !hcl::parse(code)
            .blocks()
            .any(|block| block.address().is_some())
        && templates::answer(&ParsedRequest::parse(request)).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_of_a_program_are_not_covered() {
        let request = Request::parse("add a redis cache").unwrap();
        let covers = |code| covers_request(&request, &Policy::minimal(), code);
        assert!(covers("") && covers("# nothing yet\n"));
        assert!(!covers("resource \"aws_vpc\" \"main\" {\n}\n"));
    }
}
