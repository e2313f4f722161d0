//! Words in, parts out: services, settings, links, numbers, and what was not understood.

use super::phrase;
use super::region;
use super::service::Service;
use super::text::{self, Word};
use super::vocabulary::{Link, Means, Rule, beginning_with};
use crate::order::Order;
use std::cmp::Reverse;

/// A piece of a request that has a meaning of its own.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A service, its settings, and whether it was said in the plural.
    Thing {
        service: Service,
        settings: Vec<(&'static str, String)>,
        is_plural: bool,
    },
    /// What can be set, in each reading of the phrase, as it was said.
    Set {
        readings: Vec<Vec<Setting>>,
        said: String,
    },
    Link(Link),
    /// A comma.
    Mark,
    Number(u32),
    /// What stands behind `called`.
    Name(String),
    /// A word that may be a name where a name can stand.
    Maybe(String, bool),
    /// What a thing is for.
    Purpose(String),
    Region(&'static str),
    Unknown(String),
}

/// One setting of a phrase, its open places filled.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) rule: &'static Rule,
    pub(super) value: String,
}

/// The parts of a text.
pub(super) fn parts(words: &[Word]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        if word.text == "," {
            parts.push(Part::Mark);
            at += 1;
        } else if let Some((region, used)) = region::named(rest) {
            parts.push(Part::Region(region));
            at += used;
        } else {
            at += part(rest, word, &mut parts);
        }
    }
    parts
}

/// Reads the part that words begin with: how many words it is.
fn part(words: &[Word], word: &Word, parts: &mut Vec<Part>) -> usize {
    // A whole is what a phrase says as a whole, or a name; its pieces are not read one by one.
    let said_whole = longest(words)
        .filter(|(found, _)| !word.opens || found.words >= word.rest)
        .filter(|(found, _)| !word.is_quoted || begins_with_name(found, word));
    let Some((found, means)) = said_whole else {
        if let Some(number) = text::number(&word.text).filter(|_| word.rest == 1 || !word.opens) {
            parts.push(Part::Number(number));
            return 1;
        }
        parts.push(Part::Maybe(word.whole.clone(), word.is_quoted));
        return word.rest;
    };
    let said = || {
        let said = words.iter().take(found.words);
        let texts: Vec<&str> = said.map(|word| word.text.as_str()).collect();
        texts.join(" ")
    };
    match means.first() {
        Some(Means::Thing(service, settings)) => {
            let filled = settings.iter();
            parts.push(Part::Thing {
                service: *service,
                settings: filled
                    .map(|(key, value)| (*key, fill(value, &found.captured)))
                    .collect(),
                is_plural: found.exact < found.words,
            });
        }
        Some(Means::Set(_)) if names_what_it_is_for(words, &found, &means, parts) => {
            parts.push(Part::Purpose(said().replace(' ', "-")));
        }
        Some(Means::Set(_)) => {
            let readings = means.iter().filter_map(|means| match means {
                Means::Set(rules) => Some(
                    rules
                        .iter()
                        .map(|rule| Setting {
                            rule,
                            value: fill(rule.value, &found.captured),
                        })
                        .collect(),
                ),
                _ => None,
            });
            parts.push(Part::Set {
                readings: readings.collect(),
                said: said(),
            });
        }
        Some(Means::Link(link)) => parts.push(Part::Link(*link)),
        Some(Means::Purpose) => parts.push(Part::Purpose(said().replace(' ', "-"))),
        Some(Means::Named) => return named(words, found.words, parts),
        Some(Means::Nothing) | None => {}
    }
    found.words
}

/// Whether a phrase takes its first word, which is quoted, as a name: `"id" as hash key`.
fn begins_with_name(found: &phrase::Found, word: &Word) -> bool {
    found.captured.first() == Some(&word.whole) && found.words > word.rest
}

/// Whether a phrase that is a setting too says what something is for: `a bucket for backups`.
fn names_what_it_is_for(
    words: &[Word],
    found: &phrase::Found,
    means: &[Means],
    parts: &[Part],
) -> bool {
    let is_purpose = means.iter().any(|one| matches!(one, Means::Purpose));
    let behind = words.get(found.words..).and_then(longest);
    let leads = behind.is_some_and(|(_, means)| matches!(means.first(), Some(Means::Thing(..))));
    is_purpose && (leads || matches!(parts.last(), Some(Part::Link(Link::For))))
}

/// Reads what stands behind `called`: a name, or two and more where they are listed.
fn named(words: &[Word], from: usize, parts: &mut Vec<Part>) -> usize {
    let mut at = from;
    let name_at = |at: usize| {
        let word = words.get(at).filter(|word| word.opens)?;
        let found = phrase::find("@name", words.get(at..)?)?;
        let is_free = word.is_quoted
            || word.rest > 1
            || longest(words.get(at..)?).is_none_or(|(_, means)| {
                match means.first() {
                    Some(Means::Purpose | Means::Thing(..) | Means::Set(_)) => true,
                    // `called hello`, but not `name should be hello`
                    Some(Means::Nothing) => words.get(at + 1).is_none_or(ends_a_name),
                    _ => false,
                }
            });
        is_free.then(|| (word.whole.clone(), found.words))
    };
    let Some((name, used)) = name_at(at) else {
        parts.push(Part::Unknown("a name".to_owned()));
        return from;
    };
    parts.push(Part::Name(name));
    at += used;
    // Further names are quoted or bear no other meaning.
    loop {
        let mut next = at;
        while words
            .get(next)
            .is_some_and(|word| word.text == "," || word.text == "and")
        {
            next += 1;
        }
        let is_listed = next > at;
        let is_bare = words.get(next..).is_some_and(|rest| {
            longest(rest).is_none_or(|(_, means)| matches!(means.first(), Some(Means::Purpose)))
                && region::named(rest).is_none()
        });
        let is_end = words.get(next + 1).is_none_or(ends_a_name);
        match name_at(next).filter(|_| is_listed && is_bare) {
            Some((name, used)) if is_end || used > 1 => {
                parts.push(Part::Name(name));
                at = next + used;
            }
            _ => return at,
        }
    }
}

/// Whether a word may stand behind a name.
fn ends_a_name(word: &Word) -> bool {
    [",", "and", "with", "in"].contains(&word.text.as_str())
}

/// The longest phrase that words begin with, and all that it means. Of phrases as long the one that
/// is said to the letter comes first.
fn longest(words: &[Word]) -> Option<(phrase::Found, Vec<Means>)> {
    // Longer is better, then closer to the letter, then with fewer open places.
    let rank = |found: &phrase::Found| (found.words, found.exact, Reverse(found.captured.len()));
    let mut best: Option<(phrase::Found, Vec<Means>)> = None;
    for (phrase, means) in beginning_with(&words.first()?.text) {
        let Some(found) = phrase::find(phrase, words) else {
            continue;
        };
        match &mut best {
            Some((known, _)) if rank(known) > rank(&found) => {}
            Some((known, all)) if rank(known) == rank(&found) => all.push(*means),
            _ => best = Some((found, vec![*means])),
        }
    }
    // A service is meant rather than a setting, and that rather than what something is for.
    if let Some((_, all)) = &mut best {
        all.order_by_key(|means| match means {
            Means::Thing(..) => 0,
            Means::Set(_) => 1,
            _ => 2,
        });
    }
    best
}

fn fill(value: &str, captured: &[String]) -> String {
    match value
        .strip_prefix('$')
        .and_then(|at| at.parse::<usize>().ok())
    {
        Some(at) => captured
            .get(at.saturating_sub(1))
            .cloned()
            .unwrap_or_default(),
        None => value.to_owned(),
    }
}
