//! Reads the failed checks of a Checkov report.
//!
//! The report is one object, or a list with one object for each framework.

use super::{
    Collector, ImportItem, Read, Record, UNREADABLE_FILES_MAX, Violation, line, plain_path,
    severity, short,
};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

pub(super) fn read(text: &str, heap: &mut Collector) -> serde_json::Result<String> {
    let reports: Vec<Report> = if text.starts_with('[') {
        serde_json::from_str(text)?
    } else {
        vec![serde_json::from_str(text)?]
    };
    for Report { results } in reports {
        heap.passed += results.passed_checks.len();
        heap.skipped += results.skipped_checks.len();
        for Record(failed) in results.failed_checks {
            match failed {
                Some(Failed(violation)) => heap.add(violation),
                None => heap.unreadable_records += 1,
            }
        }
        let broken = results.parsing_errors.into_iter();
        let broken = broken.filter_map(|Record(file)| Some(short(plain_path(&file?))));
        heap.unreadable_files
            .extend(broken.take(UNREADABLE_FILES_MAX));
    }
    Ok("Checkov".to_owned())
}

/// Report of a framework; it lacks `results` if no file of the framework was found.
#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    results: Results,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Results {
    passed_checks: Vec<IgnoredAny>,
    failed_checks: Vec<Record<Failed>>,
    skipped_checks: Vec<IgnoredAny>,
    parsing_errors: Vec<Record<String>>,
}

/// Failed check.
struct Failed(Violation);

impl Read for Failed {
    fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| String::read(&value[name]);
        let name = text("check_name").unwrap_or_default();
        Some(Failed(Violation {
            id: text("check_id").filter(|id| !id.is_empty())?,
            severity: text("severity").as_deref().and_then(severity),
            link: text("guideline"),
            item: ImportItem {
                address: text("resource"),
                file: text("file_path"),
                line: line(&value["file_line_range"][0]),
                message: name.clone(),
            },
            description: name,
            ..Violation::default()
        }))
    }
}
