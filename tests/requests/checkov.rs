//! Checkov itself, where it is installed: what it says of the answers.
//!
//! One process reads a folder with a program in each of its folders. The files have names of their
//! own, because Checkov remembers what it said of a policy by the name of its file.

use super::blocks::{BLOCKS, compositions};
use super::{answer, mended};
use infragenie::job::mend::Mended;
use infragenie::scan::Remedy;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Pairs that are asked beside the blocks alone.
const PAIRS: usize = 24;

/// Checkov's program, if there is one: at `INFRAGENIE_CHECKOV`, in its usual folder or on the path.
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

/// What Checkov finds in programs: the number of the program, the check and the address.
fn failed(checkov: &Path, programs: &[(String, Mended)]) -> BTreeSet<(usize, String, String)> {
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
fn checkov_finds_nothing_that_is_not_told() {
    let checkov = checkov().expect("Checkov");
    let pairs = compositions();
    let step = (pairs.len() / PAIRS).max(1);
    let mut programs = Vec::new();
    let alone = BLOCKS.iter().map(|one| ((*one).to_owned(), true));
    let plain = BLOCKS.iter().map(|one| ((*one).to_owned(), false));
    let pairs = pairs.into_iter().skip(BLOCKS.len()).step_by(step);
    for (request, harden) in alone.chain(plain).chain(pairs.map(|it| (it, false))) {
        let Some(answer) = answer(&request) else {
            continue;
        };
        let mended = mended(&request, &answer.text, harden);
        let said = if harden { ", hardened" } else { "" };
        programs.push((format!("{request}{said}"), mended));
    }
    assert!(programs.len() > 2 * BLOCKS.len());
    let failed = failed(&checkov, &programs);
    // A lone bucket has no second one for its log: so Checkov was asked indeed.
    assert!(failed.iter().any(|(_, id, _)| id == "CKV_AWS_18"));
    let untold: Vec<String> = failed
        .into_iter()
        .filter_map(|(at, id, resource)| {
            let (request, mended) = &programs[at];
            let address = resource.split('[').next().unwrap_or_default();
            let hardened = request.ends_with(", hardened");
            let told = mended.findings.iter().any(|finding| {
                let is_open = match finding.remedy {
                    Remedy::Offered => true,
                    Remedy::Companion => !hardened,
                    Remedy::Free | Remedy::None => false,
                };
                is_open && finding.id == id && finding.address == address
            });
            (!told).then(|| format!("{request}: {id} {resource}"))
        })
        .collect();
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}
