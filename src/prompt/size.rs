//! What a call is for in, the size of its model and its cap out.
//!
//! The caps are read off recorded answers: how long the answers of several open models to some 200
//! requests were, by how much of a system a request speaks of and how many things it lists. Where an
//! answer is longer it is cut off, and continued from its last whole block: that costs less than a
//! wide cap on every call, because admission counts the cap and not the answer.

use super::Step;
use crate::intent;
use crate::model::Size;
use crate::policy::Cap;
use crate::request::Request;

/// Requests of at most this many things are simple: the small model drafts them.
const SIMPLE_THINGS_MAX: usize = 2;
/// A request that lists more things than this is broader than its words say.
const LISTED_THINGS_MAX: usize = 6;
/// The breadth of a request, and the tokens that about nine answers in ten to such requests stay
/// within; their programs alone, without what is said around them, do so nineteen times in twenty.
/// The broadest get the whole cap.
const DRAFTS: &[(usize, u32)] = &[(0, 860), (1, 1_060), (2, 1_400)];
/// The least that any call is given for its blocks, in tokens.
const BLOCKS_TOKENS_MIN: u32 = 200;
/// What a repair may add to the blocks that it was shown, in tokens: arguments, and new blocks.
const ADDED_TOKENS: u32 = 130;

/// What is given to a repair for each thing that was asked for and is not there, in tokens: a
/// resource with the two or three that belong to it.
const MISSING_TOKENS: u32 = 350;

/// The size of the model for a step: small for what is simple, large for all else. Simple is a
/// request for one or two things in one part of a system.
pub(super) fn model(request: &Request, step: Step) -> Size {
    let is_simple = request.item_count() <= SIMPLE_THINGS_MAX && intent::breadth(request) <= 1;
    match step {
        Step::Draft | Step::Edit if is_simple => Size::Small,
        _ => Size::Large,
    }
}

/// The cap of a draft, and of what continues one.
pub(super) fn draft(request: &Request, cap: Cap) -> u32 {
    let is_list = request.item_count() > LISTED_THINGS_MAX;
    let breadth = intent::breadth(request) + usize::from(is_list);
    let of_class = DRAFTS.iter().find(|(most, _)| breadth <= *most);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn request(text: &str) -> Request {
        Request::parse(text).unwrap()
    }

    #[test]
    fn drafts_simple_requests_with_the_small_model() {
        for text in [
            "s3 bucket with versioning",
            "a lambda function",
            "mysql rds, 50 gb",
        ] {
            assert_eq!(model(&request(text), Step::Draft), Size::Small, "{text}");
        }
        for text in [
            "vpc with subnets, an ec2 instance, a load balancer and rds postgres",
            "an aurora global database with a failover role in two vpcs",
            "the infrastructure of a shop on a kubernetes cluster",
        ] {
            assert_eq!(model(&request(text), Step::Draft), Size::Large, "{text}");
        }
        assert_eq!(model(&request("s3 bucket"), Step::Repair), Size::Large);
    }

    #[test]
    fn caps_grow_with_the_breadth_of_a_request() {
        let cap = Policy::minimal().cap;
        let caps = [
            "s3 bucket with versioning",
            "rds postgres",
            "vpc with subnets, rds postgres and an alb",
        ]
        .map(|text| draft(&request(text), cap));
        assert!(caps.is_sorted_by(|one, other| one < other), "{caps:?}");
        assert_eq!(caps[2], cap.tokens);
        let list = "queue a, queue b, queue c, queue d, queue e, queue f, queue g";
        assert!(draft(&request(list), cap) > caps[0]);
        // Nothing is above the policy's cap until an answer was cut off, which raises it.
        let raised = Cap {
            tokens: cap.raised_tokens,
            is_sized: false,
            ..cap
        };
        assert_eq!(draft(&request("s3 bucket"), raised), cap.raised_tokens);
    }
}
