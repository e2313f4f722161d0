//! Measures how many diagnostics of `terraform validate` the schema check finds.

use super::loss;
use infragenie::repair::{Reach, repair};
use infragenie::rewrite::Rewritten;
use infragenie::schema::{self, Constraints, Schema, constraints, pack};
use infragenie::{complete, hcl};
use serde::{Deserialize, Serialize};
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

/// Line of `programs.jsonl`.
#[derive(Deserialize)]
struct Program {
    id: String,
    program: String,
    valid: bool,
    #[serde(default)]
    diagnostics: Vec<Diagnostic>,
}

/// Recorded diagnostic of Terraform.
#[derive(Deserialize)]
struct Diagnostic {
    summary: String,
    line: Option<usize>,
    detail: Option<String>,
}

/// Figures printed as the last line.
#[derive(Default, Serialize)]
struct Score {
    programs: usize,
    valid: usize,
    false_alarms: usize,
    invalid: usize,
    caught: usize,
    diagnostics: usize,
    matched: usize,
    reported: usize,
    mended: usize,
    trimmed: usize,
    lost: usize,
    p50_ms: f64,
    p99_ms: f64,
    max_ms: f64,
}

/// Checks and repairs every program of a file.
///
/// `list` prints every disagreement; `folder` receives each repaired program with its changes.
pub fn run(file: &str, list: bool, folder: Option<&Path>) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("`{file}`: {error}"))?;
    let schema = Schema::read(&read_pack(pack::FILE)?).map_err(|error| error.to_string())?;
    let more = Constraints::read(&read_pack(constraints::FILE)?);
    let schema = schema.with(more.map_err(|error| error.to_string())?);
    let mut score = Score::default();
    let mut times = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let program: Program = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = with_provider(&program.program);
        let start = Instant::now();
        let module = hcl::parse(text);
        let problems = schema::validate(&module, &schema);
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let lines = module.lines();
        let found: Vec<(usize, &str, &str)> = problems
            .iter()
            .map(|one| {
                let line = lines.position(one.span.start).line;
                (line, one.kind.summary(), one.message.as_str())
            })
            .collect();
        score.add(&program, &found, list);
        if !program.valid && !problems.is_empty() {
            let outcome = score.repair_program(&program.id, &module, &schema, list);
            if let (Some((repaired, how)), Some(folder)) = (outcome, folder) {
                write_repaired(
                    &folder.join(program.id.replace(['/', ' '], "_")),
                    &repaired,
                    how,
                )?;
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let last = times.len().saturating_sub(1);
        let time = times.get((part * last as f64) as usize).copied();
        (time.unwrap_or_default() * 1000.0).round() / 1000.0
    };
    (score.p50_ms, score.p99_ms, score.max_ms) = (at(0.5), at(0.99), at(1.0));
    serde_json::to_string(&score).map_err(|error| error.to_string())
}

impl Score {
    /// Repairs a program, without loss if that is enough.
    ///
    /// Returns the repaired program if it has no problem left, and the way it was repaired.
    fn repair_program(
        &mut self,
        id: &str,
        module: &hcl::Module,
        schema: &Schema,
        list: bool,
    ) -> Option<(Rewritten, &'static str)> {
        let is_valid = |repaired: &Rewritten| schema::validate(&repaired.module, schema).is_empty();
        let run_repair = |reach| {
            let mut repaired = repair(module, schema, reach, &[]);
            let (declared, changes) = complete::declare(&repaired.module, &[]);
            repaired.module = declared;
            repaired.changes.extend(changes);
            repaired
        };
        let lossless = run_repair(Reach::Lossless);
        let lost = loss::lost(module, &lossless.module, schema);
        self.lost += lost.len();
        for lost in lost.iter().filter(|_| list) {
            println!("{id} lost {lost}");
        }
        if is_valid(&lossless) {
            self.mended += 1;
            return Some((lossless, "lossless"));
        }
        let trimmed = run_repair(Reach::Draft);
        if is_valid(&trimmed) {
            self.trimmed += 1;
            return Some((trimmed, "trimmed"));
        }
        for left in schema::validate(&trimmed.module, schema)
            .iter()
            .filter(|_| list)
        {
            let line = trimmed.module.position(left.span.start).line;
            println!("{id}:{line} left {}: {}", left.kind.summary(), left.message);
        }
        None
    }

    fn add(&mut self, program: &Program, found: &[(usize, &str, &str)], list: bool) {
        self.programs += 1;
        if program.valid {
            self.valid += 1;
            // Files that the program reads existed when its verdict was recorded.
            let files = [hcl::Kind::MissingFile, hcl::Kind::MissingHashedFile];
            let files = files.map(hcl::Kind::summary);
            let alarms = || found.iter().filter(|one| !files.contains(&one.1));
            self.false_alarms += usize::from(alarms().next().is_some());
            for (line, summary, message) in alarms().filter(|_| list) {
                println!("{}:{line} alarm {summary}: {message}", program.id);
            }
            return;
        }
        self.invalid += 1;
        self.caught += usize::from(!found.is_empty());
        self.reported += found.len();
        if found.is_empty() && list {
            println!("{} not caught", program.id);
        }
        for diagnostic in &program.diagnostics {
            self.diagnostics += 1;
            let summary = normalized_summary(&diagnostic.summary);
            let matched = found.iter().any(|(line, ours, _)| {
                diagnostic.line.is_none_or(|recorded| recorded == *line) && *ours == summary
            });
            self.matched += usize::from(matched);
            if list && !matched {
                let line = diagnostic
                    .line
                    .map_or_else(String::new, |line| line.to_string());
                let detail = diagnostic.detail.as_deref().unwrap_or_default();
                let detail = detail.rsplit('\n').find(|line| !line.trim().is_empty());
                let detail: String = detail.unwrap_or_default().chars().take(160).collect();
                println!("{}:{line} missed {summary}: {detail}", program.id);
            }
        }
        for (line, summary, message) in found.iter().filter(|_| list) {
            let recorded = program.diagnostics.iter().any(|one| {
                one.line.is_none_or(|recorded| recorded == *line)
                    && normalized_summary(&one.summary) == *summary
            });
            if !recorded {
                println!("{}:{line} more {summary}: {message}", program.id);
            }
        }
    }
}

/// Writes a repaired program and, in the same folder, its changes.
fn write_repaired(folder: &Path, repaired: &Rewritten, how: &str) -> Result<(), String> {
    let changes: Vec<String> = repaired
        .changes
        .iter()
        .map(|change| format!("{} | {}\n", change.id, change.description))
        .collect();
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join("main.tf"), &repaired.module.text))
        .and_then(|()| std::fs::write(folder.join(format!("{how}.txt")), changes.concat()));
    written.map_err(|error| format!("`{}`: {error}", folder.display()))
}

/// Appends the provider that the recording added to programs without one.
pub fn with_provider(program: &str) -> String {
    if program.contains("provider \"aws\"") {
        return program.to_owned();
    }
    let end = if program.ends_with('\n') { "" } else { "\n" };
    format!("{program}{end}provider \"aws\" {{\n  region = \"us-east-1\"\n}}\n")
}

/// Removes the names from a summary, as in [`hcl::Kind::summary`].
fn normalized_summary(summary: &str) -> String {
    let mut text = String::new();
    for (at, part) in summary.split('"').enumerate() {
        if at % 2 == 0 {
            text.push_str(part.trim_end_matches(' '));
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["Cycle:", ..] => "Cycle".to_owned(),
        [first @ ("Insufficient" | "Too"), .., "blocks"] if words.len() > 2 => match *first {
            "Too" => "Too many blocks".to_owned(),
            _ => "Insufficient blocks".to_owned(),
        },
        ["Missing", "type" | "name", "for", _] => "Missing label".to_owned(),
        ["Extraneous", "label", "for", _] => "Extraneous label".to_owned(),
        _ => constraint_summary(summary).map_or(text, str::to_owned),
    }
}

/// Maps a provider's message, which names argument and value, to its fixed summary.
fn constraint_summary(summary: &str) -> Option<&'static str> {
    const MARKS: &[(&str, &str)] = &[
        (" to be one of [", "expected to be one of"),
        (
            "expected length of ",
            "expected length of to be in the range",
        ),
        (" to be in the range (", "expected to be in the range"),
        (" to be at least (", "expected to be at least"),
        (" to be at most (", "expected to be at most"),
        (" to be divisible by ", "expected to be divisible by"),
        (" cannot be longer than ", "cannot be longer than"),
        (" is an invalid ARN: ", "is an invalid ARN"),
        (" contains an invalid JSON", "contains an invalid JSON"),
        (" is not a valid CIDR block", "is not a valid CIDR block"),
        (
            " is not a valid IPv4 CIDR block",
            "is not a valid IPv4 CIDR block",
        ),
        (
            " is not a valid IPv6 CIDR block",
            "is not a valid IPv6 CIDR block",
        ),
        (
            " contains duplicate JSON keys",
            "contains duplicate JSON keys",
        ),
        (
            " to contain a valid Value",
            "expected to contain a valid Value",
        ),
        (
            " to be a valid CIDR Value",
            "expected to be a valid CIDR Value",
        ),
        (
            " to contain a valid IPv4 address",
            "expected to contain a valid IPv4 address",
        ),
        (
            " doesn't look like AWS Account ID",
            "doesn't look like AWS Account ID",
        ),
        (
            " doesn't look like AWS Region",
            "doesn't look like AWS Region",
        ),
        (
            " to be a valid port number",
            "expected to be a valid port number",
        ),
        (" must satisfy the format of ", "must satisfy the format of"),
        (": cannot parse '", "cannot parse"),
        ("invalid value for ", "invalid value for"),
        (" is not allowed as ", "is not allowed as"),
        (" allowed in ", "characters allowed in"),
        (
            " to match regular expression ",
            "expected value of to match regular expression",
        ),
    ];
    let found = MARKS.iter().find(|(mark, _)| summary.contains(mark));
    found.map(|(_, kind)| *kind)
}

/// Reads a shipped pack.
pub fn read_pack(name: &str) -> Result<Vec<u8>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("www/public/data")
        .join(name);
    let file =
        std::fs::File::open(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}
