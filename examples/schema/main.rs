//! The schemas of Terraform's providers in, the pack of `www/public/data` out.
//!
//! ```text
//! cargo run --release --example schema -- pack AWS.json
//! cargo run --release --example schema -- helpers FOLDER
//! cargo run --release --example schema -- probe AWS.json FOLDER OUT.json
//! ```
//!
//! `AWS.json` is what `terraform providers schema -json` prints in a folder that requires
//! `hashicorp/aws` 5.100.0; the helper providers come from `helpers.json` beside this file. That
//! file is written by the second form, out of a folder that holds the npm packages of
//! [`bindings::PACKAGES`], each unpacked under its provider's name:
//!
//! ```text
//! npm pack @cdktf/provider-tls@11.0.1
//! mkdir tls && tar xzf cdktf-provider-tls-11.0.1.tgz -C tls --strip-components=1
//! ```

mod bindings;
mod encode;
mod probe;
mod source;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["pack", aws] => pack(Path::new(aws)),
        ["helpers", folder] => helpers(Path::new(folder)),
        ["probe", aws, folder, out] => probe(Path::new(aws), Path::new(folder), Path::new(out)),
        _ => Err(
            "usage: schema pack AWS.json | helpers FOLDER | probe AWS.json FOLDER OUT".to_owned(),
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

/// Writes the pack and says what it holds.
fn pack(aws: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(aws)
        .map_err(|error| format!("cannot read `{}`: {error}", aws.display()))?;
    let mut providers = vec![source::aws(&text)?];
    providers.extend(source::helpers()?);
    let bytes = encode::encode(&providers);
    let name = infragenie::schema::pack::file_name("aws-5", &bytes);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes).map_err(|error| error.to_string())?;
    let packed = gzip.finish().map_err(|error| error.to_string())?;
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    std::fs::write(folder.join(&name), &packed).map_err(|error| error.to_string())?;
    Ok(format!(
        "{name}: {} bytes, {} gzip; {} resources, {} data sources of {} providers",
        bytes.len(),
        packed.len(),
        providers
            .iter()
            .map(|one| one.resources.len())
            .sum::<usize>(),
        providers.iter().map(|one| one.data.len()).sum::<usize>(),
        providers.len(),
    ))
}

/// Writes `helpers.json` and says what it holds.
fn helpers(folder: &Path) -> Result<String, String> {
    let providers = bindings::read(folder)?;
    let text = serde_json::to_string_pretty(&providers).map_err(|error| error.to_string())?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/schema/helpers.json");
    std::fs::write(path, text + "\n").map_err(|error| error.to_string())?;
    Ok(format!("{} helper providers", providers.len()))
}

/// Writes what the provider says of bogus values; `folder` is one with the provider installed.
fn probe(aws: &Path, folder: &Path, out: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(aws)
        .map_err(|error| format!("cannot read `{}`: {error}", aws.display()))?;
    let said = probe::probe(&source::aws(&text)?, folder)?;
    let json = serde_json::to_string(&said).map_err(|error| error.to_string())?;
    std::fs::write(out, json).map_err(|error| error.to_string())?;
    Ok(format!("what was said of {} types", said.len()))
}
