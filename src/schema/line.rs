//! Determines the versions of the providers that a module admits.

use super::blocks::{provider_sources, required_providers};
use super::pack::{Provider, Schema, VERSION_5, VERSION_6};
use super::registry;
use crate::hcl::{Block, ExpressionKind, Kind, Module, Name, Problem, Span};
use crate::stable_sort::Order;

/// Returns whether a module is used with the AWS provider from version 6 on.
///
/// `required_providers` excludes earlier versions then, or the lock file has selected such a version.
/// Without a readable constraint, a module is taken to require version 5.
///
/// ```
/// use infragenie::{hcl, schema::requires_aws_v6};
/// let parsed = |version: &str| {
///     hcl::parse(format!(
///         "terraform {{\n  required_providers {{\n    aws = {{ version = \"{version}\" }}\n  }}\n}}\n"
///     ))
/// };
/// assert!(requires_aws_v6(&parsed("~> 6.0")) && requires_aws_v6(&parsed(">= 6.2, < 7.0")));
/// assert!(!requires_aws_v6(&parsed(">= 5.0")) && !requires_aws_v6(&parsed("< 6.0")));
/// assert!(!requires_aws_v6(&parsed("")));
/// ```
pub fn requires_aws_v6(module: &Module) -> bool {
    constraint(module, "aws")
        .is_some_and(|constraint| constraint.split(',').any(excludes_before_v6))
        || locked(module, "hashicorp/aws").is_some_and(excludes_before_v6)
}

/// Returns the version of a provider that the lock file selects, by its source.
fn locked<'m>(module: &'m Module, source: &str) -> Option<&'m str> {
    let is_source = |label: &Name| without_registry(&label.text) == source;
    let mut locks = module.locks.iter();
    let lock = locks.find(|it| it.labels.first().is_some_and(is_source))?;
    lock.body.literal_text("version")
}

/// Returns a source of a provider without the host of the public registries.
///
/// Terraform and OpenTofu read a source without a host as one of their own registry.
pub(super) fn without_registry(source: &str) -> &str {
    let hosts = ["registry.terraform.io/", "registry.opentofu.org/"];
    let short = hosts.iter().find_map(|host| source.strip_prefix(host));
    short.unwrap_or(source)
}

/// Returns whether a module admits version 6 of the AWS provider.
///
/// A called module without a constraint is used with the version of its callers, which it admits too.
pub(crate) fn admits_aws_v6(module: &Module) -> bool {
    let constraint = locked(module, "hashicorp/aws").or(constraint(module, "aws"));
    let relation = admitted_by(constraint.unwrap_or_default(), VERSION_6);
    requires_aws_v6(module) || relation != Admitted::Not
}

/// Returns whether a module that is checked against version 5 admits version 6 as well.
pub(super) fn admits_both_lines(module: &Module) -> bool {
    admits_aws_v6(module) && !requires_aws_v6(module)
}

/// Returns the version constraint of a provider, if `required_providers` has a readable one.
fn constraint<'m>(module: &'m Module, provider: &str) -> Option<&'m str> {
    let mut required = required_providers(module).filter(|it| it.name.text == provider);
    required.find_map(|it| match it.value.kind {
        ExpressionKind::Object(_) => it.value.entry("version")?.literal_text(),
        _ => it.value.literal_text(),
    })
}

/// Relation of the version of a schema to the versions that a module admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// It is the newest admitted version, as far as versions exist.
    Newest,
    /// A newer version is admitted too; it can have names that the schema lacks.
    Older,
    /// It is not admitted: what the schema says is not what Terraform reports.
    Not,
}

/// Compares a schema's version with the versions that a module admits.
///
/// ```
/// use infragenie::hcl;
/// use infragenie::schema::{Admitted, admitted_by};
/// let newest = |constraint: &str| admitted_by(constraint, "5.100.0");
/// assert_eq!(newest("~> 5.0"), Admitted::Newest);
/// assert_eq!(newest(">= 5.40"), Admitted::Older);
/// assert_eq!(newest("~> 4.67"), Admitted::Not);
/// ```
pub fn admitted(module: &Module, provider: Provider<'_>) -> Admitted {
    // A lock file selects one version of those that the constraint admits.
    let constraint = locked(module, provider.source).or(constraint(module, provider.name));
    admitted_by(constraint.unwrap_or_default(), provider.version)
}

/// Returns the relation of a version to the versions that a constraint admits.
///
/// Bounds that cannot be read admit every version, as does an empty constraint.
pub fn admitted_by(constraint: &str, version: &str) -> Admitted {
    let (version, _) = numbers(version);
    let (from, to) = range(constraint);
    if version < from || version >= to {
        return Admitted::Not;
    }
    // AWS provider 5.100.0 is the last release of its major version.
    let [major, minor, patch] = version;
    let next = match version {
        [5, 100, 0] => [6, 0, 0],
        _ => [major, minor, patch.saturating_add(1)],
    };
    match to > next {
        true => Admitted::Older,
        false => Admitted::Newest,
    }
}

/// Returns whether a constraint admits a version of a major version, up to its newest one.
pub(super) fn admits_major(constraint: &str, newest: &str) -> bool {
    let (newest, _) = numbers(newest);
    let (from, to) = range(constraint);
    from <= newest && to > [newest[0], 0, 0]
}

/// Returns the lowest version that a constraint admits, and the lowest above all of them.
fn range(constraint: &str) -> ([u64; 3], [u64; 3]) {
    let (mut low, mut end) = ([0; 3], [u64::MAX; 3]);
    for bound in constraint.split(',').map(str::trim) {
        let digits = bound.find(|one: char| one.is_ascii_digit());
        let Some((operator, text)) = digits.map(|at| bound.split_at(at)) else {
            continue;
        };
        let (named, count) = numbers(text);
        let [major, minor, patch] = named;
        let next = [major, minor, patch.saturating_add(1)];
        let (from, to) = match (operator.trim(), count) {
            ("" | "=", _) => (named, next),
            (">=", _) | ("~>", 1) => (named, [u64::MAX; 3]),
            (">", _) => (next, [u64::MAX; 3]),
            ("<", _) => ([0; 3], named),
            ("<=", _) => ([0; 3], next),
            ("~>", 2) => (named, [major.saturating_add(1), 0, 0]),
            ("~>", _) => (named, [major, minor.saturating_add(1), 0]),
            _ => continue,
        };
        low = low.max(from);
        end = end.min(to);
    }
    (low, end)
}

/// Kinds of diagnostics about a name or a value that another version of a provider can know.
pub(super) const VERSIONED: &[Kind] = &[
    Kind::InvalidDataSource,
    Kind::InvalidResourceType,
    Kind::MissingArgument,
    Kind::NotInEnum,
    Kind::NotMatching,
    Kind::NotOneOf,
    Kind::UnsupportedArgument,
    Kind::UnsupportedAttribute,
    Kind::UnsupportedBlock,
];

/// Kinds of diagnostics about a value outside of a list, which newer versions lengthen.
const LISTS: &[Kind] = &[Kind::NotInEnum, Kind::NotMatching, Kind::NotOneOf];

/// Returns the version that judges a diagnostic, if another one can accept it.
///
/// The version has a name, such as `hashicorp/aws 5.100.0`. Without it, the diagnostic is an error in
/// every admitted version: both lines of the AWS provider were checked, or only one is admitted. The
/// language itself is known up to the newest version.
pub fn judged_by(module: &Module, schema: &Schema, problem: &Problem) -> Option<String> {
    if let Some(version) = registry::judged_by(module, schema, problem) {
        return Some(version);
    }
    if !VERSIONED.contains(&problem.kind) {
        return None;
    }
    let judge = schema.for_module(module)?;
    let mut provider = provider_of(module, judge, problem)?;
    let is_list = LISTS.contains(&problem.kind);
    let relation = admitted(module, provider);
    let is_last_line = provider.name == "aws" && !provider.version.starts_with("5.");
    let is_certain = match relation {
        Admitted::Newest => true,
        // What the first line does not know was looked up in the last one.
        Admitted::Older => provider.name == "aws" && (is_last_line || schema.aws_v6().is_some()),
        Admitted::Not => false,
    };
    if is_certain && !(is_list && (is_last_line || relation == Admitted::Older)) {
        return None;
    }
    // The lists are those of the schema that has constraints.
    if is_list && is_last_line {
        provider = schema.provider("aws")?;
    }
    let name = without_registry(provider.source);
    Some(format!("{name} {}", provider.version))
}

/// Returns the names of the providers that a schema does not cover, sorted.
///
/// Their blocks are parsed and their references are checked, and nothing else.
///
/// ```
/// use infragenie::{hcl, schema::{Schema, unchecked_providers}};
/// # use std::io::Read as _;
/// # let path = format!("www/public/data/{}", infragenie::schema::pack::FILE);
/// # let mut bytes = Vec::new();
/// # flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
/// let schema = Schema::read(&bytes).unwrap();
/// let module = hcl::parse("resource \"azurerm_subnet\" \"a\" {}\nresource \"aws_vpc\" \"a\" {}\n");
/// assert_eq!(unchecked_providers(&module, &schema), ["azurerm"]);
/// ```
pub fn unchecked_providers(module: &Module, schema: &Schema) -> Vec<String> {
    let sources = provider_sources(module);
    let is_known = |local: &str| {
        let source = sources.get(local).map(String::as_str);
        let mut providers = schema.providers();
        match source.map(without_registry) {
            Some(source) => providers.any(|it| it.source == source),
            None => local == "terraform" || providers.any(|it| it.name == local),
        }
    };
    let mut names: Vec<String> = Vec::new();
    for block in module.blocks() {
        if !matches!(block.kind.text.as_str(), "resource" | "data") {
            continue;
        }
        let provider = block.body.attribute("provider").map(|it| &it.value.kind);
        let local = match (provider, block.type_name()) {
            (Some(ExpressionKind::Traversal { root, .. }), _) => root.text.as_str(),
            (None, Some(kind)) => kind.split('_').next().unwrap_or_default(),
            _ => continue,
        };
        if !names.iter().any(|it| it == local) && !is_known(local) {
            names.push(local.to_owned());
        }
    }
    names.order();
    names
}

/// Returns the constraint of a module that admits only earlier AWS providers.
pub fn earlier_aws(module: &Module) -> Option<&str> {
    let constraint = locked(module, "hashicorp/aws").or(constraint(module, "aws"))?;
    // The constraint admits an earlier version if it excludes the first one of version 5 as a bound.
    let is_earlier = |bound: &str| {
        let operator = bound.trim_start();
        let version = operator.trim_start_matches(|one: char| !one.is_ascii_digit());
        let (named, count) = numbers(version);
        let is_upper = operator.starts_with('<');
        let is_exact = !operator.starts_with(['>', '!']) && !is_upper && named[0] < 5;
        count > 0 && (is_exact && named[0] > 0 || is_upper && named <= [5, 0, 0])
    };
    let is_excluded = admitted_by(constraint, VERSION_5) == Admitted::Not;
    (is_excluded && constraint.split(',').any(is_earlier)).then_some(constraint)
}

/// Returns the provider whose schema a diagnostic is about; `None` for Terraform itself.
fn provider_of<'s>(module: &Module, schema: &'s Schema, problem: &Problem) -> Option<Provider<'s>> {
    let of_type = |name: &str| schema.provider(name.split('_').next().unwrap_or_default());
    if problem.kind == Kind::UnsupportedAttribute {
        let text = module.text.get(problem.span.range())?;
        return of_type(text.trim_start_matches("data."));
    }
    let block = module.block_at(problem.span.start)?;
    let is_in =
        |outer: &Block, span: Span| outer.span.start <= span.start && span.start < outer.span.end;
    let mut language = block.body.blocks_of("lifecycle");
    if language.any(|lifecycle| is_in(lifecycle, problem.span)) {
        return None;
    }
    match block.kind.text.as_str() {
        "resource" | "data" => of_type(block.type_name()?),
        "provider" => schema.provider(&block.labels.first()?.text),
        _ => None,
    }
}

/// Returns the first three numbers of a version, and how many it has.
fn numbers(version: &str) -> ([u64; 3], usize) {
    let mut numbers = [0; 3];
    let mut count = 0;
    for (number, part) in numbers.iter_mut().zip(version.split('.')) {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        *number = part[..digits].parse().unwrap_or_default();
        count += 1;
    }
    (numbers, count)
}

/// Returns whether one bound of a constraint excludes versions before 6.
fn excludes_before_v6(bound: &str) -> bool {
    let bound = bound.trim();
    let digits = bound
        .find(|one: char| one.is_ascii_digit())
        .unwrap_or(bound.len());
    let (operator, version) = bound.split_at(digits);
    let major = version.split('.').next().unwrap_or_default();
    matches!(operator.trim(), "" | "=" | ">" | ">=" | "~>")
        && major.parse::<u32>().is_ok_and(|major| major >= 6)
}
