//! Lists every fix of the rules, each with a resource before and after it.

use infragenie::fix::{FixSelection, fix};
use infragenie::hcl::{self, DeployEffect, Module};
use infragenie::scan::{self, Finding, Remedy, aws::TABLES};
use infragenie::schema::{Constraints, Schema, constraints, pack};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Maximum cases of a rule and a type in which different fixes are searched.
const CASES_MAX: usize = 5;

/// Fix of a rule for a resource type.
pub struct Entry {
    /// Id of the rule.
    pub id: &'static str,
    /// Resource type.
    pub type_name: String,
    /// Description of the change.
    pub description: String,
    /// Effect that the change states.
    pub effect: DeployEffect,
    /// Resource before the fix.
    pub before: String,
    /// Resource after the fix.
    pub after: String,
}

/// Returns the fixes in the cases of the rules and the fixtures of the recipes.
///
/// They are sorted by rule, type and description.
pub fn entries(schema: &Schema) -> Vec<Entry> {
    let mut found: BTreeMap<(&str, String, String), Entry> = BTreeMap::new();
    let mut tried: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for module in modules() {
        for finding in scan::scan(&module, TABLES) {
            let type_name = finding.address.split('.').next().unwrap_or_default();
            let count = tried.entry((finding.id, type_name.to_owned())).or_default();
            if finding.remedy == Remedy::None || *count == CASES_MAX {
                continue;
            }
            *count += 1;
            if let Some(entry) = entry(&module, &finding, schema) {
                let key = (entry.id, entry.type_name.clone(), entry.description.clone());
                found.entry(key).or_insert(entry);
            }
        }
    }
    found.into_values().collect()
}

/// Settings of the provider version that plans the fixes.
const VERSION: &str = "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \"5.100.0\"\n    }\n  }\n}\n\n";

/// Fixes one finding, in its block alone if the block has the finding alone.
fn entry(module: &Module, finding: &Finding, schema: &Schema) -> Option<Entry> {
    let before = module.at(&finding.address)?;
    let before = module.text[before.span.range()].to_owned();
    let alone = hcl::parse(format!("{VERSION}{before}\n"));
    let is_same = |one: &Finding| one.id == finding.id && one.address == finding.address;
    let all = scan::scan(&alone, TABLES);
    let is_alone = all.iter().any(is_same);
    let (module, all) = match is_alone {
        true => (&alone, all),
        false => (module, scan::scan(module, TABLES)),
    };
    let id = |one: &Finding| format!("fix:{}:{}", one.id, one.address);
    let others: BTreeSet<String> = all.iter().filter(|one| !is_same(one)).map(id).collect();
    let exclude: Vec<String> = others.into_iter().collect();
    let accept = [id(finding)];
    let selection = FixSelection {
        exclude: &exclude,
        accept: &accept,
        ..FixSelection::default()
    };
    // The schema keeps out fixes that the provider does not support.
    let fixed = fix(module, TABLES, Some(schema), selection);
    let change = fixed.changes.iter().find(|change| change.id == accept[0])?;
    let after = fixed.module.at(&finding.address)?;
    Some(Entry {
        id: finding.id,
        type_name: finding.address.split('.').next()?.to_owned(),
        description: change.description.clone(),
        effect: change.effect?,
        before,
        after: fixed.module.text[after.span.range()].to_owned(),
    })
}

/// Reads the cases of the rules and the fixtures of the recipes.
fn modules() -> Vec<Module> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src/scan/aws"), &mut files);
    collect(&root.join("tests/recipes"), &mut files);
    files.retain(|path| !path.ends_with("after.tf"));
    files.sort();
    let read = |path: &PathBuf| hcl::parse(std::fs::read_to_string(path).expect("a text"));
    files.iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension() == Some("tf".as_ref()) {
            files.push(path);
        }
    }
}

/// Reads the shipped schema with its constraints.
pub fn schema() -> Schema {
    let schema = Schema::read(&pack_bytes(pack::FILE)).expect("the pack reads");
    schema.with(Constraints::read(&pack_bytes(constraints::FILE)).expect("the pack reads"))
}

fn pack_bytes(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(name)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    bytes
}
