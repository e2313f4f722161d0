//! Simulates the host of a job with a recorded answer and records the calls.

use super::figures::{Call, Run};
use super::{Line, Packs};
use infragenie::hcl;
use infragenie::job::{Effect, Event, Job};
use infragenie::ledger::Ledger;
use infragenie::policy::Profile;
use infragenie::prompt::{Plan, Step};
use infragenie::reply::{self, Finish, Reply, Usage};
use infragenie::request::Request;
use infragenie::tokens::Vocabulary;
use std::collections::HashSet;
use std::sync::Arc;

/// Tokens that harmony adds to an answer.
///
/// They are the channel marks of an empty reasoning and of the answer, and their ends.
pub const ANSWER_FRAME_TOKENS: u32 = 10;
/// Number of effects after which a job is assumed to loop for ever.
const EFFECTS_MAX: usize = 100;

/// Plays a job to its end.
pub fn play(line: &Line, profile: Profile, packs: &Packs) -> Run {
    let mut run = Run::default();
    let Ok(request) = Request::parse(&line.prompt) else {
        return run;
    };
    let (policy, vocabulary) = (packs.policy(profile), Arc::clone(&packs.vocabulary));
    let (mut job, mut effect) = Job::start(request, policy, Ledger::default(), vocabulary, 0);
    let mut now = 0;
    for _ in 0..EFFECTS_MAX {
        let event = match effect {
            Effect::Done(report) => {
                run.end(&report);
                return run;
            }
            Effect::Complete(plan) => {
                let reply = reply_to(&plan, line, &job, &packs.vocabulary);
                run.calls.push(Call::new(&plan, &reply));
                now += 10_000;
                Event::Completed(Ok(reply))
            }
            Effect::Wait(pause) => {
                now = pause.until;
                Event::Resumed
            }
            Effect::LookUpCache(_) => Event::Cached(None),
            Effect::StoreInCache(..) => Event::Stored,
            Effect::Models => Event::Models(Ok(Vec::new())),
            Effect::Load(_) => Event::Loaded(None),
        };
        effect = job.handle(event, now);
    }
    panic!("the job of `{}` does not end", line.id)
}

/// Returns the simulated reply to a call.
fn reply_to(plan: &Plan, line: &Line, job: &Job, vocabulary: &Vocabulary) -> Reply {
    let text = match plan.step {
        Step::Draft => line.answer.clone(),
        Step::Edit | Step::Repair => unchanged_blocks(plan, line, job),
    };
    let available = plan
        .max_completion_tokens
        .saturating_sub(ANSWER_FRAME_TOKENS);
    let count = |text: &str| vocabulary.count(text).unwrap_or_default() as u32;
    let (text, finish) = if count(&text) > available {
        (
            longest_prefix(&text, |text| count(text) <= available),
            Finish::Length,
        )
    } else {
        (text, Finish::Stop)
    };
    let completion_tokens = count(&text) + ANSWER_FRAME_TOKENS;
    let usage = Usage {
        prompt_tokens: plan.prompt_tokens,
        completion_tokens,
        total_tokens: plan.prompt_tokens + completion_tokens,
        ..Usage::default()
    };
    Reply {
        text,
        finish,
        usage: Some(usage),
    }
}

/// Returns the blocks that a repair showed and the blocks cut off before.
fn unchanged_blocks(plan: &Plan, line: &Line, job: &Job) -> String {
    let prompt = plan.messages.last().map_or("", |message| &message.content);
    let mut blocks = match prompt.find("```hcl") {
        Some(at) => reply::program(&prompt[at..]),
        None => String::new(),
    };
    if let Some(best) = job.best().filter(|best| best.is_cut_off()) {
        let written = hcl::parse(best.base.as_str());
        let written: HashSet<String> = written.blocks().filter_map(hcl::Block::address).collect();
        let whole = hcl::parse(reply::program(&line.answer));
        let missing = whole.blocks().filter(|block| {
            let address = block.address();
            address.is_some_and(|address| !written.contains(&address))
        });
        for block in missing {
            blocks.push_str(&whole.text[block.span.range()]);
            blocks.push_str("\n\n");
        }
    }
    format!("```hcl\n{}\n```", blocks.trim_end())
}

/// Returns the longest prefix of a text that is `fitting`.
fn longest_prefix(text: &str, fitting: impl Fn(&str) -> bool) -> String {
    let (mut low, mut high) = (0, text.len());
    while low + 1 < high {
        let middle = low.midpoint(high);
        if fitting(&text[..text.floor_char_boundary(middle)]) {
            low = middle;
        } else {
            high = middle;
        }
    }
    text[..text.floor_char_boundary(low)].to_owned()
}
