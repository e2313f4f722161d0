//! Reads the diagnostics of `terraform validate -json`.

use super::{Collector, ImportItem, Read, Record, Violation, address, line};
use crate::scan::Severity;
use serde::Deserialize;
use serde_json::Value;

pub(super) fn read(text: &str, heap: &mut Collector) -> serde_json::Result<String> {
    let verdict: Verdict = serde_json::from_str(text)?;
    for Record(diagnostic) in verdict.diagnostics.unwrap_or_default() {
        match diagnostic {
            Some(Diagnostic(violation)) => heap.add(violation),
            None => heap.unreadable_records += 1,
        }
    }
    Ok("Terraform".to_owned())
}

#[derive(Deserialize)]
struct Verdict {
    diagnostics: Option<Vec<Record<Diagnostic>>>,
}

struct Diagnostic(Violation);

impl Read for Diagnostic {
    fn read(value: &Value) -> Option<Self> {
        let summary = String::read(&value["summary"]).filter(|summary| !summary.is_empty())?;
        let is_warning = value["severity"].as_str() == Some("warning");
        let range = &value["range"];
        // The header of the block around the diagnostic.
        let context = value["snippet"]["context"].as_str();
        Some(Diagnostic(Violation {
            severity: is_warning.then_some(Severity::Low),
            is_problem: !is_warning,
            description: summary.clone(),
            item: ImportItem {
                address: context.and_then(address),
                file: String::read(&range["filename"]),
                line: line(&range["start"]["line"]),
                message: String::read(&value["detail"]).unwrap_or_else(|| summary.clone()),
            },
            id: summary,
            link: None,
        }))
    }
}
