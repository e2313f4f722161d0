//! An answer in, what it is worth out: mended, compared with the best so far, written down.

use super::candidate::Candidate;
use super::{Attempt, Effect, Job};
use crate::ledger::{Millis, UsageEvent};
use crate::prompt::{Plan, Step};
use crate::reply::{Finish, Reply};
use crate::violations::MISSING;

impl Job {
    /// Reads an answer, mends what it holds, and keeps it where it is the best so far.
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
                // The reasoning used the cap up, or the answer begins with what is too long.
                self.cap.tokens = (self.cap.tokens * 2).min(self.cap.raised_tokens);
            }
            // A repair that was cut off has more to write than its blocks show.
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

    /// The program that an answer makes. None where it makes none.
    pub(super) fn read(&self, plan: &Plan, reply: &Reply) -> Option<Candidate> {
        let (request, policy) = (&self.request, &self.policy);
        match (plan.step, &self.best, &self.given) {
            (Step::Draft, ..) => Candidate::from_draft(reply, request, policy),
            (Step::Edit, _, Some(given)) => given.patched(reply, plan, request, policy),
            (_, Some(best), _) => best.patched(reply, plan, request, policy),
            _ => None,
        }
    }

    /// Whether the same question again would find the same answer: the model left the blocks as
    /// they were, or only findings are left, which it did not mend. What is broken in another way
    /// than before is asked for once more, and so is what no block of the answer fits, unless all
    /// that was asked for was new.
    fn would_not_improve(&self, candidate: Option<&Candidate>, plan: &Plan) -> bool {
        let Some(best) = &self.best else { return false };
        match candidate {
            Some(new) => best.is_valid() || best.fixed.module.text == new.fixed.module.text,
            None => best.is_valid() && plan.groups == [MISSING],
        }
    }

    /// Enters an answer into the ledger. One that broke off without its usage stays charged.
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

    /// Writes an answered call down, with what is left in the best program after it.
    pub(super) fn record_attempt(&mut self, plan: Plan, reply: &Reply, outcome: String) {
        let mended = self.best.as_ref().map(|best| &best.fixed);
        self.attempts.push(Attempt {
            number: self.attempts.len() + 1,
            usage: reply.usage,
            drift: reply
                .usage
                .map(|usage| drift(usage.prompt_tokens, plan.prompt_tokens)),
            finish: reply.finish,
            problems: mended.map_or(0, |mended| mended.problems.len()),
            findings: mended.map_or(0, |mended| mended.findings.len()),
            outcome,
            code: mended.map_or_else(String::new, |mended| mended.module.text.clone()),
            plan,
        });
    }
}

fn drift(counted: u32, forecast: u32) -> i32 {
    i32::try_from(i64::from(counted) - i64::from(forecast)).unwrap_or(i32::MAX)
}

/// What came of an answer, in one line.
fn outcome(step: Step, candidate: Option<&Candidate>, is_better: bool, finish: Finish) -> String {
    let Some(candidate) = candidate else {
        return match (step, finish) {
            (Step::Draft, Finish::Length) => "the cap was used up before any block was whole",
            (Step::Draft, _) => "no Terraform in the answer",
            (Step::Edit | Step::Repair, _) => {
                "no block of the answer fits; the program stays as it was"
            }
        }
        .to_owned();
    };
    if !is_better {
        return "no better than before; the program stays as it was".to_owned();
    }
    candidate.summary()
}
