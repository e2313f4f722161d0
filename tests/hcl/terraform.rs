//! Our verdicts against those of `terraform fmt`.

use super::case::{self, Case, named};
use super::corpus;
use super::differential::DIFFERENCES;
use crate::common;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

/// The kinds and lines that `terraform fmt` names in each text.
fn terraform(test: &str, texts: &[&str]) -> Vec<Vec<(String, usize)>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the texts");
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(folder.join(format!("{number:05}.tf")), text).expect("a file is written");
    }
    let fmt = ["fmt", "-no-color", "-list=false", "-write=false"];
    let output = Command::new("terraform").args(fmt).arg(&folder).output();
    let output = output.expect("terraform runs");
    let mut named = vec![Vec::new(); texts.len()];
    let mut summary = None;
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        let line = line.trim_start_matches(['│', ' ']);
        if let Some(error) = line.strip_prefix("Error: ") {
            summary = Some(error.to_owned());
        }
        let place = line
            .strip_prefix("on ")
            .and_then(|place| place.split_once(".tf line "));
        if let (Some((file, line)), Some(_)) = (place, &summary) {
            let number: usize = file[file.len() - 5..]
                .parse()
                .expect("the number of a text");
            let line = line
                .split([',', ':'])
                .next()
                .and_then(|line| line.parse().ok());
            named[number].push((summary.take().unwrap_or_default(), line.expect("a line")));
        }
    }
    named
}

/// What differs, one line for each text: in the verdict, or in the first problem of it.
fn differences(test: &str, texts: &[&str]) -> Vec<String> {
    let theirs = terraform(test, texts);
    let mut lines = Vec::new();
    for (text, theirs) in texts.iter().zip(theirs) {
        let ours: Vec<_> = named(text)
            .into_iter()
            .map(|(kind, line)| (kind.summary().to_owned(), line))
            .collect();
        let first = theirs.iter().min_by_key(|(_, line)| line);
        if ours.is_empty() != theirs.is_empty() || first.is_some_and(|at| !ours.contains(at)) {
            lines.push(format!("ours {ours:?}, Terraform's {theirs:?} in {text:?}"));
        }
    }
    lines
}

#[test]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn terraform_names_what_the_fixtures_name() {
    let mut texts: Vec<String> = Vec::new();
    for case in Case::of(case::ACCEPTED)
        .into_iter()
        .chain(Case::of(case::ENDINGS))
    {
        texts.push(case.text.to_owned());
    }
    // Terraform names the first problem only: each item that holds one is read alone.
    for case in Case::of(case::PROBLEMS) {
        texts.extend(items(case.text));
    }
    texts.extend(DIFFERENCES.map(|(text, _)| text.to_owned()));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let differ = differences("fixtures", &texts);
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// A case, cut before each line that begins an item at the margin, where that leaves whole items.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = vec![text.to_owned()];
    let one_line = text
        .lines()
        .filter(|line| line.contains("#~ ") && line.starts_with('x'));
    items.extend(one_line.map(|line| format!("{line}\n")));
    items
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn terraform_refuses_the_same_recorded_programs() {
    let programs = corpus::programs();
    let programs: Vec<_> = programs.iter().step_by(common::step(5)).collect();
    let texts: Vec<&str> = programs
        .iter()
        .map(|program| program.text.as_str())
        .collect();
    let theirs = terraform("recorded", &texts);
    let (mut all, mut matched) = (0, 0);
    let mut differ = Vec::new();
    for (program, theirs) in programs.iter().zip(theirs) {
        let ours: BTreeSet<(&str, usize)> = named(&program.text)
            .into_iter()
            .map(|(kind, line)| (kind.summary(), line))
            .collect();
        all += theirs.len();
        matched += theirs
            .iter()
            .filter(|at| ours.contains(&(at.0.as_str(), at.1)))
            .count();
        if ours.is_empty() != theirs.is_empty() {
            differ.push(program.id.as_str());
        }
    }
    println!("{matched} of {all} diagnostics of `terraform fmt` match in kind and line");
    assert!(differ.is_empty(), "{differ:?}");
    assert!(matched * 100 >= all * 94);
}
