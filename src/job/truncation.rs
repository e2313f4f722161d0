//! Separates the complete blocks of an answer from a block that was cut off.

use crate::hcl::{self, Problem};
use crate::reply::{self, Finish, Reply};
use crate::stable_sort::Order;

/// Returns how the program of a reply ended.
///
/// If the code fence is closed, the program is finished, whatever follows the fence.
pub(super) fn finish(reply: &Reply) -> Finish {
    if reply::is_closed(&reply.text) {
        Finish::Stop
    } else {
        reply.finish
    }
}

/// Returns an answer's complete blocks and the header of a block that was cut off.
///
/// The header is empty if the answer was cut off between two blocks, and None if it was not cut
/// off. An answer whose last block is not closed counts as cut off even if the model reports
/// `stop`.
pub(super) fn complete_blocks(text: String, finish: Finish) -> (String, Option<String>) {
    let module = hcl::parse(text.as_str());
    match (module.blocks().last(), finish) {
        (Some(last), _) if !last.closed => {
            let header = module.text[last.header.range()].trim().to_owned();
            (
                text[..last.span.start].trim_end().to_owned() + "\n",
                Some(header),
            )
        }
        (_, Finish::Stop) => (text, None),
        (_, Finish::Length | Finish::Broken | Finish::ContentFilter) => (text, Some(String::new())),
    }
}

/// Returns the address of a block from its header alone.
pub(super) fn address_of(header: &str) -> Option<String> {
    let module = hcl::parse(format!("{header} {{\n}}\n"));
    module.blocks().next().and_then(hcl::Block::address)
}

/// Removes unparsable lines that belong to no block.
///
/// They have no address, so no block of an answer can replace them.
pub(super) fn remove_stray_lines(text: &str) -> String {
    let module = hcl::parse(text);
    let is_stray = |problem: &&Problem| {
        let at = problem.span.start;
        let block = module.block_at(at).filter(|block| at < block.span.end);
        block.is_none_or(|block| block.address().is_none())
    };
    let mut strays: Vec<usize> = module
        .problems
        .iter()
        .filter(is_stray)
        .map(|problem| problem.span.start)
        .collect();
    strays.order();
    let mut at = 0;
    text.split_inclusive('\n')
        .filter(|line| {
            let next = strays.partition_point(|stray| *stray < at);
            at += line.len();
            strays.get(next).is_none_or(|stray| *stray >= at)
        })
        .collect()
}
