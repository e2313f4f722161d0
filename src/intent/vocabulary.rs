//! Reads the vocabulary: phrases and their meanings.
//!
//! Each meaning is a row of `vocabulary.tsv`, whose head describes the cells. Its phrases have the
//! syntax that [`phrase`](super::phrase) reads.

use super::service::Service;
use crate::table::Table;
use foldhash::HashMap;
use std::sync::LazyLock;

/// Meaning of a phrase.
#[derive(Debug)]
pub(super) enum Meaning {
    /// A service with these settings.
    Thing(Service, Vec<(&'static str, &'static str)>),
    /// Settings of an adjacent service.
    Set(Vec<Rule>),
    /// The relation between the previous and the next service.
    Link(Link),
    /// The next word is a name.
    Named,
    /// An application, which a function has to run.
    App,
    /// Something that was mentioned before.
    Pronoun,
    /// The software of a server.
    Installed,
    /// Something that the request says is there already.
    Outside,
    /// The purpose of the next service, after which the service can be named.
    Purpose,
    /// No meaning.
    Nothing,
}

/// Relation between two services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Both services are requested.
    And,
    /// `with`, `using` and similar words.
    With,
    /// `in`, `on`, `inside` and similar words.
    In,
    /// `for`, `of` and similar words.
    For,
    /// `behind` and similar words.
    Behind,
    /// `to`, `in front of` and similar words.
    To,
    /// `running`, `hosting` and similar words.
    Runs,
    /// `mounted on` and similar words.
    Mounted,
    /// `subscribed to` and similar words.
    Subscribed,
    /// No word between the services.
    Adjacent,
}

/// Setting that a phrase makes: its services, key and value.
///
/// In the value, `$1` is the first placeholder of the phrase.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) of: Vec<Service>,
    pub(super) key: &'static str,
    pub(super) value: &'static str,
    /// Whether nothing else can have the setting.
    ///
    /// Such a setting need not be adjacent to its service.
    pub(super) applies_anywhere: bool,
}

/// Returns the phrases that may begin with a word.
///
/// These begin with the word, with its singular, or with a placeholder.
pub(super) fn beginning_with(word: &str) -> impl Iterator<Item = (&'static str, &'static Meaning)> {
    /// Phrases of all entries, by their first word.
    static INDEX: LazyLock<HashMap<&str, Vec<(&str, &Meaning)>>> = LazyLock::new(|| {
        let mut index: HashMap<&str, Vec<(&str, &Meaning)>> = HashMap::default();
        for (phrases, means) in ENTRIES.iter() {
            for phrase in phrases.split('|') {
                let first = phrase.split(' ').next().unwrap_or_default();
                let is_open = first.starts_with(['#', '@']);
                let list = index.entry(if is_open { OPEN } else { first }).or_default();
                list.push((phrase, means));
            }
        }
        index
    });
    let singular = word.strip_suffix('s').filter(|one| *one != OPEN);
    let firsts = [Some(word), Some(OPEN), singular].into_iter().flatten();
    firsts
        .filter_map(|first| INDEX.get(first))
        .flatten()
        .copied()
}

/// Index key of the phrases that begin with a placeholder.
const OPEN: &str = "";

/// Kind, meaning and phrases of each entry.
pub(super) const ROWS: Table<3> = Table(include_str!("vocabulary.tsv"));

/// Phrases of each entry, and their meaning.
static ENTRIES: LazyLock<Vec<(&str, Meaning)>> = LazyLock::new(|| {
    let rows = ROWS.rows();
    rows.filter_map(|[kind, text, phrases]| Some((phrases, Meaning::read(kind, text)?)))
        .collect()
});

impl Meaning {
    /// Reads the meaning of an entry.
    pub(super) fn read(kind: &str, text: &'static str) -> Option<Meaning> {
        Some(match kind {
            "service" => {
                let (service, settings) = text.split_once(' ').unwrap_or((text, ""));
                Meaning::Thing(Service::named(service)?, settings_in(settings)?)
            }
            "set" => {
                let mut rules = Vec::new();
                for group in text.split("; ") {
                    let (services, settings) = group.split_once(' ')?;
                    let only = services.strip_suffix('!');
                    let of = only.unwrap_or(services).split(',');
                    let of = of.filter(|one| *one != "-").map(Service::named);
                    let of: Vec<Service> = of.collect::<Option<_>>()?;
                    for (key, value) in settings_in(settings)? {
                        rules.push(Rule {
                            of: of.clone(),
                            key,
                            value,
                            applies_anywhere: only.is_some(),
                        });
                    }
                }
                Meaning::Set(rules)
            }
            "name" => Meaning::Named,
            "app" => Meaning::App,
            "pronoun" => Meaning::Pronoun,
            "installed" => Meaning::Installed,
            "outside" => Meaning::Outside,
            "purpose" => Meaning::Purpose,
            "nothing" => Meaning::Nothing,
            "and" => Meaning::Link(Link::And),
            "with" => Meaning::Link(Link::With),
            "in" => Meaning::Link(Link::In),
            "for" => Meaning::Link(Link::For),
            "behind" => Meaning::Link(Link::Behind),
            "to" => Meaning::Link(Link::To),
            "runs" => Meaning::Link(Link::Runs),
            "mounted" => Meaning::Link(Link::Mounted),
            "subscribed" => Meaning::Link(Link::Subscribed),
            _ => return None,
        })
    }
}

/// Reads settings such as `engine=mysql version=$1`.
fn settings_in(text: &'static str) -> Option<Vec<(&'static str, &'static str)>> {
    let settings = text.split(' ').filter(|one| !one.is_empty());
    settings.map(|one| one.split_once('=')).collect()
}
