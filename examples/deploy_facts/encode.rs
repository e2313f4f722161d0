//! Joins the tables of `examples/deploy_facts` to the text of the pack.

use std::fmt::Write as _;
use std::path::Path;

/// Date on which the tables were read.
const DATE: &str = "2026-11-29";
/// Tables in the order of the pack.
const TABLES: &[&str] = &[
    "regions",
    "instance-types",
    "instance-regions",
    "zone-gaps",
    "database-versions",
    "database-class-rules",
    "database-class-sets",
    "service-classes",
    "cache-versions",
    "lambda-runtimes",
    "managed-policies",
    "kubernetes-versions",
    "fargate",
    "closed-services",
    "names",
];

/// Reads the tables of a folder and returns the text of the pack.
///
/// # Errors
///
/// Names a table that cannot be read, or the row that is out of order.
pub fn encode(folder: &Path) -> Result<String, String> {
    let mut text = format!("# date {DATE}\n");
    for name in TABLES {
        let path = folder.join(name).with_extension("tsv");
        let table = std::fs::read_to_string(&path)
            .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        // Writing to a string does not fail.
        let _ = writeln!(text, "## {name}");
        let mut before = "";
        for row in table.lines().filter(|row| !row.starts_with('#')) {
            let key = row.split('\t').next().unwrap_or_default();
            if key < before {
                return Err(format!(
                    "`{key}` of `{name}` is out of order: sort the rows"
                ));
            }
            before = key;
            let _ = writeln!(text, "{row}");
        }
    }
    Ok(text)
}
