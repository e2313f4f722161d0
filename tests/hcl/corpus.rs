//! Programs that models wrote, with what Terraform said of them; absent on most machines.

use super::case::named;
use infragenie::hcl::Kind;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A program and the syntactic diagnostics that Terraform 1.9 gave for it.
pub struct Program {
    pub id: String,
    pub text: String,
    pub recorded: Vec<(Kind, usize)>,
}

/// The recorded programs.
pub fn programs() -> Vec<Program> {
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    let path = PathBuf::from(folder).join("programs.jsonl");
    let lines = std::fs::read_to_string(&path).expect("the corpus");
    lines.lines().map(program).collect()
}

fn program(line: &str) -> Program {
    let row: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let diagnostics = row["diagnostics"].as_array().cloned().unwrap_or_default();
    let recorded = diagnostics.iter().filter_map(|diagnostic| {
        // Without a line it lies outside of the program, in what was written around it.
        let line = diagnostic["line"].as_u64()? as usize;
        let mut syntax = Kind::ALL.iter().filter(|kind| kind.is_syntax());
        let kind = syntax.find(|kind| diagnostic["summary"] == kind.summary())?;
        (!text(&diagnostic["in"]).contains(".terraform/")).then_some((*kind, line))
    });
    Program {
        id: text(&row["id"]),
        text: text(&row["program"]),
        recorded: recorded.collect(),
    }
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn recorded_diagnostics_are_named_at_their_lines() {
    let (mut recorded, mut matched, mut ours, mut agree) = (0, 0, 0, 0);
    let programs = programs();
    for program in &programs {
        // As it was recorded: trimmed, with a line end, and a provider where there was none.
        let has_provider = program.text.lines().any(|line| {
            line.trim_start()
                .strip_prefix("provider")
                .is_some_and(|rest| rest.contains("\"aws\""))
        });
        let provider = if has_provider {
            ""
        } else {
            "provider \"aws\" {\n  region = \"a\"\n}\n"
        };
        let text = format!("{}\n{provider}", program.text.trim_end());
        let mut found: BTreeMap<(Kind, usize), usize> = BTreeMap::new();
        for at in named(&text) {
            *found.entry(at).or_default() += 1;
        }
        agree += usize::from(found.is_empty() == program.recorded.is_empty());
        if program.recorded.is_empty() {
            continue;
        }
        recorded += program.recorded.len();
        ours += found.values().sum::<usize>();
        for at in &program.recorded {
            if let Some(left) = found.get_mut(at).filter(|left| **left > 0) {
                *left -= 1;
                matched += 1;
            }
        }
    }
    println!(
        "{agree} of {} programs: refused by both or by none",
        programs.len()
    );
    println!(
        "{matched} of {recorded} recorded diagnostics match in kind and line; {ours} are ours"
    );
    // Of two programs the syntax errors were recorded without their lines, or not at all; of all
    // texts as they are, the verdicts are compared in `terraform.rs`.
    assert!(agree + 2 >= programs.len());
    // Recorded lines of some kinds are those at which the excerpt begins, see `terraform.rs`.
    assert!(matched * 100 >= recorded * 95);
    assert!(ours * 10 <= recorded * 12);
}

#[test]
#[ignore = "prints a speed"]
fn speed() {
    let text: String = programs()
        .iter()
        .map(|program| program.text.as_str())
        .collect();
    let from = std::time::Instant::now();
    std::hint::black_box(infragenie::hcl::parse(text.as_str()));
    println!(
        "{:.0} MB/s",
        text.len() as f64 / from.elapsed().as_secs_f64() / 1e6
    );
}
