//! Reads words as parts: services, settings, links, numbers and unknown words.

use super::NamedService;
use super::phrase;
use super::region;
use super::service::Service;
use super::text::{self, Determiner, Word};
use super::vocabulary::{Link, Meaning, Rule, beginning_with};
use crate::stable_sort::Order;
use std::cmp::Reverse;

/// Section of a request that has a meaning.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A service and its settings.
    Thing {
        service: Service,
        settings: Vec<(&'static str, String)>,
        /// How the request mentions it.
        mention: Mention,
    },
    /// Settings in each reading of a phrase, and the text of the phrase.
    Set {
        readings: Vec<Vec<Setting>>,
        text: String,
    },
    Link(Link),
    /// A mark between words: `,` `.` `:` `(`.
    Mark(char),
    /// An application, which a function has to run.
    App,
    /// `it`, `they`: something that was mentioned before.
    Pronoun,
    /// `installed`, `on it`: the software before or after it is on a server.
    Installed,
    Number(u32),
    /// The name after `called`.
    Name(String),
    /// A word that may be a name, and whether it was quoted.
    PossibleName(String, bool),
    /// The purpose of a service.
    Purpose(String),
    /// A service or settings that the request declines: `without a database`, `no ssh`.
    Absent(Declined),
    Region(&'static str),
    Unknown(String),
}

/// Service or settings that a request declines.
#[derive(Clone, Debug)]
pub(super) struct Declined {
    pub(super) service: Option<Service>,
    /// Readings of a setting, each for other services.
    pub(super) rules: Vec<&'static Rule>,
    /// The word that declines it.
    pub(super) word: String,
}

/// How a request mentions a service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub(super) determiner: Determiner,
    pub(super) is_plural: bool,
    /// Whether a verb says something about it: `the bucket is …`.
    pub(super) is_subject: bool,
    /// Whether only software is named, as in `mysql`, and no service that runs it.
    pub(super) is_software: bool,
    /// Whether the noun can mean several services, as `instance`.
    pub(super) is_generic: bool,
}

/// Setting of a phrase, with its placeholders filled.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) rule: &'static Rule,
    pub(super) value: String,
}

/// Reads the parts of a text.
pub(super) fn parts(words: &[Word]) -> Vec<Part> {
    parts_with_ends(words).0
}

/// Reads the parts of a text, and returns where the words of each rule end.
pub(super) fn parts_with_ends(words: &[Word]) -> (Vec<Part>, Vec<usize>) {
    let mut parts = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        if word.text == "," {
            parts.push(Part::Mark(word.token.chars().next().unwrap_or(',')));
            at += 1;
        } else if let Some((region, used)) = region::named(rest) {
            parts.push(Part::Region(region));
            at += used;
        } else {
            at += part(rest, word, &mut parts);
        }
        ends.push(at);
    }
    (parts, ends)
}

/// Reads words that name one service and nothing else.
pub(super) fn service(words: &[Word]) -> Option<NamedService> {
    let (found, means) = longest(words).filter(|(found, _)| found.words == words.len())?;
    match means.first()? {
        Meaning::Thing(service, settings) => {
            let settings = settings.iter();
            let settings = settings.map(|(key, value)| (*key, fill(value, &found.captured)));
            Some(NamedService {
                service: *service,
                settings: settings.collect(),
                is_plural: found.is_plural,
            })
        }
        _ => None,
    }
}

/// Reads the part that words begin with, and returns its number of words.
fn part(words: &[Word], word: &Word, parts: &mut Vec<Part>) -> usize {
    // A token is read as a whole, as a phrase or as a name; its pieces are not read separately.
    let whole_phrase = longest(words)
        .filter(|(found, _)| !word.starts_token || found.words >= word.rest)
        .filter(|(found, _)| !word.is_quoted || begins_with_name(found, word));
    let Some((found, means)) = whole_phrase else {
        if let Some((absent, used)) = absent(words) {
            parts.push(absent);
            return used;
        }
        if let Some((number, used)) = count(words) {
            parts.push(Part::Number(number));
            return used;
        }
        if let Some(number) =
            text::number(&word.text).filter(|_| word.rest == 1 || !word.starts_token)
        {
            parts.push(Part::Number(number));
            return 1;
        }
        parts.push(match word.determiner {
            Determiner::Possessive => Part::Unknown(word.token.clone()),
            _ => Part::PossibleName(word.token.clone(), word.is_quoted),
        });
        return word.rest;
    };
    let phrase_text = || {
        let matched = words.iter().take(found.words);
        let texts: Vec<&str> = matched.map(|word| word.text.as_str()).collect();
        texts.join(" ")
    };
    let matched = words.get(..found.words).unwrap_or_default();
    if names_what_exists(matched, &means) || names_what_is_known(matched, &means, parts) {
        parts.push(Part::Unknown(phrase_text()));
        return found.words;
    }
    match means.first() {
        Some(Meaning::Thing(service, settings)) => {
            let filled = settings.iter();
            let settings: Vec<_> = filled
                .map(|(key, value)| (*key, fill(value, &found.captured)))
                .collect();
            let text = phrase_text();
            let names = |words: &[&str]| text.split(' ').any(|word| words.contains(&word));
            parts.push(Part::Thing {
                service: *service,
                mention: Mention {
                    determiner: word.determiner,
                    is_plural: found.is_plural,
                    is_subject: words.get(found.words).is_some_and(is_verb),
                    is_software: settings.iter().any(|(key, _)| *key == "engine")
                        && !names(MANAGED),
                    is_generic: found.words == 1 && names(GENERIC),
                },
                settings,
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
        Some(Meaning::App) => parts.push(Part::App),
        Some(Meaning::Pronoun) => parts.push(Part::Pronoun),
        Some(Meaning::Installed) => parts.push(Part::Installed),
        Some(Meaning::Outside) => parts.push(Part::Unknown(phrase_text())),
        Some(Meaning::Nothing) | None => {}
    }
    found.words
}

/// Reads a phrase that declines one service or setting, and nothing after it.
///
/// It ends the sentence, or another one follows: in `no database and queue` the queue can be declined
/// too.
fn absent(words: &[Word]) -> Option<(Part, usize)> {
    const DECLINING: &[&str] = &["no", "without"];
    // Each can be the end of another noun: `nat without gateway`.
    const ENDS: &[&str] = &["gateway", "table", "zone", "instance", "repository"];
    const AFTER: &[&str] = &["needed", "required", "necessary", "please", "pls"];
    let declines = |word: &Word| DECLINING.contains(&word.text.as_str()) && !word.is_quoted;
    let begin = 1 + usize::from(words.get(1).is_some_and(|word| word.text == "any"));
    let rest = words.get(begin..).filter(|_| declines(&words[0]))?;
    let (found, means) = longest(rest)?;
    if found.words == 1
        && ENDS
            .iter()
            .any(|end| rest[0].text.trim_end_matches('s') == *end)
    {
        return None;
    }
    let mut used = begin + found.words;
    let is_after = |word: &Word| AFTER.contains(&word.text.as_str());
    used += usize::from(words.get(used).is_some_and(is_after));
    let is_joint = |word: &Word| ["and", "or", "but", ","].contains(&word.text.as_str());
    let mut next = words[used..].iter().skip_while(|word| is_joint(word));
    let is_stop = |word: &Word| word.text == "," && word.token.chars().all(text::is_stop);
    let ends = match words.get(used) {
        None => true,
        Some(word) => is_stop(word) || is_joint(word) && next.next().is_some_and(declines),
    };
    let mut first = rest.iter().take(1);
    let is_new = first.all(|word| word.determiner != Determiner::Possessive);
    let mut declined = Declined {
        service: None,
        rules: Vec::new(),
        word: words[0].token.clone(),
    };
    let is_plain = |(key, _): &(&str, &str)| ["vague", "engine"].contains(key);
    match means.first().filter(|_| ends && is_new)? {
        Meaning::Thing(service, settings) if settings.iter().all(is_plain) => {
            declined.service = Some(*service);
        }
        Meaning::Set(_) => {
            let readings = means.iter().filter_map(|means| match means {
                Meaning::Set(rules) => Some(rules),
                _ => None,
            });
            declined.rules.extend(readings.flatten());
        }
        _ => return None,
    }
    Some((Part::Absent(declined), used))
}

/// Reads a count that is no numeral: `a pair of`, `a dozen`.
fn count(words: &[Word]) -> Option<(u32, usize)> {
    let is_next = |text: &str| words.get(1).is_some_and(|word| word.text == text);
    match words.first()?.text.as_str() {
        "pair" | "couple" if is_next("of") => Some((2, 2)),
        "dozen" => Some((12, 1)),
        _ => None,
    }
}

/// Words of phrases that name a managed service and not only its software.
const MANAGED: &[&str] = &[
    "rds",
    "database",
    "db",
    "elasticache",
    "cache",
    "cluster",
    "instance",
    "group",
];

/// Nouns that can mean an instance of several services.
const GENERIC: &[&str] = &["instance", "instances", "server", "servers"];

/// Returns whether a word is a verb that says something about the noun before it.
fn is_verb(word: &Word) -> bool {
    const VERBS: &[&str] = &[
        "is", "are", "should", "must", "will", "has", "have", "needs", "need", "runs", "run",
        "uses", "use", "can", "gets", "get",
    ];
    VERBS.contains(&word.text.as_str()) && word.rest == 1 && word.starts_token
}

/// Returns whether a phrase is about something that exists already.
///
/// `my` before a purpose says nothing: `for my uploads`.
fn names_what_exists(matched: &[Word], means: &[&Meaning]) -> bool {
    let from = usize::from(matched.first().is_some_and(|word| word.text == "for")) * 2;
    let mut determiners = matched.iter().skip(from).map(|word| word.determiner);
    let is_purpose = means
        .iter()
        .any(|means| matches!(means, Meaning::Purpose | Meaning::Nothing));
    determiners.any(|one| one == Determiner::Possessive) && !is_purpose
}

/// Returns whether a phrase has a definite article before something that no earlier part names.
///
/// Example: `ec2 in the private subnet`. A request that begins with `the` uses it for all its things.
fn names_what_is_known(matched: &[Word], means: &[&Meaning], parts: &[Part]) -> bool {
    const BUILT: &[&str] = &["place", "kms", "address", "key"];
    let mut determiners = matched.iter().map(|word| word.determiner);
    let rules = || {
        means.iter().flat_map(|means| match means {
            Meaning::Set(rules) => rules.as_slice(),
            _ => &[],
        })
    };
    let is_built = rules().any(|rule| BUILT.contains(&rule.key));
    if !is_built || !determiners.any(|one| one == Determiner::Definite) {
        return false;
    }
    let holder = match rules().any(|rule| rule.key == "kms") {
        true => Service::Key,
        false => Service::Network,
    };
    let names = |part: &Part| match part {
        Part::Thing { service, .. } => *service == holder,
        Part::Set { readings, .. } => {
            let mut rules = readings.iter().flatten().map(|one| one.rule);
            rules.any(|rule| rule.of.contains(&holder))
        }
        _ => false,
    };
    let first = parts.iter().find_map(|part| match part {
        Part::Thing { mention, .. } => Some(mention.determiner),
        _ => None,
    });
    first != Some(Determiner::Definite) && !parts.iter().any(names)
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

/// Reads the names after `called`: as many as there are things, whatever words they are.
fn named(words: &[Word], from: usize, parts: &mut Vec<Part>) -> usize {
    let most = requested_names(parts);
    let mut at = from;
    let mut names = Vec::new();
    while names.len() < most {
        let mut next = at;
        while !names.is_empty()
            && words
                .get(next)
                .is_some_and(|word| word.text == "," || word.text == "and")
        {
            next += 1;
        }
        let is_listed = names.is_empty() || next > at;
        let rest = words.get(next..).unwrap_or_default();
        match name(rest).filter(|_| is_listed) {
            Some(_) if !names.is_empty() && is_other_than_a_name(rest, most, names.len()) => break,
            Some((name, used)) => {
                names.push(name);
                at = next + used;
            }
            None => break,
        }
    }
    // Names are missing, or more words than one follow `called`.
    let is_open = most < usize::MAX && most > 1 && names.len() > 1 && names.len() < most;
    let is_cut = words.get(at..).is_some_and(continues_a_name)
        || most > 1 && names.len() == 1 && words.get(at..).is_some_and(continues_a_list);
    if names.is_empty() || is_open || is_cut {
        parts.push(Part::Unknown("a name".to_owned()));
    }
    parts.extend(names.into_iter().map(Part::Name));
    at
}

/// Returns how many things the name after `called` can be for.
fn requested_names(parts: &[Part]) -> usize {
    let mut before = parts.iter().rev();
    let thing = before.find_map(|part| match part {
        Part::Thing { mention, .. } => Some(mention),
        _ => None,
    });
    let number = before
        .take_while(|part| matches!(part, Part::Set { .. } | Part::Number(_) | Part::Purpose(_)))
        .find_map(|part| match part {
            Part::Number(number) => Some(*number),
            _ => None,
        });
    match (number, thing) {
        (Some(number), _) => usize::try_from(number).unwrap_or(usize::MAX).max(1),
        (None, Some(mention)) if mention.is_plural => usize::MAX,
        _ => 1,
    }
}

/// Returns the name that words begin with, and its number of words.
fn name(words: &[Word]) -> Option<(String, usize)> {
    const NEVER: &[&str] = &[
        "it",
        "that",
        "this",
        "which",
        "should",
        "must",
        "is",
        "are",
        "be",
        "been",
        "as",
        "by",
        "after",
        "for",
        "to",
        "of",
        "in",
        "on",
        "at",
        "and",
        "or",
        "with",
        "not",
        "no",
        "like",
        "something",
        "anything",
        "whatever",
        "will",
        "respectively",
        "accordingly",
        "the",
    ];
    let word = words.first()?;
    let found = phrase::find("@name", words)?;
    let is_plain = word.determiner == Determiner::None;
    let is_word = word.rest == 1 && NEVER.contains(&word.text.as_str());
    let is_name = word.is_quoted || is_plain && !is_word;
    (is_name && word.starts_token).then(|| (word.token.clone(), found.words))
}

/// Returns whether a listed word can be a setting or a further service and not a name.
fn is_other_than_a_name(words: &[Word], most: usize, names: usize) -> bool {
    let is_plain = words
        .first()
        .is_some_and(|word| word.rest == 1 && !word.is_quoted);
    let is_enough = most == usize::MAX && names > 1;
    let means = longest(words).and_then(|(_, means)| means.first().copied());
    is_plain
        && (region::named(words).is_some()
            || match means {
                Some(Meaning::Thing(..)) => is_enough,
                Some(Meaning::Purpose) | None => false,
                Some(_) => true,
            })
}

/// Returns whether the thing after a single name of several can be a name too.
fn continues_a_list(words: &[Word]) -> bool {
    let Some((found, means)) = longest(words) else {
        return false;
    };
    let is_and = matches!(means.first(), Some(Meaning::Link(Link::And)));
    let next = words.get(found.words..).unwrap_or_default();
    let is_bare = next
        .first()
        .is_some_and(|word| word.determiner != Determiner::Indefinite);
    is_and
        && is_bare
        && longest(next).is_some_and(|(_, means)| matches!(means.first(), Some(Meaning::Thing(..))))
}

/// Returns whether words belong to the name before them: `web app` in `called web app`.
fn continues_a_name(words: &[Word]) -> bool {
    match longest(words) {
        Some((_, means)) => matches!(means.first(), Some(Meaning::Thing(..) | Meaning::Purpose)),
        None => false,
    }
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
        // `news` is no plural of the word `new`, which says nothing.
        if found.is_plural && matches!(means, Meaning::Nothing) {
            continue;
        }
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
