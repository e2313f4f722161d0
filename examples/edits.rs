//! Reports what requests to change a program become without a model.
//!
//! ```text
//! cargo run --release --example edits -- FILE.tsv [--show]
//! ```
//!
//! A line is the request of a program that the templates answer, a tab, and the change. `--show` prints
//! the lines that go and come.

use infragenie::fix::FixSelection;
use infragenie::followup::{self, FollowUp};
use infragenie::hcl;
use infragenie::intent::ParsedRequest;
use infragenie::job::autofix::autofix;
use infragenie::request::Request;
use infragenie::scan::aws::TABLES;
use infragenie::templates;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_shown = arguments.iter().any(|argument| argument == "--show");
    let Some(Ok(text)) = arguments.first().map(std::fs::read_to_string) else {
        eprintln!("usage: edits FILE.tsv [--show]");
        return ExitCode::FAILURE;
    };
    let (mut free, mut all, mut times) = (0, 0, Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(base), Some(change)) = (cells.next(), cells.next()) else {
            continue;
        };
        let Some(program) = program(base) else {
            println!("no program: {base}");
            continue;
        };
        let module = hcl::parse(program.as_str());
        let begun = Instant::now();
        let read = followup::read(change, &module);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        all += 1;
        match read {
            FollowUp::Edited(edited) => {
                free += 1;
                println!("free\t{base}\t{change}");
                for part in &edited.understood {
                    println!(
                        "  {} -> {}: {}",
                        part.text,
                        part.addresses.join(" "),
                        part.result
                    );
                }
                if is_shown {
                    print_changes(&module.text, &edited.text);
                }
            }
            FollowUp::Open => println!("model\t{base}\t{change}"),
            other => println!("other\t{base}\t{change}\n  {other:?}"),
        }
    }
    times.sort_by(f64::total_cmp);
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("{free} of {all} free; reading and changing: p50 {middle:.2} ms");
    ExitCode::SUCCESS
}

/// Returns the answer of the templates to a request, as the user gets it.
fn program(request: &str) -> Option<String> {
    let request = Request::parse(request).ok()?;
    let answer = templates::answer(&ParsedRequest::parse(&request))?;
    let module = hcl::parse(answer.text.as_str());
    let fixed = autofix(
        &module,
        request.text(),
        TABLES,
        None,
        FixSelection::default(),
    );
    Some(fixed.module.text.to_string())
}

/// Prints the lines that only one of two texts has.
fn print_changes(before: &str, after: &str) {
    let counts = |text: &str, line: &str| text.lines().filter(|other| *other == line).count();
    for (sign, text, other) in [("-", before, after), ("+", after, before)] {
        let mut seen: Vec<&str> = Vec::new();
        for line in text.lines().filter(|line| line.trim().len() > 1) {
            if !seen.contains(&line) && counts(text, line) > counts(other, line) {
                println!("    {sign} {line}");
            }
            seen.push(line);
        }
    }
}
