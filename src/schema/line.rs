//! Determines the version of the AWS provider that a module requires.

use super::blocks::required_providers;
use crate::hcl::{Block, ExpressionKind, Module, Name};

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
    let mut required = required_providers(module).filter(|it| it.name.text == "aws");
    let constraint = required.find_map(|aws| match aws.value.kind {
        ExpressionKind::Object(_) => aws.value.entry("version")?.literal_text(),
        _ => aws.value.literal_text(),
    });
    constraint.is_some_and(|constraint| constraint.split(',').any(excludes_before_v6))
        || module.locks.iter().any(locks_v6)
}

/// Returns whether a provider block of a lock file selects version 6 of the AWS provider.
fn locks_v6(provider: &Block) -> bool {
    let is_aws = |label: &Name| label.text == "registry.terraform.io/hashicorp/aws";
    provider.labels.first().is_some_and(is_aws)
        && provider
            .body
            .literal_text("version")
            .is_some_and(excludes_before_v6)
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
