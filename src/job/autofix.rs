//! Applies all steps that cost no tokens, from repair to the checks.

use super::request_topics::request_topics;
use crate::complete::{self, Completed, RequiredVariable};
use crate::deploy::{self, DeployCheck, DeployOptions, DeploySelection};
use crate::fix::{self, FixSelection, Reach};
use crate::hcl::{self, Block, Change, Module, Problem};
use crate::repair;
use crate::safety::{self, Author, SafetyFinding};
use crate::scan::{self, Finding, SuppressedFinding, Tables};
use crate::schema::Schema;
use foldhash::HashSet;

/// A program after automatic fixes, with its remaining diagnostics.
#[derive(Clone, Debug)]
pub struct Autofixed {
    /// The program; its text is the result for the user.
    pub module: Module,
    /// Addresses of the added blocks.
    pub added: Vec<String>,
    /// Changes made, each with its reason.
    pub changes: Vec<Change>,
    /// Repairs that were possible and need consent.
    pub offers: Vec<Change>,
    /// Problems that `terraform validate` would report.
    pub problems: Vec<Problem>,
    /// Remaining scan findings, in source order.
    pub findings: Vec<Finding>,
    /// Findings that a comment in the program skips.
    pub suppressed: Vec<SuppressedFinding>,
    /// Failures of plan, of apply, and of what is applied.
    pub deploy: DeployCheck,
    /// Dangers in the program.
    pub safety: Vec<SafetyFinding>,
    /// Variables that the user has to set.
    pub variables: Vec<RequiredVariable>,
    /// Notes for the user.
    pub notes: Vec<String>,
}

/// Note for programs that were checked without a schema.
const UNCHECKED: &str =
    "The provider schema is not loaded: types and arguments were not validated.";

/// Repairs, completes and fixes a program without tokens.
///
/// `request` is the text of the user; whatever it names is kept. The selection holds the ids of
/// changes that the user excluded and of priced changes that the user accepted; all other changes
/// are made.
/// Without a schema only checks on the text itself run.
///
/// ```
/// use infragenie::{fix::FixSelection, hcl, job::autofix, scan};
///
/// let module =
///     hcl::parse("resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\"\n}\n");
/// let request = "an ec2 instance";
/// let rules = scan::aws::TABLES;
/// let fixed = autofix::autofix(&module, request, rules, None, FixSelection::default());
/// assert!(fixed.module.text.contains("tls_private_key"));
/// ```
pub fn autofix(
    module: &Module,
    request: &str,
    rules: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Autofixed {
    rewrite(module, Some(request), rules, schema, selection)
}

/// Fixes a program that the user wrote, without completing it.
///
/// Adds no key pair, no image lookup and no provider configuration.
///
/// ```
/// use infragenie::{fix::FixSelection, hcl, job::autofix, scan};
///
/// let code = "resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\"\n}\n";
/// let module = hcl::parse(code);
/// let fixed = autofix::fix(&module, scan::aws::TABLES, None, FixSelection::default());
/// assert!(!fixed.module.text.contains("tls_private_key"));
/// assert!(fixed.module.text.contains("http_tokens"));
/// ```
pub fn fix(
    module: &Module,
    rules: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Autofixed {
    rewrite(module, None, rules, schema, selection)
}

/// Repairs a program, completes it for a request, and fixes it.
///
/// Without a schema nothing is repaired, and without a request nothing is completed.
fn rewrite(
    module: &Module,
    request: Option<&str>,
    rules: Tables,
    schema: Option<&Schema>,
    selection: FixSelection,
) -> Autofixed {
    let without = selection.exclude;
    let repaired =
        repair::repair_unsuggested(module, schema, selection.reach, without, selection.accept);
    let options = deploy_options(module, schema, request, selection.reach);
    let chosen = DeploySelection {
        exclude: without,
        accept: selection.accept,
        reach: selection.reach,
    };
    let deployed = deploy::fix(&repaired.module, schema, options, chosen);
    let is_unchanged = deployed.changes.is_empty();
    let mut problems = Some(repaired.problems).filter(|_| is_unchanged);
    let deployed_text = deployed.module.text.clone();
    let mut now = Completed {
        module: deployed.module,
        changes: Vec::new(),
        variables: Vec::new(),
        notes: Vec::new(),
    };
    if let Some(next) = hcl::format::without_new_notations(module, &now.module) {
        now.module = next;
        problems = None;
    }
    let mut about = None;
    if let Some(request) = request {
        if !module.problems.is_empty() {
            // With syntax errors it could not be formatted before.
            now.module = hcl::format::formatted(now.module);
            problems = None;
        }
        now = complete::complete(&now.module, request, without);
        problems = problems.filter(|_| now.changes.is_empty());
        about = Some(request_topics(request, &now.module));
    }
    let selection = FixSelection {
        about: about.as_ref(),
        ..selection
    };
    let mut fixed = fix::fix_unsuggested(now.module, problems, rules, schema, selection);
    let mut offers = match selection.reach.is_own() && !fixed.problems.is_empty() {
        true => {
            let exclude = selection.exclude;
            let all = repair::repair_unsuggested(&fixed.module, schema, Reach::Draft, exclude, &[]);
            all.changes
        }
        false => Vec::new(),
    };
    offers.extend(deployed.offers);
    fixed.suggest_names(schema);
    let deploy = match fixed.module.text == deployed_text {
        true => deployed.check,
        false => deploy::check(&fixed.module, options),
    };
    let mut notes = [now.notes, fixed.notes].concat();
    if schema.is_none_or(|schema| schema.for_module(&fixed.module).is_none()) {
        notes.push(UNCHECKED.to_owned());
    }
    if request.is_some() {
        notes.extend(deploy.diagnostics.iter().map(|it| {
            let (address, outcome) = (&it.address, it.outcome);
            format!("{address}: {}; {outcome}. {}", it.message, it.rationale)
        }));
    }
    let safety = dangers(&fixed.module, request, without);
    let before: HashSet<String> = module.blocks().filter_map(Block::address).collect();
    let added = fixed.module.blocks().filter_map(Block::address);
    Autofixed {
        added: added.filter(|it| !before.contains(it)).collect(),
        offers,
        problems: fixed.problems,
        findings: fixed.findings,
        suppressed: scan::suppressed(&fixed.module, rules),
        deploy,
        safety,
        module: fixed.module,
        changes: [
            repaired.changes,
            deployed.changes,
            now.changes,
            fixed.changes,
        ]
        .concat(),
        variables: now.variables,
        notes,
    }
}

/// Returns what the deployability rules know about a program.
///
/// A draft is whole and called by no other module. A program of the user is a root if it configures
/// a provider.
fn deploy_options<'a>(
    module: &Module,
    schema: Option<&'a Schema>,
    request: Option<&'a str>,
    reach: Reach,
) -> DeployOptions<'a> {
    let configures = || module.body.blocks_of("provider").next().is_some();
    DeployOptions {
        facts: schema.and_then(Schema::facts),
        schema,
        is_whole: request.is_some() || reach != Reach::File,
        is_root: request.is_some() || configures(),
        request: request.unwrap_or_default(),
    }
}

/// Returns the dangers in a program.
///
/// Findings that the selection excludes do not block: the user had them before, or accepted them.
/// Comments that switch rules off are not reported, since they are the user's or a template's: a
/// candidate removes those of a model.
fn dangers(module: &Module, request: Option<&str>, without: &[String]) -> Vec<SafetyFinding> {
    let author = request.map_or(Author::User, |_| Author::Model);
    let mut found = safety::check(module, author, request.unwrap_or_default());
    found.retain(|it| it.id != safety::SKIP_COMMENT);
    for it in &mut found {
        it.is_blocking &= !without.contains(&it.selection_id());
    }
    found
}
