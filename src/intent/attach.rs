//! Assigns settings, numbers and names to the services of a request.
//!
//! A setting belongs to the next service if only other settings are in between, else to the
//! previous service. A setting that only one service can have is assigned to that service, wherever
//! the service is in the request.

mod certain;
mod finish;
mod list;
mod mention;
mod name;
mod setting;

use super::read::{Declined, Mention, Part, Setting};
use super::service::{NETWORKED, Service, Service::*};
use super::text::Determiner;
use super::text::is_stop;
use super::vocabulary::Link;
use super::{Item, ParsedRequest};

/// Maximum count of a service whose resources have a name each.
const COUNT_MAX: u32 = 5;
/// Maximum count of servers.
const SERVERS_MAX: u32 = 20;

/// Links other than `and` that are understood between two services.
const PAIRS: &[(&[Service], &[Link], &[Service])] = &[
    (&[Network], &[Link::With, Link::For], NETWORKED),
    (NETWORKED, &[Link::In, Link::With], &[Network]),
    (NETWORKED, &[Link::With], &[Group]),
    (RUNNERS, &[Link::Behind, Link::With], &[Balancer]),
    (&[Balancer], SERVES, RUNNERS),
    (
        &[Server],
        &[Link::In, Link::With, Link::Behind, Link::Adjacent],
        &[Scaling],
    ),
    (&[Scaling], &[Link::With, Link::For, Link::Runs], &[Server]),
    (RUNNERS, &[Link::With, Link::To], &[Database, Cache]),
    (&[Database, Cache], &[Link::For], RUNNERS),
    (&[Server], &[Link::With], &[Files, Server]),
    (&[Files], MOUNTED, &[Server]),
    (&[Function], &[Link::With, Link::Behind], &[Api]),
    (&[Api], &[Link::With, Link::To, Link::For], &[Function]),
    (&[Function], &[Link::With, Link::To], &[Table]),
    (&[Api], &[Link::With, Link::To], &[Table]),
    (&[Queue], &[Link::Subscribed], &[Topic]),
    (&[Topic], &[Link::With, Link::To], &[Queue]),
    (&[Containers, Kubernetes], &[Link::With], &[Registry]),
];

/// Services that run programs.
const RUNNERS: &[Service] = &[Server, Scaling, Containers];
/// Links of a load balancer and the programs behind it.
const SERVES: &[Link] = &[Link::With, Link::For, Link::To, Link::Runs];
/// Links of a file system and the servers that mount it.
const MOUNTED: &[Link] = &[Link::In, Link::With, Link::For, Link::Mounted];

/// Services that can be named after their purpose.
const NAMED_BY_PURPOSE: &[Service] = &[Bucket, Table, Queue, Topic];

/// Builds the result from the parts of a request.
pub(super) fn attach(parts: &[Part]) -> ParsedRequest {
    let mut builder = RequestBuilder {
        parts,
        parsed: ParsedRequest::default(),
        items: Vec::new(),
        focus: 0,
        is_pronoun: false,
        sentences: 0,
        begins_with_the: false,
        list: None,
        later: Vec::new(),
        number: None,
        purpose: None,
        link: None,
        is_negated: false,
        declined: Vec::new(),
    };
    for at in 0..parts.len() {
        builder.part(at);
    }
    builder.finish()
}

struct RequestBuilder<'p> {
    parts: &'p [Part],
    parsed: ParsedRequest,
    items: Vec<OpenItem>,
    /// Index of the item that the request speaks about.
    focus: usize,
    /// Whether it speaks about `it`, which can be any item.
    is_pronoun: bool,
    /// Number of sentences that have ended.
    sentences: usize,
    /// Whether the first item has a definite article, so that the next ones can be new too.
    begins_with_the: bool,
    /// List after `3 servers:` that is not complete yet.
    list: Option<list::List>,
    /// Settings that belong to a later service.
    later: Vec<(&'p [Vec<Setting>], &'p str)>,
    number: Option<u32>,
    purpose: Option<String>,
    /// Link between the last service and the current part.
    link: Option<Link>,
    is_negated: bool,
    /// Declined services and settings.
    declined: Vec<&'p Declined>,
}

/// Item that is not complete yet.
struct OpenItem {
    item: Item,
    number: Option<u32>,
    is_plural: bool,
    /// Index of the item's part.
    at: usize,
}

impl OpenItem {
    /// Creates an item for a service that no separate word requests.
    fn new(service: Service, at: usize) -> OpenItem {
        OpenItem {
            item: Item {
                service,
                count: 1,
                names: Vec::new(),
                purpose: None,
                link: Link::And,
                settings: Vec::new(),
                is_certain: false,
            },
            number: None,
            is_plural: false,
            at,
        }
    }
}

impl<'p> RequestBuilder<'p> {
    fn part(&mut self, at: usize) {
        let Some(part) = self.parts.get(at) else {
            return;
        };
        match part {
            Part::Thing {
                service,
                settings,
                mention,
            } => self.thing(at, *service, settings, *mention),
            Part::Set {
                readings,
                text: phrase,
            } => self.set(at, readings, phrase),
            Part::Link(Link::In) if self.is_software_of_next(at.wrapping_sub(1)) => {}
            Part::Link(link) => {
                if self.leads_nowhere(at, *link) {
                    self.unknown(format!("{link:?}").to_ascii_lowercase());
                }
                // Of several links, as in `in a vpc behind …`, the last one counts; `and with` is
                // `with`.
                self.link = Some(*link);
                self.is_negated &= *link != Link::And;
            }
            Part::Mark(mark) => self.mark(at, *mark),
            Part::App => {
                let is_function = |part: &Part| {
                    matches!(
                        part,
                        Part::Thing {
                            service: Service::Function,
                            ..
                        }
                    )
                };
                if !self.parts.iter().any(is_function) {
                    self.unknown("app".to_owned());
                }
            }
            Part::Pronoun => {
                if self.is_end_of_relation(at) {
                    self.unknown("it".to_owned());
                }
                self.is_pronoun = true;
            }
            Part::Installed if self.is_software_installed(at) => {}
            Part::Installed => self.unknown("installed".to_owned()),
            Part::Number(number) => {
                let is_of_thing = self.leads_to_thing(at, |_| true) || self.counts_servers(at);
                if self.number.replace(*number).is_some() || !is_of_thing {
                    self.number = None;
                    self.unknown(number.to_string());
                }
            }
            Part::Name(name) => self.name(at, name),
            Part::PossibleName(word, is_quoted) => self.maybe(at, word, *is_quoted),
            Part::Purpose(word) => self.purpose(at, word),
            Part::Region(region) => {
                if self.parsed.region.is_some_and(|known| known != *region) {
                    self.unknown((*region).to_owned());
                }
                self.parsed.region.get_or_insert(region);
            }
            Part::Absent(declined) => {
                self.declined.push(declined);
                self.link = None;
            }
            Part::Unknown(word) => self.unknown(word.clone()),
        }
    }

    /// Returns whether nothing that has a meaning follows a link.
    ///
    /// Example: `a table with keys id and created`.
    fn leads_nowhere(&self, at: usize, link: Link) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        // Example: `with versioning on`.
        if link == Link::In && matches!(before, Some(Part::Set { .. })) {
            return false;
        }
        match self.parts.get(at + 1) {
            None => true,
            Some(Part::Mark(mark)) => !matches!(mark, ':' | '('),
            Some(Part::Link(_)) => link != Link::And,
            _ => false,
        }
    }

    /// Returns whether a pronoun ends a relation, which pairs of services do not say.
    ///
    /// Examples: `a topic and a queue subscribed to it`, `a server and a load balancer for it`. A
    /// network is all around: `a vpc and a server in it`.
    fn is_end_of_relation(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let is_network = |open: &OpenItem| open.item.service == Service::Network;
        match before {
            Some(Part::Link(Link::And)) | None => false,
            Some(Part::Link(Link::In | Link::To)) if self.items.iter().any(is_network) => false,
            Some(Part::Link(link)) => !self.relates_to_other(*link),
            _ => false,
        }
    }

    /// Returns whether a template connects the item in focus with the only other one by a relation.
    fn relates_to_other(&self, link: Link) -> bool {
        let mut others = self.items.iter().enumerate();
        let mut others = others.by_ref().filter(|(at, _)| *at != self.focus);
        let (Some((_, other)), None, Some(focus)) =
            (others.next(), others.next(), self.items.get(self.focus))
        else {
            return false;
        };
        let pair = (focus.item.service, other.item.service);
        !mention::needs_noun(pair.0, pair.1) && finish::can_combine(pair.0, link, pair.1)
    }

    fn mark(&mut self, at: usize, mark: char) {
        self.is_negated = false;
        self.link = Some(Link::And);
        if is_stop(mark) {
            self.is_pronoun = false;
            self.sentences += 1;
        }
        self.list_mark(at, mark);
    }

    fn thing(
        &mut self,
        at: usize,
        service: Service,
        settings: &[(&'static str, String)],
        mention: Mention,
    ) {
        let link = self.link.take().unwrap_or(Link::Adjacent);
        self.is_pronoun = false;
        if self.is_compound(at, service, mention) || self.is_on_server(at, link, mention) {
            self.unknown(service.title().to_owned());
        }
        if self.shares_an_adjective(at, service, settings, mention) {
            self.unknown(service.title().to_owned());
        }
        let known = self.mentioned(at, service, settings, mention, link);
        if self.items.is_empty() {
            self.begins_with_the = mention.determiner == Determiner::Definite;
        }
        self.focus = known.unwrap_or(self.items.len());
        if known.is_none() {
            let mut open = OpenItem::new(service, at);
            open.item.link = link;
            open.item.is_certain = !self.is_negated && self.is_requested_alone(at, service);
            self.items.push(open);
        }
        if let Some(open) = self.items.get_mut(self.focus) {
            open.is_plural |= mention.is_plural;
            open.number = open.number.or(self.number.take());
            open.at = at;
            if let Some(purpose) = self.purpose.take() {
                open.item.purpose = Some(purpose);
            }
        }
        for (key, value) in settings {
            self.apply(self.focus, key, value);
        }
        for (readings, phrase) in std::mem::take(&mut self.later) {
            if !self.apply_to(self.focus, readings) {
                self.later.push((readings, phrase));
            }
        }
    }

    fn unknown(&mut self, word: String) {
        const DENIES: &str = "no without not except instead don't dont never existing excluding \
            avoid than nor neither already rather remove delete";
        let lower = word.to_ascii_lowercase();
        self.is_negated |= DENIES.split(' ').any(|denies| denies == lower);
        self.parsed.unknown.push(word);
    }
}
