//! Defines the vocabulary: phrases and their meanings.
//!
//! Each meaning has one entry. Its phrases are separated by `|`, in the syntax that
//! [`phrase`](super::phrase) reads.

mod settings;
mod things;

use super::service::Service;
use foldhash::HashMap;
use std::sync::LazyLock;

/// Meaning of a phrase.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    /// A service with these settings.
    Thing(Service, &'static [(&'static str, &'static str)]),
    /// Settings of an adjacent service.
    Set(&'static [Rule]),
    /// The relation between the previous and the next service.
    Link(Link),
    /// The next word is a name.
    Named,
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
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) of: &'static [Service],
    pub(super) key: &'static str,
    pub(super) value: &'static str,
    /// Whether nothing else can have the setting.
    ///
    /// Such a setting need not be adjacent to its service.
    pub(super) applies_anywhere: bool,
}

/// Phrases with their meaning.
pub(super) type Entry = (&'static str, Meaning);

/// Returns the phrases that may begin with a word.
///
/// These begin with the word, with its singular, or with a placeholder.
pub(super) fn beginning_with(word: &str) -> impl Iterator<Item = (&'static str, &'static Meaning)> {
    /// Phrases of all entries, by their first word.
    static INDEX: LazyLock<HashMap<&str, Vec<(&str, &Meaning)>>> = LazyLock::new(|| {
        let mut index: HashMap<&str, Vec<(&str, &Meaning)>> = HashMap::default();
        for (phrases, means) in entries() {
            for phrase in phrases.split('|').map(str::trim_start) {
                let first = phrase.split(' ').next().unwrap_or_default();
                let is_open = first.starts_with(['#', '@']);
                let list = index.entry(if is_open { OPEN } else { first }).or_default();
                list.push((phrase, means));
            }
        }
        index
    });
    let singular = word.strip_suffix('s').unwrap_or(OPEN);
    let firsts = [
        Some(word),
        Some(OPEN),
        Some(singular).filter(|one| *one != OPEN),
    ];
    let lists = firsts
        .into_iter()
        .flatten()
        .filter_map(|first| INDEX.get(first));
    lists.flatten().copied()
}

/// Index key of the phrases that begin with a placeholder.
const OPEN: &str = "";

/// Returns all entries.
pub(super) fn entries() -> impl Iterator<Item = &'static Entry> {
    [things::THINGS, settings::SETTINGS, WORDS]
        .into_iter()
        .flatten()
}

/// Links between services, and words without meaning.
///
/// The list is closed: any other word is not understood.
const WORDS: &[Entry] = &[
    (
        "and|plus|also|as well as|along with|together with|followed by|then",
        Meaning::Link(Link::And),
    ),
    (
        "with|using|that has|which has|having|that uses|connected to|attached to|backed by",
        Meaning::Link(Link::With),
    ),
    ("in|on|inside|within|into", Meaning::Link(Link::In)),
    (
        "for|of|to store|for storing|storing|holding|to hold|to keep|keeping|that stores|to save|that holds",
        Meaning::Link(Link::For),
    ),
    (
        "behind|served by|fronted by|served through|served via|through|via|exposed through|exposed via",
        Meaning::Link(Link::Behind),
    ),
    (
        "to|writing to|that writes to|which writes to|writes to|reading from|that reads from|reads from|reading from and writing to|that reads and writes|reading and writing|talking to|that talks to|fanning out to|that fans out to|which fans out to|fans out to|fan out to|in front of|pointing to|forwarding to|routing to|connecting to|that connects to|linked to",
        Meaning::Link(Link::To),
    ),
    (
        "running|runs|run|that runs|which runs|to run|hosting|to host|that hosts|serving|that serves|to serve|with installed",
        Meaning::Link(Link::Runs),
    ),
    (
        "mounted on|mounted to|mounted in|mounted by|attached on",
        Meaning::Link(Link::Mounted),
    ),
    (
        "subscribed to|subscribing to|that subscribes to|that is subscribed to",
        Meaning::Link(Link::Subscribed),
    ),
    (
        "called|named|name|with name|with names|names|name is",
        Meaning::Named,
    ),
    (
        "users|user|orders|order|sessions|session|products|product|customers|customer|events|event|\
         messages|notifications|notification|alerts|alert|emails|jobs|job|tasks|uploads|upload|images|\
         videos|documents|files|backups|backup|logs|log|log files|assets|static assets|media|data|reports|\
         invoices|payments|carts|inventory|metrics|artifacts|build artifacts|photos|archive|storing files|\
         storing images|storing logs|file uploads|user uploads|file storage|user sessions|user data",
        Meaning::Purpose,
    ),
    (
        "create|creates|make|makes|build|builds|set up|setup|deploy|deploys|launch|provision|spin up|\
         stand up|give|me|us|i|we|need|needs|want|wants|would|like|can|could|you|please|generate|write|\
         add|get|my|our|your|new|simple|basic|single|just|standard|which|that|is|are|be|will|should|\
         aws|amazon|terraform|code|configuration|config|module|script|template for|hi|hello|hey|thanks|\
         infrastructure|infra|environment|resource|it has|there|let|lets|let's|i'd|i'm|now|by|its|at|\
         secure|securely|enabled|enable|turned on|turned|installed|preinstalled|pre installed|on it|set to|\
         application|app|web app|web application|webapp|my app|backend|frontend|stack|\
         contains|containing|including|includes|include|consisting|has|have|having both|where|use|uses|each with|\
         on aws|in aws|on amazon|in my account|tagged|for testing|to start|own|default settings|sane defaults|best practices|quick|quickly|small|little|fully|managed",
        Meaning::Nothing,
    ),
];
