//! Fixes scan findings without using tokens.
//!
//! A fix follows from the check of its rule (`Is("encrypted", TRUE)` sets the argument) or is
//! listed with the rule in the table. A round applies all fixes that touch different arguments, so
//! that a large module is parsed and scanned only a few times. If a round causes a new diagnostic
//! or finding, the fixes of that block are applied one by one to find the cause, and the fix that
//! causes it is undone.

mod blame;
mod blocks;
mod deed;
mod make;
mod room;
mod settle;

use crate::hcl::edit::splice_aligned;
use crate::hcl::{Change, Edit, Module, Problem};
use crate::scan::recipe::Topic;
use crate::scan::{self, Cost, Finding, Fix, Recipe, Resource, Rule, Tables};
use crate::schema::Schema;
use blame::{Blame, State, blame};
use blocks::Blocks;
use deed::{Deed, settings, told};
use foldhash::{HashMap, HashSet};
use make::{Register, first_step, key_for, make};
use room::Room;
use settle::settle;
use std::cell::OnceCell;

/// Maximum rounds; each applies at least one fix of every fixable block.
const ROUNDS_MAX: usize = 32;
/// Maximum texts that are parsed and scanned again.
const TRIES_MAX: usize = 96;
/// Maximum total bytes of these texts, so that a large module takes a few seconds.
const TRIED_BYTES_MAX: usize = 48 << 20;

/// Result of one fix run.
#[derive(Clone, Debug)]
pub struct Mended {
    /// Module after the changes.
    pub module: Module,
    /// Changes made, in the order in which they were made.
    pub changes: Vec<Change>,
    /// Fixes that were possible but not made, one sentence each.
    pub notes: Vec<String>,
    /// Diagnostics of the module after the changes.
    pub problems: Vec<Problem>,
    /// Findings that remain, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Selection of fixes by the user, by change id.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixSelection<'a> {
    /// Ids of changes that are not made.
    pub exclude: &'a [String],
    /// Ids of changes that are made although they have a price.
    pub accept: &'a [String],
    /// Whether to add resources that are worth their cost: keys, logs, roles.
    pub harden: bool,
    /// Subject of the request, for which such resources are added in any case.
    pub about: Option<&'a About>,
}

/// Subject of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Resource types that the request names.
    ///
    /// Resources that are worth their cost are added for these types as long as the module stays
    /// small.
    pub types: HashSet<String>,
    /// Topics (logging, encryption) that the request names; applied to every resource.
    pub asked: Vec<Topic>,
    /// Topics the request already covers; no automatic additions.
    pub spared: Vec<Topic>,
    /// Whether the module has exactly the requested number of resources of every type.
    ///
    /// If so, no further resource of an existing type is added automatically.
    pub is_exact: bool,
}

/// Applies all free and all accepted fixes until none is left.
///
/// The id of a change is `fix:<check id>:<address>`. A fix that causes a new diagnostic or finding
/// is undone. With a schema, no fix writes an argument that the provider does not support. A block
/// with syntax errors is not changed. An argument whose value is a variable or another expression
/// is not changed either; the notes report this. Fixing a fixed module changes nothing.
///
/// ```
/// use infragenie::{fix, hcl, scan};
/// let module = hcl::parse("resource \"aws_ebs_volume\" \"a\" {\n  size = 8 # GiB\n}\n");
/// let fixed = fix::fix(&module, scan::aws::TABLES, None, fix::FixSelection::default());
/// assert!(fixed.module.text.contains("  size = 8 # GiB\n  encrypted = true\n"));
/// assert_eq!(fixed.changes[0].id, "fix:CKV_AWS_3:aws_ebs_volume.a");
/// ```
pub fn fix(
    module: &Module,
    tables: Tables,
    schema: Option<&Schema>,
    wishes: FixSelection,
) -> Mended {
    fix_known(module.clone(), None, tables, schema, wishes)
}

/// Fixes a module as `fix` does; its schema diagnostics may be passed if known.
pub(crate) fn fix_known(
    module: Module,
    problems: Option<Vec<Problem>>,
    tables: Tables,
    schema: Option<&Schema>,
    wishes: FixSelection,
) -> Mended {
    let mut bench = Bench {
        tables,
        schema,
        without: wishes.exclude.iter().map(String::as_str).collect(),
        accepted: wishes.accept.iter().map(String::as_str).collect(),
        harden: wishes.harden,
        about: wishes.about,
        room: Room::default(),
        tried: HashSet::default(),
        one_by_one: HashSet::default(),
        changes: Vec::new(),
        notes: Vec::new(),
        tries: TRIES_MAX,
        bytes: TRIED_BYTES_MAX,
    };
    let mut state = match problems {
        Some(problems) => State::known(module, problems, tables),
        None => State::of(module, tables, schema),
    };
    for _ in 0..ROUNDS_MAX {
        let deeds = bench.deeds(&state);
        if deeds.is_empty() || bench.tries == 0 || bench.bytes == 0 {
            break;
        }
        state = bench.round(state, deeds);
    }
    Mended {
        module: state.module,
        changes: bench.changes,
        notes: bench.notes,
        problems: state.problems,
        findings: state.findings,
    }
}

/// Returns the id of the change that fixes a finding.
fn id_of(check: &str, address: &str) -> String {
    format!("fix:{check}:{address}")
}

struct Bench<'a> {
    tables: Tables,
    schema: Option<&'a Schema>,
    without: HashSet<&'a str>,
    accepted: HashSet<&'a str>,
    harden: bool,
    about: Option<&'a About>,
    room: Room,
    tried: HashSet<String>,
    /// Blocks in which several fixes together caused an error.
    one_by_one: HashSet<String>,
    changes: Vec<Change>,
    notes: Vec<String>,
    tries: usize,
    bytes: usize,
}

impl Bench<'_> {
    /// Returns the changes of this round; those of one block touch different arguments.
    fn deeds(&mut self, state: &State) -> Vec<Deed> {
        let module = &state.module;
        // Only rules with an open finding need to be evaluated again.
        let open: HashSet<(&str, &str)> = state
            .findings
            .iter()
            .filter(|it| !self.tried.contains(&id_of(it.id, &it.address)))
            .map(|it| (it.id, it.address.as_str()))
            .collect();
        if open.is_empty() {
            return Vec::new();
        }
        let is_open = |rule: &Rule, address: &str| open.contains(&(rule.id, address));
        let blocks = Blocks::of(module);
        let mut deeds: Vec<Deed> = Vec::new();
        let mut busy: HashMap<String, HashSet<String>> = HashMap::default();
        let tables = self.tables;
        let register = OnceCell::new();
        scan::report_failures(module, tables, is_open, |rule, resource, address, _| {
            let id = id_of(rule.id, address);
            let alone = self.one_by_one.contains(address);
            if (alone && busy.contains_key(address))
                || self.tried.contains(&id)
                || self.without.contains(id.as_str())
                || !blocks.may_change(resource, address)
            {
                return;
            }
            let register = || register.get_or_init(|| Register::of(module));
            match self.deed(module, register, rule, resource, &id) {
                None => {}
                Some(Ok(deed)) if !deed.edits.is_empty() => {
                    let touched = busy.entry(address.to_owned()).or_default();
                    if deed.touched.iter().any(|name| touched.contains(name)) {
                        return;
                    }
                    touched.extend(deed.touched.iter().cloned());
                    deeds.push(Deed {
                        address: address.to_owned(),
                        ..deed
                    });
                }
                Some(Ok(_)) => drop(self.tried.insert(id)),
                Some(Err(note)) => {
                    self.notes.push(format!("{} {address}: {note}", rule.id));
                    self.tried.insert(id);
                }
            }
        });
        let (fit, left) = self.room.fitting(module, self.about, deeds);
        self.tried.extend(left);
        fit
    }

    /// Returns the fix of a rule for a resource if the fix is allowed.
    fn deed<'m>(
        &self,
        module: &'m Module,
        register: impl Fn() -> &'m Register<'m>,
        rule: &'static Rule,
        resource: &Resource,
        id: &str,
    ) -> Option<Result<Deed, String>> {
        let accepted = self.accepted.contains(id);
        let deed = |what, touched, added, edits| Deed {
            id: id.to_owned(),
            rule,
            address: String::new(),
            what,
            added,
            touched,
            edits,
            is_asked: true,
        };
        let (recipe, key) = match rule.fix.resolve(resource) {
            Fix::NeedsConsent(..) if !accepted => return None,
            Fix::Paid(_) if !accepted && !self.harden && !self.is_about(resource, None) => {
                return None;
            }
            Fix::Free(repair) | Fix::Paid(repair) | Fix::NeedsConsent(repair, _) => {
                let settings: Vec<(&str, String)> = settings(rule, repair, resource)
                    .into_iter()
                    .map(|(path, plain)| (path, settle::written(plain)))
                    .collect();
                let edits = settle(module, resource.block, &settings);
                let touched = settings.iter().map(|(path, _)| first_step(path)).collect();
                return Some(edits.map(|edits| deed(told(&settings), touched, Vec::new(), edits)));
            }
            Fix::Made(recipe) => (*recipe, None),
            Fix::AddsResources => {
                let (recipe, path) = key_for(&rule.check)?;
                (recipe, Some(path))
            }
            Fix::None | Fix::If(..) => return None,
        };
        let is_asked = match recipe.cost {
            Cost::Free => true,
            Cost::AddsResources => accepted || self.harden || self.is_asked(recipe),
            Cost::NeedsConsent(_) if accepted => true,
            Cost::NeedsConsent(_) => return None,
        };
        if !is_asked && !self.is_about(resource, recipe.topic()) {
            return None;
        }
        let made = make(module, register(), resource, recipe, key);
        Some(made.map(|made| {
            let does = recipe.description.to_owned();
            Deed {
                is_asked,
                ..deed(does, made.touched, made.added, made.edits)
            }
        }))
    }

    /// Whether the request names the topic of a recipe, for any resource.
    fn is_asked(&self, recipe: &Recipe) -> bool {
        let topic = recipe.topic();
        self.about
            .is_some_and(|about| topic.is_some_and(|topic| about.asked.contains(&topic)))
    }

    /// Whether the request names the resource type and does not cover the topic itself.
    fn is_about(&self, resource: &Resource, topic: Option<Topic>) -> bool {
        self.about.is_some_and(|about| {
            let is_spared = topic.is_some_and(|topic| about.spared.contains(&topic));
            !is_spared && about.types.contains(resource.type_name())
        })
    }

    /// Applies the fixes of a round, except those that cause errors.
    fn round(&mut self, before: State, mut deeds: Vec<Deed>) -> State {
        while !deeds.is_empty() && self.tries > 0 && self.bytes > 0 {
            self.tries -= 1;
            self.bytes = self.bytes.saturating_sub(before.module.text.len());
            let edits: Vec<Edit> = deeds.iter().flat_map(|deed| deed.edits.clone()).collect();
            let after = splice_aligned(&before.module, &edits)
                .map(|module| State::of(module, self.tables, self.schema));
            let blame = after
                .as_ref()
                .map_or(Blame::Unclear(String::new()), |after| {
                    blame(&before, after, &deeds)
                });
            match (blame, after) {
                (Blame::Nobody, Ok(after)) => {
                    for deed in deeds {
                        self.changes.push(deed.change());
                        self.tried.insert(deed.id);
                    }
                    return after;
                }
                (Blame::These { guilty, crowded }, _) => {
                    for (at, brought) in guilty.into_iter().rev() {
                        let deed = deeds.remove(at);
                        self.undone(deed, &brought);
                    }
                    let mut first = HashSet::default();
                    deeds.retain(|deed| {
                        !crowded.contains(&deed.address) || first.insert(deed.address.clone())
                    });
                    self.one_by_one.extend(crowded);
                }
                // The first half is tried alone, the rest in a later round.
                _ if deeds.len() > 1 => deeds.truncate(deeds.len() / 2),
                (Blame::Unclear(brought), _) => {
                    if let Some(deed) = deeds.pop() {
                        self.undone(deed, &brought);
                    }
                }
                (Blame::Nobody, Err(_)) => deeds.clear(),
            }
        }
        before
    }

    /// Rejects a fix for the whole run and records the reason.
    fn undone(&mut self, deed: Deed, brought: &str) {
        let why = match brought {
            "" => "the finding remained",
            brought => brought,
        };
        let note = format!("{} {}: undone, {why}", deed.rule.id, deed.address);
        self.notes.push(note);
        self.tried.insert(deed.id);
    }
}
