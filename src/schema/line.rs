//! Determines the versions of the providers that a module admits.

use super::blocks::required_providers;
use super::pack::Provider;
use crate::hcl::{ExpressionKind, Module};

/// Returns whether `required_providers` excludes AWS providers before version 6.
///
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
    admitted_by(
        constraint(module, provider.name).unwrap_or_default(),
        provider.version,
    )
}

/// Returns the relation of a version to the versions that a constraint admits.
///
/// Bounds that cannot be read admit every version, as does an empty constraint.
pub fn admitted_by(constraint: &str, version: &str) -> Admitted {
    let (version, _) = numbers(version);
    let mut end = [u64::MAX; 3];
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
            (">=", _) | ("~>", 1) => (named, end),
            (">", _) => (next, end),
            ("<", _) => ([0; 3], named),
            ("<=", _) => ([0; 3], next),
            ("~>", 2) => (named, [major.saturating_add(1), 0, 0]),
            ("~>", _) => (named, [major, minor.saturating_add(1), 0]),
            _ => continue,
        };
        if version < from || version >= to {
            return Admitted::Not;
        }
        end = end.min(to);
    }
    // AWS provider 5.100.0 is the last release of its major version.
    let [major, minor, patch] = version;
    let next = match version {
        [5, 100, 0] => [6, 0, 0],
        _ => [major, minor, patch.saturating_add(1)],
    };
    match end > next {
        true => Admitted::Older,
        false => Admitted::Newest,
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
