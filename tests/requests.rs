//! Requests in, what the library makes of them out: `tests/requests.tsv`, and each of its requests
//! with a word, a negation or another number in it.
//!
//! The corpus's `requests.tsv` is read the same way where it is at hand (`INFRAGENIE_CORPUS`).

#[path = "requests/blocks.rs"]
mod blocks;
#[path = "requests/checkov.rs"]
mod checkov;
#[path = "requests/oracle.rs"]
mod oracle;
#[path = "../examples/replay/requests.rs"]
mod rows;

use infragenie::fix::Wishes;
use infragenie::hcl;
use infragenie::intent::Wants;
use infragenie::job::mend::{Mended, mend};
use infragenie::library::{self, Answer};
use infragenie::request::Request;
use infragenie::scan;
use infragenie::schema::{Schema, pack};
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

/// Our own rows, and those of the corpus where it is at hand.
fn all_rows() -> Vec<Row> {
    let mut all = rows::rows(include_str!("requests.tsv"));
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    if let Ok(text) = std::fs::read_to_string(Path::new(&folder).join("requests.tsv")) {
        all.extend(rows::rows(&text));
    }
    all
}

fn answer(request: &str) -> Option<Answer> {
    library::answer(&Wants::of(&Request::parse(request).unwrap()))
}

/// The answer to a request as the user gets it, with everything that is worth money in it where
/// `harden` says so.
fn mended(request: &str, text: &str, harden: bool) -> Mended {
    let wishes = Wishes {
        harden,
        ..Wishes::default()
    };
    mend(
        &hcl::parse(text),
        request,
        scan::aws::TABLES,
        Some(&SCHEMA),
        wishes,
    )
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn rows_of_the_corpus_are_among_the_requests() {
    assert!(all_rows().len() > rows::rows(include_str!("requests.tsv")).len());
}

#[test]
fn what_is_understood_is_answered_and_all_else_is_not() {
    let mut wrong = Vec::new();
    for row in all_rows() {
        match (row.is_for_library, answer(&row.request)) {
            (true, None) => wrong.push(format!("not answered: {}", row.request)),
            (false, Some(_)) => wrong.push(format!("answered: {}", row.request)),
            (true, Some(answer)) => {
                let module = mended(&row.request, &answer.text, false).module;
                let wants = Wants::of(&Request::parse(&row.request).unwrap());
                let missing = library::missing(&wants, &module);
                let missing = missing.into_iter().map(|one| one.message);
                for lack in rows::lacking(&module, &row.holds)
                    .into_iter()
                    .chain(missing)
                {
                    wrong.push(format!("{}: {lack}", row.request));
                }
            }
            (false, None) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn nothing_is_missed_in_programs_that_do_what_was_asked() {
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    let path = Path::new(&folder).join("reference.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus");
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let asked = |key: &str| row[key].as_str().unwrap_or_default();
        let Ok(request) = Request::parse(asked("prompt")) else {
            continue;
        };
        rows += 1;
        let missing = library::missing(&Wants::of(&request), &hcl::parse(asked("program")));
        wrong.extend(
            missing
                .iter()
                .map(|one| format!("{}: {}", request.text(), one.message)),
        );
    }
    let found = wrong.join("\n");
    assert!(
        wrong.len() * 80 <= rows,
        "{} of {rows}:\n{found}",
        wrong.len()
    );
}

/// Words that mean something to a person and nothing to the blocks.
const STRANGE: [&str; 2] = ["quorum", "replicated"];

#[test]
fn a_word_that_is_not_understood_changes_the_answer_or_ends_it() {
    let mut wrong = Vec::new();
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
                // It can only have been taken for a name, and then it stands in the answer.
                if other.text == text || !other.text.contains(strange) {
                    wrong.push(changed);
                }
            }
        }
    });
    assert!(wrong.is_empty(), "answered:\n{}", wrong.join("\n"));
}

#[test]
fn what_is_denied_is_not_built() {
    let mut wrong = Vec::new();
    const DENIED: [&str; 8] = [
        "without versioning",
        "without encryption",
        "no encryption",
        "but not encrypted",
        "without backups",
        "no security group",
        "except in production",
        "without a load balancer",
    ];
    each_answered(|request, _| {
        for denied in DENIED {
            for changed in [
                format!("{request} {denied}"),
                format!("{request}, {denied}"),
                format!("{denied}: {request}"),
            ] {
                if answer(&changed).is_some() {
                    wrong.push(changed);
                }
            }
        }
    });
    assert!(wrong.is_empty(), "answered:\n{}", wrong.join("\n"));
}

#[test]
fn another_number_is_another_answer() {
    let mut wrong = Vec::new();
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
                    wrong.push(changed);
                }
            }
        }
    });
    assert!(
        wrong.is_empty(),
        "answered as before:\n{}",
        wrong.join("\n")
    );
}

/// Calls back for every request that is answered, with the answer.
fn each_answered(mut back: impl FnMut(&str, &str)) {
    for row in all_rows().iter().filter(|row| row.is_for_library) {
        if let Some(answer) = answer(&row.request) {
            back(&row.request, &answer.text);
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_ends_in_an_answer_or_none(text in "\\PC{0,120}|([a-z0-9]{1,8}|s3|ec2|vpc|with|and|3|,|called|rds|behind|alb)( ([a-z0-9]{1,8}|s3|ec2|vpc|with|in|3|,|called|public|subnet)){0,20}") {
        if let Ok(request) = Request::parse(&text) {
            let _ = library::answer(&Wants::of(&request));
        }
    }
}
