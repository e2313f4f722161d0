//! Checks that paraphrases of a request keep its answer and that changes do not.
//!
//! A variant may always go to the model. If the templates answer a paraphrase, the answer is that of
//! the request; if they answer a changed request, the answer holds the change. Each test tries more than
//! 3,000 variants; the heavy tests try all of them.

use super::all_rows;
use crate::common::step;
use infragenie::intent::ParsedRequest;
use infragenie::request::Request;
use infragenie::templates;

/// Answer to a request: its program and its region.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answered {
    text: String,
    region: Option<&'static str>,
}

fn answered(request: &str) -> Option<Answered> {
    let parsed = ParsedRequest::parse(&Request::parse(request).ok()?);
    let text = templates::answer(&parsed)?.text.to_ascii_lowercase();
    Some(Answered {
        text,
        region: parsed.region,
    })
}

/// Requests that the templates answer, with their answers.
fn bases() -> Vec<(String, Answered)> {
    let rows = all_rows().into_iter().filter(|row| row.is_for_templates);
    let bases: Vec<_> = rows
        .filter_map(|row| Some((row.request.clone(), answered(&row.request)?)))
        .collect();
    assert!(bases.len() >= 150, "{} requests", bases.len());
    bases
}

/// Phrases that introduce a request.
const OPENINGS: &[&str] = &[
    "please create ",
    "pls make ",
    "I need ",
    "we want ",
    "could you please deploy ",
    "how do i create ",
    "terraform for ",
    "terraform code for ",
    "Hello, set up ",
    "hi! provision ",
    "  ",
];

/// Phrases that end a request.
const ENDINGS: &[&str] = &[
    ".",
    "!",
    "?",
    " please",
    ", thanks",
    ". Thank you!",
    " using terraform",
    "\n",
];

/// Words and other words with the same meaning.
const SYNONYMS: &[(&str, &str)] = &[
    (" with ", " that has "),
    (" with ", " using "),
    (" with ", " including "),
    (" called ", " named "),
    (" named ", " called "),
    (" and ", " & "),
    (" and ", " + "),
    (" and ", ", "),
    (" and ", " plus "),
    (" and ", " as well as "),
    (", ", "; "),
    (", ", ". "),
    (", ", "\n"),
    (", ", "\n- "),
    (", ", " and "),
    (" behind ", " served by "),
    (" running ", " that runs "),
    (" with ", ". It has "),
    (" with ", ". It should have "),
    (" in ", ". It is in "),
    (" two ", " 2 "),
    (" 2 ", " two "),
    (" 3 ", " three "),
    (" three ", " 3 "),
    (" a ", " "),
    (" the ", " "),
];

/// Nouns for things that a request can mention again.
const NOUNS: &[&str] = &[
    "ec2 instance",
    "instance",
    "server",
    "bucket",
    "vpc",
    "table",
    "queue",
    "topic",
    "lambda",
    "database",
    "rds",
    "cluster",
    "load balancer",
    "alb",
    "repository",
    "key",
    "secret",
    "ec2",
    "security group",
    "service",
    "log group",
    "role",
    "bastion",
    "redis",
    "cache",
    "function",
];

fn nouns(request: &str) -> impl Iterator<Item = &'static str> {
    // What follows `called` is a name, and what follows `for` a purpose.
    let ends = [" called ", " named ", " for "]
        .iter()
        .filter_map(|word| request.find(word));
    let things = &request[..ends.min().unwrap_or(request.len())];
    let padded = format!(" {} ", things.replace([',', '.'], " "));
    let mut nouns = NOUNS.iter();
    std::iter::from_fn(move || {
        nouns
            .find(|noun| padded.contains(&format!(" {noun} ")))
            .copied()
    })
}

fn paraphrases(request: &str) -> Vec<String> {
    let mut all: Vec<String> = OPENINGS.iter().map(|it| format!("{it}{request}")).collect();
    all.extend(ENDINGS.iter().map(|it| format!("{request}{it}")));
    for (word, other) in SYNONYMS {
        if request.contains(word) {
            all.push(request.replacen(word, other, 1));
            all.push(request.replace(word, other));
        }
    }
    all.push(request.to_ascii_uppercase());
    all.push(request.replace(' ', "  "));
    let mut letters = request.chars();
    all.extend(
        letters
            .next()
            .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()),
    );
    for noun in nouns(request) {
        all.push(format!("{request}. The {noun} should be secure."));
        all.push(format!("{request}, the {noun} is new"));
        all.push(format!("{request}. Deploy the {noun} with terraform."));
        all.push(format!("{request}; {noun} must be simple"));
        all.push(request.replacen(noun, &format!("the {noun}"), 1));
        all.push(request.replacen(noun, &format!("new {noun}"), 1));
    }
    all.push(format!("{request}. It should be secure."));
    all.retain(|other| other != request);
    all.dedup();
    all
}

#[test]
fn paraphrases_keep_the_answer() {
    let (mut variants, mut free, mut faults) = (0, 0, Vec::new());
    for (request, answer) in bases() {
        for other in paraphrases(&request).into_iter().step_by(step(3)) {
            variants += 1;
            let Some(same) = answered(&other) else {
                continue;
            };
            free += 1;
            if same != answer {
                faults.push(other);
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {variants}:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(variants >= 3_000, "{variants} variants");
    assert!(free * 10 >= variants * 7, "{free} of {variants} stay free");
}

/// Test of the new answer to a changed request, given the answer to the request.
type Test = fn(&Answered, &Answered) -> bool;

/// Returns changed requests, each with a test of the new answer.
fn changes(request: &str) -> Vec<(String, Test)> {
    let mut all: Vec<(String, Test)> = Vec::new();
    let words: Vec<&str> = request.split(' ').collect();
    let with = |at: usize, word: &str| {
        let mut words = words.clone();
        words.insert(at, word);
        words.join(" ")
    };
    for at in 0..words.len() {
        for word in ["no", "not", "without", "except"] {
            all.push((with(at, word), |new, old| new.text != old.text));
        }
    }
    for noun in nouns(request) {
        for word in ["my", "our", "existing", "current"] {
            let changed = request.replacen(noun, &format!("{word} {noun}"), 1);
            all.push((changed, |_, _| false));
        }
        all.push((format!("{request} and another {noun}"), |new, old| {
            new.text != old.text
        }));
    }
    for software in ["mysql", "redis", "postgres", "mongodb"] {
        all.push((
            format!("{request}, with {software} installed on it"),
            |_, _| false,
        ));
        all.push((
            format!("{request}. Install {software} on the server."),
            |_, _| false,
        ));
    }
    for rest in [
        "for my application",
        "for the web app",
        "with my backend",
        "and a frontend",
        "tagged web",
    ] {
        all.push((format!("{request} {rest}"), |_, _| false));
    }
    if answered(request).is_some_and(|it| it.region.is_none()) {
        all.push((format!("{request} in eu-west-3"), |new, _| {
            new.region == Some("eu-west-3")
        }));
        all.push((format!("{request}, region us-gov-west-1"), |_, _| false));
    }
    all
}

#[test]
fn changes_change_the_answer() {
    let (mut variants, mut faults) = (0, Vec::new());
    for (request, answer) in bases() {
        for (other, holds) in changes(&request).into_iter().step_by(step(3)) {
            variants += 1;
            if answered(&other).is_some_and(|new| !holds(&new, &answer)) {
                faults.push(other);
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {variants}:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(variants >= 3_000, "{variants} variants");
}

#[test]
fn every_word_behind_called_is_a_name() {
    let mut faults = Vec::new();
    for (request, _) in bases() {
        let words: Vec<&str> = request.split(' ').collect();
        let names = words
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| ["called", "named"].contains(&pair[0]));
        for (at, _) in names {
            for name in [
                "redis",
                "lambda-vpc",
                "private",
                "web",
                "queue",
                "three",
                "encrypted",
                "bastion",
            ] {
                let mut changed = words.clone();
                let comma = if changed[at + 1].ends_with(',') {
                    ","
                } else {
                    ""
                };
                let name_and_mark = format!("{name}{comma}");
                changed[at + 1] = &name_and_mark;
                let changed = changed.join(" ");
                if answered(&changed).is_some_and(|new| !new.text.contains(name)) {
                    faults.push(changed);
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
