//! Splits a follow-up into slots: verbs, nouns, properties and values.
//!
//! The words are those of a closed list. Any other word is a qualifier of a noun, which has to be a
//! label or a name of the program.

use crate::intent::{self, Service, region, size};
use crate::table::Table;

/// Word of a request with its position.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    /// The word without quotes and marks.
    pub(super) text: &'t str,
    pub(super) lower: String,
    /// First byte of the word in the request.
    pub(super) from: usize,
    /// The byte after the word.
    pub(super) to: usize,
    pub(super) is_quoted: bool,
    /// Mark after the word.
    pub(super) mark: Option<char>,
}

/// Kind of change that a verb names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Set,
    Increase,
    Decrease,
    Enable,
    Disable,
    Rename,
    Remove,
    Add,
    Tag,
    Open,
    Restrict,
    Close,
}

/// Property of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Region,
    Class,
    Disk,
    Memory,
    Timeout,
    Count,
    Minimum,
    Maximum,
    MultiAz,
    DeletionProtection,
    Backups,
    LogRetention,
    Cidr,
    Version,
    Tags,
}

/// Noun with the resource types that it can mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) text: String,
    pub(super) types: Vec<&'static str>,
    /// Value that the argument `engine` has to begin with.
    pub(super) engine: Option<String>,
    pub(super) is_plural: bool,
}

/// Part of a clause that has one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Verb(Verb),
    Property(Property),
    Noun(Noun),
    Region(&'static str),
    /// Instance class, such as `t3.small` or `db.t4g.micro`.
    Class(String),
    Gigabytes(u32),
    Megabytes(u32),
    Seconds(u32),
    Days(u32),
    Cidr(String),
    /// Port with the name of its protocol, if the request names it.
    Port(u32, Option<&'static str>),
    Number(u32),
    Version(String),
    /// Key and value of a tag.
    Pair(String, String),
    /// `all`, `every`.
    All,
    /// `both`.
    Both,
    /// `it`, `its`.
    Pronoun,
    /// `everything`.
    Everything,
    /// `from` before a value that is replaced, or before a source.
    From,
    /// `to` or `as` before a new name.
    To,
    /// `only`.
    Only,
    /// Any other word: a label or a name.
    Word(String),
}

/// Maximum words of a follow-up that is read.
pub(super) const WORDS_MAX: usize = 48;

/// Splits a request into words.
pub(super) fn tokens(request: &str) -> Vec<Token<'_>> {
    const MARKS: &[char] = &[',', ';', ':', '.', '!', '?', '(', ')'];
    const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '‘', '’'];
    let mut tokens: Vec<Token> = Vec::new();
    for piece in request.split_whitespace() {
        let before_marks = piece.trim_end_matches(MARKS);
        let mark = piece[before_marks.len()..].chars().next();
        let text = before_marks.trim_start_matches('(');
        let bare = text.trim_matches(QUOTES);
        if bare.is_empty() {
            if let (Some(last), Some(mark)) = (tokens.last_mut(), mark) {
                last.mark = Some(mark);
            }
            continue;
        }
        let from = bare.as_ptr() as usize - request.as_ptr() as usize;
        tokens.push(Token {
            text: bare,
            lower: bare.to_ascii_lowercase(),
            from,
            to: from + bare.len(),
            is_quoted: bare.len() < text.len(),
            mark,
        });
    }
    tokens
}

/// Phrases of verbs.
const VERBS: &[(&str, Verb)] = &[
    ("change", Verb::Set),
    ("set", Verb::Set),
    ("update", Verb::Set),
    ("make", Verb::Set),
    ("switch", Verb::Set),
    ("move", Verb::Set),
    ("use", Verb::Set),
    ("put", Verb::Set),
    ("give", Verb::Set),
    ("run", Verb::Set),
    ("deploy", Verb::Set),
    ("resize", Verb::Set),
    ("scale", Verb::Set),
    ("should", Verb::Set),
    ("must", Verb::Set),
    ("need", Verb::Set),
    ("keep", Verb::Set),
    ("same but", Verb::Set),
    ("same thing but", Verb::Set),
    ("same", Verb::Set),
    ("increase", Verb::Increase),
    ("raise", Verb::Increase),
    ("grow", Verb::Increase),
    ("extend", Verb::Increase),
    ("expand", Verb::Increase),
    ("upgrade", Verb::Increase),
    ("decrease", Verb::Decrease),
    ("reduce", Verb::Decrease),
    ("lower", Verb::Decrease),
    ("shrink", Verb::Decrease),
    ("downgrade", Verb::Decrease),
    ("enable", Verb::Enable),
    ("turn on", Verb::Enable),
    ("activate", Verb::Enable),
    ("disable", Verb::Disable),
    ("turn off", Verb::Disable),
    ("rename", Verb::Rename),
    ("remove", Verb::Remove),
    ("delete", Verb::Remove),
    ("drop", Verb::Remove),
    ("get rid of", Verb::Remove),
    ("add", Verb::Add),
    ("create", Verb::Add),
    ("tag", Verb::Tag),
    ("open", Verb::Open),
    ("allow", Verb::Open),
    ("permit", Verb::Open),
    ("restrict", Verb::Restrict),
    ("limit", Verb::Restrict),
    ("close", Verb::Close),
    ("block", Verb::Close),
];

/// Phrases of properties.
const PROPERTIES: &[(&str, Property)] = &[
    ("region", Property::Region),
    ("aws region", Property::Region),
    ("instance type", Property::Class),
    ("instance class", Property::Class),
    ("instance size", Property::Class),
    ("machine type", Property::Class),
    ("node type", Property::Class),
    ("class", Property::Class),
    ("type", Property::Class),
    ("disk", Property::Disk),
    ("disk size", Property::Disk),
    ("root disk", Property::Disk),
    ("root volume", Property::Disk),
    ("root volume size", Property::Disk),
    ("volume size", Property::Disk),
    ("storage", Property::Disk),
    ("allocated storage", Property::Disk),
    ("memory", Property::Memory),
    ("memory size", Property::Memory),
    ("timeout", Property::Timeout),
    ("count", Property::Count),
    ("desired count", Property::Count),
    ("desired capacity", Property::Count),
    ("desired size", Property::Count),
    ("min size", Property::Minimum),
    ("minimum size", Property::Minimum),
    ("max size", Property::Maximum),
    ("maximum size", Property::Maximum),
    ("multi az", Property::MultiAz),
    ("multiaz", Property::MultiAz),
    ("highly available", Property::MultiAz),
    ("deletion protection", Property::DeletionProtection),
    ("backup retention", Property::Backups),
    ("backups", Property::Backups),
    ("log retention", Property::LogRetention),
    ("retention", Property::LogRetention),
    ("logs", Property::LogRetention),
    ("cidr", Property::Cidr),
    ("cidr block", Property::Cidr),
    ("cidr range", Property::Cidr),
    ("ip range", Property::Cidr),
    ("address range", Property::Cidr),
    ("version", Property::Version),
    ("engine version", Property::Version),
    ("runtime", Property::Version),
    ("tags", Property::Tags),
    ("tag", Property::Tags),
];

/// Protocols with their ports and titles.
const PROTOCOLS: &[(&str, u32, &str)] = &[
    ("ssh", 22, "SSH"),
    ("http", 80, "HTTP"),
    ("https", 443, "HTTPS"),
    ("rdp", 3389, "RDP"),
];

/// Words for what an earlier clause changed.
const PRONOUNS: &[&str] = &["it", "its", "them", "their"];

/// Words without meaning in a follow-up.
pub(super) const FILLERS: &[&str] = strings! {
    "the", "a", "an", "this", "that", "these", "those", "our", "my", "of", "for", "with",
    "on", "in", "at", "be", "is", "are", "please", "pls", "now", "also", "then", "just", "instead",
    "so", "ok", "okay", "aws", "i", "we", "you", "can", "could", "would", "want", "like", "lets",
    "let's", "new", "up", "down", "have", "has", "and", "id", "called", "named", "resource",
    "resources", "traffic", "access", "inbound", "connections", "value",
};

/// Removes what is said out of politeness at the begin and the end of a follow-up.
pub(super) fn without_courtesy<'a, 't>(mut tokens: &'a [Token<'t>]) -> &'a [Token<'t>] {
    const BEFORE: &[&str] = &[
        "please", "pls", "now", "also", "then", "just", "ok", "okay", "and", "great", "thanks",
        "can", "could", "would", "you", "we", "i", "want", "like", "to", "let", "us", "lets",
        "let's", "i'd",
    ];
    const AFTER: &[&str] = &["please", "pls", "thanks", "now", "instead", "too"];
    while let [first, rest @ ..] = tokens
        && BEFORE.contains(&first.lower.as_str())
        && !rest.is_empty()
    {
        tokens = rest;
    }
    while let [rest @ .., last] = tokens
        && AFTER.contains(&last.lower.as_str())
        && !rest.is_empty()
    {
        tokens = rest;
    }
    tokens
}

/// Reads the slots of a clause.
pub(super) fn slots(tokens: &[Token]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (slot, used) = slot(&tokens[at..], &slots);
        slots.extend(slot);
        at += used;
    }
    slots
}

/// Reads the slot that tokens begin with, and its number of tokens.
fn slot(tokens: &[Token], before: &[Slot]) -> (Option<Slot>, usize) {
    let [first, ..] = tokens else {
        return (None, 1);
    };
    if first.is_quoted {
        return (Some(Slot::Word(first.text.to_owned())), 1);
    }
    if let Some((slot, used)) = value(tokens) {
        return (Some(slot), used);
    }
    if PRONOUNS.contains(&first.lower.as_str()) {
        return (Some(Slot::Pronoun), 1);
    }
    for length in (1..=tokens.len().min(4)).rev() {
        let phrase = phrase(&tokens[..length]);
        if let Some(region) = region::with_name(&phrase) {
            return (Some(Slot::Region(region)), length);
        }
        let is_first = !before.iter().any(|slot| matches!(slot, Slot::Verb(_)));
        if let Some((_, verb)) = VERBS.iter().find(|(known, _)| is_first && *known == phrase) {
            return (Some(Slot::Verb(*verb)), length);
        }
        // `instance_type` is the argument of the property.
        let said = phrase.replace('_', " ");
        if let Some((_, property)) = PROPERTIES.iter().find(|(known, _)| *known == said) {
            return (Some(Slot::Property(*property)), length);
        }
        if let Some(noun) = noun(&phrase) {
            return (Some(Slot::Noun(noun)), length);
        }
    }
    if let Some((_, port, title)) = PROTOCOLS.iter().find(|(name, ..)| *name == first.lower) {
        return (Some(Slot::Port(*port, Some(title))), 1);
    }
    let slot = match first.lower.as_str() {
        "all" | "every" | "each" => Slot::All,
        "both" => Slot::Both,
        // `up to 100 GB` is a limit; `scale up to 5` is not.
        "up" if tokens.get(1).is_some_and(|next| next.lower == "to")
            && !matches!(before.last(), Some(Slot::Verb(_))) =>
        {
            Slot::Word("up to".to_owned())
        }
        // In `the policy of the queue` the first noun is meant, of which the second one says more.
        "of" | "for" | "on" | "in" | "with"
            if matches!(before.last(), Some(Slot::Noun(_))) && begins_with_noun(&tokens[1..]) =>
        {
            Slot::Word(first.lower.clone())
        }
        "everything" => Slot::Everything,
        "from" => Slot::From,
        "to" | "as" => Slot::To,
        "only" => Slot::Only,
        "internet" | "world" | "anywhere" | "everyone" => Slot::Cidr("0.0.0.0/0".to_owned()),
        word if FILLERS.contains(&word) => return (None, 1),
        _ => Slot::Word(first.text.to_owned()),
    };
    (Some(slot), 1)
}

/// Returns whether a noun follows determiners.
fn begins_with_noun(tokens: &[Token]) -> bool {
    const DETERMINERS: &[&str] = &["the", "a", "an", "this", "that", "my", "our", "its", "all"];
    let is_determiner = |token: &&Token| DETERMINERS.contains(&token.lower.as_str());
    let begin = tokens.iter().take_while(is_determiner).count();
    let rest = &tokens[begin..];
    (1..=rest.len().min(4)).any(|length| noun(&phrase(&rest[..length])).is_some())
}

/// Returns tokens as a phrase in lower case, with blanks for hyphens.
pub(super) fn phrase(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.lower.as_str()).collect();
    let is_joined = |token: &Token| token.mark.is_none() && !token.is_quoted;
    let inner = tokens.len().saturating_sub(1);
    if !tokens[..inner].iter().all(is_joined) || tokens[inner].is_quoted {
        return String::new();
    }
    words.join(" ").replace('-', " ")
}

/// Reads the value that tokens begin with, and its number of tokens.
fn value(tokens: &[Token]) -> Option<(Slot, usize)> {
    let [first, rest @ ..] = tokens else {
        return None;
    };
    let lower = first.lower.as_str();
    if let Some((key, value)) = first.text.split_once('=')
        && !key.is_empty()
        && !value.is_empty()
    {
        return Some((Slot::Pair(key.to_owned(), value.to_owned()), 1));
    }
    if let [equals, value, ..] = rest
        && equals.text == "="
    {
        let pair = Slot::Pair(first.text.to_owned(), value.text.to_owned());
        return Some((pair, 3));
    }
    if lower == "port"
        && let Some(port) = rest.first().and_then(|next| next.lower.parse().ok())
        && (1..=65535).contains(&port)
    {
        return Some((Slot::Port(port, None), 2));
    }
    if intent::is_network(lower) {
        return Some((Slot::Cidr(lower.to_owned()), 1));
    }
    // One address: `allow ssh from 203.0.113.7`.
    let host = format!("{lower}/32");
    if intent::is_network(&host) {
        return Some((Slot::Cidr(host), 1));
    }
    let plain = lower.trim_start_matches("db.").trim_start_matches("cache.");
    if size::is_of_server(plain) || size::is_of_database(plain) || size::is_of_cache(plain) {
        return Some((Slot::Class(lower.to_owned()), 1));
    }
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = lower.split_at(digits);
    if let Ok(number) = number.parse::<u32>() {
        let (unit, used) = match (unit, rest.first()) {
            ("", Some(next)) if !next.is_quoted && first.mark.is_none() => (next.lower.as_str(), 2),
            (unit, _) => (unit, 1),
        };
        let slot = match unit {
            "gb" | "gib" | "g" => Slot::Gigabytes(number),
            "mb" | "mib" => Slot::Megabytes(number),
            "s" | "sec" | "second" | "seconds" => Slot::Seconds(number),
            "day" | "days" => Slot::Days(number),
            _ if digits == lower.len() => return Some((Slot::Number(number), 1)),
            _ => return version(lower).map(|version| (version, 1)),
        };
        return Some((slot, used));
    }
    const WRITTEN: [&str; 11] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let written = WRITTEN.iter().position(|word| *word == lower)?;
    Some((Slot::Number(u32::try_from(written).ok()?), 1))
}

/// Reads a version with two or three parts: `8.4`, `1.31`.
fn version(text: &str) -> Option<Slot> {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_version = (2..=3).contains(&parts.len()) && parts.iter().all(is_number);
    is_version.then(|| Slot::Version(text.to_owned()))
}

/// Rows of nouns: phrases and types.
const NOUNS: Table<2> = Table(include_str!("nouns.tsv"));

/// Returns the noun that a phrase is.
pub(super) fn noun(phrase: &str) -> Option<Noun> {
    if phrase.is_empty() {
        return None;
    }
    let singular = phrase.strip_suffix('s').unwrap_or(phrase);
    for [phrases, types] in NOUNS.rows() {
        if let Some(found) = phrases
            .split('|')
            .find(|one| *one == phrase || *one == singular)
        {
            return Some(Noun {
                text: phrase.to_owned(),
                types: types.split('|').collect(),
                engine: None,
                is_plural: found != phrase,
            });
        }
    }
    let named = intent::named_service(phrase)?;
    let mut engine = None;
    for (key, value) in named.settings {
        match key {
            "engine" => engine = Some(value),
            "vague" => {}
            _ => return None,
        }
    }
    Some(Noun {
        text: phrase.to_owned(),
        types: types(named.service),
        engine,
        is_plural: named.is_plural,
    })
}

/// Returns the resource types of a service.
pub(super) fn types(service: Service) -> Vec<&'static str> {
    let all = service.resources().iter().copied();
    all.filter(|name| !name.starts_with("data.") && !name.starts_with("aws_default_"))
        .collect()
}
