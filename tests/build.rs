//! Sets a `cfg` for each tool and each data set that some tests need.
//!
//! A test that needs one of them is ignored, with a reason, where the `cfg` is not set: so it is
//! counted as skipped. The script runs again when a variable below changes, or when something that
//! it found is gone. After installing a tool, `touch tests/build.rs`.

use std::path::{Path, PathBuf};

/// Every `cfg` that is set here.
const ALL: [&str; 9] = [
    "has_corpus",
    "has_terraform",
    "has_aws_provider",
    "has_aws_5_100",
    "has_aws_6_bindings",
    "has_checkov",
    "has_checkov_python",
    "has_fixed_programs",
    "has_severity_labels",
];

fn main() {
    println!("cargo::rerun-if-changed=tests/build.rs");
    for name in ALL {
        println!("cargo::rustc-check-cfg=cfg({name})");
    }
    // Nothing of this machine may reach the module that ships.
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        return;
    }
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let corpus = variable("INFRAGENIE_CORPUS").unwrap_or(root.join("../shared/corpus"));
    set_if("has_corpus", root.join(corpus).join("programs.jsonl"));
    set_if(
        "has_severity_labels",
        root.join("../shared/checkov/checks.tsv"),
    );

    let terraform = on_path("terraform");
    let mirror = variable("INFRAGENIE_TF_MIRROR").unwrap_or("/opt/tf-plugins".into());
    let aws = mirror.join("registry.terraform.io/hashicorp/aws");
    let fixed = variable("INFRAGENIE_MENDED");
    if let Some(terraform) = terraform {
        set_if("has_terraform", terraform);
        if set_if("has_aws_provider", aws) && fixed.is_some_and(|folder| folder.is_dir()) {
            set("has_fixed_programs");
        }
        if let Some(provider) = aws_5_100() {
            set_if("has_aws_5_100", provider);
            if let Some(folder) = variable("INFRAGENIE_AWS_6") {
                set_if("has_aws_6_bindings", folder);
            }
        }
    }

    let named = variable("INFRAGENIE_CHECKOV");
    if named.is_some() {
        set("has_checkov_python");
    }
    let usual = Some(PathBuf::from("/opt/checkov/bin/checkov")).filter(|path| path.exists());
    if let Some(checkov) = named.or(usual).or_else(|| on_path("checkov")) {
        set_if("has_checkov", checkov);
    }
}

/// The path in an environment variable; the script runs again when the variable changes.
fn variable(name: &str) -> Option<PathBuf> {
    println!("cargo::rerun-if-env-changed={name}");
    std::env::var_os(name).map(PathBuf::from)
}

fn set(name: &str) {
    println!("cargo::rustc-cfg={name}");
}

/// Sets a `cfg` if the path exists, and says whether it does.
fn set_if(name: &str, path: PathBuf) -> bool {
    let exists = path.exists();
    if exists {
        set(name);
        // Cargo takes a path that does not exist for one that changed, at every run. It reads all
        // of a folder, too, so that only files are named.
        if path.is_file() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    exists
}

/// A program on the `PATH`. A change of `PATH` alone runs nothing again: npm adds to it.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut programs = std::env::split_paths(&path).map(|folder| folder.join(name));
    programs.find(|program| program.is_file())
}

/// The folder of hashicorp/aws 5.100.0 in a filesystem mirror, in one of the usual folders.
fn aws_5_100() -> Option<PathBuf> {
    let usual = ["/usr/share/terraform", "/usr/local/share/terraform", "/opt"];
    let folders = usual
        .iter()
        .filter_map(|folder| Path::new(folder).read_dir().ok());
    let mirrors = folders.flatten().flatten().map(|entry| entry.path());
    let mut mirrors = variable("INFRAGENIE_MIRROR").into_iter().chain(mirrors);
    let provider = "registry.terraform.io/hashicorp/aws/5.100.0";
    mirrors
        .find(|mirror| mirror.join(provider).exists())
        .map(|mirror| mirror.join(provider))
}
