//! Request in, [`Wants`] out: which services, how many, with which settings, and what was not
//! understood.
//!
//! The vocabulary is closed. Every word of a request is a service, a setting of one, a link between
//! two, a name where a name can stand, or one that says nothing; any other word is told, and then a
//! model has to be asked. A number belongs to something, or it is told too.

mod attach;
mod bounds;
mod breadth;
mod phrase;
mod read;
pub mod region;
mod service;
mod text;
mod vocabulary;

pub use breadth::breadth;
pub use service::{NETWORKED, Service};
pub use vocabulary::Link;

use crate::request::Request;

/// What a request asks for.
///
/// ```
/// use infragenie::intent::{Service, Wants};
/// use infragenie::request::Request;
///
/// let wants = |text| Wants::of(&Request::parse(text).unwrap());
/// let two = wants("2 private s3 buckets called raw and clean, in frankfurt");
/// assert_eq!((two.items[0].service, two.items[0].count), (Service::Bucket, 2));
/// assert_eq!(two.items[0].names, ["raw", "clean"]);
/// assert_eq!(two.region, Some("eu-central-1"));
/// assert!(two.is_understood());
///
/// let beyond = wants("s3 bucket without versioning");
/// assert_eq!(beyond.unknown, ["without"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedRequest {
    /// The services, in the order in which they were named.
    pub items: Vec<Item>,
    /// Where they run.
    pub region: Option<&'static str>,
    /// Words that were not understood, numbers that belong to nothing, and what contradicts itself.
    pub unknown: Vec<String>,
}

/// One service that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub service: Service,
    /// How many of it.
    pub count: u32,
    /// What they are called.
    pub names: Vec<String>,
    /// What they are for, in one word.
    pub purpose: Option<String>,
    /// How it belongs to the item before it.
    pub link: Link,
    /// Settings by key, in the order in which they were said. `true`, a number or a text.
    pub settings: Vec<(&'static str, String)>,
    /// No word beside it was left out of the reading, so that it is certainly asked for.
    pub is_certain: bool,
}

impl ParsedRequest {
    /// Reads a request.
    pub fn parse(request: &Request) -> ParsedRequest {
        attach::attach(&read::parts(&text::words(request.text())))
    }

    /// Whether something is asked for, and every word of it was understood.
    pub fn is_understood(&self) -> bool {
        self.unknown.is_empty() && !self.items.is_empty()
    }

    /// The items of a service.
    pub fn items_of(&self, service: Service) -> impl Iterator<Item = &Item> {
        self.items
            .iter()
            .filter(move |item| item.service == service)
    }

    /// Whether a service is asked for.
    pub fn has(&self, service: Service) -> bool {
        self.items_of(service).next().is_some()
    }
}

impl Item {
    /// What a setting is set to.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.settings
            .iter()
            .find(|(set, _)| *set == key)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a setting is made.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Every value of a setting that can be made several times.
    pub fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        self.settings
            .iter()
            .filter(move |(set, _)| *set == key)
            .map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests;
