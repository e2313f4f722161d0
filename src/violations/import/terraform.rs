//! What `terraform validate -json` writes in, its diagnostics out.

use super::{Heap, ImportItem, Record, Violation, address, lenient};
use crate::scan::Severity;
use serde::Deserialize;

pub(super) fn read(text: &str, heap: &mut Heap) -> serde_json::Result<String> {
    let verdict: Verdict = serde_json::from_str(text)?;
    for Record(diagnostic) in verdict.diagnostics.unwrap_or_default() {
        match diagnostic.filter(|diagnostic| !diagnostic.summary.is_empty()) {
            Some(diagnostic) => heap.add(diagnostic.violation()),
            None => heap.unread += 1,
        }
    }
    Ok("Terraform".to_owned())
}

#[derive(Deserialize)]
struct Verdict {
    diagnostics: Option<Vec<Record<Diagnostic>>>,
}

#[derive(Deserialize)]
struct Diagnostic {
    summary: String,
    #[serde(default, deserialize_with = "lenient")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    detail: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    range: Option<Range>,
    #[serde(default, deserialize_with = "lenient")]
    snippet: Option<Snippet>,
}

#[derive(Deserialize)]
struct Range {
    filename: Option<String>,
    start: Option<Start>,
}

#[derive(Deserialize)]
struct Start {
    line: Option<u32>,
}

#[derive(Deserialize)]
struct Snippet {
    /// The header of the block around the place.
    context: Option<String>,
}

impl Diagnostic {
    fn violation(self) -> Violation {
        let is_warning = self.severity.as_deref() == Some("warning");
        let (file, line) = self.range.map_or((None, None), |range| {
            (range.filename, range.start.and_then(|start| start.line))
        });
        let context = self.snippet.and_then(|snippet| snippet.context);
        Violation {
            severity: is_warning.then_some(Severity::Low),
            is_problem: !is_warning,
            wrong: self.summary.clone(),
            item: ImportItem {
                address: context.as_deref().and_then(address),
                file,
                line: line.filter(|line| *line > 0),
                message: self.detail.unwrap_or_else(|| self.summary.clone()),
            },
            id: self.summary,
            link: None,
        }
    }
}
