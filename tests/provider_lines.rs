//! Checks that what is written is valid with both lines of the AWS provider.

use crate::common;
use crate::requests::blocks::TEMPLATE_REQUESTS;
use crate::requests::{answer, fixed};
use infragenie::hcl;
use infragenie::schema::{self, Schema, pack};
use std::sync::Arc;

/// Constraint that completion writes.
const BOTH: &str = "\">= 5.100, < 7\"";

/// Returns the diagnostics of a program that requires a line of the AWS provider.
fn problems(text: &str, line: &str, schema: &Schema) -> Vec<String> {
    let module = hcl::parse(text.replace(BOTH, line));
    let problems = schema::validate(&module, schema).into_iter();
    problems
        .map(|it| format!("{line}: {}", it.message))
        .collect()
}

fn lines() -> Schema {
    let later = Schema::read(&common::unpacked(pack::FILE_6)).expect("the pack reads");
    common::schema().with_aws_v6(Arc::new(later))
}

#[test]
fn answers_of_templates_admit_both_lines_and_are_valid_with_each() {
    let schema = lines();
    for request in TEMPLATE_REQUESTS {
        let answered = answer(request).expect("a template answers");
        for hardened in [false, true] {
            let text = fixed(request, &answered.text, hardened).module.text;
            assert!(text.contains(BOTH), "{request}");
            for line in [BOTH, "\"~> 5.100\"", "\"~> 6.0\""] {
                let found = problems(&text, line, &schema);
                assert_eq!(found, Vec::<String>::new(), "{request}");
            }
        }
    }
}

#[test]
fn recipes_and_completions_add_no_diagnostic_of_either_line() {
    let schema = lines();
    let (mut pairs, mut wrong) = (0, Vec::new());
    for folder in ["tests/recipes", "tests/complete"] {
        for case in std::fs::read_dir(folder)
            .expect("the folder exists")
            .flatten()
        {
            let text = |name: &str| std::fs::read_to_string(case.path().join(name)).ok();
            let (Some(before), Some(after)) = (text("before.tf"), text("after.tf")) else {
                continue;
            };
            for line in ["~> 5.100", "~> 6.0"] {
                let required = format!(
                    "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"hashicorp/aws\"\n      version = \"{line}\"\n    }}\n  }}\n}}\n"
                );
                let whole = |text: &str| match !text.contains("required_providers") {
                    true => required.clone() + text,
                    false => text.to_owned(),
                };
                let quoted = format!("\"{line}\"");
                let known = problems(&whole(&before), &quoted, &schema);
                let found = problems(&whole(&after), &quoted, &schema);
                let new = found.into_iter().filter(|it| !known.contains(it));
                wrong.extend(new.map(|it| format!("{}: {it}", case.path().display())));
                pairs += 1;
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(pairs >= 60, "{pairs} pairs");
}
