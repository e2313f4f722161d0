//! Evaluates a reply: fixes it, compares it with the best program and records it.

use super::candidate::Candidate;
use super::{Attempt, Effect, Job};
use crate::ledger::{Millis, UsageEvent};
use crate::prompt::{Plan, Step};
use crate::reply::{Finish, Reply};
use crate::violations::MISSING;

impl Job {
    /// Reads a reply, applies automatic fixes, and keeps the best program.
    pub(super) fn evaluate_reply(&mut self, plan: Plan, reply: Reply, now: Millis) -> Effect {
        self.record_usage(&plan, &reply, now);
        let candidate = self.read(&plan, &reply);
        let is_better = match (&candidate, &self.best) {
            (Some(new), Some(best)) => new.score() < best.score(),
            (new, _) => new.is_some(),
        };
        let outcome = outcome(plan.step, candidate.as_ref(), is_better, reply.finish);
        if reply.finish == Finish::Length && !self.is_cap_cut {
            if candidate.is_none() {
                // Reasoning used the whole cap, or the first block alone exceeds the cap.
                self.cap.tokens = (self.cap.tokens * 2).min(self.cap.raised_tokens);
            }
            // A repair that was cut off needs more tokens than the size of its blocks suggests.
            if candidate.is_none() || plan.step == Step::Repair {
                self.cap.is_sized = false;
            }
        }
        if is_better {
            self.best = candidate;
            self.tried_groups.clear();
        } else if self.would_not_improve(candidate.as_ref(), &plan) {
            self.tried_groups.extend(plan.groups.iter().cloned());
        }
        self.record_attempt(plan, &reply, outcome);
        self.next_effect(now)
    }

    /// Builds the candidate program of a reply. Returns None if the reply yields none.
    pub(super) fn read(&self, plan: &Plan, reply: &Reply) -> Option<Candidate> {
        let (request, policy) = (&self.request, &self.policy);
        let reply = &Reply {
            text: plan.redaction.restored(&reply.text),
            ..*reply
        };
        match (plan.step, &self.best, &self.given) {
            (Step::Draft, ..) => Candidate::from_draft(reply, request, policy),
            (Step::Edit, _, Some(given)) => given.patched(reply, plan, request, policy),
            (_, Some(best), _) => best.patched(reply, plan, request, policy),
            _ => None,
        }
    }

    /// Returns whether repeating the same call is unlikely to bring a better answer.
    ///
    /// This is the case if the model left the blocks unchanged, or if only findings are left, which
    /// it did not fix. A program that is invalid in a different way than before gets one more call.
    /// A reply of which no block applies gets one more call too, unless the call asked only for
    /// missing resources.
    fn would_not_improve(&self, candidate: Option<&Candidate>, plan: &Plan) -> bool {
        let Some(best) = &self.best else { return false };
        match candidate {
            Some(new) => best.is_valid() || best.fixed.module.text == new.fixed.module.text,
            None => best.is_valid() && plan.groups == [MISSING],
        }
    }

    /// Records an answer in the ledger.
    ///
    /// An answer that broke off without its usage keeps the full charge.
    fn record_usage(&mut self, plan: &Plan, reply: &Reply, now: Millis) {
        self.waiting = None;
        let reasoning_tokens = reply.usage.map_or(0, |usage| usage.reasoning_tokens);
        self.cap.reasoning_tokens = self.cap.reasoning_tokens.max(reasoning_tokens);
        let answered = UsageEvent::Answered {
            asked: plan.requested(),
            counted: reply.usage.map(|usage| usage.counted()),
            sent: self.sent,
        };
        self.enter(plan.model, answered, now);
        let drift = reply
            .usage
            .map_or(0, |usage| drift(usage.prompt_tokens, plan.prompt_tokens));
        if drift != 0 {
            self.enter(plan.model, UsageEvent::Drifted(drift), now);
        }
    }

    /// Records an answered call with the diagnostics left in the best program after it.
    pub(super) fn record_attempt(&mut self, plan: Plan, reply: &Reply, outcome: String) {
        let fixed = self.best.as_ref().map(|best| &best.fixed);
        self.attempts.push(Attempt {
            number: self.attempts.len() + 1,
            usage: reply.usage,
            drift: reply
                .usage
                .map(|usage| drift(usage.prompt_tokens, plan.prompt_tokens)),
            finish: reply.finish,
            problems: fixed.map_or(0, |fixed| fixed.problems.len()),
            findings: fixed.map_or(0, |fixed| fixed.findings.len()),
            outcome,
            code: fixed.map_or_else(String::new, |fixed| fixed.module.text.clone()),
            plan,
        });
    }
}

fn drift(counted: u32, forecast: u32) -> i32 {
    i32::try_from(i64::from(counted) - i64::from(forecast)).unwrap_or(i32::MAX)
}

/// Describes the result of an answer in one line.
fn outcome(step: Step, candidate: Option<&Candidate>, is_better: bool, finish: Finish) -> String {
    let Some(candidate) = candidate else {
        return match (step, finish) {
            (Step::Draft, Finish::Length) => "the cap was used up before any block was complete",
            (Step::Draft, _) => "no Terraform in the answer",
            (Step::Edit | Step::Repair, _) => {
                "no block of the answer applies; the configuration is unchanged"
            }
        }
        .to_owned();
    };
    if !is_better {
        return "the answer is no improvement; the configuration is unchanged".to_owned();
    }
    candidate.summary()
}
