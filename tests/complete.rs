//! Completion against its fixtures, against any text, and against Terraform itself.
//!
//! `tests/complete/<name>/before.tf` becomes `after.tf`. Lines of `before.tf` that begin with `#>`
//! are the user's words, `#-` are ids that the user undid. `after.tf` ends with the changes (`#=`),
//! the questions (`#?`) and the notes (`#!`). `UPDATE=1` rewrites the `after.tf` files.

use crate::common;
use infragenie::complete::{Completed, complete};
use infragenie::hcl::{self, Module};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[path = "complete/terraform.rs"]
pub mod terraform;

/// One fixture as it was read.
struct Fixture {
    name: String,
    module: Module,
    request: String,
    without: Vec<String>,
}

impl Fixture {
    fn complete(&self) -> Completed {
        complete(&self.module, &self.request, &self.without)
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/complete")
}

fn fixtures() -> Vec<Fixture> {
    let entries = folder()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("before.tf")).unwrap();
        let lines = |mark: &str| -> Vec<String> {
            let lines = text.lines().filter_map(|line| line.strip_prefix(mark));
            lines.map(|line| line.trim().to_owned()).collect()
        };
        Fixture {
            name: folder.file_name().unwrap().to_string_lossy().into_owned(),
            request: lines("#>").join(" "),
            without: lines("#-"),
            module: hcl::parse(text),
        }
    };
    folders.into_iter().map(read).collect()
}

/// The completed text, and behind it what is said to the user.
fn shown(completed: &Completed) -> String {
    let newline = if completed.module.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut text = completed.module.text.clone();
    text.push_str(newline);
    let changes = completed
        .changes
        .iter()
        .map(|one| format!("#= {} | {}", one.id, one.what));
    let questions = completed.questions.iter().map(|question| {
        let secret = if question.sensitive { " (secret)" } else { "" };
        format!("#? {}: {}{secret}", question.variable, question.description)
    });
    let notes = completed.notes.iter().map(|note| format!("#! {note}"));
    for line in changes.chain(questions).chain(notes) {
        text.push_str(&line);
        text.push_str(newline);
    }
    text
}

#[test]
fn every_fixture_becomes_what_stands_beside_it() {
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let path = folder().join(&fixture.name).join("after.tf");
        let shown = shown(&fixture.complete());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &shown).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != shown {
            wrong.push(format!("{}:\n{shown}", fixture.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "UPDATE=1 rewrites after.tf\n{}",
        wrong.join("\n")
    );
}

/// What holds of every completion, whatever the text.
fn holds(module: &Module, request: &str, without: &[String]) -> Completed {
    let text = &module.text;
    let once = complete(module, request, without);
    let again = complete(module, request, without);
    assert_eq!(
        (&once.module.text, &once.changes),
        (&again.module.text, &again.changes)
    );
    let read = hcl::parse(once.module.text.clone());
    assert_eq!(
        once.module.problems, read.problems,
        "the module is not that of its text\n{text}"
    );
    assert!(
        read.problems.len() <= module.problems.len(),
        "{text}\nbecame\n{}",
        read.text
    );
    for change in &once.changes {
        assert!(
            !without.contains(&change.id),
            "`{}` was undone\n{text}",
            change.id
        );
        assert!(
            !change.what.contains('\n') && !change.why.is_empty(),
            "{change:?}"
        );
    }
    let twice = complete(&once.module, request, without);
    assert_eq!(
        twice.changes,
        [],
        "{text}\nbecame\n{}\nand then\n{}",
        read.text,
        twice.module.text
    );
    assert_eq!(once.module.text, twice.module.text);
    assert_eq!(
        (&once.questions, &once.notes),
        (&twice.questions, &twice.notes)
    );
    for address in dangling(&once.module) {
        assert!(
            dangling(module).contains(&address),
            "{address} dangles now\n{}",
            read.text
        );
    }
    let (before, after) = (addresses(module), addresses(&once.module));
    for (address, times) in &after {
        let were = before.get(address).copied().unwrap_or(1);
        assert!(
            *times <= were,
            "{address} stands {times} times\n{}",
            read.text
        );
    }
    once
}

/// Addresses that are referred to and not declared, of the sorts that Terraform would refuse.
fn dangling(module: &Module) -> Vec<String> {
    let declared = addresses(module);
    let mut dangling: Vec<String> = module
        .references()
        .iter()
        .filter_map(|reference| reference.address())
        .filter(|address| {
            let root = address.split('.').next().unwrap_or_default();
            (root == "var" || root == "data" || root.contains('_'))
                && !declared.contains_key(address)
        })
        .collect();
    dangling.sort();
    dangling.dedup();
    dangling
}

fn addresses(module: &Module) -> BTreeMap<String, usize> {
    let mut addresses = BTreeMap::new();
    for address in module.blocks().filter_map(|block| block.address()) {
        *addresses.entry(address).or_default() += 1;
    }
    addresses
}

#[test]
fn completing_twice_changes_nothing() {
    for fixture in fixtures() {
        holds(&fixture.module, &fixture.request, &fixture.without);
    }
}

#[test]
fn every_completion_can_be_undone_by_itself() {
    for fixture in fixtures() {
        for change in fixture.complete().changes {
            let mut without = fixture.without.clone();
            without.push(change.id);
            holds(&fixture.module, &fixture.request, &without);
        }
    }
}

#[test]
fn with_everything_undone_nothing_is_changed() {
    for fixture in fixtures() {
        let mut without = fixture.without.clone();
        // What one completion kept from being done may come up once it is undone.
        for _ in 0..5 {
            let done = complete(&fixture.module, &fixture.request, &without);
            without.extend(done.changes.into_iter().map(|change| change.id));
        }
        let done = complete(&fixture.module, &fixture.request, &without);
        assert_eq!(done.changes, [], "{}", fixture.name);
        assert_eq!(done.module.text, fixture.module.text, "{}", fixture.name);
    }
}

#[test]
fn a_text_that_is_cut_off_anywhere_stays_as_whole_as_it_was() {
    for fixture in fixtures() {
        let text = &fixture.module.text;
        let cuts = (0..text.len())
            .filter(|at| text.is_char_boundary(*at))
            .step_by(37);
        for cut in cuts {
            holds(&hcl::parse(&text[..cut]), &fixture.request, &[]);
        }
    }
}

#[test]
fn comments_stay() {
    for fixture in fixtures() {
        let completed = fixture.complete().module.text;
        let comments = fixture
            .module
            .text
            .lines()
            .filter(|line| line.trim().starts_with('#'));
        for comment in comments.filter(|comment| *comment != "# Who may read it?") {
            assert!(completed.contains(comment), "{}: {comment}", fixture.name);
        }
    }
}

#[test]
fn line_ends_of_windows_stay() {
    for fixture in fixtures() {
        let text = fixture
            .module
            .text
            .replace("\r\n", "\n")
            .replace('\n', "\r\n");
        let completed = holds(&hcl::parse(text), &fixture.request, &fixture.without)
            .module
            .text;
        assert_eq!(
            completed.matches('\n').count(),
            completed.matches("\r\n").count()
        );
        let unix = completed.replace("\r\n", "\n");
        let expected = fixture.complete().module.text.replace("\r\n", "\n");
        assert_eq!(unix, expected, "{}", fixture.name);
    }
}

#[test]
fn a_large_text_is_completed_in_one_pass() {
    let blocks = [
        "resource \"aws_instance\" \"i#\" {\n  ami = \"ami-#\"\n  key_name = aws_key_pair.k#.id\n}\n",
        "resource \"aws_instance\" \"j#\" {\n  ami = local.image\n  key_name = \"pair-#\"\n}\n",
        "resource \"aws_key_pair\" \"p#\" {\n  key_name = \"pair-#\"\n  public_key = \
         tls_private_key.t#.public_key_openssh\n}\n",
        "resource \"aws_mq_broker\" \"b\" {\n  password = \"hunter2\"\n  tags = var.v#\n}\n",
        "output \"o#\" {\n  value = [aws_region.r#.id, local_file.key#.id, aws_mq_broker.b]\n}\n",
    ];
    let mut text = String::from("locals {\n  image = \"ami-1\"\n}\n");
    (0..2_000).for_each(|at| text.push_str(&blocks.concat().replace('#', &at.to_string())));
    let completed = complete(&hcl::parse(text), "", &[]);
    assert!(completed.changes.len() > 10_000);
    assert_eq!(completed.module.problems, []);
}

/// Blocks of the kinds that completion looks at, at random.
fn program() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["main", "main_2", "ubuntu", "web", "db", "default"]);
    let value = prop::sample::select(vec![
        "\"ami-123\"",
        "\"hunter2\"",
        "\"\"",
        "null",
        "var.main",
        "var.db",
        "local.web",
        "data.aws_ami.ubuntu.id",
        "data.aws_ami.web.id",
        "aws_key_pair.main.key_name",
        "aws_key_pair.web.id",
        "tls_private_key.db.public_key_openssh",
        "local_file.main.filename",
        "aws_availability_zones.web.names[0]",
        "data.aws_subnets.default.ids[0]",
        "jsonencode({ password = \"x\" })",
        "file(\"x.pub\")",
        "[\"a\", \"b\"]",
        "<<-E\n    apt-get install x\n  E\n",
        "coalesce(var.main, \"ami-1\")",
    ]);
    let argument = prop::sample::select(vec![
        "ami",
        "image_id",
        "key_name",
        "password",
        "public_key",
        "default",
        "value",
        "instance_type",
        "for_each",
        "user_data",
        "sensitive",
        "db_password",
    ]);
    let head = prop::sample::select(vec![
        "resource \"aws_instance\"",
        "resource \"aws_launch_template\"",
        "resource \"aws_key_pair\"",
        "resource \"tls_private_key\"",
        "resource \"aws_db_instance\"",
        "resource \"aws_mq_broker\"",
        "data \"aws_ami\"",
        "variable",
        "output",
        "module",
        "locals",
        "terraform",
        "provider",
    ]);
    let line = (argument, value).prop_map(|(argument, value)| format!("  {argument} = {value}\n"));
    let block = (head, name, prop::collection::btree_set(line, 0..4), 0..20).prop_map(
        |(head, name, lines, end)| {
            let name = match head {
                "locals" | "terraform" => String::new(),
                "provider" => "\"aws\"".to_owned(),
                _ => format!("\"{name}\""),
            };
            let lines: String = lines.into_iter().collect();
            let close = if end == 0 { "" } else { "}\n" };
            format!("{head} {name} {{\n{lines}{close}")
        },
    );
    prop::collection::vec(block, 0..8).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_program_is_completed_as_the_fixtures_are(
        text in program(),
        undone in any::<prop::sample::Index>(),
    ) {
        let module = hcl::parse(text);
        let done = holds(&module, "an ubuntu server", &[]);
        if !done.changes.is_empty() {
            let id = done.changes[undone.index(done.changes.len())].id.clone();
            holds(&module, "an ubuntu server", &[id]);
        }
    }

    #[test]
    fn any_text_ends_in_a_result(text in "[ -~\n\"{}=]{0,200}", request in any::<String>()) {
        holds(&hcl::parse(text), &request, &[]);
    }
}

#[test]
#[cfg_attr(not(has_terraform), ignore = "needs terraform on the PATH")]
fn what_is_written_is_formatted_as_terraform_formats_it() {
    let terraform = terraform::Terraform::found();
    let completed: Vec<(String, String)> = fixtures()
        .iter()
        .filter(|fixture| terraform.is_formatted(&fixture.module.text))
        .map(|fixture| (fixture.name.clone(), fixture.complete().module.text))
        .collect();
    assert!(completed.len() > 10);
    assert_eq!(terraform.unformatted(&completed), [""; 0]);
}

#[test]
#[cfg_attr(
    not(has_aws_provider),
    ignore = "needs terraform, and the AWS provider in INFRAGENIE_TF_MIRROR"
)]
fn terraform_takes_what_is_completed() {
    let terraform = terraform::Terraform::with_aws();
    let completed: Vec<(String, Completed)> = fixtures()
        .iter()
        .filter(|fixture| fixture.module.problems.is_empty() && fixture.without.is_empty())
        // It names a file of the user's own.
        .filter(|fixture| fixture.name != "what_the_user_named_stays")
        .map(|fixture| (fixture.name.clone(), fixture.complete()))
        .collect();
    assert_eq!(terraform.validate(&completed), [""; 0]);
}

/// Some of the programs, evenly: `usual` many, or `INFRAGENIE_SAMPLE`.
fn sample(programs: Vec<terraform::Program>, usual: usize) -> Vec<terraform::Program> {
    let asked = std::env::var("INFRAGENIE_SAMPLE")
        .ok()
        .and_then(|sample| sample.parse().ok());
    let step = (programs.len() / asked.unwrap_or(usual).max(1)).max(1);
    let step = step * common::step(3);
    programs.into_iter().step_by(step).collect()
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn recorded_programs_stay_as_whole_as_they_were() {
    let programs = sample(terraform::programs(), 500);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let (mut read, mut still_read) = (0, 0);
    for (at, program) in programs.iter().enumerate() {
        let module = hcl::parse(program.text.clone());
        let completed = holds(&module, &program.request, &[]);
        read += usize::from(module.problems.is_empty());
        still_read += usize::from(completed.module.problems.is_empty());
        if let Some(change) = completed.changes.get(at % completed.changes.len().max(1)) {
            holds(&module, &program.request, std::slice::from_ref(&change.id));
        }
        for change in completed.changes {
            let kind = change.id.split(':').nth(1).unwrap_or_default().to_owned();
            *times.entry(kind).or_default() += 1;
        }
    }
    println!(
        "{} recorded programs: {read} read without a problem, {still_read} when completed",
        programs.len()
    );
    times
        .iter()
        .for_each(|(kind, times)| println!("{times} x {kind}"));
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
#[cfg_attr(
    not(has_aws_provider),
    ignore = "needs terraform, and the AWS provider in INFRAGENIE_TF_MIRROR"
)]
fn terraform_takes_what_it_took_before() {
    let terraform = terraform::Terraform::with_aws();
    let valid = terraform::programs()
        .into_iter()
        .filter(|program| program.valid);
    let completed: Vec<(String, Completed)> = sample(valid.collect(), 40)
        .into_iter()
        .map(|program| {
            let module = hcl::parse(program.text);
            (program.id, complete(&module, &program.request, &[]))
        })
        .collect();
    let refused: Vec<String> = completed
        .chunks(60)
        .flat_map(|completed| terraform.validate(completed))
        .collect();
    println!(
        "{} completed programs, {} errors",
        completed.len(),
        refused.len()
    );
    assert_eq!(refused, [""; 0]);
}
