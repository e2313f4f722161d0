//! Checkov JSON in, its failed checks out: one object, or a list with one for each framework.

use super::{
    BROKEN_MAX, Heap, ImportItem, Record, Violation, lenient, plain_path, severity, short,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

pub(super) fn read(text: &str, heap: &mut Heap) -> serde_json::Result<String> {
    let reports: Vec<Report> = if text.starts_with('[') {
        serde_json::from_str(text)?
    } else {
        vec![serde_json::from_str(text)?]
    };
    for Report { results } in reports {
        heap.passed += results.passed_checks.len();
        heap.skipped += results.skipped_checks.len();
        for Record(failed) in results.failed_checks {
            match failed.filter(|failed| !failed.check_id.is_empty()) {
                Some(failed) => heap.add(failed.violation()),
                None => heap.unread += 1,
            }
        }
        let broken = results.parsing_errors.into_iter();
        let broken = broken.filter_map(|Record(file)| Some(short(plain_path(&file?))));
        heap.broken.extend(broken.take(BROKEN_MAX));
    }
    Ok("Checkov".to_owned())
}

/// A report without `results` is one of nothing: no file of the framework was there.
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

#[derive(Deserialize)]
struct Failed {
    check_id: String,
    #[serde(default, deserialize_with = "lenient")]
    check_name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    resource: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    file_path: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    file_line_range: Vec<u32>,
    #[serde(default, deserialize_with = "lenient")]
    guideline: Option<String>,
}

impl Failed {
    fn violation(self) -> Violation {
        let name = self.check_name.unwrap_or_default();
        Violation {
            id: self.check_id,
            severity: self.severity.as_deref().and_then(severity),
            link: self.guideline,
            item: ImportItem {
                address: self.resource,
                file: self.file_path,
                line: self
                    .file_line_range
                    .first()
                    .copied()
                    .filter(|line| *line > 0),
                message: name.clone(),
            },
            wrong: name,
            ..Violation::default()
        }
    }
}
