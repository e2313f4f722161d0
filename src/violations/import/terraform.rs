//! Reads the diagnostics of `terraform validate -json`.

use super::{Collector, ImportItem, Violation, address, line, nullable_list, text};
use crate::scan::Severity;
use serde_json::Value;

pub(super) fn read(report: &Value, collector: &mut Collector) -> Result<String, &'static str> {
    for diagnostic in nullable_list(report, "diagnostics")? {
        collector.add(violation(diagnostic));
    }
    Ok("Terraform".to_owned())
}

fn violation(diagnostic: &Value) -> Option<Violation> {
    let summary = text(&diagnostic["summary"]).filter(|summary| !summary.is_empty())?;
    let is_warning = diagnostic["severity"].as_str() == Some("warning");
    let range = &diagnostic["range"];
    // The header of the block around the diagnostic.
    let context = diagnostic["snippet"]["context"].as_str();
    Some(Violation {
        severity: is_warning.then_some(Severity::Low),
        is_problem: !is_warning,
        description: summary.clone(),
        item: ImportItem {
            address: context.and_then(address),
            file: text(&range["filename"]),
            line: line(&range["start"]["line"]),
            message: text(&diagnostic["detail"]).unwrap_or_else(|| summary.clone()),
        },
        id: summary,
        link: None,
    })
}
