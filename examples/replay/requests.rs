//! Reads the rows of `requests.tsv` and checks a program against a row.
//!
//! A row is `library` or `model`, the request, and the required contents of an answer: `type=count`
//! and `type>=count` (including instances by `count` and `for_each`), `~text` that occurs, with `|`
//! between alternatives.

use infragenie::hcl::Module;
use infragenie::templates::instances;

/// Row of the file.
pub struct Row {
    /// Whether the templates should answer the request.
    pub is_for_templates: bool,
    /// Text of the request.
    pub request: String,
    /// Required contents of an answer.
    pub holds: String,
}

/// Returns the rows of a file; lines that begin with `#` are comments.
pub fn rows(text: &str) -> Vec<Row> {
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let mut columns = line.split('\t').map(str::trim);
            Row {
                is_for_templates: columns.next() == Some("library"),
                request: columns.next().unwrap_or_default().to_owned(),
                holds: columns.next().unwrap_or_default().to_owned(),
            }
        })
        .collect()
}

/// Returns the required contents that a program lacks, one line each.
pub fn unmet_terms(module: &Module, holds: &str) -> Vec<String> {
    holds
        .split_whitespace()
        .filter_map(|term| unmet_term(module, term))
        .collect()
}

fn unmet_term(module: &Module, term: &str) -> Option<String> {
    if let Some(texts) = term.strip_prefix('~') {
        let occurs = texts
            .split('|')
            .any(|text| module.text.contains(text.trim_start_matches('~')));
        return (!occurs).then(|| format!("`{texts}` does not occur"));
    }
    let (resource, count, is_least) = match term.split_once(">=") {
        Some((resource, count)) => (resource, count, true),
        None => {
            let (resource, count) = term.split_once('=')?;
            (resource, count, false)
        }
    };
    let Ok(wanted) = count.parse::<usize>() else {
        return Some(format!("`{term}` cannot be read"));
    };
    let found = instances(module, resource);
    let fits = if is_least {
        found >= wanted
    } else {
        found == wanted
    };
    (!fits).then(|| format!("{found} {resource}, and {count} wanted"))
}
