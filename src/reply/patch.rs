//! A program and an answer with changed blocks in, the program with those blocks out.

use super::LOCALS;
use super::files::WholeBlocks;
use crate::hcl::{self, Block, Edit, Module, Span, edit};
use foldhash::{HashMap, HashSet};

/// What a patch did to a program.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchResult {
    /// The program with the patch in it.
    pub text: String,
    /// Addresses whose blocks were replaced.
    pub replaced: Vec<String>,
    /// Addresses whose blocks are new.
    pub added: Vec<String>,
    /// Addresses whose blocks are gone.
    pub deleted: Vec<String>,
}

impl PatchResult {
    /// Addresses of everything that is not as it was.
    pub fn changed_addresses(&self) -> impl Iterator<Item = &String> {
        let written = self.replaced.iter().chain(&self.added);
        written.chain(&self.deleted)
    }
}

/// Puts the whole blocks of an answer into a program: a block whose address stands there takes its
/// place, where it is one of those that were `shown`; another is appended. What the model has not
/// seen it cannot write again, so nothing else is touched. Of `locals` each name is one. Broken
/// blocks are left out, so a patch never breaks what was whole. The blocks at the `deleted` addresses
/// go, where they were shown and are not written again.
pub fn apply_patch(
    program: &Module,
    patch: &str,
    deleted: &[String],
    shown: &[String],
) -> PatchResult {
    let patch = hcl::parse(patch);
    let wholes = WholeBlocks::new(&patch);
    let mut patching = Patching::new(program, &patch, shown);
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

/// The addresses in the lines `# delete ADDRESS` of an answer, wherever they stand.
///
/// ```
/// use infragenie::reply::deletions;
///
/// let answer = "```hcl\n# delete aws_nat_gateway.main\n```\n";
/// assert_eq!(deletions(answer), ["aws_nat_gateway.main"]);
/// ```
pub fn deletions(answer: &str) -> Vec<String> {
    let address = |line: &str| {
        let line = line.trim();
        let text = line.strip_prefix('#').or_else(|| line.strip_prefix("//"))?;
        let mut words = text.trim_start_matches('#').split_whitespace();
        let verb = words.next()?.trim_end_matches(':').to_ascii_lowercase();
        let address = words.next()?.trim_matches(['`', '"', '.', ',']);
        let is_deletion = ["delete", "deleted", "remove", "removed"].contains(&verb.as_str());
        let is_alone = words.next().is_none() && address.contains('.');
        (is_deletion && is_alone).then(|| address.to_owned())
    };
    super::truncated(answer, super::BYTES_MAX)
        .lines()
        .filter_map(address)
        .collect()
}

struct Patching<'a> {
    program: &'a Module,
    patch: &'a Module,
    shown: HashSet<&'a str>,
    /// Where the blocks of each address stand in the program.
    blocks: HashMap<String, Vec<Span>>,
    /// Where each local stands in it.
    locals: HashMap<&'a str, Span>,
    /// Addresses, and names of locals, that the patch has written.
    seen: HashSet<String>,
    edits: Vec<Edit>,
    /// Blocks and locals that are appended.
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
        // The second of two blocks at one address inside a patch has no place to go.
        if !self.seen.insert(address.clone()) {
            return;
        }
        let text = &self.patch.text[block.span.range()];
        match self.blocks.get(&address).map(Vec::as_slice) {
            Some([first, others @ ..]) if self.shown.contains(address.as_str()) => {
                self.edits.push(Edit::replace(*first, text));
                // Terraform takes several blocks of its settings, and of nothing else.
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
                    self.edits.push(Edit::replace(*old, text));
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
        match edit::splice(&self.program.text, &self.edits) {
            Ok(text) => PatchResult {
                text,
                replaced: self.replaced,
                added: self.added,
                deleted: self.deleted,
            },
            // Two blocks of a recovered program can share bytes; then the patch does not fit.
            Err(_) => PatchResult {
                text: self.program.text.clone(),
                replaced: vec![],
                added: vec![],
                deleted: vec![],
            },
        }
    }
}
