//! What a call is for in, the size of its model and its cap out.
//!
//! The caps are read off recorded answers: how long the answers of several open models to some 200
//! requests were, by the number of things that a request lists. Where an answer is longer it is cut
//! off, and continued from its last whole block: that costs less than a wide cap on every call,
//! because admission counts the cap and not the answer.

use super::Step;
use crate::model::Size;
use crate::policy::Cap;
use crate::request::Request;

/// Requests of at most this many things are simple: the small model drafts them.
const SIMPLE_THINGS_MAX: usize = 2;
/// Things at most, and the tokens that about nine answers in ten to such requests stay within; their
/// programs alone, without what is said around them, do so nineteen times in twenty.
const DRAFTS: &[(usize, u32)] = &[(2, 1_000), (6, 1_200)];
/// The least that any call is given for its blocks, in tokens.
const BLOCKS_TOKENS_MIN: u32 = 200;
/// What a repair may add to the blocks that it was shown, in tokens: arguments, and new blocks.
const ADDED_TOKENS: u32 = 130;

/// What is given to a repair for each thing that was asked for and is not there, in tokens: a
/// resource with the two or three that belong to it.
const MISSING_TOKENS: u32 = 350;

/// The size of the model for a step: small for what is simple, large for all else.
pub(super) fn model(request: &Request, step: Step) -> Size {
    match step {
        Step::Draft | Step::Edit if request.things() <= SIMPLE_THINGS_MAX => Size::Small,
        _ => Size::Large,
    }
}

/// The cap of a draft, and of what continues one.
pub(super) fn draft(request: &Request, cap: Cap) -> u32 {
    let things = request.things();
    let of_class = DRAFTS.iter().find(|(most, _)| things <= *most);
    sized(cap, of_class.map_or(cap.tokens, |(_, tokens)| *tokens))
}

/// The cap of an edit: the blocks that it was shown may come back, and as many new ones as a draft
/// of the request has.
pub(super) fn edit(request: &Request, code_tokens: u32, cap: Cap) -> u32 {
    sized(cap, draft(request, cap).saturating_add(code_tokens))
}

/// The cap of a repair: the blocks that it was shown, each somewhat longer, and what is missing.
pub(super) fn repair(code_tokens: u32, missing: usize, cap: Cap) -> u32 {
    let missing_tokens = MISSING_TOKENS.saturating_mul(u32::try_from(missing).unwrap_or(u32::MAX));
    let longer = code_tokens.saturating_add(code_tokens / 4);
    let added = missing_tokens.saturating_add(ADDED_TOKENS);
    sized(cap, longer.saturating_add(added))
}

/// So many tokens of blocks, and what the reasoning takes, within the cap.
fn sized(cap: Cap, blocks_tokens: u32) -> u32 {
    if !cap.is_sized {
        return cap.tokens;
    }
    let blocks_tokens = blocks_tokens.max(BLOCKS_TOKENS_MIN);
    cap.tokens
        .min(blocks_tokens.saturating_add(cap.reasoning_tokens))
}
