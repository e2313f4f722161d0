//! Reads from a request which topics of rules it asks for, and which it declines.
//!
//! What a request declines ("without backups", "imdsv1") is not fixed. In doubt a topic is not
//! declined: of "no encryption, backups for a week" only the encryption is.

use crate::fix::{About, TopicMention};
use crate::hcl::Module;
use crate::intent::{ParsedRequest, Service};
use crate::request::Request;
use crate::table::Table;
use foldhash::HashSet;

/// Phrases, how they are used, and the topics that they name.
const PHRASES: Table<3> = Table(include_str!("request_topics.tsv"));

/// Words that decline what follows them.
const NEGATORS: &[&str] = strings! {
    "no", "not", "without", "disable", "disabled", "disabling", "skip", "omit", "avoid", "never", "minus",
    "dont", "doesnt", "neither", "nor", "block", "blocks", "deny", "prevent", "remove",
};

/// Words that end the reach of a word that declines.
const ENDS: &[&str] =
    strings! { "with", "but", "enable", "enabled", "use", "using", "only", "just", "has", "have" };

/// Words behind a topic that decline it: `encryption disabled`.
const BEHIND: &[&str] = strings! { "disabled", "off", "unnecessary", "unneeded" };

/// Maximum words between a word that declines and what it declines.
const REACH: usize = 2;

/// Maximum words between a topic and the service that it is about.
const SERVICE_WORDS_MAX: usize = 12;

/// Types of a service besides those that show that it is there.
const PARTS: &[(Service, &str)] = &[
    (Service::Network, "aws_subnet"),
    (Service::Network, "aws_security_group"),
    (Service::Network, "aws_flow_log"),
    (Service::Server, "aws_ebs_volume"),
    (Service::Server, "aws_ami_copy"),
    (Service::Database, "aws_rds_cluster_instance"),
    (Service::Database, "aws_db_parameter_group"),
    (Service::Bucket, "aws_s3_bucket_acl"),
    (Service::Bucket, "aws_s3_bucket_public_access_block"),
    (Service::Bucket, "aws_s3_bucket_policy"),
    (Service::Balancer, "aws_lb_listener"),
    (Service::Balancer, "aws_alb_listener"),
    (Service::Balancer, "aws_lb_target_group"),
    (Service::Kubernetes, "aws_eks_node_group"),
    (Service::Api, "aws_apigatewayv2_stage"),
    (Service::Api, "aws_api_gateway_stage"),
    (Service::Queue, "aws_sqs_queue_policy"),
];

/// Returns the topics that the request asks for and that it declines.
pub(super) fn request_topics(request: &str, module: &Module) -> About {
    let words = words(request);
    let mut about = About::default();
    let found = topics(&words);
    if found.is_empty() {
        return about;
    }
    let parsed = parse(request);
    // The request names a KMS key for its own purpose, so fixes must not add another one.
    let has_key = parsed.has(Service::Key);
    let mut services: Vec<Service> = parsed.items.iter().map(|item| item.service).collect();
    services.dedup();
    let is_alone = services.len() < 2;
    for one in found {
        let is_public = one.topic == "public";
        let types = match is_alone && !is_public {
            true => HashSet::default(),
            false => types_of(&words, &one, module),
        };
        if is_public && types.is_empty() {
            continue;
        }
        let mention = TopicMention {
            topic: one.topic,
            types,
        };
        match one.is_declined {
            true => about.accepted.push(mention),
            false if has_key && matches!(one.topic, "keys" | "encryption") => {}
            false => about.asked.push(mention),
        }
    }
    let declined = about.accepted.clone();
    about.asked.retain(|asked| !declined.contains(asked));
    about
}

/// A topic in the words of a request.
struct Found {
    topic: &'static str,
    is_declined: bool,
    /// Whether the service follows, as in `unencrypted queue`.
    is_before: bool,
    /// Positions of the first word and behind the last one.
    start: usize,
    end: usize,
}

/// Splits a request into lower-case words and single marks; a hyphen separates words.
fn words(request: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for letter in request.chars() {
        if letter.is_alphanumeric() {
            if !is_open {
                words.push(String::new());
            }
            is_open = true;
            if let Some(word) = words.last_mut() {
                word.push(letter.to_ascii_lowercase());
            }
        } else if !matches!(letter, '\'' | '’') {
            is_open = false;
            if matches!(letter, ',' | '.' | ';' | ':' | '!' | '?' | '(' | ')' | '\n') {
                words.push(letter.to_string());
            }
        }
    }
    words
}

fn is_mark(word: &str) -> bool {
    word.len() == 1 && !word.as_bytes()[0].is_ascii_alphanumeric()
}

/// Finds the topics in the words of a request, each with whether it is declined.
fn topics(words: &[String]) -> Vec<Found> {
    let mut found = Vec::new();
    // Words since the last word that declines, while it reaches.
    let mut reach: Option<usize> = None;
    let mut at = 0;
    while at < words.len() {
        let word = words[at].as_str();
        if let Some((length, kind, topics)) = phrase(&words[at..]) {
            let end = at + length;
            let next: Vec<&str> = words[end..].iter().take(3).map(String::as_str).collect();
            let is_behind = match next.as_slice() {
                [first, ..] if BEHIND.contains(first) => true,
                ["is" | "are" | "turned" | "switched", second, ..] if BEHIND.contains(second) => {
                    true
                }
                ["is" | "are", "not", ..] | ["not", "needed" | "required" | "necessary", ..] => {
                    true
                }
                _ => false,
            };
            let is_negated = reach.is_some();
            let is_declined = match kind {
                "accepted" => !is_negated && !is_behind,
                _ => is_negated || is_behind,
            };
            // `encrypted` and `versioned` are adjectives and nouns alike.
            let is_before = word.ends_with("ed") || kind == "accepted";
            let is_used = match kind {
                "noun" => true,
                "declined" | "accepted" => is_declined,
                _ => false,
            };
            for topic in topics.split(", ").filter(|_| is_used) {
                found.push(Found {
                    topic,
                    is_declined,
                    is_before,
                    start: at,
                    end,
                });
            }
            // A list goes on only with a conjunction.
            let goes_on = matches!(next.first(), Some(&("or" | "nor" | "and")))
                || next.first() == Some(&",")
                    && matches!(next.get(1), Some(&("or" | "nor" | "and")))
                || next.first() == Some(&",") && list_ends_in_or(&words[end..]);
            reach = reach.filter(|_| goes_on).map(|_| 0);
            at = end;
            continue;
        }
        if NEGATORS.contains(&word) {
            reach = Some(0);
        } else if ENDS.contains(&word) || is_mark(word) && word != "," {
            reach = None;
        } else if !matches!(
            word,
            "or" | "nor" | "and" | "," | "any" | "the" | "a" | "an"
        ) {
            reach = reach.map(|count| count + 1).filter(|count| *count <= REACH);
        }
        at += 1;
    }
    found
}

/// Whether a list of topics, which begins with a comma, ends in `or` and a topic.
fn list_ends_in_or(words: &[String]) -> bool {
    let mut at = 0;
    while words.get(at).is_some_and(|word| word == ",") {
        at += 1;
        let is_or = words
            .get(at)
            .is_some_and(|word| matches!(word.as_str(), "or" | "nor"));
        at += usize::from(is_or);
        let Some((length, ..)) = words.get(at..).and_then(phrase) else {
            return false;
        };
        if is_or {
            return true;
        }
        at += length;
    }
    let is_or = words
        .get(at)
        .is_some_and(|word| matches!(word.as_str(), "or" | "nor"));
    is_or && at > 0 && words.get(at + 1..).and_then(phrase).is_some()
}

/// Returns the phrase at the start of words: its length, use and topics.
fn phrase(words: &[String]) -> Option<(usize, &'static str, &'static str)> {
    PHRASES.rows().find_map(|[phrase, kind, topics]| {
        let mut count = 0;
        let mut parts = phrase.split(' ');
        let is_there = parts.all(|part| {
            count += 1;
            words.get(count - 1).is_some_and(|word| word == part)
        });
        is_there.then_some((count, kind, topics))
    })
}

fn parse(text: &str) -> ParsedRequest {
    let request = Request::parse(text).map(|request| ParsedRequest::parse(&request));
    request.unwrap_or_default()
}

/// Returns the types of the service that is next to a topic; empty if it is not known.
///
/// That is the one that follows an adjective, else the last one before the topic.
fn types_of(words: &[String], one: &Found, module: &Module) -> HashSet<String> {
    let is_in_clause = |word: &&String| !matches!(word.as_str(), "." | ";" | "," | "and");
    let after = || {
        let rest = words[one.end..].iter().take_while(is_in_clause);
        let rest: Vec<&str> = rest.take(4).map(String::as_str).collect();
        (1..=rest.len()).find_map(|count| service_in(&rest[..count]))
    };
    let before = || {
        let rest: Vec<&str> = words[..one.start].iter().map(String::as_str).collect();
        let longest = rest.len().min(SERVICE_WORDS_MAX);
        (1..=longest).find_map(|count| service_in(&rest[rest.len() - count..]))
    };
    let service = match one.is_before {
        true => after().or_else(before),
        false => before().or_else(after),
    };
    let Some(service) = service else {
        return HashSet::default();
    };
    let parts = PARTS.iter().filter(|(of, _)| *of == service);
    let types = service.resources().iter().copied();
    let types: HashSet<String> = types
        .chain(parts.map(|(_, part)| *part))
        .map(str::to_owned)
        .collect();
    let is_there = |name: Option<&str>| name.is_some_and(|name| types.contains(name));
    match module.resources().any(|block| is_there(block.type_name())) {
        true => types,
        false => HashSet::default(),
    }
}

/// Returns the only service that some words of a request name.
fn service_in(words: &[&str]) -> Option<Service> {
    let parsed = parse(&words.join(" "));
    let mut items = parsed.items.iter();
    items.next().map(|item| item.service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl;

    const CODE: &str =
        "resource \"aws_s3_bucket\" \"a\" {}\n\nresource \"aws_db_instance\" \"a\" {}\n";

    fn declined(request: &str) -> Vec<&'static str> {
        let about = request_topics(request, &hcl::parse(CODE));
        about.accepted.iter().map(|it| it.topic).collect()
    }

    fn asked(request: &str) -> Vec<&'static str> {
        let about = request_topics(request, &hcl::parse(CODE));
        about.asked.iter().map(|it| it.topic).collect()
    }

    #[test]
    fn every_phrase_names_known_topics() {
        let known: Vec<&str> = include_str!("../fix/topics.tsv")
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        for [phrase, kind, topics] in PHRASES.checked() {
            assert!(
                ["noun", "declined", "accepted", ""].contains(&kind),
                "{phrase}"
            );
            for topic in topics.split(", ").filter(|topic| !topic.is_empty()) {
                assert!(known.contains(&topic), "{phrase}: {topic}");
            }
        }
    }

    #[test]
    fn reads_what_a_request_declines() {
        assert_eq!(declined("a database without encryption"), ["encryption"]);
        assert_eq!(declined("rds with encryption disabled"), ["encryption"]);
        assert_eq!(
            declined("rds, no backups, no monitoring"),
            ["backups", "monitoring"]
        );
        assert_eq!(
            declined("rds without logging, backups or monitoring"),
            ["logging", "backups", "monitoring"]
        );
        assert_eq!(declined("rds, backups are not needed"), ["backups"]);
        assert_eq!(declined("an unencrypted bucket"), ["encryption"]);
        assert_eq!(declined("a public bucket"), ["public"]);
    }

    #[test]
    fn is_silent_in_doubt() {
        for request in [
            "a private bucket that is not public",
            "a bucket with public access blocked",
            "a database in no public subnet, encrypted",
            "no port 22, with backups",
            "a bucket for logs",
            "never unencrypted",
            "skip the final snapshot of the database",
        ] {
            assert_eq!(declined(request), [""; 0], "{request}");
        }
        assert_eq!(
            declined("rds, no encryption, backups for a week"),
            ["encryption"]
        );
    }

    #[test]
    fn reads_what_a_request_asks_for() {
        assert_eq!(asked("a bucket with access logging"), ["logging"]);
        assert_eq!(asked("a bucket for logs"), [""; 0]);
        assert_eq!(asked("a bucket without logging"), [""; 0]);
    }
}
