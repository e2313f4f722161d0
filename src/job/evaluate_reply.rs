//! Evaluates a reply: fixes it, compares it with the best program and records it.

use super::candidate::Candidate;
use super::{Attempt, Effect, Failure, Job, truncation};
use crate::ledger::{Millis, UsageEvent};
use crate::prompt::{Plan, Step};
use crate::reply::{self, Finish, RefusalKind, Reply, Usage};
use crate::violations::MISSING;

/// Maximum characters of an answer in words that are shown to the user.
const WORDS_CHARS_MAX: usize = 200;

impl Job {
    /// Reads a reply and chooses the next effect.
    pub(super) fn evaluate_reply(&mut self, plan: Plan, mut reply: Reply, now: Millis) -> Effect {
        reply.text = reply::without_reasoning(reply.text);
        let asked = plan.clone();
        let is_without_code = self.read(&plan, &reply).is_none()
            && reply.finish != Finish::Length
            && reply::program(&reply.text).is_empty();
        self.accept_reply(plan, &reply, now);
        match reply.finish {
            _ if is_without_code => self.answered_in_words(&asked, &reply, now),
            Finish::ContentFilter if truncation::finish(&reply) != Finish::Stop => {
                let message =
                    "Groq's content filter stopped the answer; what arrived before is kept";
                self.fail(RefusalKind::Unusable, message, None)
            }
            _ => self.next_effect(now),
        }
    }

    /// Handles an answer without Terraform: a question, a refusal in words, or an empty one.
    ///
    /// The same call would most likely be answered in the same way, so at most one other model is
    /// asked; the answer is shown to the user.
    fn answered_in_words(&mut self, plan: &Plan, reply: &Reply, now: Millis) -> Effect {
        if self.best.as_ref().is_some_and(Candidate::is_complete) {
            return self.next_effect(now);
        }
        let is_first = !std::mem::replace(&mut self.has_answered_in_words, true);
        if is_first && !self.is_pinned(plan.model) && self.attempts.len() < self.policy.attempts_max
        {
            self.unavailable.push(plan.model.id);
            let why = "the model answered without Terraform";
            if let Some(effect) = self.switch(plan, why, now) {
                return effect;
            }
        }
        self.done(Some(self.without_terraform(reply)))
    }

    /// Returns the failure for an answer without Terraform, with the words of the answer.
    fn without_terraform(&self, reply: &Reply) -> Failure {
        let (lacks, advice) = match (&self.given, &self.best) {
            (Some(_), None) => (
                "no answer applies to the configuration",
                "name the resource to change",
            ),
            (None, None) => (
                "no answer contained Terraform",
                "describe more precisely what to build",
            ),
            (_, Some(_)) => (
                "the last answer contained no Terraform",
                "the configuration is the one before it",
            ),
        };
        let words: Vec<&str> = reply.text.split_whitespace().collect();
        let words: String = words.join(" ").chars().take(WORDS_CHARS_MAX).collect();
        let reason = match (reply.finish, words.as_str()) {
            (Finish::ContentFilter, _) => "; Groq's content filter stopped it".to_owned(),
            (_, "") => "; the model's answer was empty".to_owned(),
            (_, words) => format!("; the model answered: “{words}”"),
        };
        let message = format!("{lacks}{reason}; {advice}");
        Failure {
            kind: RefusalKind::Unusable,
            message,
            until: None,
        }
    }

    /// Reads a reply, applies automatic fixes, and keeps the best program.
    ///
    /// Returns whether the program of the reply has its end.
    pub(super) fn accept_reply(&mut self, plan: Plan, reply: &Reply, now: Millis) -> bool {
        self.record_usage(&plan, reply, now);
        let candidate = self.read(&plan, reply);
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
        self.record_attempt(plan, reply, outcome);
        let is_cut_off = |best: &Candidate| best.is_cut_off();
        truncation::finish(reply) == Finish::Stop
            || is_better && !self.best.as_ref().is_some_and(is_cut_off)
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
    /// An answer without its usage, or with figures that it cannot have, keeps the full charge.
    fn record_usage(&mut self, plan: &Plan, reply: &Reply, now: Millis) {
        self.waiting = None;
        let usage = reply.usage.filter(|usage| is_possible(usage, plan));
        let reasoning_tokens = usage.map_or(0, |usage| usage.reasoning_tokens);
        self.cap.reasoning_tokens = self.cap.reasoning_tokens.max(reasoning_tokens);
        let answered = UsageEvent::Answered {
            asked: plan.requested(),
            counted: usage.map(|usage| usage.counted()),
            sent: self.sent,
        };
        self.enter(plan.model, answered, now);
        let drift = usage.map_or(0, |usage| drift(usage.prompt_tokens, plan.prompt_tokens));
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

/// Returns whether figures can be those of a call.
///
/// A prompt has at least the tokens of its texts, and a call at most those of the context window.
/// Other figures would change the forecasts and the quotas of all later calls.
fn is_possible(usage: &Usage, plan: &Plan) -> bool {
    let content = plan.prompt_tokens.saturating_sub(plan.frame_tokens());
    // The vocabulary of other models is not known; no text takes half of the tokens there.
    let least = if plan.exact { content } else { content / 2 };
    usage.prompt_tokens >= least
        && usage.cached_tokens <= usage.prompt_tokens
        && usage.total_tokens >= usage.prompt_tokens
        && usage.total_tokens <= plan.model.context_tokens
}

fn drift(counted: u32, forecast: u32) -> i32 {
    i32::try_from(i64::from(counted) - i64::from(forecast)).unwrap_or(i32::MAX)
}

/// Describes the result of an answer in one line.
fn outcome(step: Step, candidate: Option<&Candidate>, is_better: bool, finish: Finish) -> String {
    let Some(candidate) = candidate else {
        return match (step, finish) {
            (Step::Draft, Finish::Length) => "the cap was used up before any block was complete",
            (Step::Draft, Finish::Broken) => "the answer broke off before any block was complete",
            (Step::Draft, Finish::ContentFilter) => "a content filter stopped the answer",
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
