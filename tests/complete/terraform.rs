//! The real Terraform as an oracle, where it is installed, and the recorded programs, where they
//! are at hand. `tests/build.rs` has the tests ignored that need what is absent.

use infragenie::complete::Completed;
use infragenie::hcl::edit::{Edit, remove, splice};
use infragenie::hcl::{self, ExpressionKind};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Providers that a mirror of AWS alone does not have; something stands in for them.
const HELPERS: [&str; 5] = ["tls_", "local_", "random_", "archive_", "null_"];

/// A Terraform to ask.
pub struct Terraform {
    mirror: Option<PathBuf>,
}

impl Terraform {
    /// Terraform without a provider.
    pub fn found() -> Terraform {
        Terraform { mirror: None }
    }

    /// Terraform with the AWS provider, from a mirror at `INFRAGENIE_TF_MIRROR`.
    pub fn with_aws() -> Terraform {
        let mirror = std::env::var("INFRAGENIE_TF_MIRROR").unwrap_or("/opt/tf-plugins".to_owned());
        Terraform {
            mirror: Some(PathBuf::from(mirror)),
        }
    }

    /// Whether a text is as `terraform fmt` would write it.
    pub fn is_formatted(&self, text: &str) -> bool {
        let mut command = Command::new("terraform");
        command.args(["fmt", "-check", "-"]).stdin(Stdio::piped());
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        child.wait().unwrap().success()
    }

    /// The names of the texts that `terraform fmt` would change, with what it would change.
    pub fn unformatted(&self, texts: &[(String, String)]) -> Vec<String> {
        let folder = Folder::new("fmt");
        for (name, text) in texts {
            std::fs::write(folder.path.join(format!("{name}.tf")), text).unwrap();
        }
        let mut command = Command::new("terraform");
        let output = command
            .args(["fmt", "-check", "-diff"])
            .current_dir(&folder.path)
            .output();
        let output = output.unwrap();
        match output.status.success() {
            true => Vec::new(),
            false => vec![String::from_utf8_lossy(&output.stdout).into_owned()],
        }
    }

    /// What `terraform validate` says against modules, all in one run.
    pub fn validate(&self, modules: &[(String, Completed)]) -> Vec<String> {
        let folder = Folder::new("validate");
        let mut root = String::from("variable \"any\" {}\n");
        for (at, (_, completed)) in modules.iter().enumerate() {
            let inner = folder.path.join(format!("m{at}"));
            std::fs::create_dir(&inner).unwrap();
            std::fs::write(inner.join("main.tf"), stand_in(&completed.module.text)).unwrap();
            root.push_str(&format!("module \"m{at}\" {{\n  source = \"./m{at}\"\n"));
            for question in &completed.questions {
                root.push_str(&format!("  {} = var.any\n", question.variable));
            }
            root.push_str("}\n");
        }
        std::fs::write(folder.path.join("main.tf"), root).unwrap();
        self.run(&folder, &["init", "-input=false", "-backend=false"]);
        let output = self.run(&folder, &["validate", "-json"]);
        let answer: serde_json::Value = serde_json::from_str(&output).unwrap();
        let diagnostics = answer["diagnostics"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let errors = diagnostics.iter().filter(|one| one["severity"] == "error");
        errors
            .map(|one| {
                let file = one["range"]["filename"].as_str().unwrap_or_default();
                let at = file
                    .trim_start_matches('m')
                    .split('/')
                    .next()
                    .unwrap_or_default();
                let name = at.parse().ok().and_then(|at: usize| modules.get(at));
                let name = name.map_or(file, |(name, _)| name.as_str());
                format!(
                    "{name}: {} {} {}",
                    one["summary"], one["detail"], one["snippet"]["code"]
                )
            })
            .collect()
    }

    fn run(&self, folder: &Folder, arguments: &[&str]) -> String {
        let settings = folder.path.join("terraform.rc");
        let mirror = self.mirror.as_deref().unwrap_or(Path::new("")).display();
        let text = format!(
            "provider_installation {{\n  filesystem_mirror {{\n    path = \"{mirror}\"\n  }}\n}}\n\
             disable_checkpoint = true\n"
        );
        std::fs::write(&settings, text).unwrap();
        let mut command = Command::new("terraform");
        command
            .args(arguments)
            .current_dir(&folder.path)
            .env("TF_CLI_CONFIG_FILE", settings);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }
}

/// A text in which literals stand for what the helper providers make, as the mirror has only AWS.
fn stand_in(text: &str) -> String {
    let module = hcl::parse(text);
    let is_helper = |name: &str| HELPERS.iter().any(|helper| name.starts_with(helper));
    let mut edits = Vec::new();
    for block in module.blocks() {
        if block.type_name().is_some_and(is_helper) {
            edits.push(remove(&module, block.span));
            continue;
        }
        for reference in block.references() {
            let data = reference.root.text == "data";
            let address = reference.address().unwrap_or_default();
            if is_helper(
                address
                    .strip_prefix("data.")
                    .filter(|_| data)
                    .unwrap_or(&address),
            ) {
                edits.push(Edit::replace(reference.span, "\"stand-in\""));
            }
        }
        for list in block.body.blocks_of("required_providers") {
            let others = list.body.attributes().filter(|one| one.name.text != "aws");
            edits.extend(others.map(|one| remove(&module, one.span)));
            for aws in list.body.attributes().filter(|one| one.name.text == "aws") {
                if let ExpressionKind::Object(entries) = &aws.value.kind {
                    let version = entries
                        .iter()
                        .find(|one| one.key_text().as_deref() == Some("version"));
                    edits.extend(version.map(|one| Edit::replace(one.value.span, "\"~> 5.100\"")));
                }
            }
        }
    }
    splice(text, &edits).unwrap()
}

/// A folder that goes when the test ends.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new(name: &str) -> Folder {
        let name = format!(
            "infragenie-{name}-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        );
        let path = std::env::temp_dir().join(name.replace(['(', ')'], ""));
        std::fs::create_dir_all(&path).unwrap();
        Folder { path }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// A recorded program.
pub struct Program {
    pub id: String,
    pub request: String,
    pub text: String,
    pub valid: bool,
}

/// The recorded programs at `INFRAGENIE_CORPUS`.
pub fn programs() -> Vec<Program> {
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    let path = Path::new(&folder).join("programs.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus");
    let read = |line: &str| {
        let program: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| program[name].as_str().unwrap_or_default().to_owned();
        Program {
            id: text("id"),
            request: text("prompt"),
            text: text("program"),
            valid: program["valid"] == true,
        }
    };
    text.lines().map(read).collect()
}
