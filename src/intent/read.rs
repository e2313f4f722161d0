//! Reads words as parts: services, settings, links, numbers and unknown words.

use super::phrase;
use super::region;
use super::service::Service;
use super::text::{self, Word};
use super::vocabulary::{Link, Meaning, Rule, beginning_with};
use crate::stable_sort::Order;
use std::cmp::Reverse;

/// Section of a request that has a meaning.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A service, its settings, and whether it was named in the plural.
    Thing {
        service: Service,
        settings: Vec<(&'static str, String)>,
        is_plural: bool,
    },
    /// Settings in each reading of a phrase, and the text of the phrase.
    Set {
        readings: Vec<Vec<Setting>>,
        text: String,
    },
    Link(Link),
    /// A comma.
    Mark,
    Number(u32),
    /// The name after `called`.
    Name(String),
    /// A word that may be a name, and whether it was quoted.
    PossibleName(String, bool),
    /// The purpose of a service.
    Purpose(String),
    Region(&'static str),
    Unknown(String),
}

/// Setting of a phrase, with its placeholders filled.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) rule: &'static Rule,
    pub(super) value: String,
}

/// Reads the parts of a text.
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

/// Reads the part that words begin with, and returns its number of words.
fn part(words: &[Word], word: &Word, parts: &mut Vec<Part>) -> usize {
    // A token is read as a whole, as a phrase or as a name; its pieces are not read separately.
    let whole_phrase = longest(words)
        .filter(|(found, _)| !word.starts_token || found.words >= word.rest)
        .filter(|(found, _)| !word.is_quoted || begins_with_name(found, word));
    let Some((found, means)) = whole_phrase else {
        if let Some(number) =
            text::number(&word.text).filter(|_| word.rest == 1 || !word.starts_token)
        {
            parts.push(Part::Number(number));
            return 1;
        }
        parts.push(Part::PossibleName(word.token.clone(), word.is_quoted));
        return word.rest;
    };
    let phrase_text = || {
        let matched = words.iter().take(found.words);
        let texts: Vec<&str> = matched.map(|word| word.text.as_str()).collect();
        texts.join(" ")
    };
    match means.first() {
        Some(Meaning::Thing(service, settings)) => {
            let filled = settings.iter();
            parts.push(Part::Thing {
                service: *service,
                settings: filled
                    .map(|(key, value)| (*key, fill(value, &found.captured)))
                    .collect(),
                is_plural: found.exact < found.words,
            });
        }
        Some(Meaning::Set(_)) if states_purpose(words, &found, &means, parts) => {
            parts.push(Part::Purpose(phrase_text().replace(' ', "-")));
        }
        Some(Meaning::Set(_)) => {
            let readings = means.iter().filter_map(|means| match means {
                Meaning::Set(rules) => Some(
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
                text: phrase_text(),
            });
        }
        Some(Meaning::Link(link)) => parts.push(Part::Link(*link)),
        Some(Meaning::Purpose) => parts.push(Part::Purpose(phrase_text().replace(' ', "-"))),
        Some(Meaning::Named) => return named(words, found.words, parts),
        Some(Meaning::Nothing) | None => {}
    }
    found.words
}

/// Returns whether a phrase takes its quoted first word as a name.
///
/// Example: `"id" as hash key`.
fn begins_with_name(found: &phrase::Found, word: &Word) -> bool {
    found.captured.first() == Some(&word.token) && found.words > word.rest
}

/// Returns whether a phrase that is also a setting states a purpose.
///
/// Example: `a bucket for backups`.
fn states_purpose(
    words: &[Word],
    found: &phrase::Found,
    means: &[&Meaning],
    parts: &[Part],
) -> bool {
    let is_purpose = means.iter().any(|one| matches!(one, Meaning::Purpose));
    let next_phrase = words.get(found.words..).and_then(longest);
    let precedes_service =
        next_phrase.is_some_and(|(_, means)| matches!(means.first(), Some(Meaning::Thing(..))));
    is_purpose && (precedes_service || matches!(parts.last(), Some(Part::Link(Link::For))))
}

/// Reads the name after `called`, or several names if they are listed.
fn named(words: &[Word], from: usize, parts: &mut Vec<Part>) -> usize {
    let mut at = from;
    let name_at = |at: usize| {
        let word = words.get(at).filter(|word| word.starts_token)?;
        let found = phrase::find("@name", words.get(at..)?)?;
        let is_free = word.is_quoted
            || word.rest > 1
            || longest(words.get(at..)?).is_none_or(|(_, means)| {
                match means.first() {
                    Some(Meaning::Purpose | Meaning::Thing(..) | Meaning::Set(_)) => true,
                    // `called hello` has a name, `name should be hello` has not.
                    Some(Meaning::Nothing) => words.get(at + 1).is_none_or(ends_a_name),
                    _ => false,
                }
            });
        is_free.then(|| (word.token.clone(), found.words))
    };
    let Some((name, used)) = name_at(at) else {
        parts.push(Part::Unknown("a name".to_owned()));
        return from;
    };
    parts.push(Part::Name(name));
    at += used;
    // Further names are quoted or have no other meaning.
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
            longest(rest).is_none_or(|(_, means)| matches!(means.first(), Some(Meaning::Purpose)))
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

/// Returns whether a word may follow a name.
fn ends_a_name(word: &Word) -> bool {
    [",", "and", "with", "in"].contains(&word.text.as_str())
}

/// Returns the longest phrase that words begin with, and all its meanings.
///
/// Of phrases of the same length, an exact match comes first.
fn longest(words: &[Word]) -> Option<(phrase::Found, Vec<&'static Meaning>)> {
    // Longer phrases come first, then more exact ones, then those with fewer placeholders.
    let rank = |found: &phrase::Found| (found.words, found.exact, Reverse(found.captured.len()));
    let mut best: Option<(phrase::Found, Vec<&Meaning>)> = None;
    for (phrase, means) in beginning_with(&words.first()?.text) {
        let Some(found) = phrase::find(phrase, words) else {
            continue;
        };
        match &mut best {
            Some((known, _)) if rank(known) > rank(&found) => {}
            Some((known, all)) if rank(known) == rank(&found) => all.push(means),
            _ => best = Some((found, vec![means])),
        }
    }
    // A service takes precedence over a setting, and a setting over a purpose.
    if let Some((_, all)) = &mut best {
        all.order_by_key(|means| match means {
            Meaning::Thing(..) => 0,
            Meaning::Set(_) => 1,
            _ => 2,
        });
    }
    best
}

fn fill(value: &str, captured: &[String]) -> String {
    let placeholder = value.strip_prefix('$').and_then(|at| at.parse().ok());
    let text = match placeholder {
        Some(at) => captured.get(usize::saturating_sub(at, 1)),
        None => return value.to_owned(),
    };
    text.cloned().unwrap_or_default()
}
