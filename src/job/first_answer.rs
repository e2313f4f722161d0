//! Decides what answers a request first: the cache, the templates or a model.
//!
//! The preview and the job use the same functions, so that the preview states what a run does.

use super::candidate::Candidate;
use super::{CHANGES_PROGRAMS, Effect, Job};
use crate::cache::{Entry as Kept, Key};
use crate::followup::{self, FollowUp, Role};
use crate::hcl;
use crate::intent::ParsedRequest;
use crate::ledger::Millis;
use crate::policy::{CacheUse, Policy};
use crate::prompt;
use crate::request::Request;
use crate::templates::{self, Answer};
use serde::Serialize;

/// Source of the first answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FirstAnswer {
    /// An earlier answer to the same request, at no cost.
    Cache,
    /// The templates, at no cost.
    Templates,
    /// Certain changes of the program, at no cost.
    Edits,
    /// A statement about the program, for a text that asks for no change, at no cost.
    Statement,
    /// A call of a model.
    Model,
}

/// Returns the source of the first answer.
///
/// `code` is the program to change, if any, and `kept` the cached answer under the key of the request.
pub fn first_answer(
    code: &str,
    request: &Request,
    policy: &Policy,
    kept: Option<&Kept>,
) -> FirstAnswer {
    let changes_program = CHANGES_PROGRAMS && has_addresses(code);
    if may_be_cached(changes_program, policy) && kept.is_some_and(|kept| has_blocks(&kept.base)) {
        FirstAnswer::Cache
    } else if answer(changes_program, request, policy).is_some() {
        FirstAnswer::Templates
    } else {
        let code = if changes_program { code } else { "" };
        match follow_up(code, request, policy) {
            FollowUp::Edited(_) => FirstAnswer::Edits,
            FollowUp::Answer(_) => FirstAnswer::Statement,
            FollowUp::Open => FirstAnswer::Model,
        }
    }
}

/// Returns the addresses of the blocks that certain changes of a program remove.
///
/// Those that the request names come first, then what depends on them and what only they use.
pub fn removed(code: &str, request: &Request, policy: &Policy) -> Vec<String> {
    let FollowUp::Edited(edited) = follow_up(code, request, policy) else {
        return Vec::new();
    };
    let after = hcl::parse(edited.text);
    let parts = edited.understood.into_iter();
    let parts = parts.filter(|part| part.role == Role::Removal);
    let addresses = parts.flat_map(|part| part.addresses);
    addresses.filter(|it| after.at(it).is_none()).collect()
}

/// Returns the templates' answer to a request for a new program.
///
/// The text is not completed and not fixed. It configures the provider only for the region of the
/// request, on which prices depend.
pub fn template_answer(request: &Request, policy: &Policy) -> Option<String> {
    let text = answer(false, request, policy)?.text;
    let region = ParsedRequest::parse(request).region;
    let provider = region.map_or_else(String::new, |region| {
        format!(
            "provider \"aws\" {{\n  region = {}\n}}\n\n",
            hcl::edit::quote(region)
        )
    });
    Some(provider + &text)
}

/// Returns the words that the templates do not read, and the services that they do.
pub fn read_parts(request: &Request) -> [Vec<String>; 2] {
    let parsed = ParsedRequest::parse(request);
    let unread = parsed.unread(request.text()).into_iter();
    [unread.map(str::to_owned).collect(), parsed.described()]
}

/// Returns the key under which the answer to a request is cached.
pub fn cache_key(request: &Request, policy: &Policy) -> Key {
    let named = policy.model.map(|model| model.id);
    let profile = policy.profile.name();
    Key::new(request.text(), profile, prompt::VERSION, named)
}

/// Returns whether a program has blocks that a request can change.
pub(super) fn has_addresses(code: &str) -> bool {
    hcl::parse(code)
        .blocks()
        .any(|block| block.address().is_some())
}

fn has_blocks(code: &str) -> bool {
    hcl::parse(code).blocks().next().is_some()
}

/// Returns whether a cached answer is used.
///
/// Changes of a program are not cached: their answers are useless without that program.
fn may_be_cached(changes_program: bool, policy: &Policy) -> bool {
    policy.cache == CacheUse::On && !changes_program
}

/// Returns the templates' answer, if every word of the request is understood.
///
/// Templates write new programs only.
fn answer(changes_program: bool, request: &Request, policy: &Policy) -> Option<Answer> {
    let may_answer = policy.templates && !changes_program;
    let parsed = may_answer.then(|| ParsedRequest::parse(request))?;
    templates::answer(&parsed)
}

/// Reads a request to change a program, if it may be answered without a model.
fn follow_up(code: &str, request: &Request, policy: &Policy) -> FollowUp {
    if !CHANGES_PROGRAMS || !policy.templates || code.is_empty() {
        return FollowUp::Open;
    }
    followup::read(request.text(), &hcl::parse(code))
}

impl Job {
    /// Looks for a cached answer if one may be used, else goes on without.
    pub(super) fn begin(&mut self, now: Millis) -> Effect {
        if may_be_cached(self.given.is_some(), &self.policy) {
            self.open = super::Open::Recall;
            return Effect::LookUpCache(cache_key(&self.request, &self.policy));
        }
        self.answer_or_call(now)
    }

    /// Applies the current automatic fixes to a cached answer and ends the job with it.
    ///
    /// An answer that has become incomplete by later checks is shown with its problems: the preview
    /// promised an answer at no cost, and the user can ask a model.
    pub(super) fn resume_from_cache(&mut self, kept: Option<Kept>, now: Millis) -> Effect {
        let earlier = kept.and_then(|kept| {
            let best = Candidate::from_cache(&kept.base, &self.request, &self.policy)?;
            Some((kept, best))
        });
        match earlier {
            Some((kept, best)) => {
                self.best = Some(best);
                self.cached = Some(kept);
                self.first = FirstAnswer::Cache;
                self.done(None)
            }
            None => self.answer_or_call(now),
        }
    }

    /// Answers without a model where that is certain, else makes a call.
    ///
    /// The templates' answers are complete, so no paid resources are added and no repair is
    /// requested.
    fn answer_or_call(&mut self, now: Millis) -> Effect {
        match answer(self.given.is_some(), &self.request, &self.policy) {
            Some(answer) => {
                let best = Candidate::from_templates(&answer.text, &self.request, &self.policy);
                let parsed = ParsedRequest::parse(&self.request);
                let module = &best.fixed.module;
                self.understood = followup::parts(self.request.text(), &parsed, module);
                self.first = FirstAnswer::Templates;
                self.best = Some(best);
                self.assumptions = Some(answer.assumed);
                self.done(None)
            }
            None => self.edit_or_call(now),
        }
    }

    /// Makes the changes of the program that are certain, else makes a call.
    fn edit_or_call(&mut self, now: Millis) -> Effect {
        let code = self.given.as_ref().map_or("", |given| &given.base);
        match (follow_up(code, &self.request, &self.policy), &self.given) {
            (FollowUp::Edited(edited), Some(given)) => {
                self.best = Some(given.edited(&edited, &self.request, &self.policy));
                self.assumptions = Some(edited.assumed);
                self.understood = edited.understood;
                self.first = FirstAnswer::Edits;
                self.done(None)
            }
            (FollowUp::Answer(statement), Some(given)) => {
                self.best = Some(given.clone());
                self.assumptions = Some(Vec::new());
                self.statement = Some(statement);
                self.first = FirstAnswer::Statement;
                self.done(None)
            }
            _ => self.next_effect(now),
        }
    }
}
