//! Module and Findings in, Module out: what costs no tokens.
//!
//! A fix follows from the word of its rule (`Is("encrypted", TRUE)` sets it) or stands beside it
//! in the table. A round makes all fixes that touch different arguments, so that a large text is
//! read and scanned a few times only. Where something breaks, the fixes of that block are made one
//! by one, so that what a change breaks can be told from what another one breaks, and such a
//! change is taken back.

mod blame;
mod blocks;
mod deed;
mod make;
mod room;
mod settle;

use crate::hcl::edit::splice;
use crate::hcl::{self, Change, Edit, Module, Problem};
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

/// Most rounds. Each makes one fix at least of every block that can still be mended.
const ROUNDS_MAX: usize = 32;
/// Most texts that are read and scanned again.
const TRIES_MAX: usize = 96;
/// Most bytes of them, so that a large program is mended in a few seconds.
const TRIED_BYTES_MAX: usize = 48 << 20;

/// A module with what was done to it.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The module after the changes.
    pub module: Module,
    /// What was done, in the order it was done.
    pub changes: Vec<Change>,
    /// What could have been done and was not, one sentence each.
    pub notes: Vec<String>,
    /// What is wrong with the module after the changes.
    pub problems: Vec<Problem>,
    /// What the scan still finds, in the order of the text.
    pub findings: Vec<Finding>,
}

/// What the user wants of the fixes, by the ids of changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixSelection<'a> {
    /// Changes that are not made.
    pub exclude: &'a [String],
    /// Changes with a price that are made.
    pub accept: &'a [String],
    /// Whether new resources are added that are worth money: keys, logs, roles.
    pub harden: bool,
    /// What they are added for in any case.
    pub about: Option<&'a About>,
}

/// What a request is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Types of resources that it speaks of. What is worth money is added for them as long as the
    /// program stays small.
    pub types: HashSet<String>,
    /// What it asks for by name, which every resource gets.
    pub asked: Vec<Topic>,
    /// What it sees to itself, so that nothing is added unasked.
    pub spared: Vec<Topic>,
    /// Whether the program holds of every type as many as are asked for, so that no further one of
    /// a type that is there is added unasked.
    pub is_exact: bool,
}

/// Mends what can be mended for free, and what was accepted, until nothing more can be.
///
/// The id of a change is `fix:<check id>:<address>`. A fix that brings a problem or a finding is
/// undone; with a schema no fix writes what the provider does not know. A block that did not parse stays as it is, and so
/// does an argument that follows a variable or another expression: the notes say so. What is mended
/// once is not mended again.
///
/// ```
/// use infragenie::{fix, hcl, scan};
/// let module = hcl::parse("resource \"aws_ebs_volume\" \"a\" {\n  size = 8 # GiB\n}\n");
/// let mended = fix::fix(&module, scan::aws::TABLES, None, fix::Wishes::default());
/// assert!(mended.module.text.contains("  size = 8 # GiB\n  encrypted = true\n"));
/// assert_eq!(mended.changes[0].id, "fix:CKV_AWS_3:aws_ebs_volume.a");
/// ```
pub fn fix(
    module: &Module,
    tables: Tables,
    schema: Option<&Schema>,
    wishes: FixSelection,
) -> Mended {
    fix_known(module.clone(), None, tables, schema, wishes)
}

/// The same for a module whose problems may be known already: those that its schema tells.
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

/// The id of the change that mends a finding.
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
    /// Blocks that broke under several fixes at once.
    one_by_one: HashSet<String>,
    changes: Vec<Change>,
    notes: Vec<String>,
    tries: usize,
    bytes: usize,
}

impl Bench<'_> {
    /// The changes that can be made now: of one block those that touch different things.
    fn deeds(&mut self, state: &State) -> Vec<Deed> {
        let module = &state.module;
        // What is found already need not be looked for again.
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

    /// What a rule would have done to a resource, where that is wanted.
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

    /// Whether the request asks for what a recipe does, whatever it is done to.
    fn is_asked(&self, recipe: &Recipe) -> bool {
        let topic = recipe.topic();
        self.about
            .is_some_and(|about| topic.is_some_and(|topic| about.asked.contains(&topic)))
    }

    /// Whether the request is about a resource, and leaves a topic to us.
    fn is_about(&self, resource: &Resource, topic: Option<Topic>) -> bool {
        self.about.is_some_and(|about| {
            let is_spared = topic.is_some_and(|topic| about.spared.contains(&topic));
            !is_spared && about.types.contains(resource.type_name())
        })
    }

    /// Makes the deeds, less those that break something.
    fn round(&mut self, before: State, mut deeds: Vec<Deed>) -> State {
        while !deeds.is_empty() && self.tries > 0 && self.bytes > 0 {
            self.tries -= 1;
            self.bytes = self.bytes.saturating_sub(before.module.text.len());
            let edits: Vec<Edit> = deeds.iter().flat_map(|deed| deed.edits.clone()).collect();
            let after = splice(&before.module.text, &edits)
                .map(|text| State::of(hcl::parse(text), self.tables, self.schema));
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
                // Half of them is tried alone, and the rest in a later round.
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

    /// Takes a deed back for good, and says why.
    fn undone(&mut self, deed: Deed, brought: &str) {
        let why = match brought {
            "" => "it is found all the same",
            brought => brought,
        };
        let note = format!("{} {}: undone, {why}", deed.rule.id, deed.address);
        self.notes.push(note);
        self.tried.insert(deed.id);
    }
}
