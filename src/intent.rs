//! Parses a request into services, counts, settings and unknown words.
//!
//! The result is a [`ParsedRequest`].
//!
//! The vocabulary is closed. Every word of a request is a service, a setting of a service, a link
//! between two services, a name where a name is possible, or a word without meaning. Any other word
//! is recorded as unknown, and a model is needed to answer the request. A number that belongs to
//! nothing is recorded as unknown too.

mod attach;
mod bounds;
mod breadth;
mod phrase;
mod read;
pub mod region;
mod service;
pub(crate) mod size;
mod text;
mod typo;
mod vocabulary;

pub use breadth::breadth;
pub use service::{NETWORKED, Service};
pub use vocabulary::Link;

use crate::request::Request;

/// Services and settings of a request.
///
/// ```
/// use infragenie::intent::{ParsedRequest, Service};
/// use infragenie::request::Request;
///
/// let parsed = |text| ParsedRequest::parse(&Request::parse(text).unwrap());
/// let two = parsed("2 private s3 buckets called raw and clean, in frankfurt");
/// assert_eq!((two.items[0].service, two.items[0].count), (Service::Bucket, 2));
/// assert_eq!(two.items[0].names, ["raw", "clean"]);
/// assert_eq!(two.region, Some("eu-central-1"));
/// assert!(two.is_understood());
///
/// let unsupported = parsed("s3 bucket without encryption");
/// assert_eq!(unsupported.unknown, ["without"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedRequest {
    /// Services, in the order in which the request names them.
    pub items: Vec<Item>,
    /// Region of the services.
    pub region: Option<&'static str>,
    /// Services that the request declines.
    pub absent: Vec<Service>,
    /// Misspelt words, each with the word that was read instead.
    pub corrected: Vec<(String, &'static str)>,
    /// Unknown words, numbers that belong to nothing, and contradictions.
    pub unknown: Vec<String>,
}

/// Requested service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Kind of service.
    pub service: Service,
    /// Number of resources of this kind.
    pub count: u32,
    /// Names of the resources.
    pub names: Vec<String>,
    /// Purpose of the resources, in one word.
    pub purpose: Option<String>,
    /// Relation to the previous item.
    pub link: Link,
    /// Settings by key, in the order in which the request names them.
    ///
    /// A value is `true`, a number or a text.
    pub settings: Vec<(&'static str, String)>,
    /// Whether the service is certainly requested.
    ///
    /// This is the case if no adjacent word was skipped.
    pub is_certain: bool,
}

impl ParsedRequest {
    /// Reads a request.
    pub fn parse(request: &Request) -> ParsedRequest {
        let mut words = text::words(request.text());
        let corrected = typo::correct(&mut words);
        ParsedRequest {
            corrected,
            ..attach::attach(&read::parts(&words))
        }
    }

    /// Returns whether something is requested and every word was understood.
    pub fn is_understood(&self) -> bool {
        self.unknown.is_empty() && !self.items.is_empty()
    }

    /// Describes the services that are certainly requested, one line each.
    pub fn described(&self) -> Vec<String> {
        let items = self.items.iter().filter(|item| item.is_certain);
        items.map(Item::described).collect()
    }

    /// Returns the words that were not understood, as the text writes them.
    ///
    /// What is unknown for another reason, such as two services without a relation, has no words.
    pub fn unread<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let lower = text.to_ascii_lowercase();
        let mut found: Vec<&str> = Vec::new();
        for unknown in &self.unknown {
            let word = unknown.to_ascii_lowercase();
            let mut all = lower.match_indices(&word);
            let whole = all.find_map(|(at, _)| {
                let is_word = is_edge(lower[..at].chars().next_back())
                    && is_edge(lower[at + word.len()..].chars().next());
                is_word.then(|| &text[at..at + word.len()])
            });
            found.extend(whole.filter(|whole| !found.contains(whole)));
        }
        found
    }

    /// Returns the items of a service.
    pub fn items_of(&self, service: Service) -> impl Iterator<Item = &Item> {
        self.items
            .iter()
            .filter(move |item| item.service == service)
    }

    /// Returns whether a service is requested.
    pub fn has(&self, service: Service) -> bool {
        self.items_of(service).next().is_some()
    }
}

impl Item {
    /// Describes the item in one line: count, title, names and settings.
    pub(crate) fn described(&self) -> String {
        let mut text = match self.count {
            0 | 1 => self.service.title().to_owned(),
            count => format!("{count} × {}", self.service.title()),
        };
        if !self.names.is_empty() {
            text.push_str(&format!(" named {}", self.names.join(", ")));
        }
        let settings = self.settings.iter().filter(|(_, value)| value != "true");
        let settings: Vec<String> = settings
            .map(|(key, value)| format!("{} {value}", key.replace('_', " ")))
            .collect();
        if !settings.is_empty() {
            text.push_str(&format!(" ({})", settings.join(", ")));
        }
        text
    }

    /// Returns the value of a setting.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.settings
            .iter()
            .find(|(set, _)| *set == key)
            .map(|(_, value)| value.as_str())
    }

    /// Returns whether a setting is made.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Returns every value of a setting that can be made several times.
    pub fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        self.settings
            .iter()
            .filter(move |(set, _)| *set == key)
            .map(|(_, value)| value.as_str())
    }
}

/// Reads a phrase that names one service and nothing else, with the settings that it implies.
pub(crate) fn named_service(phrase: &str) -> Option<NamedService> {
    read::service(&text::words(phrase))
}

/// Service that a phrase names.
pub(crate) struct NamedService {
    pub(crate) service: Service,
    /// Settings by key, such as the engine of `postgres`.
    pub(crate) settings: Vec<(&'static str, String)>,
    pub(crate) is_plural: bool,
}

/// Returns whether a text is a CIDR block in which no bit after the prefix is set.
pub(crate) fn is_network(text: &str) -> bool {
    text::is_network(text)
}

#[cfg(test)]
mod tests;
