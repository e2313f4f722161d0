//! The text of an answer in, its whole blocks and what was lost behind them out.

use crate::hcl::{self, Problem};
use crate::reply::{self, Finish, Reply};
use crate::stable_sort::Order;

/// How the program of an answer ended: one whose fence is closed was done, whatever came after.
pub(super) fn finish(reply: &Reply) -> Finish {
    if reply::is_closed(&reply.text) {
        Finish::Stop
    } else {
        reply.finish
    }
}

/// The whole blocks of an answer and, where it ended too soon, how the block began that was lost;
/// nothing where it ended between two. An answer whose last block is open ended too soon even where
/// the model says that it was done.
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
        (_, Finish::Length | Finish::Broken) => (text, Some(String::new())),
    }
}

/// The address of a block that got no further than its header.
pub(super) fn address_of(header: &str) -> Option<String> {
    let module = hcl::parse(format!("{header} {{\n}}\n"));
    module.blocks().next().and_then(hcl::Block::address)
}

/// A program without the lines that belong to no block and do not read: nothing can take their
/// place, because they have no address.
pub(super) fn remove_stray_lines(text: &str) -> String {
    let module = hcl::parse(text);
    let blocks: Vec<&hcl::Block> = module
        .blocks()
        .filter(|block| block.address().is_some())
        .collect();
    let is_stray = |problem: &&Problem| {
        let before = blocks.partition_point(|block| block.span.start <= problem.span.start);
        let enclosing = before.checked_sub(1).and_then(|at| blocks.get(at));
        enclosing.is_none_or(|block| block.span.end <= problem.span.start)
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
