//! Assigns names and purposes to the services of a request.

use super::{NAMED_BY_PURPOSE, OpenItem, RequestBuilder};
use crate::intent::read::Part;
use crate::intent::service::Service::{self, *};
use crate::intent::vocabulary::Link;

impl RequestBuilder<'_> {
    pub(super) fn name(&mut self, at: usize, name: &str) {
        let is_of_item = self.names_item(at) && !(self.is_pronoun && self.items.len() > 1);
        match self.items.get_mut(self.focus) {
            Some(open) if is_of_item && accepts_short_name(open.item.service, name) => {
                open.item.names.push(name.to_owned())
            }
            _ => self.unknown(name.to_owned()),
        }
    }

    /// Returns whether the name behind `called` is that of the item.
    ///
    /// A name directly behind a part of the item is the name of the part: `key pair called ops`.
    fn names_item(&self, at: usize) -> bool {
        let is_name = |part: &&Part| matches!(part, Part::Name(_));
        match self.parts.iter().take(at).rev().find(|part| !is_name(part)) {
            Some(Part::Set { readings, .. }) => {
                let mut rules = readings.iter().flatten().map(|one| one.rule);
                rules.all(|rule| PROPERTIES.contains(&rule.key))
            }
            _ => true,
        }
    }

    /// Reads a word that is not in the vocabulary.
    ///
    /// It is a name if it directly follows a service that accepts the name.
    pub(super) fn maybe(&mut self, at: usize, word: &str, is_quoted: bool) {
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let follows = matches!(before, Some(Part::Thing { .. })) || self.is_listed(at);
        let service = self.items.get(self.focus).map(|open| open.item.service);
        let is_name = service.filter(|_| follows).is_some_and(|service| {
            accepts_short_name(service, word)
                && service.is_countable()
                && (is_quoted
                    || looks_like_a_name(word)
                    || service == Table && self.has_key_behind(at))
        });
        if is_name {
            self.name(at, word);
        } else {
            self.unknown(word.to_owned());
        }
    }

    /// Returns whether a word is in a list after a service with a number above one.
    ///
    /// Example: `two buckets, raw-data and clean-data`.
    pub(super) fn is_listed(&self, at: usize) -> bool {
        let is_many = |open: &OpenItem| open.number.is_some_and(|number| number > 1);
        let mut before = self.parts.iter().take(at).rev().skip_while(|part| {
            matches!(
                part,
                Part::Mark(_) | Part::Link(Link::And) | Part::PossibleName(..) | Part::Name(_)
            )
        });
        matches!(before.next(), Some(Part::Thing { .. }))
            && self.items.get(self.focus).is_some_and(is_many)
    }

    /// Returns whether the key of a table comes next.
    ///
    /// Example: `table users with hash key id`.
    pub(super) fn has_key_behind(&self, at: usize) -> bool {
        let mut next = self
            .parts
            .iter()
            .skip(at + 1)
            .filter(|part| !matches!(part, Part::Link(Link::With | Link::And) | Part::Mark(_)));
        matches!(next.next(), Some(Part::Set { readings, .. })
            if readings.iter().flatten().any(|one| one.rule.key == "hash"))
    }

    pub(super) fn purpose(&mut self, at: usize, word: &str) {
        if matches!(self.parts.get(at + 1), Some(Part::Thing { service, .. }) if NAMED_BY_PURPOSE.contains(service))
        {
            self.purpose = Some(word.to_owned());
            return;
        }
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let named = |service: &Service| match service {
            Table => self.has_key_behind(at),
            // Example: `topic alerts`.
            service => matches!(service, Topic | Queue),
        };
        if matches!(before, Some(Part::Thing { service, .. }) if named(service)) {
            return self.name(at, word);
        }
        match self.items.get_mut(self.focus) {
            Some(open)
                if matches!(before, Some(Part::Link(Link::For)))
                    && NAMED_BY_PURPOSE.contains(&open.item.service)
                    && open.item.purpose.is_none() =>
            {
                open.item.purpose = Some(word.to_owned());
                self.link = None;
            }
            _ => self.unknown(word.to_owned()),
        }
    }
}

/// Settings that have no name: a name behind them is that of the item.
const PROPERTIES: &[&str] = &[
    "app",
    "docker",
    "node",
    "os",
    "size",
    "class",
    "version",
    "runtime",
    "memory",
    "timeout",
    "cpu",
    "private",
    "encrypted",
    "versioning",
    "multi_az",
    "storage",
    "deletion_protection",
    "fifo",
    "billing",
    "immutable",
    "scan",
    "rotation",
    "days",
    "retention",
    "visibility",
    "delay",
    "ssh",
    "ports",
    "monitoring",
    "tasks",
    "ssm",
    "backup",
    "engine",
    "instances",
    "web",
    "count",
    "desired",
    "path",
    "hash",
    "expire",
    "glacier",
    "release",
];

fn accepts_short_name(service: Service, name: &str) -> bool {
    let is_short = name.len() <= 30 || service == Bucket || service == Logs;
    is_short && service.accepts_name(name)
}

/// Returns whether a word is a name rather than an English word.
///
/// The word has no quotes and does not follow `called`.
fn looks_like_a_name(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "bucket", "table", "queue", "topic", "repo", "app", "api", "db", "prod", "dev", "staging",
        "test", "logs", "data", "assets", "uploads", "images", "backups", "events", "orders",
        "users", "key", "secret", "service", "server", "web", "site",
    ];
    const WORDS: &[&str] = &[
        "cross", "multi", "self", "re", "non", "pre", "read", "write", "only", "auto", "semi",
        "anti", "region", "account", "event", "driven", "based", "less", "un", "inter", "intra",
        "high", "low", "end",
    ];
    let lower = word.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split(['-', '_', '.']).collect();
    let is_english = parts.iter().any(|part| WORDS.contains(part));
    let ends_well = parts.last().is_some_and(|last| ENDS.contains(last));
    parts.len() > 1 && !is_english && (lower.contains('_') || lower.starts_with("my-") || ends_well)
}
