//! A module in, the line of the AWS provider that it asks for out.

use crate::hcl::{ExpressionKind, Module};

/// Whether `required_providers` admits version 6 of the AWS provider at the earliest. What does
/// not read, or says nothing, asks for version 5.
///
/// ```
/// use infragenie::{hcl, schema::asks_for_six};
/// let of = |version: &str| {
///     hcl::parse(format!(
///         "terraform {{\n  required_providers {{\n    aws = {{ version = \"{version}\" }}\n  }}\n}}\n"
///     ))
/// };
/// assert!(asks_for_six(&of("~> 6.0")) && asks_for_six(&of(">= 6.2, < 7.0")));
/// assert!(!asks_for_six(&of(">= 5.0")) && !asks_for_six(&of("< 6.0")) && !asks_for_six(&of("")));
/// ```
pub fn requires_aws_v6(module: &Module) -> bool {
    let terraform = module
        .blocks()
        .filter(|block| block.kind.text == "terraform");
    let mut required = terraform.flat_map(|block| block.body.blocks_of("required_providers"));
    let constraint = required.find_map(|block| {
        let aws = &block.body.attribute("aws")?.value;
        match &aws.kind {
            ExpressionKind::Object(entries) => {
                let mut entries = entries.iter();
                let version = entries.find(|one| one.key_text().as_deref() == Some("version"));
                version?.value.literal()
            }
            _ => aws.literal(),
        }
    });
    constraint.is_some_and(|constraint| constraint.split(',').any(excludes_before_v6))
}

/// Whether one bound of a constraint lets nothing in before version 6.
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
