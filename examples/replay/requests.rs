//! A program and what a row of `requests.tsv` says that it must hold in, what it lacks out.
//!
//! A row is `library` or `model`, the request, and what an answer holds: `type=count` and
//! `type>=count` (instances by `count` and `for_each` included), `~text` that occurs, with `|`
//! between alternatives.

use infragenie::hcl::Module;
use infragenie::templates::instances;

/// A row of the file.
pub struct Row {
    /// Whether the library should answer it.
    pub is_for_templates: bool,
    /// What is typed.
    pub request: String,
    /// What an answer must hold.
    pub holds: String,
}

/// The rows of a file; lines that begin with `#` say nothing.
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

/// What a program lacks of what it must hold, one line each.
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
