//! Reports which requests of a `requests.tsv` the templates answer correctly.
//!
//! ```text
//! cargo run --release --example requests -- FILE.tsv [--show]
//! ```
//!
//! `--show` prints every answer as the user gets it, with its open diagnostics.

#[path = "replay/answered.rs"]
mod answered;
#[path = "replay/requests.rs"]
mod rows;

use infragenie::schema::{Schema, pack};
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_shown = arguments.iter().any(|argument| argument == "--show");
    let Some(file) = arguments.first() else {
        eprintln!("usage: requests FILE.tsv [--show]");
        return ExitCode::FAILURE;
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("`{file}` does not open: {error}");
            return ExitCode::FAILURE;
        }
    };
    answered::print(&text, schema().as_ref(), is_shown);
    ExitCode::SUCCESS
}

/// Returns the shipped schema pack, if it is available.
fn schema() -> Option<Schema> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("www/public/data")
        .join(pack::FILE);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .ok()?;
    Schema::read(&bytes).ok()
}
