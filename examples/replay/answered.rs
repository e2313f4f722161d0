//! Reports which rows of `requests.tsv` the templates answer correctly.

use super::rows;
use infragenie::fix::FixSelection;
use infragenie::hcl;
use infragenie::intent::ParsedRequest;
use infragenie::job::autofix;
use infragenie::request::Request;
use infragenie::scan;
use infragenie::schema::Schema;
use infragenie::templates;
use std::time::Instant;

/// Prints for each row who answers it and what is wrong, and last the counts.
///
/// If `is_shown` is set, every answer is printed as the user gets it.
pub fn print(text: &str, schema: Option<&Schema>, is_shown: bool) {
    let (mut library_rows, mut library_answered, mut model_rows, mut model_answered, mut wrong) =
        (0, 0, 0, 0, 0);
    let mut reads: Vec<f64> = Vec::new();
    let mut times: Vec<f64> = Vec::new();
    for row in rows::rows(text) {
        let begun = Instant::now();
        let request = match Request::parse(&row.request) {
            Ok(request) => request,
            Err(error) => {
                println!("`{}`: {error}", row.request);
                continue;
            }
        };
        let parsed = ParsedRequest::parse(&request);
        let answer = templates::answer(&parsed);
        reads.push(begun.elapsed().as_secs_f64() * 1e3);
        let fixed = answer.as_ref().map(|answer| {
            let rules = scan::aws::TABLES;
            autofix::autofix(
                &hcl::parse(answer.text.as_str()),
                request.text(),
                rules,
                schema,
                FixSelection::default(),
            )
        });
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        let source = if answer.is_some() { "library" } else { "model" };
        println!("{source}\t{}", row.request);
        if answer.is_none() && row.is_for_templates {
            println!("  not answered; not understood: {:?}", parsed.unknown);
        }
        if let (Some(answer), Some(fixed)) = (&answer, &fixed) {
            if row.is_for_templates {
                for unmet in rows::unmet_terms(&fixed.module, &row.holds) {
                    wrong += 1;
                    println!("  wrong: {unmet}");
                }
            } else {
                println!("  wrong: it is for a model");
            }
            for missing in templates::missing(&parsed, &fixed.module) {
                println!("  missing: {}", missing.message);
            }
            let fixes = fixed
                .changes
                .iter()
                .filter(|change| change.id.starts_with("fix"));
            for change in fixes {
                println!("  {}: {}", change.id, change.description);
            }
            for problem in &fixed.problems {
                println!("  problem: {}", problem.message);
            }
            for finding in &fixed.findings {
                println!(
                    "  {:?} {} {}: {}",
                    finding.remedy, finding.id, finding.address, finding.message
                );
            }
            if is_shown {
                for line in &answer.assumed {
                    println!("  assumed: {line}");
                }
                println!("{}", fixed.module.text);
            }
        }
        let answered = usize::from(answer.is_some());
        match row.is_for_templates {
            true => {
                (library_rows, library_answered) = (library_rows + 1, library_answered + answered)
            }
            false => (model_rows, model_answered) = (model_rows + 1, model_answered + answered),
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| {
        times
            .get((part * times.len().saturating_sub(1) as f64) as usize)
            .copied()
            .unwrap_or_default()
    };
    reads.sort_by(f64::total_cmp);
    println!(
        "reading and composing: p50 {:.2} ms, max {:.2} ms",
        reads.get(reads.len() / 2).copied().unwrap_or_default(),
        reads.last().copied().unwrap_or_default()
    );
    println!(
        "with fixes: p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms; {wrong} wrong",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    println!(
        "{{\"library_rows\":{library_rows},\"library_answered\":{library_answered},\"model_rows\":{model_rows},\"model_answered\":{model_answered}}}"
    );
}
