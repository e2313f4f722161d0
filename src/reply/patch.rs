//! Applies the changed blocks of an answer to a program.

use super::LOCALS;
use super::files::WholeBlocks;
use super::merge::merge;
use crate::hcl::{self, Block, Edit, Module, Span, edit, format};
use foldhash::{HashMap, HashSet};

/// Result of applying a patch to a program.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchResult {
    /// Program with the patch applied.
    pub text: String,
    /// Addresses of the blocks that were replaced.
    pub replaced: Vec<String>,
    /// Addresses of the blocks that are new.
    pub added: Vec<String>,
    /// Addresses of the blocks that were deleted.
    pub deleted: Vec<String>,
    /// Notes on arguments that the answer left out, one line each.
    pub left_out: Vec<String>,
}

impl PatchResult {
    /// Returns the addresses of everything that was changed.
    pub fn changed_addresses(&self) -> impl Iterator<Item = &String> {
        let written = self.replaced.iter().chain(&self.added);
        written.chain(&self.deleted)
    }
}

/// Applies the whole blocks of an answer to a program.
///
/// A block whose address is in the program replaces the block at that address if the address is
/// among `shown`; a block with another address is appended. The model cannot rewrite a block that
/// it has not seen, so nothing else is changed. In `locals`, each name is treated separately.
/// Broken blocks are skipped, so a patch never breaks a whole block. Blocks at the `deleted`
/// addresses are removed if they were shown and are not written again.
pub fn apply_patch(
    program: &Module,
    patch: &str,
    deleted: &[String],
    shown: &[String],
) -> PatchResult {
    patched(program, patch, deleted, shown, None)
}

/// Applies the blocks of an answer as [`apply_patch`] does, argument by argument.
///
/// An argument that the answer left out stays, unless `may_go` returns true for its name or another
/// argument replaces it. Comments and layout of what stays are kept.
pub fn merge_patch(
    program: &Module,
    patch: &str,
    deleted: &[String],
    shown: &[String],
    may_go: &dyn Fn(&str) -> bool,
) -> PatchResult {
    patched(program, patch, deleted, shown, Some(may_go))
}

fn patched(
    program: &Module,
    patch: &str,
    deleted: &[String],
    shown: &[String],
    may_go: Option<&dyn Fn(&str) -> bool>,
) -> PatchResult {
    let patch = format::formatted(hcl::parse(patch));
    let wholes = WholeBlocks::new(&patch);
    let mut patching = Patching::new(program, &patch, shown);
    patching.may_go = may_go;
    for block in patch.blocks().filter(|block| wholes.contains(block)) {
        match block.address() {
            Some(address) if address == LOCALS => patching.apply_locals(block),
            Some(address) => patching.apply_block(block, address),
            None => {}
        }
    }
    for address in deleted {
        patching.delete(address);
    }
    patching.finish()
}

/// Returns an item as `terraform fmt` writes it; only its layout if it has syntax errors.
pub(super) fn canonical(item: &str) -> String {
    hcl::format(&hcl::parse(item)).unwrap_or_else(|| format::layout(item))
}

/// Returns the addresses in the lines `# delete ADDRESS` of an answer.
///
/// The lines may be anywhere in the answer, except inside a block: a comment there belongs to the
/// block, and may be one that the user wrote and the model repeats.
///
/// ```
/// use infragenie::reply::deletions;
///
/// let answer = "```hcl\n# delete aws_nat_gateway.main\n```\n";
/// assert_eq!(deletions(answer), ["aws_nat_gateway.main"]);
/// let echo = "```hcl\nlocals {\n  # delete aws_nat_gateway.main\n}\n```\n";
/// assert!(deletions(echo).is_empty());
/// ```
pub fn deletions(answer: &str) -> Vec<String> {
    let answer = super::truncated(answer, super::BYTES_MAX);
    // Outside fences an answer is not Terraform, so it is read as a whole only without them.
    let fences = super::fences(answer);
    if fences.is_empty() {
        return outside_blocks(answer);
    }
    let mut prose = 0;
    let mut found = Vec::new();
    for fence in &fences {
        let start = fence.text.as_ptr() as usize - answer.as_ptr() as usize;
        found.extend(answer[prose..start].lines().filter_map(deletion));
        found.extend(outside_blocks(fence.text));
        prose = start + fence.text.len();
    }
    found.extend(answer[prose..].lines().filter_map(deletion));
    found
}

/// Returns the deletions of the lines that are in no block.
fn outside_blocks(text: &str) -> Vec<String> {
    let module = hcl::parse(text);
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let first = at + (line.len() - line.trim_start().len());
        at += line.len();
        let block = module.block_at(first);
        // A block that is not closed has all text after it.
        let is_inside = block.is_some_and(|block| first < block.span.end || !block.closed);
        found.extend(deletion(line).filter(|_| !is_inside));
    }
    found
}

/// Returns the address that a line `# delete ADDRESS` deletes.
fn deletion(line: &str) -> Option<String> {
    let line = line.trim();
    let text = line.strip_prefix('#').or_else(|| line.strip_prefix("//"))?;
    let mut words = text.trim_start_matches('#').split_whitespace();
    let verb = words.next()?.trim_end_matches(':').to_ascii_lowercase();
    let address = words.next()?.trim_matches(['`', '"', '.', ',']);
    let is_deletion = ["delete", "deleted", "remove", "removed"].contains(&verb.as_str());
    let is_alone = words.next().is_none() && address.contains('.');
    (is_deletion && is_alone).then(|| address.to_owned())
}

struct Patching<'a> {
    /// Returns whether an argument may go; None if blocks are replaced as a whole.
    may_go: Option<&'a dyn Fn(&str) -> bool>,
    left_out: Vec<String>,
    program: &'a Module,
    patch: &'a Module,
    shown: HashSet<&'a str>,
    /// Spans of the blocks of the program, by address.
    blocks: HashMap<String, Vec<Span>>,
    /// Spans of the local values of the program.
    locals: HashMap<&'a str, Span>,
    /// Addresses, and names of local values, that the patch has written.
    seen: HashSet<String>,
    edits: Vec<Edit>,
    /// Blocks that are appended.
    new: Vec<&'a str>,
    new_locals: String,
    replaced: Vec<String>,
    added: Vec<String>,
    deleted: Vec<String>,
}

impl<'a> Patching<'a> {
    fn new(program: &'a Module, patch: &'a Module, shown: &'a [String]) -> Patching<'a> {
        let mut blocks: HashMap<String, Vec<Span>> = HashMap::default();
        let mut locals = HashMap::default();
        for block in program.blocks() {
            let Some(address) = block.address() else {
                continue;
            };
            if address == LOCALS {
                let named = block.body.attributes();
                locals.extend(named.map(|local| (local.name.text.as_str(), local.span)));
            }
            blocks.entry(address).or_default().push(block.span);
        }
        Patching {
            may_go: None,
            left_out: Vec::new(),
            program,
            patch,
            shown: shown.iter().map(String::as_str).collect(),
            blocks,
            locals,
            seen: HashSet::default(),
            edits: Vec::new(),
            new: Vec::new(),
            new_locals: String::new(),
            replaced: Vec::new(),
            added: Vec::new(),
            deleted: Vec::new(),
        }
    }

    fn apply_block(&mut self, block: &Block, address: String) {
        // Of several blocks with one address in a patch, only the first is applied.
        if !self.seen.insert(address.clone()) {
            return;
        }
        let text = &self.patch.text[block.span.range()];
        match self.blocks.get(&address).map(Vec::as_slice) {
            Some([first, others @ ..]) if self.shown.contains(address.as_str()) => {
                let (first, others) = (*first, others.to_vec());
                self.replace(first, block, &address);
                // Terraform allows several `terraform` blocks, but no others with the same address.
                let others = others.iter().filter(|_| address != "terraform");
                let gone = others.map(|span| edit::remove(self.program, *span));
                self.edits.extend(gone);
                self.replaced.push(address);
            }
            Some(_) => {}
            None => {
                self.new.push(text);
                self.added.push(address);
            }
        }
    }

    /// Replaces a block as a whole, or argument by argument if `may_go` is given.
    fn replace(&mut self, old: Span, block: &Block, address: &str) {
        let whole = self.replacement(old, &self.patch.text[block.span.range()]);
        let known = self.program.blocks().find(|known| known.span == old);
        let (Some(may_go), Some(known), true) = (self.may_go, known, whole.is_some()) else {
            self.edits.extend(whole);
            return;
        };
        let merged = merge(self.program, known, self.patch, block, may_go);
        let names = |names: &[String]| {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            quoted.join(", ")
        };
        if !merged.kept.is_empty() {
            self.left_out.push(format!(
                "the answer left out {} of `{address}`, which stay as they were",
                names(&merged.kept)
            ));
        }
        if !merged.lost.is_empty() {
            self.left_out.push(format!(
                "the answer removed {} of `{address}`",
                names(&merged.lost)
            ));
        }
        self.edits.extend(merged.edits);
    }

    /// Returns the edit that replaces an item, unless the patch repeats the item.
    ///
    /// The model does not see alignment and may write an unchanged item in its own layout.
    fn replacement(&self, old: Span, text: &str) -> Option<Edit> {
        let is_new = canonical(&self.program.text[old.range()]) != canonical(text);
        is_new.then(|| Edit::replace(old, text))
    }

    fn delete(&mut self, address: &String) {
        let is_known = self.shown.contains(address.as_str()) && !self.seen.contains(address);
        let spans = self.blocks.get(address).filter(|_| is_known);
        let Some(spans) = spans else { return };
        self.seen.insert(address.clone());
        let gone = spans.iter().map(|span| edit::remove(self.program, *span));
        self.edits.extend(gone);
        self.deleted.push(address.clone());
    }

    fn apply_locals(&mut self, block: &Block) {
        for local in block.body.attributes() {
            let name = format!("{LOCALS}.{}", local.name.text);
            if !self.seen.insert(name.clone()) {
                continue;
            }
            let text = &self.patch.text[local.span.range()];
            match self.locals.get(local.name.text.as_str()) {
                Some(old) if self.shown.contains(LOCALS) => {
                    self.edits.extend(self.replacement(*old, text));
                    self.replaced.push(name);
                }
                Some(_) => {}
                None => {
                    self.new_locals.push_str(&format!("  {text}\n"));
                    self.added.push(name);
                }
            }
        }
    }

    fn finish(mut self) -> PatchResult {
        let mut new: Vec<String> = self.new.iter().map(|text| (*text).to_owned()).collect();
        if !self.new_locals.is_empty() {
            new.push(format!("locals {{\n{}}}", self.new_locals));
        }
        if !new.is_empty() {
            let new = edit::append(self.program, &new.join("\n\n"));
            self.edits.extend(new);
        }
        match edit::splice_aligned(self.program, &self.edits) {
            Ok(module) => PatchResult {
                text: module.text,
                replaced: self.replaced,
                added: self.added,
                deleted: self.deleted,
                left_out: self.left_out,
            },
            // Two blocks of a program with syntax errors can share bytes; the patch then cannot be
            // applied.
            Err(_) => PatchResult {
                text: self.program.text.clone(),
                replaced: vec![],
                added: vec![],
                deleted: vec![],
                left_out: vec![],
            },
        }
    }
}
