//! A recorded answer and a profile in, what the job asked for and what it cost out.

use super::figures::{Call, Run};
use super::{Line, Packs};
use infragenie::hcl;
use infragenie::job::{Answer, Ask, Job};
use infragenie::ledger::Ledger;
use infragenie::policy::Profile;
use infragenie::prompt::{Plan, Step};
use infragenie::reply::{self, Finish, Reply, Usage};
use infragenie::request::Request;
use infragenie::tokens::Vocabulary;
use std::collections::HashSet;
use std::sync::Arc;

/// What harmony puts around an answer, in tokens: the channels of an empty reasoning and of the
/// answer, and their ends.
pub const ANSWER_FRAME_TOKENS: u32 = 10;
/// Asks after which a job is taken to run in a circle.
const ASKS_MAX: usize = 100;

/// Plays a job to its end.
pub fn play(line: &Line, profile: Profile, packs: &Packs) -> Run {
    let mut run = Run::default();
    let Ok(request) = Request::parse(&line.prompt) else {
        return run;
    };
    let (policy, vocabulary) = (packs.policy(profile), Arc::clone(&packs.vocabulary));
    let (mut job, mut ask) = Job::start(request, policy, Ledger::default(), vocabulary, 0);
    let mut now = 0;
    for _ in 0..ASKS_MAX {
        let answer = match ask {
            Ask::Done(report) => {
                run.end(&report);
                return run;
            }
            Ask::Complete(plan) => {
                let reply = answered(&plan, line, &job, &packs.vocabulary);
                run.calls.push(Call::of(&plan, &reply));
                now += 10_000;
                Answer::Completed(Ok(reply))
            }
            Ask::Wait(pause) => {
                now = pause.until;
                Answer::Waited
            }
            Ask::Recall(_) => Answer::Recalled(None),
            Ask::Keep(..) => Answer::Kept,
            Ask::Models => Answer::Models(Ok(Vec::new())),
            Ask::Load(_) => Answer::Loaded(None),
        };
        ask = job.answer(answer, now);
    }
    panic!("the job of `{}` does not end", line.id)
}

/// What the world says to a call.
fn answered(plan: &Plan, line: &Line, job: &Job, vocabulary: &Vocabulary) -> Reply {
    let text = match plan.step {
        Step::Draft => line.answer.clone(),
        Step::Edit | Step::Repair => unchanged(plan, line, job),
    };
    let room = plan
        .max_completion_tokens
        .saturating_sub(ANSWER_FRAME_TOKENS);
    let count = |text: &str| vocabulary.count(text).unwrap_or_default() as u32;
    let (text, finish) = if count(&text) > room {
        (beginning(&text, |text| count(text) <= room), Finish::Length)
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

/// The blocks that a repair showed and, of an answer that was cut off, those that are not there.
fn unchanged(plan: &Plan, line: &Line, job: &Job) -> String {
    let asked = plan.messages.last().map_or("", |message| &message.content);
    let mut blocks = match asked.find("```hcl") {
        Some(at) => reply::program(&asked[at..]),
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

/// The longest beginning of a text that is still `fitting`.
fn beginning(text: &str, fitting: impl Fn(&str) -> bool) -> String {
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
