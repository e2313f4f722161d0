//! Module and Findings in, Module out: what costs no tokens.
//!
//! A fix follows from the word of its rule (`Is("encrypted", TRUE)` sets it) or stands beside it
//! in the table. A round makes all fixes that touch different arguments, so that a large text is
//! read and scanned a few times only. Where something breaks, the fixes of that block are made one
//! by one, so that what a change breaks can be told from what another one breaks, and such a
//! change is taken back.

mod make;
mod settle;

use crate::hcl::edit::splice;
use crate::hcl::{self, Change, Edit, Kind, Module, Problem};
use crate::scan::{self, Check, Cost, Finding, Fix, Plain, Repair, Resource, Rule, Tables};
use crate::schema::{self, Schema};
use make::{Register, first_step, key_for, make};
use settle::settle;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Most rounds. Each makes one fix at least of every block that can still be mended.
const ROUNDS_MAX: usize = 32;
/// Most texts that are read and scanned again.
const TRIES_MAX: usize = 96;
/// Most bytes of them, so that a large program is mended in a few seconds.
const TRIED_BYTES_MAX: usize = 48 << 20;

/// Most resources that one fix adds where nobody asked for all.
const FEW: usize = 3;

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
pub struct Wishes<'a> {
    /// Changes that are not made.
    pub without: &'a [String],
    /// Changes with a price that are made.
    pub accepted: &'a [String],
    /// Whether new resources are added that are worth money: keys, logs, roles.
    pub harden: bool,
    /// Types of resources for which they are added in any case, where they are few.
    pub about: &'a [&'static str],
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
pub fn fix(module: &Module, tables: Tables, schema: Option<&Schema>, wishes: Wishes) -> Mended {
    let mut bench = Bench {
        tables,
        schema,
        without: wishes.without.iter().map(String::as_str).collect(),
        accepted: wishes.accepted.iter().map(String::as_str).collect(),
        harden: wishes.harden,
        about: wishes.about,
        tried: HashSet::new(),
        one_by_one: HashSet::new(),
        changes: Vec::new(),
        notes: Vec::new(),
        tries: TRIES_MAX,
        bytes: TRIED_BYTES_MAX,
    };
    let mut state = State::of(module.clone(), tables, schema);
    for _ in 0..ROUNDS_MAX {
        let deeds = bench.deeds(&state.module);
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

/// A change that can be made.
struct Deed {
    id: String,
    rule: &'static Rule,
    address: String,
    /// What is done, as it is told.
    what: String,
    /// The addresses of new blocks.
    added: Vec<String>,
    /// The arguments and blocks that are set in the block, and the new blocks.
    touched: Vec<String>,
    edits: Vec<Edit>,
}

/// A module and what is wrong with it.
struct State {
    module: Module,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
}

impl State {
    fn of(module: Module, tables: Tables, schema: Option<&Schema>) -> Self {
        Self {
            findings: scan::scan(&module, tables),
            problems: match schema {
                Some(schema) => schema::validate(&module, schema),
                None => schema::check(&module),
            },
            module,
        }
    }

    /// How often each check finds something at each address.
    fn counts(&self) -> HashMap<(&str, &str), usize> {
        let mut counts = HashMap::new();
        for finding in &self.findings {
            let key = (finding.id, finding.address.as_str());
            *counts.entry(key).or_default() += 1;
        }
        counts
    }
}

struct Bench<'a> {
    tables: Tables,
    schema: Option<&'a Schema>,
    without: HashSet<&'a str>,
    accepted: HashSet<&'a str>,
    harden: bool,
    about: &'a [&'static str],
    tried: HashSet<String>,
    /// Blocks that broke under several fixes at once.
    one_by_one: HashSet<String>,
    changes: Vec<Change>,
    notes: Vec<String>,
    tries: usize,
    bytes: usize,
}

/// Who is to blame for what got worse.
enum Blame {
    Nobody,
    These {
        /// Deeds of the batch, and what they brought.
        guilty: Vec<(usize, String)>,
        /// Blocks where it may be any of several deeds.
        crowded: HashSet<String>,
    },
    /// Something elsewhere got worse, which is said.
    Unclear(String),
}

impl Bench<'_> {
    /// The changes that can be made now: of one block those that touch different things.
    fn deeds(&mut self, module: &Module) -> Vec<Deed> {
        let blocks = Blocks::of(module);
        let mut deeds: Vec<Deed> = Vec::new();
        let mut busy: HashMap<String, HashSet<String>> = HashMap::new();
        let tables = self.tables;
        let register = OnceCell::new();
        scan::failing(module, tables, |rule, resource, address| {
            let id = format!("fix:{}:{address}", rule.id);
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
        deeds
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
        };
        let (recipe, key) = match rule.fix.at(resource) {
            Fix::Offered(..) if !accepted => return None,
            Fix::Paid(_) if !accepted && !self.hardens(resource, 0) => return None,
            Fix::Free(repair) | Fix::Paid(repair) | Fix::Offered(repair, _) => {
                let settings: Vec<(&str, String)> = settings(rule, repair, resource)
                    .into_iter()
                    .map(|(path, plain)| (path, settle::written(plain)))
                    .collect();
                let edits = settle(module, resource.block, &settings);
                let touched = settings.iter().map(|(path, _)| first_step(path)).collect();
                return Some(edits.map(|edits| deed(told(&settings), touched, Vec::new(), edits)));
            }
            Fix::Made(recipe) => (*recipe, None),
            Fix::Companion => {
                let (recipe, path) = key_for(&rule.check)?;
                (recipe, Some(path))
            }
            Fix::None | Fix::If(..) => return None,
        };
        let wanted = match recipe.cost {
            Cost::Free => true,
            Cost::Companion => accepted || self.hardens(resource, recipe.resources()),
            Cost::Offered(_) => accepted,
        };
        let made = wanted.then(|| make(module, register(), resource, recipe, key))?;
        Some(made.map(|made| {
            let does = recipe.does.to_owned();
            deed(does, made.touched, made.added, made.edits)
        }))
    }

    /// Whether so many resources are added for a resource without being asked.
    fn hardens(&self, resource: &Resource, resources: usize) -> bool {
        self.harden || (resources <= FEW && self.about.contains(&resource.type_name()))
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
                    let mut first = HashSet::new();
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

impl Deed {
    fn change(&self) -> Change {
        Change {
            id: self.id.clone(),
            address: self.address.clone(),
            what: self.what.clone(),
            why: self.rule.why.to_owned(),
        }
    }
}

/// Settings as they are told.
fn told(settings: &[(&str, String)]) -> String {
    let set = |(path, value): &(&str, String)| format!("`{path} = {value}`");
    let sets: Vec<String> = settings.iter().map(set).collect();
    format!("set {}", sets.join(" and "))
}

/// Compares what is wrong before and after.
fn blame(before: &State, after: &State, deeds: &[Deed]) -> Blame {
    let mut of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, deed) in deeds.iter().enumerate() {
        for address in deed.added.iter().chain([&deed.address]) {
            of.entry(address).or_default().push(at);
        }
    }
    let mut guilty: HashMap<usize, String> = HashMap::new();
    let mut crowded = HashSet::new();
    let mut accuse = |suspects: &[usize], address: &str, brought: &str| match suspects {
        [one] => drop(guilty.insert(*one, brought.to_owned())),
        // All of them wanted the block that was added, one of them broke the block that was there.
        _ if deeds[suspects[0]].address == address => {
            crowded.insert(address.to_owned());
        }
        _ => guilty.extend(suspects.iter().map(|at| (*at, brought.to_owned()))),
    };
    let known = before.counts();
    for ((id, address), count) in after.counts() {
        let more = count > known.get(&(id, address)).copied().unwrap_or_default();
        let Some(suspects) = of.get(address) else {
            if more {
                return Blame::Unclear(format!("it brings {id} at {address}"));
            }
            continue;
        };
        let mends = |at: &&usize| deeds[**at].rule.id == id && deeds[**at].address == address;
        if let Some(at) = suspects.iter().find(mends) {
            accuse(&[*at], address, "");
        } else if more {
            accuse(suspects, address, &format!("it brings {id}"));
        }
    }
    let blocks = Blocks::of(&after.module);
    let mut known: HashMap<(Kind, &str), usize> = HashMap::new();
    for problem in &before.problems {
        *known.entry(heart(problem)).or_default() += 1;
    }
    for problem in &after.problems {
        let old = known.entry(heart(problem)).or_default();
        if let Some(fewer) = old.checked_sub(1) {
            *old = fewer;
            continue;
        }
        let address = blocks.at(problem.span.start).unwrap_or_default();
        let Some(suspects) = of.get(address) else {
            return Blame::Unclear(format!("it brings `{}`", problem.kind.summary()));
        };
        accuse(
            suspects,
            address,
            &format!("it brings `{}`", problem.kind.summary()),
        );
    }
    if guilty.is_empty() && crowded.is_empty() {
        return Blame::Nobody;
    }
    let mut guilty: Vec<(usize, String)> = guilty.into_iter().collect();
    guilty.sort();
    Blame::These { guilty, crowded }
}

/// What a problem is, without the remedy: the nearest name changes with what is written elsewhere.
fn heart(problem: &Problem) -> (Kind, &str) {
    let message = problem.message.split(';').next().unwrap_or_default();
    (problem.kind, message)
}

/// Where the top-level blocks stand, and which of them may be changed.
struct Blocks {
    spans: Vec<(hcl::Span, Option<String>)>,
    problems: Vec<usize>,
    counts: HashMap<String, usize>,
}

impl Blocks {
    fn of(module: &Module) -> Self {
        let mut counts = HashMap::new();
        let spans: Vec<_> = module
            .blocks()
            .map(|block| (block.span, block.address()))
            .collect();
        for address in spans.iter().filter_map(|(_, address)| address.as_ref()) {
            *counts.entry(address.clone()).or_default() += 1;
        }
        let mut problems: Vec<usize> = module
            .problems
            .iter()
            .map(|problem| problem.span.start)
            .collect();
        problems.sort_unstable();
        Self {
            spans,
            problems,
            counts,
        }
    }

    /// The address of the block around a byte.
    fn at(&self, byte: usize) -> Option<&str> {
        let after = self.spans.partition_point(|(span, _)| span.start <= byte);
        let (span, address) = self.spans.get(after.checked_sub(1)?)?;
        address.as_deref().filter(|_| byte <= span.end)
    }

    /// A block that parsed, and whose address names it alone.
    fn may_change(&self, resource: &Resource, address: &str) -> bool {
        let span = resource.block.span;
        let from = self
            .problems
            .partition_point(|problem| *problem < span.start);
        let broken = self
            .problems
            .get(from)
            .is_some_and(|problem| *problem <= span.end);
        resource.block.closed && !broken && self.counts.get(address) == Some(&1)
    }
}

/// The paths that a fix sets, and their values.
fn settings(rule: &Rule, repair: &Repair, resource: &Resource) -> Vec<(&'static str, Plain)> {
    match repair {
        Repair::Implied => {
            let mut settings = Vec::new();
            implied(&rule.check, resource, &mut settings);
            settings
        }
        Repair::Set(settings) => settings.to_vec(),
        Repair::Pick(pick) => pick(resource).to_vec(),
    }
}

/// What the word of a check asks for, where it says it.
fn implied(check: &Check, resource: &Resource, settings: &mut Vec<(&'static str, Plain)>) {
    use Check::*;
    let mut set = |path: &'static str, plain: Plain| {
        settings.push((path.strip_suffix(".0").unwrap_or(path), plain));
    };
    match *check {
        Is(path, plain) => set(path, plain),
        OneOf(path, [first, ..]) | Keeps(path, [first, ..]) => set(path, *first),
        IsNot(path, Plain::Bool(plain)) => set(path, Plain::Bool(!plain)),
        AtLeast(path, least) => set(path, Plain::Number(least)),
        When(_, check) | Unless(_, check) | PassIf(_, check) => implied(check, resource, settings),
        All(checks) => {
            for check in checks.iter().filter(|check| !check.holds(resource)) {
                implied(check, resource, settings);
            }
        }
        _ => {}
    }
}
