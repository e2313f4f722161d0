//! Fixes against the cases of the tables: what is offered works, what is mended stays mended.

use infragenie::fix::{Mended, Wishes, fix};
use infragenie::hcl::{self, Module};
use infragenie::scan::{self, Finding, Remedy, aws::TABLES};
use infragenie::schema;
use proptest::prelude::*;
use std::path::Path;

#[test]
fn a_free_fix_leaves_nothing_that_is_free_to_mend() {
    for (file, module) in cases() {
        let mended = plain(&module);
        for finding in free(&mended.module) {
            let note = format!("{} {}", finding.id, finding.address);
            let said = mended.notes.iter().any(|said| said.starts_with(&note));
            assert!(said, "{file}: {note} is free and was not mended");
        }
        assert_eq!(
            schema::check(&mended.module).len(),
            schema::check(&module).len(),
            "{file}"
        );
    }
}

#[test]
fn an_accepted_fix_mends_what_it_was_offered_for() {
    for (file, module) in cases() {
        let offered = scan::scan(&module, TABLES).into_iter();
        let offered = offered.filter(|finding| finding.remedy == Remedy::Offered);
        let accepted: Vec<String> = offered.map(|finding| change(&finding)).collect();
        let wishes = Wishes {
            accepted: &accepted,
            ..Wishes::default()
        };
        let mended = fix(&module, TABLES, None, wishes);
        for finding in scan::scan(&mended.module, TABLES) {
            let note = format!("{} {}", finding.id, finding.address);
            let said = mended.notes.iter().any(|said| said.starts_with(&note));
            assert!(
                said || !accepted.contains(&change(&finding)),
                "{file}: {note}"
            );
        }
    }
}

#[test]
fn what_is_mended_is_not_mended_again() {
    for (file, module) in cases() {
        let (once, again) = (plain(&module), plain(&module));
        // What is kept in no order is kept in another one the next time.
        assert_eq!(once.module.text, again.module.text, "{file}");
        assert_eq!(once.changes, again.changes, "{file}");
        assert_eq!(once.notes, again.notes, "{file}");
        let once = once.module;
        let twice = plain(&once);
        assert_eq!(twice.changes, [], "{file}");
        assert_eq!(twice.module.text, once.text, "{file}");
    }
}

#[test]
fn what_is_left_out_is_not_changed() {
    for (file, module) in cases() {
        let all: Vec<String> = plain(&module)
            .changes
            .into_iter()
            .map(|change| change.id)
            .collect();
        let wishes = Wishes {
            without: &all,
            ..Wishes::default()
        };
        assert_eq!(
            fix(&module, TABLES, None, wishes).module.text,
            module.text,
            "{file}"
        );
    }
}

#[test]
fn comments_layout_and_line_ends_stay() {
    let text = "# my disk\r\nresource \"aws_ebs_volume\" \"a\" {\r\n  size = 8 // GiB\r\n\r\n  \
                tags = {} # none\r\n}\r\n# the end\r\n";
    let mended = plain(&hcl::parse(text)).module.text;
    for line in [
        "# my disk\r\n",
        "// GiB\r\n",
        "# none\r\n",
        "}\r\n# the end\r\n",
    ] {
        assert!(mended.contains(line), "{mended}");
    }
    assert!(!mended.replace("\r\n", "").contains('\n'), "{mended}");
}

#[test]
fn several_settings_come_into_one_block() {
    let text = "resource \"aws_instance\" \"a\" {\n  instance_type = \"t3.micro\"\n}\n";
    let mended = plain(&hcl::parse(text)).module.text;
    let block = "  metadata_options {\n    http_endpoint = \"enabled\"\n    \
                 http_tokens   = \"required\"\n  }\n";
    assert!(mended.contains(block), "{mended}");
}

#[test]
fn an_argument_that_follows_a_variable_is_left_and_said() {
    let text = "variable \"safe\" {\n  default = false\n}\n\
                resource \"aws_ebs_volume\" \"a\" {\n  encrypted = var.safe\n}\n";
    let mended = plain(&hcl::parse(text));
    assert_eq!(mended.module.text, text);
    let note = "CKV_AWS_3 aws_ebs_volume.a: `encrypted` follows `var.safe`, change it there";
    assert_eq!(mended.notes, [note]);
}

#[test]
fn a_block_that_did_not_parse_is_left() {
    let text = "resource \"aws_ebs_volume\" \"a\" {\n  size = \n}\n";
    assert_eq!(plain(&hcl::parse(text)).module.text, text);
    let text = "resource \"aws_ebs_volume\" \"a\" {\n  size = 8\n";
    assert_eq!(plain(&hcl::parse(text)).module.text, text);
}

#[test]
fn a_block_that_stands_twice_is_left() {
    let text = "resource \"aws_ebs_volume\" \"a\" {\n}\n".repeat(2);
    assert_eq!(plain(&hcl::parse(text.as_str())).module.text, text);
}

#[test]
fn what_the_machine_cannot_have_is_not_set() {
    let text = "resource \"aws_instance\" \"a\" {\n  instance_type = \"t2.micro\"\n}\n\
                resource \"aws_db_instance\" \"b\" {\n  instance_class = \"db.t2.micro\"\n}\n";
    let mended = plain(&hcl::parse(text)).module.text;
    assert!(
        !mended.contains("ebs_optimized") && !mended.contains("storage_encrypted"),
        "{mended}"
    );
}

#[test]
fn logs_are_those_that_the_engine_has() {
    let text = "resource \"aws_db_instance\" \"a\" {\n  engine = \"postgres\"\n}\n\
                resource \"aws_db_instance\" \"b\" {\n  engine = \"unheard-of\"\n}\n";
    let mended = plain(&hcl::parse(text)).module.text;
    assert!(
        mended.contains("logs_exports = [\"postgresql\", \"upgrade\"]"),
        "{mended}"
    );
    assert_eq!(mended.matches("logs_exports").count(), 1, "{mended}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_cut_of_a_program_ends_in_a_program_that_is_no_worse(
        file in 0..cases().len(), from in 0usize..4000, length in 0usize..600,
    ) {
        let (_, module) = cases().swap_remove(file);
        let mut text: Vec<char> = module.text.chars().collect();
        let from = from.min(text.len());
        text.drain(from..(from + length).min(text.len()));
        let module = hcl::parse(text.into_iter().collect::<String>());
        let mended = plain(&module);
        let problems = |module: &Module| schema::check(module).len();
        prop_assert!(problems(&mended.module) <= problems(&module));
        let findings = |module: &Module| scan::scan(module, TABLES).len();
        prop_assert!(findings(&mended.module) <= findings(&module));
        prop_assert_eq!(plain(&mended.module).module.text, mended.module.text);
    }
}

fn plain(module: &Module) -> Mended {
    fix(module, TABLES, None, Wishes::default())
}

fn free(module: &Module) -> impl Iterator<Item = Finding> {
    let findings = scan::scan(module, TABLES).into_iter();
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
