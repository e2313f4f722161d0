//! Switches a job from one model to another.

use super::{Effect, Job, ModelChange};
use crate::ledger::{Fit, Millis, Tokens};
use crate::model::Model;
use crate::prompt::{self, ModelAvailability, Plan, Step};

impl Job {
    /// Returns the ids of the models that this job does not call now.
    ///
    /// Those refused it, or are full for longer than a short wait.
    pub(super) fn excluded(&self, now: Millis) -> Vec<&'static str> {
        let resting = self.resting.iter().filter(|(_, until)| *until > now);
        let resting = resting.map(|(id, _)| *id);
        self.unavailable.iter().copied().chain(resting).collect()
    }

    /// Returns whether the user named this model.
    pub(super) fn is_pinned(&self, model: &Model) -> bool {
        self.policy
            .model
            .is_some_and(|pinned| pinned.id == model.id)
    }

    /// Makes the next call with another model whose quota admits it now, if any.
    pub(super) fn switch(&mut self, plan: &Plan, why: &str, now: Millis) -> Option<Effect> {
        let to = self.successor(now)?;
        let fit = self.ledger.fit(to.id, &to.limits, plan.requested(), now);
        matches!(fit, Fit::Now | Fit::Perhaps).then(|| self.switched(plan.model, to, why, now))
    }

    /// Records a change of the model and makes the next call.
    pub(super) fn switched(
        &mut self,
        from: &'static Model,
        to: &'static Model,
        why: &str,
        now: Millis,
    ) -> Effect {
        self.model_changes.push(ModelChange {
            from: from.id.to_owned(),
            to: to.id,
            reason: why.to_owned(),
        });
        self.next_effect(now)
    }

    /// Returns the model that would be used now.
    pub(super) fn successor(&self, now: Millis) -> Option<&'static Model> {
        let step = if self.best.is_some() {
            Step::Repair
        } else {
            Step::Draft
        };
        let requested = Tokens {
            prompt: 0,
            completion: self.cap.tokens,
        };
        let size = prompt::size(&self.request, step);
        let excluded = self.excluded(now);
        let availability = ModelAvailability {
            ledger: &self.ledger,
            gone: &excluded,
            now,
        };
        prompt::model(size, requested, &self.policy, availability)
    }
}
