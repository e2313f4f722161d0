//! Checks which requests the templates answer, and that their answers are right.
//!
//! The requests come from `tests/requests.tsv`, unchanged and with an added word, a negation or
//! another number.
//!
//! The corpus's `requests.tsv` is checked in the same way if it is available (`INFRAGENIE_CORPUS`).

#[path = "requests/blocks.rs"]
pub mod blocks;
#[path = "requests/checkov.rs"]
mod checkov;
#[path = "requests/oracle.rs"]
mod oracle;
#[path = "../examples/replay/requests.rs"]
pub mod rows;
#[path = "requests/variants.rs"]
mod variants;

use infragenie::fix::FixSelection;
use infragenie::hcl;
use infragenie::intent::{ParsedRequest, Service};
use infragenie::job::autofix::{Autofixed, autofix};
use infragenie::request::Request;
use infragenie::scan;
use infragenie::schema::{Schema, pack};
use infragenie::templates::{self, Answer};
use rows::Row;
use std::io::Read as _;
use std::path::Path;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(path.join(pack::FILE)).unwrap();
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).unwrap();
    Schema::read(&bytes).unwrap()
});

/// Returns the rows of this repository and, if available, those of the corpus.
fn all_rows() -> Vec<Row> {
    let mut all = rows::rows(include_str!("requests.tsv"));
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    if let Ok(text) = std::fs::read_to_string(Path::new(&folder).join("requests.tsv")) {
        all.extend(rows::rows(&text));
    }
    all
}

pub fn answer(request: &str) -> Option<Answer> {
    templates::answer(&ParsedRequest::parse(&Request::parse(request).unwrap()))
}

/// Returns the answer to a request as the user gets it.
///
/// If `harden` is set, the answer includes all resources that cost money.
pub fn fixed(request: &str, text: &str, harden: bool) -> Autofixed {
    let selection = FixSelection {
        harden,
        ..FixSelection::default()
    };
    autofix(
        &hcl::parse(text),
        request,
        scan::aws::TABLES,
        Some(&SCHEMA),
        selection,
    )
}

/// Returns a message with the reason why the templates did not answer a request.
fn not_answered(request: &str) -> String {
    let parsed = ParsedRequest::parse(&Request::parse(request).unwrap());
    let reason = if !parsed.unknown.is_empty() {
        format!("not understood: {}", parsed.unknown.join(", "))
    } else if parsed.items.is_empty() {
        "it names no service".to_owned()
    } else {
        "the template returned None".to_owned()
    };
    format!("not answered: {request} ({reason})")
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn includes_the_rows_of_the_corpus() {
    assert!(all_rows().len() > rows::rows(include_str!("requests.tsv")).len());
}

#[test]
fn answers_exactly_the_understood_requests() {
    let mut failures = Vec::new();
    for row in all_rows() {
        match (row.is_for_templates, answer(&row.request)) {
            (true, None) => failures.push(not_answered(&row.request)),
            (false, Some(_)) => failures.push(format!("answered: {}", row.request)),
            (true, Some(answer)) => {
                let module = fixed(&row.request, &answer.text, false).module;
                let parsed = ParsedRequest::parse(&Request::parse(&row.request).unwrap());
                let missing = templates::missing(&parsed, &module);
                let missing = missing.into_iter().map(|one| one.message);
                for lack in rows::unmet_terms(&module, &row.holds)
                    .into_iter()
                    .chain(missing)
                {
                    failures.push(format!("{}: {lack}", row.request));
                }
            }
            (false, None) => {}
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The parts of a request follow each other, and each names what it became.
#[test]
fn parts_of_answered_requests_have_one_role_each() {
    let (mut failures, mut parts) = (Vec::new(), 0);
    for row in all_rows().iter().filter(|row| row.is_for_templates) {
        let request = Request::parse(&row.request).unwrap();
        let parsed = ParsedRequest::parse(&request);
        let Some(answer) = templates::answer(&parsed) else {
            continue;
        };
        let module = hcl::parse(answer.text);
        let units: Vec<u16> = request.text().encode_utf16().collect();
        let mut end = 0;
        for part in infragenie::followup::parts(request.text(), &parsed, &module) {
            parts += 1;
            let text = units.get(part.from..part.to).map(String::from_utf16_lossy);
            let is_there = part.addresses.iter().all(|it| module.at(it).is_some());
            if part.from < end || text.as_deref() != Some(&part.text) || !is_there {
                failures.push(format!("{}: {part:?}", row.request));
            }
            end = part.to;
        }
        let unread = parsed.unread(request.text());
        if !unread.is_empty() {
            failures.push(format!("{}: {unread:?} is not understood", row.request));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(parts > 300, "{parts} parts");
}

/// An example request of the page.
#[derive(serde::Deserialize)]
struct Example {
    request: String,
}

#[test]
fn the_examples_of_the_page_are_answered_and_name_every_service() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/src/view/request/examples.json");
    let text = std::fs::read_to_string(path).unwrap();
    let examples: Vec<Example> = serde_json::from_str(&text).unwrap();
    let mut failures = Vec::new();
    let mut named = Vec::new();
    for Example { request } in &examples {
        if answer(request).is_none() {
            failures.push(not_answered(request));
        }
        let parsed = ParsedRequest::parse(&Request::parse(request).unwrap());
        named.extend(parsed.items.iter().map(|item| item.service));
    }
    for service in Service::ALL {
        if !named.contains(service) {
            failures.push(format!("no example names: {}", service.title()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn reports_no_missing_resource_in_reference_programs() {
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    let path = Path::new(&folder).join("reference.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus");
    let (mut rows, mut failures) = (0, Vec::new());
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let asked = |key: &str| row[key].as_str().unwrap_or_default();
        let Ok(request) = Request::parse(asked("prompt")) else {
            continue;
        };
        rows += 1;
        let missing = templates::missing(
            &ParsedRequest::parse(&request),
            &hcl::parse(asked("program")),
        );
        failures.extend(
            missing
                .iter()
                .map(|one| format!("{}: {}", request.text(), one.message)),
        );
    }
    let found = failures.join("\n");
    assert!(
        failures.len() * 80 <= rows,
        "{} of {rows}:\n{found}",
        failures.len()
    );
}

/// Words that are meaningful to a person and unknown to the templates.
const STRANGE: [&str; 2] = ["quorum", "replicated"];

#[test]
fn rejects_unknown_words_or_uses_them_as_names() {
    let mut failures = Vec::new();
    each_answered(|request, text| {
        let words: Vec<&str> = request.split(' ').collect();
        for at in 0..=words.len() {
            for strange in STRANGE {
                let mut changed = words.clone();
                changed.insert(at, strange);
                let changed = changed.join(" ");
                let Some(other) = answer(&changed) else {
                    continue;
                };
                // The word can only have been taken for a name, so the answer must contain it.
                if other.text == text || !other.text.contains(strange) {
                    failures.push(changed);
                }
            }
        }
    });
    assert!(failures.is_empty(), "answered:\n{}", failures.join("\n"));
}

#[test]
fn rejects_requests_with_negations() {
    let mut failures = Vec::new();
    const DENIED: [&str; 6] = [
        "without encryption",
        "no encryption",
        "but not encrypted",
        "without backups",
        "no security group",
        "except in production",
    ];
    each_answered(|request, _| {
        for denied in DENIED {
            for changed in [
                format!("{request} {denied}"),
                format!("{request}, {denied}"),
                format!("{denied}: {request}"),
            ] {
                if answer(&changed).is_some() {
                    failures.push(changed);
                }
            }
        }
    });
    assert!(failures.is_empty(), "answered:\n{}", failures.join("\n"));
}

/// A declined service or setting changes no answer; otherwise a model is asked.
#[test]
fn declined_services_and_settings_are_in_no_answer() {
    // A cache of Redis without copies is another answer.
    const OTHER: &str = "multi_az_enabled";
    const DECLINED: &[(&str, &[&str])] = &[
        ("without a load balancer", &["aws_lb"]),
        ("no database", &["aws_db_instance"]),
        ("no redis needed", &["aws_elasticache_replication_group"]),
        (
            "without any lambda and without a queue",
            &["aws_lambda_function", "aws_sqs_queue"],
        ),
        ("no multi az", &[]),
        ("without docker", &[]),
    ];
    let (mut failures, mut answered) = (Vec::new(), 0);
    each_answered(|request, text| {
        for (declined, types) in DECLINED {
            let changed = format!("{request}, {declined}");
            let Some(found) = answer(&changed) else {
                continue;
            };
            answered += 1;
            let is_there = |name: &str| found.text.contains(&format!("resource \"{name}\""));
            let is_other = found.text != text && !text.contains(OTHER);
            if is_other
                || found.text.contains(OTHER) && *declined == "no multi az"
                || types.iter().any(|name| is_there(name))
            {
                failures.push(changed);
            }
        }
    });
    assert!(failures.is_empty(), "changed:\n{}", failures.join("\n"));
    assert!(answered > 300, "{answered} answered");
}

#[test]
fn declined_versions_of_objects_are_in_no_answer() {
    let (mut failures, mut answered) = (Vec::new(), 0);
    each_answered(|request, _| {
        for changed in [
            format!("{request} without versioning"),
            format!("{request}, no versioning"),
        ] {
            let Some(found) = answer(&changed) else {
                continue;
            };
            answered += 1;
            let is_kept = ["aws_s3_bucket_versioning", "noncurrent_version"];
            let is_said = found
                .assumed
                .iter()
                .any(|line| line.contains("ld versions"));
            if is_said || is_kept.iter().any(|kept| found.text.contains(kept)) {
                failures.push(changed);
            }
        }
    });
    assert!(failures.is_empty(), "versions:\n{}", failures.join("\n"));
    assert!(answered > 30, "{answered} answered");
}

#[test]
fn declined_copies_of_a_cache_are_in_no_answer() {
    const DECLINED: &[&str] = &[
        "without replication",
        "without replicas",
        "no read replicas",
        "without failover",
        "no automatic failover",
        "without any standby",
        "without multi-az",
        "no high availability",
    ];
    let (mut failures, mut answered) = (Vec::new(), 0);
    each_answered(|request, text| {
        if !text.contains("aws_elasticache_replication_group") {
            return;
        }
        for declined in DECLINED {
            for changed in [
                format!("{request} {declined}"),
                format!("{request}, {declined}"),
                format!("{request} with {declined}"),
            ] {
                let Some(found) = answer(&changed) else {
                    continue;
                };
                answered += 1;
                let set = ["automatic_failover_enabled", "multi_az_enabled"];
                if set.into_iter().any(|name| found.text.contains(name)) {
                    failures.push(changed);
                }
            }
        }
    });
    assert!(failures.is_empty(), "answered:\n{}", failures.join("\n"));
    assert!(answered > 30, "{answered} answered");
}

/// AWS refuses a replica of a database whose password Secrets Manager manages.
#[test]
fn databases_with_replicas_have_a_password_of_their_own() {
    each_answered(|request, text| {
        let is_copied = text.contains("replicate_source_db");
        let managed = "manage_master_user_password";
        assert!(!is_copied || !text.contains(managed), "{request}");
    });
}

#[test]
fn changed_numbers_change_the_answer() {
    let mut failures = Vec::new();
    each_answered(|request, text| {
        let words: Vec<&str> = request.split(' ').collect();
        for (at, word) in words.iter().enumerate() {
            let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
            let Ok(number) = digits.parse::<u32>() else {
                continue;
            };
            for other in [number + 1, number * 2 + 3, 0, 77_777_777] {
                let mut changed = words.clone();
                let new = word.replacen(&digits, &other.to_string(), 1);
                changed[at] = &new;
                let changed = changed.join(" ");
                if answer(&changed).is_some_and(|answer| answer.text == text) {
                    failures.push(changed);
                }
            }
        }
    });
    assert!(
        failures.is_empty(),
        "answered as before:\n{}",
        failures.join("\n")
    );
}

/// Calls `back` with every request that is answered, and with its answer.
fn each_answered(mut back: impl FnMut(&str, &str)) {
    for row in all_rows().iter().filter(|row| row.is_for_templates) {
        if let Some(answer) = answer(&row.request) {
            back(&row.request, &answer.text);
        }
    }
}

proptest::proptest! {
    #[test]
    fn handles_arbitrary_requests(text in "\\PC{0,120}|([a-z0-9]{1,8}|s3|ec2|vpc|with|and|3|,|called|rds|behind|alb)( ([a-z0-9]{1,8}|s3|ec2|vpc|with|in|3|,|called|public|subnet)){0,20}") {
        if let Ok(request) = Request::parse(&text) {
            let _ = templates::answer(&ParsedRequest::parse(&request));
        }
    }
}
