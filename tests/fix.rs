//! Checks the fixes on the rules' example cases: fixes work and are idempotent.

use infragenie::fix::{FixSelection, findings, fix};
use infragenie::hcl::{self, Module};
use infragenie::rewrite::Rewritten;
use infragenie::scan::{self, Finding, Remedy, aws::TABLES};
use infragenie::schema;
use proptest::prelude::*;
use std::path::Path;

#[test]
fn applies_all_free_fixes() {
    for (file, module) in cases() {
        let fixed = plain(&module);
        for finding in free(&fixed.module) {
            let note = format!("{} {}", finding.id, finding.address);
            let noted = fixed.notes.iter().any(|noted| noted.starts_with(&note));
            assert!(
                noted,
                "{file}: the fix of {note} is free, but it does not resolve the finding"
            );
        }
        assert_eq!(
            schema::check(&fixed.module).len(),
            schema::check(&module).len(),
            "{file}"
        );
    }
}

#[test]
fn accepted_fixes_remove_their_findings() {
    for (file, module) in cases() {
        let offered = scan::scan(&module, TABLES).into_iter();
        let offered = offered.filter(|finding| finding.remedy == Remedy::NeedsConsent);
        let accepted: Vec<String> = offered.map(|finding| change(&finding)).collect();
        let selection = FixSelection {
            accept: &accepted,
            ..FixSelection::default()
        };
        let fixed = fix(&module, TABLES, None, selection);
        for finding in scan::scan(&fixed.module, TABLES) {
            let note = format!("{} {}", finding.id, finding.address);
            let noted = fixed.notes.iter().any(|noted| noted.starts_with(&note));
            assert!(
                noted || !accepted.contains(&change(&finding)),
                "{file}: {note}"
            );
        }
    }
}

#[test]
fn fixing_is_idempotent_and_deterministic() {
    for (file, module) in cases() {
        let (once, again) = (plain(&module), plain(&module));
        // A second run detects results that depend on hash map order.
        assert_eq!(once.module.text, again.module.text, "{file}");
        assert_eq!(once.changes, again.changes, "{file}");
        assert_eq!(once.notes, again.notes, "{file}");
        let once = once.module;
        let twice = plain(&once);
        assert_eq!(twice.changes, [], "{file}");
        assert_eq!(twice.module.text, once.text, "{file}");
    }
}

/// Two rules can make the same change, which has the id of one of them at a time.
#[test]
fn excluding_all_changes_keeps_the_text() {
    for (file, module) in cases() {
        let mut all: Vec<String> = Vec::new();
        loop {
            let selection = FixSelection {
                exclude: &all,
                ..FixSelection::default()
            };
            let fixed = fix(&module, TABLES, None, selection);
            if fixed.changes.is_empty() {
                assert_eq!(fixed.module.text, module.text, "{file}");
                break;
            }
            let ids = fixed.changes.into_iter().map(|change| change.id);
            let ids: Vec<String> = ids.collect();
            assert!(ids.iter().all(|id| !all.contains(id)), "{file}: {ids:?}");
            all.extend(ids);
        }
    }
}

#[test]
fn keeps_comments_layout_and_line_ends() {
    let text = "# my disk\r\nresource \"aws_ebs_volume\" \"a\" {\r\n  size = 8 // GiB\r\n\r\n  \
                tags = {} # none\r\n}\r\n# the end\r\n";
    let fixed = plain(&hcl::parse(text)).module.text;
    for line in [
        "# my disk\r\n",
        "// GiB\r\n",
        "# none\r\n",
        "}\r\n# the end\r\n",
    ] {
        assert!(fixed.contains(line), "{fixed}");
    }
    assert!(!fixed.replace("\r\n", "").contains('\n'), "{fixed}");
}

#[test]
fn puts_several_settings_into_one_block() {
    let text = "resource \"aws_instance\" \"a\" {\n  instance_type = \"t3.micro\"\n}\n";
    let fixed = plain(&hcl::parse(text)).module.text;
    let block = "  metadata_options {\n    http_endpoint = \"enabled\"\n    \
                 http_tokens   = \"required\"\n  }\n";
    assert!(fixed.contains(block), "{fixed}");
}

#[test]
fn reports_arguments_that_follow_a_variable() {
    let text = "variable \"safe\" {\n  default = false\n}\n\
                resource \"aws_ebs_volume\" \"a\" {\n  encrypted = var.safe\n}\n";
    let fixed = plain(&hcl::parse(text));
    assert_eq!(fixed.module.text, text);
    let note = "CKV_AWS_3 aws_ebs_volume.a: `encrypted` is set by `var.safe`; change it there";
    assert_eq!(fixed.notes, [note]);
}

#[test]
fn skips_blocks_with_syntax_errors() {
    let text = "resource \"aws_ebs_volume\" \"a\" {\n  size = \n}\n";
    assert_eq!(plain(&hcl::parse(text)).module.text, text);
    let text = "resource \"aws_ebs_volume\" \"a\" {\n  size = 8\n";
    assert_eq!(plain(&hcl::parse(text)).module.text, text);
}

#[test]
fn skips_duplicate_blocks() {
    let text = "resource \"aws_ebs_volume\" \"a\" {\n}\n".repeat(2);
    assert_eq!(plain(&hcl::parse(text.as_str())).module.text, text);
}

#[test]
fn skips_settings_that_the_instance_type_does_not_support() {
    let text = "resource \"aws_instance\" \"a\" {\n  instance_type = \"t2.micro\"\n}\n\
                resource \"aws_db_instance\" \"b\" {\n  instance_class = \"db.t2.micro\"\n}\n\
                resource \"aws_opensearch_domain\" \"c\" {\n  cluster_config {\n    \
                instance_type = \"t2.small.search\"\n  }\n}\n";
    let fixed = plain(&hcl::parse(text)).module.text;
    for setting in ["ebs_optimized", "storage_encrypted", "encrypt_at_rest"] {
        assert!(!fixed.contains(setting), "{fixed}");
    }
}

#[test]
fn enables_only_the_log_exports_of_the_engine() {
    let text = "resource \"aws_db_instance\" \"a\" {\n  engine = \"postgres\"\n}\n\
                resource \"aws_db_instance\" \"b\" {\n  engine = \"unheard-of\"\n}\n";
    let fixed = plain(&hcl::parse(text)).module.text;
    assert!(
        fixed.contains("logs_exports     = [\"postgresql\", \"upgrade\"]"),
        "{fixed}"
    );
    assert_eq!(fixed.matches("logs_exports").count(), 1, "{fixed}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn fixes_damaged_programs_without_new_problems(
        file in 0..cases().len(), from in 0usize..4000, length in 0usize..600,
    ) {
        let (_, module) = cases().swap_remove(file);
        let mut text: Vec<char> = module.text.chars().collect();
        let from = from.min(text.len());
        text.drain(from..(from + length).min(text.len()));
        let module = hcl::parse(text.into_iter().collect::<String>());
        let fixed = plain(&module);
        let problems = |module: &Module| schema::check(module).len();
        prop_assert!(problems(&fixed.module) <= problems(&module));
        let findings = |module: &Module| scan::scan(module, TABLES).len();
        prop_assert!(findings(&fixed.module) <= findings(&module));
        prop_assert_eq!(plain(&fixed.module).module.text, fixed.module.text);
    }
}

fn plain(module: &Module) -> Rewritten {
    fix(module, TABLES, None, FixSelection::default())
}

fn free(module: &Module) -> impl Iterator<Item = Finding> {
    let findings = findings(module, TABLES, None, FixSelection::default()).into_iter();
    findings.filter(|finding| finding.remedy == Remedy::Free)
}

fn change(finding: &Finding) -> String {
    format!("fix:{}:{}", finding.id, finding.address)
}

fn cases() -> Vec<(String, Module)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scan/aws");
    let entries = std::fs::read_dir(folder).expect("the folder of the tables");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension() == Some("tf".as_ref()))
        .collect();
    paths.sort();
    let name = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let read = |path: &Path| hcl::parse(std::fs::read_to_string(path).expect("a text"));
    paths.iter().map(|path| (name(path), read(path))).collect()
}
