//! Fixes scan findings without using tokens.
//!
//! A fix follows from the check of its rule (`Is("encrypted", TRUE)` sets the argument) or is
//! listed with the rule in the table. The session of [`crate::rewrite`] applies the fixes and takes
//! back those that cause a new diagnostic or finding.

mod addition_budget;
mod intent;
mod make;
mod set_arguments;

use crate::hcl::{Body, DeployEffect, Item, Module, Problem, Span};
pub use crate::rewrite::Reach;
use crate::rewrite::{DisabledFixes, Finder, Fix, Rewritten, Safety, Session};
use crate::scan::recipe::Topic;
use crate::scan::{Cost, Finding, Fix as RuleFix, Resource, Rule, Tables, deploy_effect};
use crate::schema::Schema;
use crate::semantic::Index;
use addition_budget::AdditionBudget;
use foldhash::HashSet;
use make::{ResourceIndex, first_step, key_for, make};
use set_arguments::{described, literal_text, set_arguments, settings};
use std::cell::OnceCell;

/// Selection of fixes by the user, by change id.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixSelection<'a> {
    /// Ids of changes that are not made.
    pub exclude: &'a [String],
    /// Ids of changes that are made although they have a price.
    pub accept: &'a [String],
    /// Whether to add resources that are worth their cost: keys, logs, roles.
    pub harden: bool,
    /// Limit of the changes, by who wrote the text.
    pub reach: Reach,
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
/// assert!(fixed.module.text.contains("  size      = 8 # GiB\n  encrypted = true\n"));
/// assert_eq!(fixed.changes[0].id, "fix:CKV_AWS_3:aws_ebs_volume.a");
/// ```
pub fn fix(
    module: &Module,
    tables: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Rewritten {
    let mut fixed = fix_unsuggested(module.clone(), None, tables, schema, selection);
    fixed.suggest_names(schema);
    fixed
}

/// Fixes a module as [`fix`] does; its diagnostics may be passed if they are known.
///
/// The messages of the diagnostics suggest no names.
pub(crate) fn fix_unsuggested(
    module: Module,
    problems: Option<Vec<Problem>>,
    tables: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Rewritten {
    session(tables, schema, selection).run(module, problems)
}

/// Returns the findings of a module with the kind of fix that [`fix`] has.
///
/// In the user's own file, a fix that has an effect on what is deployed needs consent.
pub fn findings(
    module: &Module,
    tables: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Vec<Finding> {
    session(tables, schema, selection).findings(module)
}

fn session<'a>(
    tables: Tables,
    schema: Option<&'a Schema>,
    selection: FixSelection<'a>,
) -> Session<'a, RuleFixes<'a>> {
    let finder = RuleFixes {
        selection,
        accepted: selection.accept.iter().map(String::as_str).collect(),
        budget: AdditionBudget::default(),
    };
    let disabled = DisabledFixes::new(selection.exclude);
    Session::new(tables, schema, disabled, finder)
}

/// Fixes that the rules define, as far as the user wants them.
struct RuleFixes<'a> {
    selection: FixSelection<'a>,
    accepted: HashSet<&'a str>,
    budget: AdditionBudget,
}

impl Finder for RuleFixes<'_> {
    fn finder<'m>(
        &'m self,
        index: &'m Index<'m>,
    ) -> impl FnMut(&'static Rule, &Resource, &str) -> Option<Result<Fix, String>> {
        let resources = OnceCell::new();
        move |rule, resource, address| {
            let resources = || resources.get_or_init(|| ResourceIndex::new(index));
            let fix = self.fix_of(index.module, resources, rule, resource, address)?;
            Some(fix.map(|fix| self.with_consent(index, resource, fix)))
        }
    }

    fn select(&mut self, module: &Module, fixes: Vec<Fix>) -> (Vec<Fix>, Vec<String>) {
        self.budget.fitting(module, self.selection.about, fixes)
    }
}

impl RuleFixes<'_> {
    /// Returns the fix of a rule for a resource if it may be made.
    fn fix_of<'m>(
        &self,
        module: &'m Module,
        index: impl Fn() -> &'m ResourceIndex<'m>,
        rule: &'static Rule,
        resource: &Resource,
        address: &str,
    ) -> Option<Result<Fix, String>> {
        let (mut safety, assignment, recipe) = match rule.fix.resolve(resource) {
            RuleFix::None | RuleFix::If(..) => return None,
            RuleFix::Free(assignment) => (Safety::Safe, Some(assignment), None),
            RuleFix::Paid(assignment) => (Safety::Likely, Some(assignment), None),
            RuleFix::NeedsConsent(assignment, _) => (Safety::Suggestion, Some(assignment), None),
            RuleFix::Recipe(recipe) => (safety_of(recipe.cost), None, Some((*recipe, None))),
            RuleFix::AddsResources => {
                let (recipe, path) = key_for(&rule.check)?;
                (safety_of(recipe.cost), None, Some((recipe, Some(path))))
            }
        };
        let topic = recipe.and_then(|(recipe, _)| recipe.topic());
        let id = format!("fix:{}:{address}", rule.id);
        let is_accepted = self.accepted.contains(id.as_str());
        let costs = safety == Safety::Likely;
        if costs && (self.selection.harden || self.is_asked(topic)) || is_accepted {
            safety = Safety::Safe;
        }
        match safety {
            Safety::Safe => {}
            Safety::Likely if self.is_about(resource, topic) => {}
            _ => return None,
        }
        let mut fix = Fix::new(id, address, String::new(), rule.rationale, Vec::new());
        (fix.check, fix.safety) = (Some(rule.id), safety);
        let effect_at = |path: &str| deploy_effect(resource.type_name(), path);
        let least = match costs {
            true => DeployEffect::CostsMoney,
            false => DeployEffect::InPlace,
        };
        let effect = |paths: &mut dyn Iterator<Item = &str>| {
            paths.map(effect_at).max().unwrap_or(least).max(least)
        };
        if let Some(assignment) = assignment {
            let settings = settings(rule, assignment, resource).into_iter();
            let settings: Vec<(&str, String)> = settings
                .map(|(path, value)| (path, literal_text(value)))
                .collect();
            fix.change.description = described(&settings);
            fix.change.effect = Some(effect(&mut settings.iter().map(|(path, _)| *path)));
            fix.touched = settings.iter().map(|(path, _)| first_step(path)).collect();
            let edits = set_arguments(module, resource.block, &settings);
            return Some(edits.map(|edits| Fix { edits, ..fix }));
        }
        let (recipe, key) = recipe?;
        let made = make(
            module,
            index(),
            resource,
            recipe,
            key,
            self.selection.reach.is_own(),
        );
        Some(made.map(|made| {
            fix.change.description = recipe.description.to_owned();
            let edited = recipe.edits.map_or(&[][..], |_| &made.touched);
            let edited = edited.iter().map(String::as_str);
            let mut paths = recipe.template().paths().chain(key).chain(edited);
            fix.change.effect = Some(effect(&mut paths));
            drop(paths);
            (fix.edits, fix.added, fix.touched) = (made.edits, made.added, made.touched);
            fix
        }))
    }

    /// Makes a fix a suggestion if it needs consent that the user has not given.
    fn with_consent(&self, index: &Index, resource: &Resource, mut fix: Fix) -> Fix {
        if !self.accepted.contains(fix.change.id.as_str()) {
            let conflict = intent::conflict(index, resource, &fix);
            fix.consent = conflict.or_else(|| self.consent(index.module, &fix));
        }
        fix
    }

    /// Returns why a fix of the user's own file needs consent, if it does.
    fn consent(&self, module: &Module, fix: &Fix) -> Option<&'static str> {
        let effect = fix.change.effect.filter(|effect| !effect.is_harmless());
        if !self.selection.reach.is_own() {
            return None;
        }
        if let Some(effect) = effect {
            return Some(effect.description());
        }
        let overwrites = |span: Span| {
            let block = module.block_at(span.start);
            block.is_some_and(|block| is_in_a_value(&block.body, span))
        };
        if fix.edits.iter().any(|edit| overwrites(edit.span)) {
            return Some("changes a value that the configuration sets");
        }
        // Another file can have the block that the fix would add.
        let is_alone = self.selection.reach == Reach::File && !self.selection.harden;
        (is_alone && !fix.added.is_empty()).then_some("adds a block that another file can have")
    }

    /// Whether the request names a topic, for any resource.
    fn is_asked(&self, topic: Option<Topic>) -> bool {
        let about = self.selection.about;
        about.is_some_and(|about| topic.is_some_and(|topic| about.asked.contains(&topic)))
    }

    /// Whether the request names the resource type and does not cover the topic itself.
    fn is_about(&self, resource: &Resource, topic: Option<Topic>) -> bool {
        self.selection.about.is_some_and(|about| {
            let is_spared = topic.is_some_and(|topic| about.spared.contains(&topic));
            !is_spared && about.types.contains(resource.type_name())
        })
    }
}

/// Whether a range with text is in the value of an argument.
fn is_in_a_value(body: &Body, span: Span) -> bool {
    span.start < span.end
        && body.items.iter().any(|item| match item {
            Item::Attribute(attribute) => {
                let value = attribute.value.span;
                value.start <= span.start && span.end <= value.end
            }
            Item::Block(block) => is_in_a_value(&block.body, span),
        })
}

/// Returns the certainty of a recipe.
fn safety_of(cost: Cost) -> Safety {
    match cost {
        Cost::Free => Safety::Safe,
        Cost::AddsResources => Safety::Likely,
        Cost::NeedsConsent(_) => Safety::Suggestion,
    }
}
