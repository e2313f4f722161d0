//! Chooses the model size and the cap of a call.
//!
//! The caps come from recorded answers of several open models to some 200 requests. Their length
//! was measured by the breadth of a request (how much of a system it covers) and by how many things
//! it lists. A longer answer is cut off and continued from its last complete block. This costs less
//! than a wide cap on every call, because admission control counts the cap and not the answer.

use super::Step;
use crate::intent;
use crate::model::Size;
use crate::policy::Cap;
use crate::request::Request;

/// Maximum number of things in a simple request, which the small model drafts.
const SIMPLE_THINGS_MAX: usize = 2;
/// A request that lists more things than this counts as broader than its words.
const LISTED_THINGS_MAX: usize = 6;
/// Cap by breadth of a request, in tokens.
///
/// About nine in ten answers to requests of a breadth stay within the cap; their programs alone,
/// without surrounding text, do so in nineteen of twenty cases. Broader requests get the whole cap.
const DRAFTS: &[(usize, u32)] = &[(0, 860), (1, 1_060), (2, 1_400)];
/// Minimum tokens for the blocks of any call.
const BLOCKS_TOKENS_MIN: u32 = 200;
/// Tokens that a repair may add to the shown blocks: arguments and new blocks.
const ADDED_TOKENS: u32 = 130;

/// Tokens per missing resource of a repair, with two or three related resources.
const MISSING_TOKENS: u32 = 350;

/// Returns the model size for a step: small for simple requests, else large.
///
/// A simple request names one or two things in one part of a system.
pub(super) fn model(request: &Request, step: Step) -> Size {
    let is_simple = request.item_count() <= SIMPLE_THINGS_MAX && intent::breadth(request) <= 1;
    match step {
        Step::Draft | Step::Edit if is_simple => Size::Small,
        _ => Size::Large,
    }
}

/// Returns the cap of a draft, and of a call that continues a cut-off draft.
pub(super) fn draft(request: &Request, cap: Cap) -> u32 {
    let is_list = request.item_count() > LISTED_THINGS_MAX;
    let breadth = intent::breadth(request) + usize::from(is_list);
    let of_class = DRAFTS.iter().find(|(most, _)| breadth <= *most);
    sized(cap, of_class.map_or(cap.tokens, |(_, tokens)| *tokens))
}

/// Returns the cap of an edit: the shown blocks plus as many new as in a draft.
pub(super) fn edit(request: &Request, code_tokens: u32, cap: Cap) -> u32 {
    sized(cap, draft(request, cap).saturating_add(code_tokens))
}

/// Returns the cap of a repair: the shown blocks, a bit longer, plus missing ones.
pub(super) fn repair(code_tokens: u32, missing: usize, cap: Cap) -> u32 {
    let missing_tokens = MISSING_TOKENS.saturating_mul(u32::try_from(missing).unwrap_or(u32::MAX));
    let longer = code_tokens.saturating_add(code_tokens / 4);
    let added = missing_tokens.saturating_add(ADDED_TOKENS);
    sized(cap, longer.saturating_add(added))
}

/// Adds the reasoning tokens to the tokens of the blocks, within the policy's cap.
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
        // A cap rises above the policy's tokens only after an answer was cut off.
        let raised = Cap {
            tokens: cap.raised_tokens,
            is_sized: false,
            ..cap
        };
        assert_eq!(draft(&request("s3 bucket"), raised), cap.raised_tokens);
    }
}
