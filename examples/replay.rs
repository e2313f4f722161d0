//! Replays recorded answers through the real job and measures its token cost.
//!
//! ```text
//! cargo run --release --example replay -- FILE.jsonl [--profile P] [--list] [--requests FILE.tsv]
//! ```
//!
//! A line of the file is an object with `id`, `prompt` and `answer`, and optionally `valid` and
//! `checkov` with the recorded verdicts that the comparison loop needs. Every line starts with an
//! empty cache, an empty ledger and the templates off. The first call is answered with `answer`,
//! truncated at its cap. A repair is answered with the blocks that it showed, unchanged, and a
//! cut-off answer is continued with the missing blocks, so repairs are measured for their size and
//! for the safety of splicing, not for their success. Completion tokens are the exact count of the
//! text, plus the frame of an answer ([`simulated_host::ANSWER_FRAME_TOKENS`]); the recorded models did not
//! reason, so no reasoning is added.
//!
//! The output is a table of all profiles and, last, one JSON object of the selected profile;
//! `--list` prints each line's calls. With `--requests` the rows of a file of requests follow:
//! whether the templates or a model answers each, every wrong answer, and last the counts as one
//! JSON object.

#[path = "replay/answered.rs"]
mod answered;
#[path = "replay/figures.rs"]
mod figures;
#[path = "replay/original.rs"]
mod original;
#[path = "replay/requests.rs"]
mod rows;
#[path = "replay/simulated_host.rs"]
mod simulated_host;

use figures::{Figures, Run};
use infragenie::policy::{Policy, Profile};
use infragenie::schema::{Schema, pack};
use infragenie::tokens::{Pack, Vocabulary};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Line of the file.
#[derive(Deserialize)]
pub struct Line {
    id: String,
    prompt: String,
    answer: String,
    /// Verdict of `terraform validate`, if recorded.
    valid: Option<bool>,
    /// Verdicts of Checkov, if recorded.
    checkov: Option<BTreeMap<String, String>>,
}

/// Packs loaded once for all lines.
pub struct Packs {
    vocabulary: Arc<Vocabulary>,
    schema: Arc<Schema>,
}

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let named = option("--profile").unwrap_or(Profile::Minimal.name());
    let profile = Profile::named(named).ok_or_else(|| format!("unknown profile `{named}`"))?;
    let list = arguments.iter().any(|argument| argument == "--list");
    let usage = "usage: replay FILE.jsonl [--profile P] [--list] [--requests FILE.tsv]";
    let file = arguments.first().filter(|file| !file.starts_with("--"));
    let text = std::fs::read_to_string(file.ok_or(usage)?)?;
    let lines = text.lines().filter(|line| !line.is_empty());
    let lines: Vec<Line> = lines.map(serde_json::from_str).collect::<Result<_, _>>()?;
    let requests = option("--requests")
        .map(std::fs::read_to_string)
        .transpose()?;
    let packs = Packs::load()?;
    let original = original::mean(&lines, &packs.vocabulary);
    let mut selected = Figures::default();
    println!("{}", figures::HEADING);
    for each in Profile::ALL {
        let runs: Vec<Run> = lines
            .iter()
            .map(|line| simulated_host::play(line, each, &packs))
            .collect();
        let figures = Figures::from_runs(&runs, original);
        println!("{}", figures.row(each.name()));
        if each == profile {
            if list {
                for (line, run) in lines.iter().zip(&runs) {
                    println!("{}", run.line(&line.id));
                }
            }
            selected = figures;
        }
    }
    println!("{}", figures::original_row(original));
    println!("{}", serde_json::to_string(&selected)?);
    if let Some(requests) = requests {
        answered::print(&requests, Some(&packs.schema), false);
    }
    Ok(())
}

impl Packs {
    fn load() -> Result<Packs, Box<dyn Error>> {
        let mut vocabulary = Vocabulary::default();
        for pack in Pack::ALL {
            vocabulary.learn(pack, &read_pack(&pack.file())?)?;
        }
        let schema = Schema::read(&read_pack(pack::FILE)?)?;
        Ok(Packs {
            vocabulary: Arc::new(vocabulary),
            schema: Arc::new(schema),
        })
    }

    fn policy(&self, profile: Profile) -> Policy {
        Policy {
            templates: false,
            schema: Some(Arc::clone(&self.schema)),
            ..Policy::for_profile(profile)
        }
    }
}

/// Returns the bytes of a shipped pack.
fn read_pack(file: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(file))?;
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes)?;
    Ok(bytes)
}
