//! Generates the schema packs in `www/public/data` from the schemas of providers.
//!
//! ```text
//! cargo run --release --example schema -- pack AWS.json
//! cargo run --release --example schema -- pack-6 AWS.json FOLDER
//! cargo run --release --example schema -- helpers FOLDER
//! cargo run --release --example schema -- probe AWS.json FOLDER RECORD.json
//! cargo run --release --example schema -- distil AWS.json RECORD.json
//! cargo run --release --example schema -- constraints
//! ```
//!
//! `AWS.json` is the output of `terraform providers schema -json` in a folder that requires
//! `hashicorp/aws` 5.100.0; the helper providers come from `helpers.json` in this folder. The third
//! form writes that file from a folder that holds the npm packages of [`bindings::PACKAGES`], each
//! unpacked under its provider's name:
//!
//! ```text
//! npm pack @cdktf/provider-tls@11.0.1
//! mkdir tls && tar xzf cdktf-provider-tls-11.0.1.tgz -C tls --strip-components=1
//! ```
//!
//! The second form reads the bindings of [`later::AWS_6`]: the tarball inside the wheel of the PyPI
//! package `cdktn-provider-aws`, unpacked into the folder.

mod bindings;
mod carried;
mod constraints;
mod distil;
mod encode;
mod later;
mod probe;
mod record;
mod source;

use infragenie::schema::{Schema, pack};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
    let made = thread.spawn(run).map(std::thread::JoinHandle::join);
    match made {
        Ok(Ok(code)) => code,
        _ => ExitCode::FAILURE,
    }
}

/// Stack size of the generator, which recurses into deeply nested blocks.
const STACK_BYTES: usize = 256 << 20;

fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["pack", aws] => pack(Path::new(aws)),
        ["pack-6", aws, folder] => pack_6(Path::new(aws), Path::new(folder)),
        ["helpers", folder] => helpers(Path::new(folder)),
        ["probe", aws, folder, out] => probe(Path::new(aws), Path::new(folder), Path::new(out)),
        ["distil", aws, record] => distil(Path::new(aws), Path::new(record)),
        ["constraints"] => pack_constraints(),
        _ => Err(
            "usage: schema pack AWS.json | pack-6 AWS.json FOLDER | helpers FOLDER | \
                  probe AWS.json FOLDER RECORD.json | distil AWS.json RECORD.json | constraints"
                .to_owned(),
        ),
    };
    match result {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the pack and returns a description of it.
fn pack(aws: &Path) -> Result<String, String> {
    let mut providers = vec![source::aws(&read(aws)?)?];
    providers.extend(source::helpers()?);
    let bytes = encode::encode(&providers);
    let (name, gzip) = shipped("aws-5", &bytes)?;
    Ok(format!(
        "{name}: {} bytes, {} gzip; {} resources, {} data sources of {} providers",
        bytes.len(),
        gzip,
        providers
            .iter()
            .map(|one| one.resources.len())
            .sum::<usize>(),
        providers.iter().map(|one| one.data.len()).sum::<usize>(),
        providers.len(),
    ))
}

/// Writes the pack of the provider's current major version from its bindings.
fn pack_6(aws: &Path, folder: &Path) -> Result<String, String> {
    let before = source::aws(&read(aws)?)?;
    let mut providers = vec![later::read(folder, &before)?];
    providers.extend(source::helpers()?);
    let bytes = encode::encode(&providers);
    let (name, gzip) = shipped("aws-6", &bytes)?;
    Ok(format!(
        "{name}: {} bytes, {gzip} gzip; {} resources, {} data sources of aws {}",
        bytes.len(),
        providers[0].resources.len(),
        providers[0].data.len(),
        providers[0].version,
    ))
}

/// Writes `helpers.json` and returns a description of it.
fn helpers(folder: &Path) -> Result<String, String> {
    let providers = bindings::read(folder)?;
    let text = serde_json::to_string_pretty(&providers).map_err(|error| error.to_string())?;
    std::fs::write(source::folder().join("helpers.json"), text + "\n")
        .map_err(|error| error.to_string())?;
    Ok(format!("{} helper providers", providers.len()))
}

/// Writes a pack to `www/public/data` and returns its name and its compressed size.
fn shipped(stem: &str, bytes: &[u8]) -> Result<(String, usize), String> {
    let name = pack::file_name(stem, bytes);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).map_err(|error| error.to_string())?;
    let packed = gzip.finish().map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    std::fs::write(folder.join(&name), &packed).map_err(|error| error.to_string())?;
    Ok((name, packed.len()))
}

/// Records the provider's messages about invalid values.
///
/// `folder` is a folder with the provider installed. Steps already recorded in `out` are not
/// repeated.
fn probe(aws: &Path, folder: &Path, out: &Path) -> Result<String, String> {
    let provider = source::aws(&read(aws)?)?;
    let mut record = match out.exists() {
        true => serde_json::from_str(&read(out)?).map_err(|error| error.to_string())?,
        false => probe::Record::default(),
    };
    probe::probe(&provider, folder, &mut record, |record| {
        let json = serde_json::to_string(record).map_err(|error| error.to_string())?;
        std::fs::write(out, json).map_err(|error| error.to_string())
    })?;
    Ok(format!("messages about {} types", record.said.len()))
}

/// Writes `constraints.json` with the certain constraints, one type per line.
fn distil(aws: &Path, record_path: &Path) -> Result<String, String> {
    let provider = source::aws(&read(aws)?)?;
    let record: probe::Record =
        serde_json::from_str(&read(record_path)?).map_err(|error| error.to_string())?;
    let constraints = distil::distil(&provider, &record.said);
    let mut text = String::from("{\n");
    for (at, (key, own)) in constraints.iter().enumerate() {
        let own = serde_json::to_string(own).map_err(|error| error.to_string())?;
        let end = if at + 1 < constraints.len() { "," } else { "" };
        text.push_str(&format!("\"{key}\": {own}{end}\n"));
    }
    text.push_str("}\n");
    std::fs::write(source::folder().join("constraints.json"), text)
        .map_err(|error| error.to_string())?;
    Ok(format!("constraints of {} types", constraints.len()))
}

/// Writes the pack of `constraints.json` and returns a description of it.
fn pack_constraints() -> Result<String, String> {
    let text = read(&source::folder().join("constraints.json"))?;
    let constraints: record::Constraints =
        serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let schema = shipped_schema(pack::FILE)?;
    let bytes = constraints::encode(&schema, &constraints)?;
    let (name, gzip) = shipped("aws-5-constraints", &bytes)?;
    let values: usize = constraints.values().map(|own| own.values.len()).sum();
    let groups: usize = constraints.values().map(|own| own.groups.len()).sum();
    let later = shipped_schema(pack::FILE_6)?;
    let carried = carried::count(&constraints, &schema, &later);
    Ok(format!(
        "{name}: {} bytes, {gzip} gzip; {values} arguments, {groups} groups of {} types\n{carried}",
        bytes.len(),
        constraints.len(),
    ))
}

/// Returns a schema pack in `www/public/data`.
fn shipped_schema(name: &str) -> Result<Schema, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let path = folder.join(name);
    let file = std::fs::File::open(&path);
    let file = file.map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    Schema::read(&bytes).map_err(|error| error.to_string())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}
