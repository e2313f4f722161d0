//! Reads the failed checks of a Checkov report.
//!
//! The report is one object, or a list with one object for each framework.

use super::{
    Collector, ImportItem, UNREADABLE_FILES_MAX, Violation, line, list, object, plain_path,
    severity, short, text,
};
use serde_json::Value;
use std::slice;

pub(super) fn read(report: &Value, collector: &mut Collector) -> Result<String, &'static str> {
    let one = slice::from_ref(report);
    for report in report.as_array().map_or(one, Vec::as_slice) {
        // It lacks `results` if no file of the framework was found.
        let results = object(report, "results")?;
        collector.passed += list(results, "passed_checks")?.len();
        collector.skipped += list(results, "skipped_checks")?.len();
        for failed in list(results, "failed_checks")? {
            collector.add(violation(failed));
        }
        let broken = list(results, "parsing_errors")?.iter();
        let broken = broken.filter_map(|file| Some(short(plain_path(file.as_str()?))));
        let unreadable_files = &mut collector.unreadable_files;
        unreadable_files.extend(broken.take(UNREADABLE_FILES_MAX));
    }
    Ok("Checkov".to_owned())
}

fn violation(failed: &Value) -> Option<Violation> {
    let name = text(&failed["check_name"]).unwrap_or_default();
    Some(Violation {
        id: text(&failed["check_id"]).filter(|id| !id.is_empty())?,
        severity: failed["severity"].as_str().and_then(severity),
        link: text(&failed["guideline"]),
        item: ImportItem {
            address: text(&failed["resource"]),
            file: text(&failed["file_path"]),
            line: line(&failed["file_line_range"][0]),
            message: name.clone(),
        },
        description: name,
        ..Violation::default()
    })
}
