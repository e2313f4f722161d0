//! Compares the formatter with fixtures and, where installed, with `terraform fmt`.

use crate::common;
use crate::requests::rows;
use infragenie::fix::FixSelection;
use infragenie::hcl::{self, format::layout};
use infragenie::intent::ParsedRequest;
use infragenie::job::autofix;
use infragenie::request::Request;
use infragenie::scan::aws::TABLES;
use infragenie::schema::Schema;
use infragenie::templates;
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(common::schema);

/// Formats a text; returns None if it has syntax errors.
fn formatted(text: &str) -> Option<String> {
    hcl::format(&hcl::parse(text))
}

/// Returns what `terraform fmt` makes of each text, or None where it reports an error.
fn by_terraform(test: &str, texts: &[String]) -> Vec<Option<String>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the texts");
    let path = |number: usize| folder.join(format!("{number:05}.tf"));
    for (number, text) in texts.iter().enumerate() {
        std::fs::write(path(number), text).expect("a file is written");
    }
    let fmt = ["fmt", "-no-color", "-list=false"];
    let output = Command::new("terraform").args(fmt).arg(&folder).output();
    let errors = String::from_utf8_lossy(&output.expect("terraform runs").stderr).into_owned();
    let mut results: Vec<Option<String>> = (0..texts.len())
        .map(|number| std::fs::read_to_string(path(number)).ok())
        .collect();
    for line in errors.lines() {
        if let Some((file, _)) = line.split_once(".tf line ") {
            let number: usize = file[file.len() - 5..]
                .parse()
                .expect("the number of a text");
            results[number] = None;
        }
    }
    results
}

/// Asserts that each text is formatted as Terraform formats it, and that this changes nothing twice.
fn assert_same(test: &str, texts: &[String]) {
    let theirs = by_terraform(test, texts);
    let mut accepted = 0;
    for (text, theirs) in texts.iter().zip(theirs) {
        let ours = formatted(text);
        assert_eq!(ours, theirs, "the format of {text}");
        if let Some(once) = ours {
            assert_eq!(layout(&once), once, "formatted twice");
            accepted += 1;
        }
    }
    println!(
        "{test}: {accepted} of {} have no syntax errors",
        texts.len()
    );
}

/// Returns the fixtures: texts before and after the format, with their names.
fn fixtures() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format");
    let read = |name: &str, part: &str| {
        std::fs::read_to_string(folder.join(format!("{name}.{part}.tf"))).expect("a fixture")
    };
    let files = std::fs::read_dir(&folder).expect("the fixtures");
    let names = files.filter_map(|file| {
        let file = file.expect("a file").file_name().into_string();
        Some(file.expect("a name").strip_suffix(".before.tf")?.to_owned())
    });
    names
        .map(|name| (read(&name, "before"), read(&name, "after"), name))
        .collect()
}

#[test]
fn formats_fixtures() {
    let fixtures = fixtures();
    assert!(!fixtures.is_empty());
    for (before, after, name) in fixtures {
        assert_eq!(
            formatted(&before).as_deref(),
            Some(after.as_str()),
            "{name}"
        );
        assert_eq!(formatted(&after).as_deref(), Some(after.as_str()), "{name}");
    }
}

#[test]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn terraform_formats_fixtures_alike() {
    let texts = fixtures().into_iter().map(|(before, ..)| before);
    let ends = ENDS.map(|(before, _)| before.to_owned());
    assert_same("fixtures", &texts.chain(ends).collect::<Vec<_>>());
}

/// Texts with special ends of lines and of the text, before and after the format.
const ENDS: [(&str, &str); 8] = [
    ("", ""),
    ("\n  \n", "\n\n"),
    ("a=1", "a = 1"),
    ("a=1\n\t ", "a = 1\n  "),
    ("a=1 \r\nbb=2\r\n", "a  = 1\r\nbb = 2\r\n"),
    (
        "a=<<E\r\n b\r\nE\r\nc {}# d",
        "a = <<E\r\n b\r\nE\r\nc {} # d",
    ),
    ("\u{FEFF}a=1\n", "a = 1\n"),
    ("  /* a */  # b", "/* a */ # b"),
];

#[test]
fn keeps_the_ends_of_lines() {
    for (before, after) in ENDS {
        assert_eq!(formatted(before).as_deref(), Some(after));
    }
    assert_eq!(layout("\u{FEFF}a=1\n"), "\u{FEFF}a = 1\n");
}

#[test]
fn refuses_syntax_errors_and_results_with_them() {
    assert_eq!(formatted("a = 1 +\n"), None);
    // Terraform writes `a = # b`, which is an error.
    let text = "a = \"${ # b\nc}\"\n";
    assert_eq!(formatted(text).as_deref(), Some(text));
}

/// Returns a text without the blanks that separate its words.
fn without_blanks(text: &str) -> String {
    text.replace([' ', '\t'], "")
}

proptest! {
    #[test]
    fn layout_changes_only_blanks(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        let once = layout(&text);
        prop_assert_eq!(without_blanks(&once), without_blanks(&text));
        let problems = |text: &str| hcl::parse(text).problems.len();
        prop_assert_eq!(problems(&once) == 0, problems(&text) == 0, "{}", once);
        if problems(&once) == 0 {
            prop_assert_eq!(&layout(&once), &once);
        }
    }
}

/// Fragments of Terraform texts.
const PIECES: &[&str] = &[
    " ", "\t", "\n", "\r\n", "# a\n", "/* é */", "a", "b ", "in", "1", "-", "!", "==", "= ",
    "a = ", "?", ":", ",", ".", "...", "::", "=>", "{", "}", "[", "]", "(", ")", "\"", "${", "%{",
    "~}", "<<E\n", "E\n", "for ", "a {\n", "}\n", "\"b\" ",
];

fn corpus() -> Vec<String> {
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    let files = ["programs", "reference", "docs", "rule-cases"];
    let mut texts = Vec::new();
    for file in files {
        let path = Path::new(&folder).join(format!("{file}.jsonl"));
        let rows = std::fs::read_to_string(path).expect("the corpus");
        for row in rows.lines() {
            let row: serde_json::Value = serde_json::from_str(row).expect("a line of JSON");
            texts.push(row["program"].as_str().expect("a program").to_owned());
        }
    }
    texts
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn terraform_formats_recorded_programs_alike() {
    let texts: Vec<String> = corpus().into_iter().step_by(common::step(13)).collect();
    assert_same("recorded", &texts);
}

/// A generator of random numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % limit
    }
}

/// Changes the layout of a text at random where the result has no syntax errors.
fn mutated(text: &str, random: &mut Random) -> String {
    const INSERTED: [&str; 16] = [
        " ",
        "  ",
        "     ",
        "\t",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\n  \n",
        " # é\n",
        "# ⚠️ c\n",
        "// c\n",
        "/* c */",
        " /* 🇩🇪\n c */ ",
        "/**/",
        " # e\u{301}\n",
    ];
    let mut text = match random.below(12) {
        0 => text.replace('\n', "\r\n"),
        1 => format!("\u{FEFF}{text}"),
        2 => text.trim_end().to_owned(),
        3 => text.replace("  ", "\t"),
        4 => text.replace("  ", " "),
        5 => text.replace("=", " = "),
        6 => text.replace(" = ", "="),
        7 => text.replace("\"${", "\"${ ").replace("}\"", "\n}\""),
        _ => text.to_owned(),
    };
    if !hcl::parse(text.as_str()).problems.is_empty() {
        text = text.replace("\n}\"", "}\"");
    }
    for _ in 0..random.below(30) {
        let mut at = random.below(text.len() + 1);
        let is_word = |at: usize| {
            text.as_bytes()
                .get(at)
                .is_none_or(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        };
        while !text.is_char_boundary(at)
            || (at > 0 && is_word(at - 1) && is_word(at) && at < text.len())
        {
            at += 1;
        }
        let (before, after) = text.split_at(at);
        let next = match random.below(4) {
            0 => [before, after.trim_start_matches([' ', '\t'])].concat(),
            1 => [before, after.trim_start()].concat(),
            _ => [before, INSERTED[random.below(INSERTED.len())], after].concat(),
        };
        if hcl::parse(next.as_str()).problems.is_empty() {
            text = next;
        }
    }
    text
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn terraform_formats_mutated_programs_alike() {
    let mut texts = corpus();
    texts.retain(|text| formatted(text).is_some());
    let mut random = Random(16);
    let count = 5000 / common::step(20);
    let texts: Vec<String> = (0..count)
        .map(|_| {
            let text = &texts[random.below(texts.len())];
            mutated(text, &mut random)
        })
        .collect();
    assert_same("mutated", &texts);
}

/// Returns a text after all automatic steps, with the resources that cost money if `harden` is set.
fn fixed(text: &str, request: Option<&str>, harden: bool) -> String {
    let selection = FixSelection {
        harden,
        ..FixSelection::default()
    };
    let (module, schema) = (hcl::parse(text), Some(&*SCHEMA));
    let fixed = match request {
        Some(request) => autofix::autofix(&module, request, TABLES, schema, selection),
        None => autofix::fix(&module, TABLES, schema, selection),
    };
    fixed.module.text
}

/// Asserts that all texts without syntax errors are formatted.
fn assert_formatted(texts: impl Iterator<Item = String>) {
    let (mut all, mut differ) = (0, Vec::new());
    for text in texts {
        if let Some(formatted) = formatted(&text) {
            all += 1;
            differ.extend((formatted != text).then_some((text, formatted)));
        }
    }
    println!("{} of {all} texts are not formatted", differ.len());
    for (text, formatted) in differ.iter().take(20) {
        let lines = text.lines().zip(formatted.lines());
        for (ours, formatted) in lines.filter(|(ours, formatted)| ours != formatted) {
            println!("-{ours}\n+{formatted}");
        }
        println!();
    }
    assert!(differ.is_empty());
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn fix_keeps_a_formatted_file_formatted() {
    let texts = corpus().into_iter().step_by(common::step(37));
    let texts: Vec<String> = texts.filter_map(|text| formatted(&text)).collect();
    let once = texts.iter().map(|text| fixed(text, None, false));
    assert_formatted(once.chain(texts.iter().map(|text| fixed(text, None, true))));
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn drafts_are_formatted() {
    let texts = corpus().into_iter().step_by(common::step(41));
    assert_formatted(texts.map(|text| {
        // A job formats a draft before the automatic steps.
        let text = hcl::format::formatted(hcl::parse(text)).text;
        fixed(&text, Some("a server"), false)
    }));
}

#[test]
fn answers_of_templates_are_formatted() {
    let requests = rows::rows(include_str!("requests.tsv"));
    let requests = requests
        .iter()
        .map(|row| Request::parse(&row.request).expect("a request"));
    let answers: Vec<_> = requests
        .filter_map(|request| {
            let answer = templates::answer(&ParsedRequest::parse(&request))?;
            Some((request, answer.text))
        })
        .collect();
    assert_formatted(answers.iter().map(|(_, text)| text.clone()));
    assert_formatted(
        answers
            .iter()
            .map(|(request, text)| fixed(text, Some(request.text()), true)),
    );
}

#[test]
#[ignore = "prints a speed"]
fn speed() {
    let texts: Vec<String> = corpus()
        .into_iter()
        .filter(|text| formatted(text).is_some())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let from = std::time::Instant::now();
    for text in &texts {
        std::hint::black_box(formatted(text));
    }
    println!(
        "{:.0} MB/s with the parser",
        bytes as f64 / from.elapsed().as_secs_f64() / 1e6
    );
    let from = std::time::Instant::now();
    for text in &texts {
        std::hint::black_box(layout(text));
    }
    println!(
        "{:.0} MB/s for the layout",
        bytes as f64 / from.elapsed().as_secs_f64() / 1e6
    );
}

#[test]
fn a_patch_formats_what_it_changes_and_keeps_blocks_that_it_repeats() {
    let program = r#"locals {
   odd   = 1
}

resource "aws_eip" "a" {
   domain   = "vpc"
   instance = "${aws_instance.x.id}"
}

resource "aws_eip" "b" {
  domain = "vpc"
}
"#;
    let patch = r#"locals {
  odd = 1
}
resource "aws_eip" "a" {
   domain = "vpc"
   instance = "${aws_instance.x.id}"
}
resource "aws_eip" "b" {
  domain = "vpc"
  instance = "${aws_instance.x.id}"
}
"#;
    let shown = ["local", "aws_eip.a", "aws_eip.b"].map(str::to_owned);
    let patched = infragenie::reply::apply_patch(&hcl::parse(program), patch, &[], &shown);
    let expected = program.replace(
        "  domain = \"vpc\"\n}",
        "  domain   = \"vpc\"\n  instance = aws_instance.x.id\n}",
    );
    assert_eq!(patched.text, expected);
}
