//! Fixes scan findings without using tokens.
//!
//! A fix follows from the check of its rule (`Is("encrypted", TRUE)` sets the argument) or is
//! listed with the rule in the table. The session of [`crate::rewrite`] applies the fixes and takes
//! back those that cause a new diagnostic or finding.

mod intent;
mod key_grants;
mod make;
mod set_arguments;
mod statements;
mod topics;

use crate::hcl::{Body, DeployEffect, Item, Module, Problem, Span};
pub use crate::rewrite::Reach;
use crate::rewrite::{DisabledFixes, Finder, Fix, Rewritten, Safety, Session};
use crate::scan::{Cost, Finding, Fix as RuleFix, Resource, Rule, Severity, Tables, deploy_effect};
use crate::schema::{self, Admitted, Schema};
use crate::semantic::Index;
use foldhash::HashSet;
pub(crate) use intent::configured_buckets;
use key_grants::key_grants;
use make::{ResourceIndex, first_step, key_for, make};
use set_arguments::{described, literal_text, set_arguments, settings};
use std::cell::OnceCell;
pub use topics::TopicMention;

/// Rules whose fixes add much text that AWS does not charge for.
const WITHOUT_CHARGE: &[&str] = &["CKV2_AWS_61", "CKV2_AWS_64"];

/// Selection of fixes by the user, by change id.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixSelection<'a> {
    /// Ids of changes that are not made.
    pub exclude: &'a [String],
    /// Ids of changes that are made although they have a price.
    pub accept: &'a [String],
    /// Whether to make fixes that are worth their cost: backups, new keys, logs, roles.
    ///
    /// Informational findings are not worth resources; their fixes are made if accepted.
    pub harden: bool,
    /// Limit of the changes, by who wrote the text.
    pub reach: Reach,
    /// Topics of rules that the request asks for or declines.
    pub about: Option<&'a About>,
    /// Names of buckets that other modules of the project configure.
    pub configured_elsewhere: &'a [&'a str],
}

/// Topics of rules that a request asks for or declines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Topics that the request asks for; their fixes may add resources.
    pub asked: Vec<TopicMention>,
    /// Topics that the request declines; their findings are accepted and not fixed.
    pub accepted: Vec<TopicMention>,
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
    session(&module, tables, schema, selection).run(module, problems)
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
    session(module, tables, schema, selection).findings(module)
}

fn session<'a>(
    module: &Module,
    tables: Tables,
    schema: Option<&'a Schema>,
    selection: FixSelection<'a>,
) -> Session<'a, RuleFixes<'a>> {
    let finder = RuleFixes {
        selection,
        accepted: selection.accept.iter().map(String::as_str).collect(),
        is_other_version: schema
            .and_then(|schema| schema.for_module(module)?.provider("aws"))
            .is_some_and(|aws| schema::admitted(module, aws) == Admitted::Not),
    };
    let disabled = DisabledFixes::new(selection.exclude);
    Session::new(tables, schema, disabled, finder)
}

/// Fixes that the rules define, as far as the user wants them.
struct RuleFixes<'a> {
    selection: FixSelection<'a>,
    accepted: HashSet<&'a str>,
    /// Whether the module does not admit the provider version that the fixes are for.
    is_other_version: bool,
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
            Some(fix.map(|(fix, key)| {
                self.with_consent(index, resources, rule, resource, fix, key.as_deref())
            }))
        }
    }

    fn finish(&self, module: &Module, added: &HashSet<String>) -> Option<Module> {
        statements::without_unused(module, added)
    }

    fn is_accepted(&self, rule: &Rule, resource: &Resource, id: &str) -> bool {
        let about = self.selection.about.filter(|_| !self.accepted.contains(id));
        about.is_some_and(|about| is_about(&about.accepted, rule, resource))
    }
}

impl RuleFixes<'_> {
    /// Returns the fix of a rule for a resource if it may be made, and the new key that it uses.
    fn fix_of<'m>(
        &self,
        module: &'m Module,
        index: impl Fn() -> &'m ResourceIndex<'m>,
        rule: &'static Rule,
        resource: &Resource,
        address: &str,
    ) -> Option<Result<(Fix, Option<String>), String>> {
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
        let id = format!("fix:{}:{address}", rule.id);
        let is_accepted = self.accepted.contains(id.as_str());
        let costs = safety == Safety::Likely;
        // What is only informational is not worth a bucket of logs for each network and bucket.
        let is_hardened = self.selection.harden && rule.severity > Severity::Info;
        if costs && (is_hardened || self.is_asked(rule, resource)) || is_accepted {
            safety = Safety::Safe;
        }
        if safety != Safety::Safe {
            return None;
        }
        let mut fix = Fix::new(id, address, String::new(), rule.rationale, Vec::new());
        (fix.check, fix.safety) = (Some(rule.id), safety);
        let effect_at = |path: &str| deploy_effect(resource.type_name(), path);
        let least = match costs && !WITHOUT_CHARGE.contains(&rule.id) {
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
            return Some(edits.map(|edits| (Fix { edits, ..fix }, None)));
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
            (fix, made.key)
        }))
    }

    /// Completes a fix with the grants for its key, and with the consent that it needs.
    fn with_consent<'m>(
        &self,
        index: &Index<'m>,
        resources: impl Fn() -> &'m ResourceIndex<'m>,
        rule: &Rule,
        resource: &Resource,
        mut fix: Fix,
        key: Option<&str>,
    ) -> Fix {
        let grants = key.map(|key| key_grants(index, resource.block, key));
        let grants = grants.unwrap_or_default();
        fix.edits.extend(grants.edits);
        fix.added.extend(grants.added);
        if !self.accepted.contains(fix.change.id.as_str()) {
            let is_own = self.selection.reach.is_own();
            let elsewhere = is_own.then_some(self.selection.configured_elsewhere);
            let conflict = intent::conflict(index, resources, resource, &fix, elsewhere);
            let without_grant = || {
                let lacks = grants.is_incomplete;
                lacks.then_some("users of the resource need kms:Decrypt for the new key")
            };
            let conflict = conflict.or_else(without_grant);
            fix.consent = conflict.or_else(|| self.consent(index.module, &fix));
            let costs = fix.change.effect == Some(DeployEffect::CostsMoney);
            let is_wanted = self.selection.harden || self.is_asked(rule, resource);
            if is_own && costs && !is_wanted && fix.consent.is_none() {
                fix.safety = Safety::Likely;
                fix.consent = Some(DeployEffect::CostsMoney.description());
            }
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
        if self.is_other_version {
            return Some("the configuration requires another version of the provider");
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

    /// Whether the request asks for what a rule checks.
    fn is_asked(&self, rule: &Rule, resource: &Resource) -> bool {
        let about = self.selection.about;
        about.is_some_and(|about| is_about(&about.asked, rule, resource))
    }
}

/// Whether topics cover a rule for a resource.
fn is_about(mentions: &[TopicMention], rule: &Rule, resource: &Resource) -> bool {
    let type_name = resource.type_name();
    mentions.iter().any(|it| it.covers(rule.id, type_name))
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
