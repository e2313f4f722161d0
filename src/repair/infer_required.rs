//! Fills required arguments whose value can be inferred.
//!
//! The value is a name derived from the label, or a reference to the only possible resource.
//! Required blocks are filled in a neutral form.

use super::Fix;
use super::faulty_body::FaultyBody;
use super::repairer::Context;
use crate::hcl::{Kind, edit};
use crate::schema::pack::Shape;
use crate::table::Table;
use crate::words::name_words;

/// Arguments that refer to the only resource of a type.
///
/// A row holds the argument, the prefix of the types that require it, the type that it refers to
/// and the attribute of this type.
const ONLY: Table<4> = Table(include_str!("infer_required.tsv"));

/// Required blocks that have a neutral form: type, block, text.
pub const NEUTRAL: &[(&str, &str, &str)] = &[
    (
        "aws_cloudfront_distribution",
        "restrictions",
        "restrictions {\n  geo_restriction {\n    restriction_type = \"none\"\n  }\n}",
    ),
    (
        "aws_cloudfront_distribution",
        "viewer_certificate",
        "viewer_certificate {\n  cloudfront_default_certificate = true\n}",
    ),
    (
        "aws_codebuild_project",
        "artifacts",
        "artifacts {\n  type = \"NO_ARTIFACTS\"\n}",
    ),
];

/// Words of types whose name is a network address or one of a fixed set.
const NAMED_OUTSIDE: &str =
    "route53|domain|dns|certificate|ses|namespace|openid|schema|option|account|attribute";

pub(super) fn fixes(faulty: &FaultyBody<'_>, context: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let is_resource = faulty.path.is_empty() && faulty.top.kind.text == "resource";
    let Some(label) = faulty.top.labels.get(1).filter(|_| is_resource) else {
        return fixes;
    };
    for missing in faulty.missing() {
        let name = missing.name;
        let mut rows = ONLY.rows_of(name);
        let row = rows.find(|[_, prefix, ..]| faulty.type_name.starts_with(prefix));
        let set = |value: &str| {
            let edits = edit::set(faulty.module, faulty.block, &[name], value);
            (format!("set `{name} = {value}`"), edits)
        };
        let is_text = matches!(missing.kind.shape(), Shape::String);
        if let Some([_, _, of, attribute]) = row {
            let only = context.single.get(of).and_then(Option::as_ref);
            if let Some(address) = only.filter(|address| *address != faulty.address) {
                let (what, edits) = set(&format!("{address}.{attribute}"));
                let why = "The argument is required, and only one value is possible.";
                fixes.push(faulty.fix("only", name, what, why, edits));
            }
        } else if is_text && is_own_name(faulty.type_name, name) {
            let label = label.text.to_ascii_lowercase().replace('_', "-");
            let (what, edits) = set(&edit::quote(&label));
            let why = "The name is required; it is the label until you choose another.";
            fixes.push(faulty.fix("named", name, what, why, edits));
        }
    }
    let lacks_block = faulty.has(Kind::InsufficientBlocks) || faulty.has(Kind::MissingBlock);
    for (of, name, text) in NEUTRAL {
        if *of == faulty.type_name && lacks_block && !faulty.is_set(name) {
            let what = format!("add the block `{name}`");
            let why = "The block is required; this form has no effect.";
            let edits = edit::insert(faulty.module, faulty.block, text);
            fixes.push(faulty.fix("neutral", name, what, why, edits));
        }
    }
    fixes
}

/// Whether an argument is the freely chosen name of the resource itself.
fn is_own_name(type_name: &str, argument: &str) -> bool {
    let of_type = name_words(type_name);
    let is_outside = |word: &String| NAMED_OUTSIDE.split('|').any(|outside| outside == word);
    if of_type.iter().any(is_outside) {
        return false;
    }
    let mut own = name_words(argument);
    match own.pop().as_deref() {
        Some("name") => of_type.ends_with(&own),
        Some("identifier" | "id") => !own.is_empty() && of_type.ends_with(&own),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl;
    use crate::schema::{self, Schema, pack::shipped};

    #[test]
    fn every_row_refers_to_existing_attributes() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        let has = |of: &str, name: &str| {
            let known = schema.resource(of);
            known.is_some_and(|known| known.attribute(name).is_some())
        };
        for row in ONLY.checked_by_key() {
            let [argument, prefix, of, attribute] = row;
            let mut types = schema.resource_types();
            let is_required = types.any(|one| one.starts_with(prefix) && has(one, argument));
            assert!(is_required && has(of, attribute), "{row:?}");
        }
    }

    #[test]
    fn every_neutral_block_is_valid() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for (of, name, text) in NEUTRAL {
            let module = hcl::parse(format!("resource \"{of}\" \"a\" {{\n{text}\n}}\n"));
            let problems = schema::validate(&module, &schema);
            let about = problems.iter().find(|one| one.message.contains(name));
            assert!(about.is_none(), "{about:?}");
        }
    }

    #[test]
    fn distinguishes_own_names_from_names_of_other_resources() {
        assert!(is_own_name("aws_lambda_function", "function_name"));
        assert!(is_own_name("aws_iam_policy_attachment", "name"));
        assert!(!is_own_name("aws_lambda_permission", "function_name"));
        assert!(!is_own_name("aws_route53_record", "name"));
    }
}
