//! Lists configurations that Terraform can apply to a mock of AWS.
//!
//! ```text
//! cargo run --release --example apply_programs -- [CORPUS.jsonl COUNT]
//! ```
//!
//! A line is a JSON object. The configurations are the answers of the templates to `tests/apply/requests.txt`, the files of `tests/apply/cases`
//! and, with a corpus, programs of it that end clean after fixing: without a problem and without a
//! deployability diagnostic. Literals replace the helper providers, which the
//! mock does not need. `npm --prefix www run test:apply` reads the list.

mod stand_in;

use infragenie::deploy;
use infragenie::fix::FixSelection;
use infragenie::hcl;
use infragenie::intent::ParsedRequest;
use infragenie::job::autofix;
use infragenie::request::Request;
use infragenie::scan;
use infragenie::schema::{Constraints, Schema, constraints, pack};
use infragenie::templates;
use serde_json::Value;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() -> Result<(), String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let schema = Schema::read(&unpacked(pack::FILE)?).map_err(|error| error.to_string())?;
    let more = Constraints::read(&unpacked(constraints::FILE)?);
    let facts = String::from_utf8(unpacked(deploy::FILE)?).map_err(|error| error.to_string())?;
    let facts = deploy::Facts::read(&facts).map_err(|error| error.to_string())?;
    let schema = schema
        .with(more.map_err(|error| error.to_string())?)
        .with_facts(Arc::new(facts));
    let fixed = |text: &str, request: &str| {
        let module = hcl::parse(text);
        let rules = scan::aws::TABLES;
        autofix::autofix(
            &module,
            request,
            rules,
            Some(&schema),
            FixSelection::default(),
        )
    };
    for request in read(&root.join("tests/apply/requests.txt"))?.lines() {
        let parsed = Request::parse(request).map_err(|error| error.to_string())?;
        let answer = templates::answer(&ParsedRequest::parse(&parsed));
        let answer = answer.ok_or_else(|| format!("no template answers `{request}`"))?;
        let text = fixed(&answer.text, request).module.text;
        println!("{}", stand_in::entry(request, "template", &text));
    }
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root.join("tests/apply/cases"))
        .map_err(|error| error.to_string())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    cases.sort();
    for path in cases {
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        println!("{}", stand_in::entry(&id, "case", &read(&path)?));
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [corpus, count] = arguments.as_slice() else {
        return Ok(());
    };
    let count: usize = count
        .parse()
        .map_err(|_| format!("`{count}` is no number"))?;
    let corpus = read(Path::new(corpus))?;
    let mut units: Vec<Value> = corpus
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|unit: &Value| {
            unit["plannable"].as_bool().or(unit["valid"].as_bool()) == Some(true)
        })
        .collect();
    // The order by hash is a sample that a longer run extends.
    units.sort_by_key(|unit| stand_in::hash(unit["id"].as_str().unwrap_or_default()));
    let mut left = count;
    for unit in units {
        let (Some(id), Some(program)) = (unit["id"].as_str(), unit["program"].as_str()) else {
            continue;
        };
        if left == 0 {
            break;
        }
        let fixed = fixed(program, unit["prompt"].as_str().unwrap_or("infrastructure"));
        if fixed.problems.is_empty() && fixed.deploy.diagnostics.is_empty() {
            println!("{}", stand_in::entry(id, "corpus", &fixed.module.text));
            left -= 1;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

/// Returns the bytes of a shipped pack.
fn unpacked(name: &str) -> Result<Vec<u8>, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path.join(name)).map_err(|error| error.to_string())?;
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}
