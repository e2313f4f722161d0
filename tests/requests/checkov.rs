//! Checks the findings in the templates' answers against Checkov, if installed.
//!
//! One Checkov process scans a folder with one subfolder per program. Every file has its own name,
//! because Checkov caches its analysis of a policy by file name.

use super::blocks::{TEMPLATE_REQUESTS, compositions};
use super::{answer, fixed};
use infragenie::job::autofix::Autofixed;
use infragenie::scan::{Remedy, Severity};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Number of pairs that are scanned in addition to the single templates.
const PAIRS: usize = 24;

/// Returns the path of Checkov, if it is installed.
///
/// The path is `INFRAGENIE_CHECKOV`, the usual folder, or the first one on `PATH`.
fn checkov() -> Option<PathBuf> {
    let named = std::env::var_os("INFRAGENIE_CHECKOV").map(PathBuf::from);
    let usual = Some(PathBuf::from("/opt/checkov/bin/checkov")).filter(|it| it.exists());
    let on_path = || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut folders = std::env::split_paths(&path).map(|folder| folder.join("checkov"));
        folders.find(|it| it.is_file())
    };
    named.or(usual).or_else(on_path)
}

/// Returns Checkov's failures as program number, check id and address.
fn failed(checkov: &Path, programs: &[(String, Autofixed)]) -> BTreeSet<(usize, String, String)> {
    let folder = std::env::temp_dir().join(format!("infragenie-checkov-{}", std::process::id()));
    for (at, (_, program)) in programs.iter().enumerate() {
        let own = folder.join(format!("m{at}"));
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(own.join(format!("m{at}.tf")), &program.module.text).unwrap();
    }
    let output = Command::new(checkov)
        .args(["--framework", "terraform", "-o", "json", "--quiet"])
        .args(["--soft-fail", "--skip-download", "-d"])
        .arg(&folder)
        .env("LOG_LEVEL", "ERROR")
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("no report: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(
        report["summary"]["parsing_errors"], 0,
        "{}",
        report["summary"]
    );
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let failed = report["results"]["failed_checks"].as_array().unwrap();
    failed
        .iter()
        .map(|check| {
            let path = text(&check["file_path"]);
            let number = path
                .trim_start_matches("/m")
                .split('/')
                .next()
                .unwrap()
                .parse();
            (
                number.unwrap(),
                text(&check["check_id"]),
                text(&check["resource"]),
            )
        })
        .collect()
}

#[test]
#[cfg_attr(
    not(has_checkov),
    ignore = "needs Checkov in INFRAGENIE_CHECKOV or on the PATH"
)]
fn reports_every_finding_of_checkov() {
    let checkov = checkov().expect("Checkov");
    let pairs = compositions();
    let step = (pairs.len() / PAIRS).max(1);
    let mut programs = Vec::new();
    let alone = TEMPLATE_REQUESTS
        .iter()
        .map(|one| ((*one).to_owned(), true));
    let plain = TEMPLATE_REQUESTS
        .iter()
        .map(|one| ((*one).to_owned(), false));
    let pairs = pairs
        .into_iter()
        .skip(TEMPLATE_REQUESTS.len())
        .step_by(step);
    for (request, harden) in alone.chain(plain).chain(pairs.map(|it| (it, false))) {
        let Some(answer) = answer(&request) else {
            continue;
        };
        let fixed = fixed(&request, &answer.text, harden);
        let suffix = if harden { ", hardened" } else { "" };
        programs.push((format!("{request}{suffix}"), fixed));
    }
    assert!(programs.len() > 2 * TEMPLATE_REQUESTS.len());
    let failed = failed(&checkov, &programs);
    // A single bucket has no log bucket, so this failure proves that Checkov ran.
    assert!(failed.iter().any(|(_, id, _)| id == "CKV_AWS_18"));
    let unreported: Vec<String> = failed
        .into_iter()
        .filter_map(|(at, id, resource)| {
            let (request, fixed) = &programs[at];
            let address = resource.split('[').next().unwrap_or_default();
            let hardened = request.ends_with(", hardened");
            let is_reported = fixed.findings.iter().any(|finding| {
                let is_open = match finding.remedy {
                    Remedy::NeedsConsent => true,
                    Remedy::AddsResources => !hardened || finding.severity == Severity::Info,
                    Remedy::Free | Remedy::None => false,
                };
                is_open && finding.id == id && finding.address == address
            });
            (!is_reported).then(|| format!("{request}: {id} {resource}"))
        })
        .collect();
    assert!(unreported.is_empty(), "{}", unreported.join("\n"));
}
