//! A reply in, a program out with what is left to mend in it, and whether it beats another.

use super::mend::{Mended, mend};
use crate::fix::Wishes;
use crate::hcl::{self, Module, Problem};
use crate::policy::Policy;
use crate::prompt::{Block, Left};
use crate::reply::{self, Finish, Reply};
use crate::request::Request;
use crate::scan::{Finding, Remedy, Severity};
use crate::violations::{self, Digest};
use std::cmp::Reverse;
use std::collections::HashMap;

/// A program, and what is open in it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What the model wrote, before mending.
    pub base: String,
    /// The same after mending.
    pub mended: Mended,
    /// Where the answer was cut off: the beginning of the block that was lost.
    cut_off: Option<String>,
    /// What is worth a call: grouped, the worst first, cut.
    digest: Digest,
    /// Findings that are worth a call.
    open: usize,
}

impl Candidate {
    /// The program of a first answer. None where it holds no Terraform.
    pub fn drafted(reply: &Reply, request: &Request, policy: &Policy) -> Option<Candidate> {
        let text = reply::program(&reply.text);
        let (base, cut_off) = whole(text, finish(reply));
        let has_blocks = hcl::parse(base.as_str()).blocks().next().is_some();
        has_blocks.then(|| Candidate::of(base, cut_off, request, policy))
    }

    /// This program with the blocks of a repair in it. None where no block of the answer fits.
    /// `shown` are the addresses of the blocks that the repair was shown.
    pub fn repaired(
        &self,
        reply: &Reply,
        shown: &[String],
        request: &Request,
        policy: &Policy,
    ) -> Option<Candidate> {
        let patch = reply::program(&reply.text);
        let (patch, patch_cut_off) = whole(patch, finish(reply));
        let base = hcl::parse(without_strays(&self.base));
        let patched = reply::patched(&base, &patch, shown);
        if patched.replaced.is_empty() && patched.added.is_empty() {
            return None;
        }
        let program = hcl::parse(patched.text);
        let stands = |header: &str| {
            let address = address_of(header);
            address.is_some_and(|address| program.at(&address).is_some())
        };
        let cut_off = match (&self.cut_off, patch_cut_off) {
            // Nothing was missing, so what the repair lost of its own still stands as it was.
            (None, _) => None,
            (Some(_), Some(header)) if stands(&header) => Some(String::new()),
            (Some(_), Some(header)) => Some(header),
            (Some(header), None) if address_of(header).is_none() || stands(header) => None,
            (Some(header), None) => Some(header.clone()),
        };
        Some(Candidate::of(program.text, cut_off, request, policy))
    }

    /// Nothing in it that Terraform would refuse, and nothing missing at its end.
    pub fn is_valid(&self) -> bool {
        self.mended.problems.is_empty() && self.cut_off.is_none()
    }

    /// Nothing is found in it.
    pub fn is_clean(&self) -> bool {
        self.is_valid() && self.mended.findings.is_empty()
    }

    /// Nothing in it that is worth another call.
    pub fn is_settled(&self) -> bool {
        self.is_valid() && self.open == 0
    }

    /// How bad it is; less is better. What is missing weighs more than what is invalid, that more
    /// than what is insecure, and a severe finding more than any number of slight ones. Of two
    /// programs that were cut off the one with more blocks is better.
    pub fn score(&self) -> impl Ord + use<> {
        let count = |severity| {
            self.mended
                .findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let severities = [
            Severity::Critical,
            Severity::High,
            Severity::Medium,
            Severity::Low,
            Severity::Info,
        ];
        let blocks = self
            .cut_off
            .as_ref()
            .map(|_| self.mended.module.blocks().count());
        (
            blocks.map(Reverse),
            self.mended.problems.len(),
            severities.map(count),
        )
    }

    /// What a repair is asked for.
    pub fn question(&self) -> Left<'_> {
        let base = hcl::parse(self.base.as_str());
        let mut addresses: Vec<&String> = self
            .digest
            .groups
            .iter()
            .flat_map(|group| &group.resources)
            .collect();
        addresses.sort_unstable();
        addresses.dedup();
        // A block as the model wrote it; what was completed is shown as it was completed.
        let (written, completed) = (texts(&base), texts(&self.mended.module));
        let block = |address: &String| {
            let text = written.get(address).or_else(|| completed.get(address))?;
            Some(Block {
                address: address.clone(),
                text: (*text).to_owned(),
            })
        };
        let blocks = addresses.into_iter().filter_map(block).collect();
        let written = base.blocks().filter_map(hcl::Block::address).collect();
        Left {
            digest: &self.digest,
            blocks,
            written,
            cut_off: self.cut_off.as_deref(),
        }
    }

    /// What came of it, in one line.
    pub fn summary(&self) -> String {
        let changes = self.mended.changes.len();
        let mut said = match (self.is_valid(), self.open) {
            (false, _) => format!("{} left", plural(self.faults(), "problem")),
            (true, 0) => "valid".to_owned(),
            (true, open) => format!("valid, {} left", plural(open, "finding")),
        };
        if changes > 0 {
            said.push_str(&format!("; {} for free", plural(changes, "change")));
        }
        said
    }

    /// What the user should know of an answer that was cut off.
    pub fn cut_off_note(&self) -> Option<String> {
        let at = self.cut_off.as_ref()?;
        Some(match at.as_str() {
            "" => "the answer was cut off; what stood behind the last block is missing".to_owned(),
            at => format!("the answer was cut off in `{at}`, which is missing"),
        })
    }

    fn of(base: String, cut_off: Option<String>, request: &Request, policy: &Policy) -> Candidate {
        let schema = policy.schema.as_deref();
        let mended = mend(
            &base,
            request.text(),
            policy.rules,
            schema,
            Wishes {
                harden: policy.harden,
                ..Wishes::default()
            },
        );
        let is_worth_a_call = |finding: &&Finding| {
            finding.severity >= policy.repair_from
                && !policy.unasked.contains(&finding.id)
                && matches!(finding.remedy, Remedy::Companion | Remedy::None)
        };
        let open: Vec<Finding> = mended
            .findings
            .iter()
            .filter(is_worth_a_call)
            .cloned()
            .collect();
        let digest = violations::digest(&mended.module, &mended.problems, &open, policy.groups_max);
        Candidate {
            base,
            cut_off,
            digest,
            open: open.len(),
            mended,
        }
    }

    fn faults(&self) -> usize {
        self.mended.problems.len() + usize::from(self.cut_off.is_some())
    }
}

/// The text of the first block at each address.
fn texts(module: &Module) -> HashMap<String, &str> {
    let mut texts = HashMap::new();
    for block in module.blocks() {
        if let Some(address) = block.address() {
            let text = &module.text[block.span.range()];
            texts.entry(address).or_insert(text);
        }
    }
    texts
}

/// The address of a block that got no further than its header.
fn address_of(header: &str) -> Option<String> {
    let module = hcl::parse(format!("{header} {{\n}}\n"));
    module.blocks().next().and_then(hcl::Block::address)
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}

/// How the program of an answer ended: one whose fence is closed was done, whatever came after.
fn finish(reply: &Reply) -> Finish {
    if reply::is_closed(&reply.text) {
        Finish::Stop
    } else {
        reply.finish
    }
}

/// The whole blocks of an answer and, where it ended too soon, how the block began that was lost;
/// nothing where it ended between two. An answer whose last block is open ended too soon even where
/// the model says that it was done.
fn whole(text: String, finish: Finish) -> (String, Option<String>) {
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

/// A program without the lines that belong to no block and do not read: nothing can take their
/// place, because they have no address.
fn without_strays(text: &str) -> String {
    let module = hcl::parse(text);
    let blocks: Vec<&hcl::Block> = module
        .blocks()
        .filter(|block| block.address().is_some())
        .collect();
    let is_stray = |problem: &&Problem| {
        let before = blocks.partition_point(|block| block.span.start <= problem.span.start);
        let holder = before.checked_sub(1).and_then(|at| blocks.get(at));
        holder.is_none_or(|block| block.span.end <= problem.span.start)
    };
    let mut strays: Vec<usize> = module
        .problems
        .iter()
        .filter(is_stray)
        .map(|problem| problem.span.start)
        .collect();
    strays.sort_unstable();
    let mut at = 0;
    text.split_inclusive('\n')
        .filter(|line| {
            let next = strays.partition_point(|stray| *stray < at);
            at += line.len();
            strays.get(next).is_none_or(|stray| *stray >= at)
        })
        .collect()
}
