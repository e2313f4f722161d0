//! Fixes findings in rounds until no fix is left.

use super::regressions::{Regressions, regressions};
use super::{DisabledFixes, Fix, Rewritten, Safety, edits_of};
use crate::hcl::edit::splice_aligned;
use crate::hcl::{Change, Module, Problem};
use crate::scan::{self, Finding, Resource, Rule, Tables};
use crate::schema::{self, Schema};
use crate::semantic::Index;
use foldhash::{HashMap, HashSet};

/// Maximum rounds; each applies at least one fix of every fixable block.
const ROUNDS_MAX: usize = 32;
/// Maximum texts that are parsed and checked again.
const TRIES_MAX: usize = 96;
/// Maximum total bytes of these texts, so that a large module takes a few seconds.
const TRIED_BYTES_MAX: usize = 48 << 20;

/// Note on a fix that would change a file that may not be changed.
const READ_ONLY: &str = "the fix also changes a file that is read only here";

/// Source of the fixes for findings.
pub(crate) trait Finder {
    /// Returns the function that finds the fix of a finding of a module, or the note why none.
    fn finder<'m>(
        &'m self,
        index: &'m Index<'m>,
    ) -> impl FnMut(&'static Rule, &Resource, &str) -> Option<Result<Fix, String>>;

    /// Returns whether the request asks for what a rule reports.
    ///
    /// A fix with an id that the user accepts is made all the same.
    fn is_accepted(&self, rule: &Rule, resource: &Resource, id: &str) -> bool;

    /// Returns the module without what added blocks turn out not to need, if anything.
    fn finish(&self, module: &Module, added: &HashSet<String>) -> Option<Module>;
}

/// Module with its diagnostics, its findings and the fixes that are found for them.
pub(super) struct State {
    pub module: Module,
    pub problems: Vec<Problem>,
    pub findings: Vec<Finding>,
    /// Ids and addresses of the findings with a fix, or a note why there is none.
    fixes: Vec<(String, String, Result<Fix, String>)>,
}

impl State {
    /// Returns the number of findings by check and address.
    pub fn finding_counts(&self) -> HashMap<(&str, &str), usize> {
        let mut counts = HashMap::default();
        for finding in &self.findings {
            let key = (finding.id, finding.address.as_str());
            *counts.entry(key).or_default() += 1;
        }
        counts
    }
}

/// Rounds of fixes on one module.
pub(crate) struct Session<'a, F> {
    tables: Tables,
    schema: Option<&'a Schema>,
    disabled: DisabledFixes,
    finder: F,
    /// Ids of the fixes that were made or rejected.
    settled: HashSet<String>,
    /// Blocks in which several fixes together caused a regression.
    one_by_one: HashSet<String>,
    changes: Vec<Change>,
    /// Addresses of the blocks that the fixes added.
    added: HashSet<String>,
    notes: Vec<String>,
    tries: usize,
    bytes: usize,
}

impl<'a, F: Finder> Session<'a, F> {
    /// Creates a session that checks each round against the rules and the schema.
    pub fn new(
        tables: Tables,
        schema: Option<&'a Schema>,
        disabled: DisabledFixes,
        finder: F,
    ) -> Self {
        Self {
            tables,
            schema,
            disabled,
            finder,
            settled: HashSet::default(),
            one_by_one: HashSet::default(),
            changes: Vec::new(),
            added: HashSet::default(),
            notes: Vec::new(),
            tries: TRIES_MAX,
            bytes: TRIED_BYTES_MAX,
        }
    }

    /// Returns the findings of a module with the kinds of fix that they have.
    pub fn findings(&self, module: &Module) -> Vec<Finding> {
        self.check(module.clone(), Some(Vec::new())).findings
    }

    /// Fixes a module; its diagnostics may be passed if they are known.
    pub fn run(mut self, module: Module, problems: Option<Vec<Problem>>) -> Rewritten {
        let mut state = self.check(module, problems);
        for _ in 0..ROUNDS_MAX {
            let fixes = self.next_fixes(&mut state);
            if fixes.is_empty() || self.is_exhausted() {
                break;
            }
            state = self.round(state, fixes);
        }
        if !self.added.is_empty()
            && let Some(module) = self.finder.finish(&state.module, &self.added)
        {
            let after = self.check(module, None);
            let is_as_good = after.problems.len() <= state.problems.len()
                && after.findings.len() <= state.findings.len();
            if is_as_good {
                state = after;
            }
        }
        Rewritten {
            module: state.module,
            changes: self.changes,
            notes: self.notes,
            problems: state.problems,
            findings: state.findings,
        }
    }

    fn is_exhausted(&self) -> bool {
        self.tries == 0 || self.bytes == 0
    }

    /// Checks a module and finds the fixes of its findings.
    fn check(&self, module: Module, problems: Option<Vec<Problem>>) -> State {
        let index = Index::with_values(&module);
        // Validation does not read the files that give values.
        let problems = problems.unwrap_or_else(|| match module.values.is_empty() {
            true => schema::check_unsuggested(&index, self.schema),
            false => schema::validate_unsuggested(&module, self.schema),
        });
        let (mut findings, mut fixes) = (Vec::new(), Vec::new());
        let mut find = self.finder.finder(&index);
        let lines = module.lines();
        scan::report_failures(&index, self.tables, |rule, resource, address| {
            let position = lines.position(resource.block.span.start);
            let mut finding = Finding::new(rule, resource, address, position);
            let id = format!("fix:{}:{address}", rule.id);
            let is_accepted = self.finder.is_accepted(rule, resource, &id);
            if is_accepted {
                finding.accept();
            }
            if !index.module.may_edit(resource.block) {
                finding.has_no_fix();
            } else if index.may_change(resource.block)
                && let Some(fix) = find(rule, resource, address)
            {
                let consent = fix.as_ref().ok().and_then(|fix| fix.consent);
                let is_safe = fix.as_ref().is_ok_and(|fix| fix.safety == Safety::Safe);
                if let Some(consent) = consent.filter(|_| !is_accepted) {
                    match is_safe {
                        true => finding.needs_consent(consent),
                        false => finding.needs_hardening(),
                    }
                } else if !is_accepted && !self.settled.contains(&id) && !self.disabled.has(&id) {
                    fixes.push((id, address.to_owned(), fix));
                }
            }
            findings.push(finding);
        });
        drop(find);
        drop(index);
        State {
            module,
            problems,
            findings,
            fixes,
        }
    }

    /// Returns the fixes of a round; those of one block touch different arguments.
    fn next_fixes(&mut self, state: &mut State) -> Vec<Fix> {
        let mut fixes: Vec<Fix> = Vec::new();
        let mut touched: HashMap<String, HashSet<String>> = HashMap::default();
        for (id, address, fix) in state.fixes.drain(..) {
            let is_later = self.one_by_one.contains(&address) && touched.contains_key(&address);
            if is_later || self.settled.contains(&id) {
                continue;
            }
            match fix {
                Ok(fix) if fix.edits.is_empty() => drop(self.settled.insert(id)),
                Ok(fix) if !fix.is_writable(&state.module) => {
                    let check = fix.check.unwrap_or_default();
                    self.notes.push(format!("{check} {address}: {READ_ONLY}"));
                    self.settled.insert(id);
                }
                Ok(mut fix) => {
                    let touched = touched.entry(address).or_default();
                    if !fix.touched.iter().any(|name| touched.contains(name)) {
                        touched.extend(fix.touched.iter().cloned());
                        fix.change.id = id;
                        fixes.push(fix);
                    }
                }
                Err(note) => {
                    let check = id.split(':').nth(1).unwrap_or_default();
                    self.notes.push(format!("{check} {address}: {note}"));
                    self.settled.insert(id);
                }
            }
        }
        fixes
    }

    /// Applies the fixes of a round, except those that cause regressions.
    fn round(&mut self, before: State, mut fixes: Vec<Fix>) -> State {
        while !fixes.is_empty() && !self.is_exhausted() {
            self.tries -= 1;
            self.bytes = self.bytes.saturating_sub(before.module.text.len());
            let after = splice_aligned(&before.module, &edits_of(&fixes))
                .map(|module| self.check(module, None));
            let found = match &after {
                Ok(after) => regressions(&before, after, &fixes),
                Err(_) => Regressions::Unclear(String::new()),
            };
            match (found, after) {
                (Regressions::None, Ok(after)) => {
                    self.keep(fixes);
                    return after;
                }
                (Regressions::Caused { by, ambiguous }, _) => {
                    let is_suspect = |(at, fix): &(usize, &Fix)| {
                        by.iter().any(|(suspect, _)| suspect == at)
                            || ambiguous.contains(&fix.change.address)
                    };
                    let suspects = fixes.iter().enumerate().filter(is_suspect);
                    let suspects: Vec<Fix> = suspects.map(|(_, fix)| fix.clone()).collect();
                    if suspects.len() < fixes.len()
                        && let Some(after) = self.without_regressions(&before, &suspects)
                    {
                        // Another fix of the round causes the regression in their block.
                        self.keep(suspects);
                        return after;
                    }
                    for (at, regression) in by.into_iter().rev() {
                        let fix = fixes.remove(at);
                        self.reject(fix, &regression);
                    }
                    let mut first = HashSet::default();
                    fixes.retain(|fix| {
                        let address = &fix.change.address;
                        !ambiguous.contains(address) || first.insert(address.clone())
                    });
                    self.one_by_one.extend(ambiguous);
                }
                // The first half is tried alone, the rest in a later round.
                _ if fixes.len() > 1 => fixes.truncate(fixes.len() / 2),
                (Regressions::Unclear(regression), _) => {
                    if let Some(fix) = fixes.pop() {
                        self.reject(fix, &regression);
                    }
                }
                (Regressions::None, Err(_)) => fixes.clear(),
            }
        }
        // Without the rejected fixes other fixes can be found.
        self.check(before.module, Some(before.problems))
    }

    /// Records fixes that were made.
    fn keep(&mut self, fixes: Vec<Fix>) {
        for fix in fixes {
            self.settled.insert(fix.change.id.clone());
            self.changes.push(fix.change);
            self.added.extend(fix.added);
        }
    }

    /// Applies fixes, or returns `None` if they cause a regression.
    fn without_regressions(&mut self, before: &State, fixes: &[Fix]) -> Option<State> {
        self.tries = self.tries.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(before.module.text.len());
        let module = splice_aligned(&before.module, &edits_of(fixes)).ok()?;
        let after = self.check(module, None);
        matches!(regressions(before, &after, fixes), Regressions::None).then_some(after)
    }

    /// Rejects a fix for the whole session and records the reason.
    fn reject(&mut self, fix: Fix, regression: &str) {
        let why = match regression {
            "" => "the finding remained",
            regression => regression,
        };
        let check = fix.check.unwrap_or_default();
        let note = format!("{check} {}: undone, {why}", fix.change.address);
        self.notes.push(note);
        self.settled.insert(fix.change.id);
    }
}
