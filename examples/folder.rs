//! Checks folders as the command line does, and prints the result as JSON.
//!
//! ```text
//! cargo run --release --example folder -- problems FOLDER
//! cargo run --release --example folder -- findings FOLDER…
//! ```
//!
//! `problems` prints a list with an object for each diagnostic of the folder and of the modules that
//! it calls, as `oracle compare --product` reads it. `findings` prints a line for each folder: an
//! object with the `folder` and a map `failed` from `"<check id> <address>"` to the severity.

#[path = "judge/loss.rs"]
#[allow(dead_code)]
mod loss;
#[path = "judge/validate.rs"]
#[allow(dead_code)]
mod validate;

use infragenie::project::{self, File, Project};
use infragenie::scan::Tables;
use infragenie::scan::aws::TABLES;
use infragenie::scan::iam::{Actions, FILE};
use infragenie::schema::{Constraints, Schema, constraints, pack};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use validate::read_pack;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.split_first() {
        Some((command, [folder])) if command == "problems" => problems(folder),
        Some((command, folders)) if command == "findings" => findings(folders),
        _ => Err("usage: folder problems FOLDER | findings FOLDER…".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the diagnostics of a folder.
fn problems(folder: &str) -> Result<(), String> {
    let (schema, tables) = (schema()?, tables()?);
    let path = absolute(folder)?;
    let checked = project(&path)?.check(Some(&schema), tables);
    let rows = checked.problems.iter().map(|it| {
        let severity = match it.item.judged_by {
            Some(_) => "warning",
            None => "error",
        };
        json!({
            "severity": severity,
            "file": it.path,
            "line": it.range[0].line,
            "summary": it.item.problem.kind.summary(),
            "message": it.item.problem.message,
        })
    });
    println!("{}", Value::Array(rows.collect()));
    Ok(())
}

/// Prints the findings of each folder.
fn findings(folders: &[String]) -> Result<(), String> {
    let tables = tables()?;
    for folder in folders {
        let path = absolute(folder)?;
        let checked = project(&path)?.check(None, tables);
        let rows = checked.findings.iter().map(|it| {
            let finding = &it.item.1;
            (
                format!("{} {}", finding.id, finding.address),
                json!(format!("{:?}", finding.severity).to_ascii_lowercase()),
            )
        });
        let failed: Map<String, Value> = rows.collect();
        println!("{}", json!({ "folder": folder, "failed": failed }));
    }
    Ok(())
}

fn absolute(folder: &str) -> Result<String, String> {
    let path = std::fs::canonicalize(folder).map_err(|error| format!("`{folder}`: {error}"))?;
    Ok(path.to_string_lossy().into_owned())
}

/// Reads a folder with the folders that it calls and the files that it reads.
fn project(folder: &str) -> Result<Project, String> {
    let mut files = Vec::new();
    let mut read = BTreeSet::new();
    let mut present = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    loop {
        for folder in open.drain(..) {
            if read.insert(folder.clone()) {
                files.extend(files_of(&folder));
            }
        }
        let known: Vec<String> = present.iter().cloned().collect();
        let project = Project::new(files.clone(), &[], &known)?;
        let needs = project.needs();
        let found = needs.files.into_iter().filter(|it| Path::new(it).is_file());
        let before = present.len();
        present.extend(found);
        open = needs
            .folders
            .into_iter()
            .filter(|it| !read.contains(it))
            .collect();
        if open.is_empty() && present.len() == before {
            return Ok(project);
        }
    }
}

/// Reads the files of a folder that a project reads.
fn files_of(folder: &str) -> Vec<File> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path().to_string_lossy().into_owned());
    let is_read = |path: &String| {
        project::is_configuration(path) || project::is_values(path) || project::is_lock(path)
    };
    let mut paths: Vec<String> = paths.filter(is_read).collect();
    paths.sort();
    let texts = paths.into_iter().filter_map(|path| {
        let text = std::fs::read_to_string(&path).ok()?;
        Some(File {
            path,
            text,
            is_read_only: false,
        })
    });
    texts.collect()
}

fn schema() -> Result<Schema, String> {
    let of = |name: &str| read_pack(name);
    let v6 = Schema::read(&of(pack::FILE_6)?).map_err(|error| error.to_string())?;
    let schema = Schema::read(&of(pack::FILE)?).map_err(|error| error.to_string())?;
    let more = Constraints::read(&of(constraints::FILE)?).map_err(|error| error.to_string())?;
    Ok(schema.with(more).with_aws_v6(Arc::new(v6)))
}

fn tables() -> Result<Tables, String> {
    let actions = Actions::read(&read_pack(FILE)?).map_err(|error| error.to_string())?;
    Ok(TABLES.with(Box::leak(Box::new(actions))))
}
