//! Builds a candidate program from a reply and scores it against other candidates.

use super::autofix::{Autofixed, autofix};
use super::repair_targets::RepairTargets;
use super::truncation::{address_of, complete_blocks, finish, remove_stray_lines};
use crate::fix::FixSelection;
use crate::followup::{Edited, Role};
use crate::hcl::{self, Module};
use crate::policy::Policy;
use crate::prompt::{Block, Plan, RepairContext, Step};
use crate::repair;
use crate::reply::{self, Reply};
use crate::request::Request;
use crate::safety::{self, SafetyFinding, SkipComment};
use crate::scan::{Remedy, Severity};
use crate::schema;
use crate::stable_sort::Order;
use crate::templates::Missing;
use crate::violations;
use crate::words::{singular, words_of};
use foldhash::{HashMap, HashSet};
use std::cmp::Reverse;

/// A program and its open diagnostics.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The program as the model wrote it, before automatic fixes.
    pub base: String,
    /// The same program with corrected resource types; a repair is shown this text.
    retyped: String,
    /// The program after automatic fixes.
    pub fixed: Autofixed,
    /// Ids of withheld changes: they concern blocks that the request did not touch.
    pub withheld: Vec<String>,
    /// Addresses of the blocks that answers deleted.
    deleted: Vec<String>,
    /// Notes on arguments that answers left out.
    left_out: Vec<String>,
    /// Findings of the skip comments that were removed from answers.
    removed_skips: Vec<SafetyFinding>,
    /// Header of the cut-off block; empty if the cut is between two blocks.
    cut_off: Option<String>,
    /// Whether the answer was cut off right before its closing fence.
    lacks_fence: bool,
    /// State of the program before the request, if the request changes one.
    scope: Option<Scope>,
    worth: RepairTargets,
}

/// The program before an edit, and the blocks that the edit touched.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    addresses: HashSet<String>,
    messages: HashSet<String>,
    touched: HashSet<String>,
    /// Dangers in the program before the request.
    safety: Vec<SafetyFinding>,
    /// The user's own skip comments.
    skips: Vec<SkipComment>,
    /// Whether nothing but the requested changes is made.
    is_closed: bool,
    /// Whether the program lists its providers.
    lists_providers: bool,
}

impl Scope {
    /// Returns whether a block is new or was changed.
    ///
    /// Versions and the region of providers that a program does not state can be in another file of
    /// its module, which Terraform would refuse to read twice.
    pub fn has_touched(&self, address: &str) -> bool {
        let is_left_out = match address.split_once('.') {
            None => !self.lists_providers,
            Some((kind, _)) => kind == "provider",
        };
        let is_new = !is_left_out && !self.addresses.contains(address);
        !self.is_closed && (self.touched.contains(address) || is_new)
    }

    /// Returns the ids that leave the user's own program out of a safety check.
    fn own_ids(&self, found: &[SafetyFinding]) -> Vec<String> {
        let is_own = |it: &SafetyFinding| self.safety.iter().any(|own| own.is_same(it));
        let others: HashSet<String> = found
            .iter()
            .filter(|it| !is_own(it))
            .map(SafetyFinding::selection_id)
            .collect();
        let own = found
            .iter()
            .filter(|it| is_own(it))
            .map(SafetyFinding::selection_id);
        own.filter(|id| !others.contains(id)).collect()
    }

    /// Returns whether a problem with this message existed before the edit.
    pub fn had_problem(&self, message: &str) -> bool {
        self.messages.contains(message)
    }
}

fn lists_providers(module: &Module) -> bool {
    let settings = module.blocks().filter(|it| it.kind.text == "terraform");
    settings
        .flat_map(|it| it.body.blocks_of("required_providers"))
        .next()
        .is_some()
}

/// Maximum rounds in which changes of other blocks are withheld.
const ROUNDS_MAX: usize = 16;

/// Applies fixes, except those of blocks that are elsewhere.
///
/// `own_ids` returns the ids that leave out dangers which the user had before.
///
/// A change that is withheld can make another one possible, so it takes several rounds. Returns the
/// program, and the ids that are withheld.
fn fixed_within(
    apply_fixes: &impl Fn(&[String]) -> Autofixed,
    own_ids: &dyn Fn(&[SafetyFinding]) -> Vec<String>,
    is_elsewhere: &dyn Fn(&str) -> bool,
) -> (Autofixed, Vec<String>) {
    let mut fixed = apply_fixes(&[]);
    let mut withheld = Vec::new();
    let mut found = own_ids(&fixed.safety);
    for _ in 0..ROUNDS_MAX {
        let changes = fixed.changes.iter();
        let elsewhere = changes.filter(|change| is_elsewhere(&change.address));
        found.extend(elsewhere.map(|change| change.id.clone()));
        if found.is_empty() {
            break;
        }
        withheld.append(&mut found);
        fixed = apply_fixes(&withheld);
    }
    (fixed, withheld)
}

impl Candidate {
    /// Builds the candidate of a draft.
    ///
    /// Returns None if the reply holds no Terraform block.
    pub fn from_draft(reply: &Reply, request: &Request, policy: &Policy) -> Option<Candidate> {
        let text = reply::program(&reply.text);
        let (base, cut_off) = complete_blocks(text, finish(reply));
        let has_blocks = hcl::parse(base.as_str()).blocks().next().is_some();
        has_blocks.then(|| Candidate::from_reply(reply, base, cut_off, None, request, policy))
    }

    /// Builds a candidate, and decides whether an answer without its closing fence is whole.
    ///
    /// It is whole if it ends right after a block and nothing that it refers to or that the request
    /// names is missing. A call for the rest would be paid for nothing.
    fn from_reply(
        reply: &Reply,
        base: String,
        cut_off: Option<String>,
        scope: Option<Scope>,
        request: &Request,
        policy: &Policy,
    ) -> Candidate {
        if cut_off.as_deref() == Some("") && reply::lacks_only_fence(&reply.text) {
            let whole = Candidate::new(base.clone(), None, scope.clone(), request, policy);
            if whole.is_complete() {
                return Candidate {
                    lacks_fence: true,
                    ..whole
                };
            }
        }
        Candidate::new(base, cut_off, scope, request, policy)
    }

    /// Builds the candidate of the templates' answer.
    ///
    /// Templates follow good practice already, so no paid resources are added.
    pub fn from_templates(text: &str, request: &Request, policy: &Policy) -> Candidate {
        let policy = Policy {
            harden: false,
            ..policy.clone()
        };
        let trusted = safety::skip_comments(&hcl::parse(text));
        Candidate::trusting(text.to_owned(), None, None, &trusted, request, &policy)
    }

    /// Builds the candidate of a cached answer, with the current automatic fixes.
    ///
    /// Returns None if it holds no block.
    pub fn from_cache(base: &str, request: &Request, policy: &Policy) -> Option<Candidate> {
        let has_blocks = hcl::parse(base).blocks().next().is_some();
        let base = base.to_owned();
        has_blocks.then(|| Candidate::new(base, None, None, request, policy))
    }

    /// Builds the candidate of the user's program without any change.
    ///
    /// Returns None if the program holds no addressable block.
    pub fn from_program(code: &str, request: &Request, policy: &Policy) -> Option<Candidate> {
        let module = hcl::parse(code);
        let addresses: HashSet<String> = module.blocks().filter_map(hcl::Block::address).collect();
        if addresses.is_empty() {
            return None;
        }
        let rules = policy.rules;
        let schema = policy.schema.as_deref();
        let apply_fixes = |without: &[String]| {
            let selection = FixSelection {
                exclude: without,
                ..FixSelection::default()
            };
            autofix(&module, request.text(), rules, schema, selection)
        };
        let (mut fixed, withheld) = fixed_within(&apply_fixes, &|_| Vec::new(), &|_| true);
        let safety = fixed.safety.clone();
        fixed
            .safety
            .iter_mut()
            .for_each(|it| it.is_blocking = false);
        let messages = fixed.problems.iter().map(|it| it.message.clone());
        let scope = Scope {
            messages: messages.collect(),
            addresses,
            touched: HashSet::default(),
            safety,
            skips: safety::skip_comments(&module),
            is_closed: false,
            lists_providers: lists_providers(&module),
        };
        Some(Candidate {
            base: code.to_owned(),
            retyped: code.to_owned(),
            fixed,
            withheld,
            deleted: Vec::new(),
            left_out: Vec::new(),
            removed_skips: Vec::new(),
            cut_off: None,
            lacks_fence: false,
            scope: Some(scope),
            worth: RepairTargets::default(),
        })
    }

    /// Applies the blocks of an edit or a repair to this program.
    ///
    /// Returns None if no block of the reply applies. A repair may delete only invalid blocks.
    pub fn patched(
        &self,
        reply: &Reply,
        plan: &Plan,
        request: &Request,
        policy: &Policy,
    ) -> Option<Candidate> {
        let patch = reply::program(&reply.text);
        let (patch, patch_cut_off) = complete_blocks(patch, finish(reply));
        let mut deleted = reply::deletions(&reply.text);
        if plan.step == Step::Repair {
            let invalid = self.worth.invalid_addresses(&self.fixed.module);
            deleted.retain(|address| invalid.contains(address));
        }
        let base = hcl::parse(remove_stray_lines(&self.retyped));
        let patched = match plan.step {
            Step::Edit => {
                let may_go = |name: &str| asks_for_removal(request.text(), name);
                reply::merge_patch(&base, &patch, &deleted, &plan.shown, &may_go)
            }
            _ => reply::apply_patch(&base, &patch, &deleted, &plan.shown),
        };
        patched.changed_addresses().next()?;
        let mut scope = self.scope.clone();
        if let Some(scope) = &mut scope {
            scope.touched.extend(patched.changed_addresses().cloned());
        }
        let program = hcl::parse(patched.text);
        let exists = |header: &str| {
            let address = address_of(header);
            address.is_some_and(|address| program.at(&address).is_some())
        };
        let is_repair = plan.step == Step::Repair;
        let cut_off = match (&self.cut_off, patch_cut_off) {
            // The program was complete before the repair, so a block that the repair lost keeps its
            // old text.
            (None, _) if is_repair => None,
            (_, Some(header)) if exists(&header) => Some(String::new()),
            (_, Some(header)) => Some(header),
            (None, None) => None,
            (Some(header), None) if address_of(header).is_none() || exists(header) => None,
            (Some(header), None) => Some(header.clone()),
        };
        let mut candidate =
            Candidate::from_reply(reply, program.text, cut_off, scope, request, policy);
        candidate.add_removed_skips(self.removed_skips.clone());
        Some(Candidate {
            deleted: [self.deleted.clone(), patched.deleted].concat(),
            left_out: [self.left_out.clone(), patched.left_out].concat(),
            ..candidate
        })
    }

    /// Builds the candidate of certain changes of this program.
    ///
    /// Fixes and completions are made in new blocks only.
    pub fn edited(&self, edited: &Edited, request: &Request, policy: &Policy) -> Candidate {
        let policy = Policy {
            harden: false,
            ..policy.clone()
        };
        let module = hcl::parse(edited.text.as_str());
        let trusted = safety::skip_comments(&module);
        let parts = edited
            .understood
            .iter()
            .filter(|part| part.role == Role::New);
        let new: HashSet<&String> = parts.flat_map(|part| &part.addresses).collect();
        let mut scope = self.scope.clone().unwrap_or_default();
        scope.is_closed = new.is_empty();
        let kept = module.blocks().filter_map(hcl::Block::address);
        scope
            .addresses
            .extend(kept.filter(|address| !new.contains(address)));
        let text = edited.text.clone();
        let mut candidate =
            Candidate::trusting(text, None, Some(scope), &trusted, request, &policy);
        // The changes are what the request asks for, so nothing is missing.
        candidate.worth.missing.clear();
        candidate
    }

    /// Returns whether the program has no validation problem and was not cut off.
    pub fn is_valid(&self) -> bool {
        self.fixed.problems.is_empty() && self.cut_off.is_none()
    }

    /// Returns whether the program is valid and nothing requested is missing.
    ///
    /// What is requested is known only as far as the request is understood.
    pub fn is_complete(&self) -> bool {
        self.is_valid() && self.worth.missing.is_empty()
    }

    /// Returns whether the program is complete, passes the scan, and is not refused.
    ///
    /// Findings that are options, or that the request accepts, may be left.
    pub fn is_clean(&self) -> bool {
        let is_blocked = self.fixed.safety.iter().any(|it| it.is_blocking);
        self.is_complete()
            && !self.fixed.findings.iter().any(|it| it.open)
            && !self.fixed.deploy.has_errors()
            && !is_blocked
    }

    /// Returns the requested resources that the program lacks.
    pub fn missing(&self) -> &[Missing] {
        &self.worth.missing
    }

    /// Returns whether the answer was cut off.
    pub fn is_cut_off(&self) -> bool {
        self.cut_off.is_some()
    }

    /// Returns a score; lower is better.
    ///
    /// The order of importance is: a cut-off end, then validation problems and missing resources,
    /// then findings. One finding of a higher severity outweighs any number of findings of lower
    /// severities. A missing resource counts as two problems, because a resource with a problem is
    /// better than none. Findings that the user may fix by adding resources, and those that the
    /// request accepts, do not count: a longer answer has more of them. Of two cut-off programs the one with more blocks is better.
    pub fn score(&self) -> impl Ord + use<> {
        let count = |severity| {
            self.fixed
                .findings
                .iter()
                .filter(|it| it.severity == severity && !it.accepted)
                .filter(|it| it.remedy != Remedy::AddsResources)
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
            .map(|_| self.fixed.module.blocks().count());
        (
            blocks.map(Reverse),
            self.fixed.problems.len() + 2 * self.worth.missing.len(),
            severities.map(count),
        )
    }

    /// Collects the input of a repair call, without the groups in `vain`.
    ///
    /// Returns None if nothing is worth a call.
    pub fn repair_context(
        &self,
        vain: &HashSet<String>,
        policy: &Policy,
    ) -> Option<RepairContext<'_>> {
        let RepairTargets {
            problems, findings, ..
        } = &self.worth;
        let module = &self.fixed.module;
        let groups_max = policy.groups_max.saturating_add(vain.len());
        let mut digest = violations::summarize(module, problems, findings, groups_max);
        digest.add_missing(&self.worth.missing_descriptions());
        digest.groups.retain(|group| !vain.contains(&group.id));
        digest.groups.truncate(policy.groups_max);
        if digest.groups.is_empty() && self.cut_off.is_none() {
            return None;
        }
        let base = hcl::parse(self.retyped.as_str());
        let mut addresses: Vec<&String> = digest
            .groups
            .iter()
            .flat_map(|group| &group.resources)
            .collect();
        addresses.order();
        addresses.dedup();
        // A block is shown as the model wrote it; a block that completion added is shown as added.
        let (written, completed) = (texts(&base), texts(&self.fixed.module));
        let block = |address: &String| {
            let text = written.get(address).or_else(|| completed.get(address))?;
            Some(Block {
                address: address.clone(),
                text: (*text).to_owned(),
            })
        };
        let blocks = addresses.into_iter().filter_map(block).collect();
        let written = base.blocks().filter_map(hcl::Block::address).collect();
        let schema = policy.schema.as_deref();
        let slice = schema.map(|schema| schema::slice(module, problems, schema));
        Some(RepairContext {
            diagnostics: digest,
            slice: slice.unwrap_or_default(),
            blocks,
            written,
            cut_off: self.cut_off.as_deref(),
        })
    }

    /// Describes the candidate in one line.
    pub fn summary(&self) -> String {
        let changes = self.fixed.changes.len();
        let mut summary_text = match (self.is_valid(), self.worth.findings.len()) {
            (false, _) => format!("{} left", plural(self.problem_count(), "problem")),
            (true, 0) => "valid".to_owned(),
            (true, open) => format!("valid, {} left", plural(open, "finding")),
        };
        let refused = self.fixed.deploy.diagnostics.len();
        if refused > 0 {
            summary_text.push_str(&format!(
                "; {} of deployment",
                plural(refused, "diagnostic")
            ));
        }
        let blocking = self.fixed.safety.iter().filter(|it| it.is_blocking).count();
        if blocking > 0 {
            summary_text.push_str(&format!("; {} to accept", plural(blocking, "danger")));
        }
        let missing_texts = self.worth.missing_descriptions();
        if !missing_texts.is_empty() {
            summary_text.push_str(&format!("; missing: {}", missing_texts.join(", ")));
        }
        if changes > 0 {
            summary_text.push_str(&format!(
                "; {} applied without tokens",
                plural(changes, "change")
            ));
        }
        summary_text
    }

    /// Returns the notes for the user about deleted blocks and a cut-off answer.
    pub fn notes(&self) -> Vec<String> {
        let is_gone = |address: &&String| self.fixed.module.at(address).is_none();
        let deleted = self.deleted.iter().filter(is_gone);
        let deleted = deleted.map(|address| format!("the answer deleted `{address}`"));
        let skips = self.removed_skips.iter().map(|skip| {
            let comment = &skip.evidence;
            format!(
                "a model wrote the comment `{comment}`; it was removed, and its rules are checked"
            )
        });
        let left_out = self.left_out.iter().cloned();
        let notes = deleted.chain(left_out).chain(skips);
        notes.chain(self.cut_off_note()).collect()
    }

    /// Returns the note for the user about a cut-off answer.
    fn cut_off_note(&self) -> Option<String> {
        if self.lacks_fence {
            let note =
                "the answer ended right before its closing fence; check that nothing is missing";
            return Some(note.to_owned());
        }
        let at = self.cut_off.as_ref()?;
        Some(match at.as_str() {
            "" => "the answer was cut off; everything after the last block is missing".to_owned(),
            at => format!("the answer was cut off in `{at}`; this block is missing"),
        })
    }

    /// Builds a candidate; the skip comments of the program before the request stay.
    fn new(
        base: String,
        cut_off: Option<String>,
        scope: Option<Scope>,
        request: &Request,
        policy: &Policy,
    ) -> Candidate {
        let own = scope
            .as_ref()
            .map_or_else(Vec::new, |scope| scope.skips.clone());
        Candidate::trusting(base, cut_off, scope, &own, request, policy)
    }

    /// Builds a candidate in which the skip comments in `trusted` stay.
    fn trusting(
        base: String,
        cut_off: Option<String>,
        scope: Option<Scope>,
        trusted: &[SkipComment],
        request: &Request,
        policy: &Policy,
    ) -> Candidate {
        let mut given = hcl::parse(base);
        let removed = safety::without_skip_comments(&given, trusted);
        let removed_skips = removed.map_or_else(Vec::new, |(text, found)| {
            given = hcl::parse(text);
            found
        });
        // The layout of the user's own program stays. Calls get the text without alignment, which
        // takes fewer tokens.
        let formatted = hcl::format(&given).filter(|_| scope.is_none());
        let formatted = formatted.filter(|text| *text != given.text).map(hcl::parse);
        let written = formatted.as_ref().unwrap_or(&given);
        let apply_fixes = |withheld: &[String]| {
            let selection = FixSelection {
                exclude: withheld,
                harden: policy.harden,
                ..FixSelection::default()
            };
            let (rules, schema) = (policy.rules, policy.schema.as_deref());
            autofix(written, request.text(), rules, schema, selection)
        };
        let (fixed, withheld) = match &scope {
            None => (apply_fixes(&[]), Vec::new()),
            Some(scope) => {
                fixed_within(&apply_fixes, &|safety| scope.own_ids(safety), &|address| {
                    !scope.has_touched(address)
                })
            }
        };
        let retyped = match &policy.schema {
            Some(schema) => repair::retyped(&given, schema, &fixed.changes).text,
            None => given.text.clone(),
        };
        let worth =
            RepairTargets::select(&fixed, cut_off.is_some(), scope.as_ref(), request, policy);
        let mut candidate = Candidate {
            base: written.text.clone(),
            retyped,
            fixed,
            withheld,
            deleted: Vec::new(),
            left_out: Vec::new(),
            removed_skips: Vec::new(),
            cut_off,
            lacks_fence: false,
            scope,
            worth,
        };
        candidate.add_removed_skips(removed_skips);
        candidate
    }

    /// Adds the findings of skip comments that were removed from the answer.
    fn add_removed_skips(&mut self, found: Vec<SafetyFinding>) {
        let is_new = |it: &SafetyFinding| !self.removed_skips.iter().any(|own| own.is_same(it));
        let found: Vec<SafetyFinding> = found.into_iter().filter(is_new).collect();
        self.fixed.safety.extend_from_slice(&found);
        self.removed_skips.extend(found);
    }

    fn problem_count(&self) -> usize {
        self.fixed.problems.len() + usize::from(self.cut_off.is_some())
    }
}

/// Returns whether a request asks for the removal of an argument.
///
/// It does if it has a word for a removal or a replacement, or a word of the name of the argument after
/// a word for its end.
fn asks_for_removal(request: &str, name: &str) -> bool {
    const ENDING: &[&str] = &[
        "remove", "removed", "removing", "delete", "drop", "without", "replace", "replaced",
        "swap", "migrate", "convert", "no", "not", "don't", "dont", "stop", "disable", "turn",
        "instead", "simplify", "only", "minimal", "clean", "unset", "off",
    ];
    let words: Vec<String> = words_of(request).map(str::to_ascii_lowercase).collect();
    let is_said = |part: &str| words.iter().any(|word| singular(word) == singular(part));
    let is_ending = words.iter().any(|word| ENDING.contains(&word.as_str()));
    let whole = [
        "replace", "replaced", "swap", "migrate", "convert", "simplify", "minimal",
    ];
    let is_whole = words.iter().any(|word| whole.contains(&word.as_str()));
    is_whole || is_ending && name.split('_').any(|part| part.len() > 2 && is_said(part))
}

/// Maps each address to the text of its first block.
fn texts(module: &Module) -> HashMap<String, &str> {
    let mut texts = HashMap::default();
    for block in module.blocks() {
        if let Some(address) = block.address() {
            let text = &module.text[block.span.range()];
            texts.entry(address).or_insert(text);
        }
    }
    texts
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}
