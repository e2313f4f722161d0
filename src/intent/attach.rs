//! Parts in, [`Wants`] out: settings, numbers and names at what they belong to.
//!
//! A setting belongs to the service behind it where nothing but settings stands between, else to
//! the one before it. One that can be of one service only finds it anywhere.

use super::read::{Part, Setting};
use super::service::{NETWORKED, Service, Service::*};
use super::vocabulary::Link;
use super::{Item, Wants, bounds};

/// Most that is asked for of one kind, where each has a name of its own, and of servers.
const COUNT_MAX: u32 = 5;
const SERVERS_MAX: u32 = 20;

/// Which services belong together, and by which links; other pairs are beyond us.
const PAIRS: &[(&[Service], &[Link], &[Service])] = &[
    (&[Network], &[Link::With, Link::For], NETWORKED),
    (NETWORKED, &[Link::In, Link::With], &[Network]),
    (NETWORKED, &[Link::With], &[Group]),
    (
        &[Server, Scaling, Containers],
        &[Link::Behind, Link::With],
        &[Balancer],
    ),
    (
        &[Balancer],
        &[Link::With, Link::For, Link::To, Link::Runs],
        &[Server, Scaling, Containers],
    ),
    (&[Server], &[Link::In, Link::With, Link::Behind], &[Scaling]),
    (&[Scaling], &[Link::With, Link::For, Link::Runs], &[Server]),
    (
        &[Server, Scaling, Containers],
        &[Link::With, Link::To],
        &[Database, Cache],
    ),
    (
        &[Database, Cache],
        &[Link::For],
        &[Server, Scaling, Containers],
    ),
    (&[Server], &[Link::With], &[Files, Server]),
    (
        &[Files],
        &[Link::In, Link::With, Link::For, Link::Mounted],
        &[Server],
    ),
    (&[Function], &[Link::With, Link::Behind], &[Api]),
    (&[Api], &[Link::With, Link::To, Link::For], &[Function]),
    (&[Function], &[Link::With, Link::To], &[Table]),
    (&[Api], &[Link::With], &[Table]),
    (&[Queue], &[Link::Subscribed], &[Topic]),
    (&[Topic], &[Link::With, Link::To], &[Queue]),
    (&[Containers, Kubernetes], &[Link::With], &[Registry]),
];

/// Services that can be called by what they are for.
const PURPOSED: &[Service] = &[Bucket, Table, Queue, Topic];

/// The wants of the parts of a request.
pub(super) fn attach(parts: &[Part]) -> Wants {
    let mut reading = Reading {
        parts,
        wants: Wants::default(),
        items: Vec::new(),
        later: Vec::new(),
        number: None,
        purpose: None,
        link: None,
        is_negated: false,
    };
    for at in 0..parts.len() {
        reading.part(at);
    }
    reading.finish()
}

struct Reading<'p> {
    parts: &'p [Part],
    wants: Wants,
    items: Vec<Open>,
    /// Settings that belong to a service that comes later.
    later: Vec<(&'p [Vec<Setting>], &'p str)>,
    number: Option<u32>,
    purpose: Option<String>,
    /// What stood between the last service and here.
    link: Option<Link>,
    is_negated: bool,
}

/// An item that is being read.
struct Open {
    item: Item,
    number: Option<u32>,
    is_plural: bool,
    /// Which part it is.
    at: usize,
}

impl Open {
    /// One of a service that no word of its own asks for.
    fn of(service: Service, at: usize) -> Open {
        Open {
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

impl<'p> Reading<'p> {
    fn part(&mut self, at: usize) {
        let Some(part) = self.parts.get(at) else {
            return;
        };
        match part {
            Part::Thing {
                service,
                settings,
                is_plural,
            } => self.thing(at, *service, settings, *is_plural),
            Part::Set { readings, said } => self.set(at, readings, said),
            Part::Link(link) => {
                // In `in a vpc behind …` the last one counts; `and with` is `with`.
                self.link = Some(*link);
                self.is_negated &= *link != Link::And;
            }
            Part::Mark => {
                self.is_negated = false;
                self.link = Some(Link::And);
            }
            Part::Number(number) => {
                if self.number.replace(*number).is_some() || !self.leads_to_thing(at, |_| true) {
                    self.number = None;
                    self.unknown(number.to_string());
                }
            }
            Part::Name(name) => self.name(name),
            Part::Maybe(word, is_quoted) => self.maybe(at, word, *is_quoted),
            Part::Purpose(word) => self.purpose(at, word),
            Part::Region(region) => {
                if self.wants.region.is_some_and(|known| known != *region) {
                    self.unknown((*region).to_owned());
                }
                self.wants.region.get_or_insert(region);
            }
            Part::Unknown(word) => self.unknown(word.clone()),
        }
    }

    fn thing(
        &mut self,
        at: usize,
        service: Service,
        settings: &[(&'static str, String)],
        is_plural: bool,
    ) {
        let link = self.link.take().unwrap_or(Link::Beside);
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let is_comma = matches!(before, Some(Part::Mark));
        if !self.merges(service, settings, link, is_comma) {
            self.items.push(Open {
                item: Item {
                    service,
                    count: 1,
                    names: Vec::new(),
                    purpose: None,
                    link,
                    settings: Vec::new(),
                    is_certain: !self.is_negated && self.stands_for_itself(at, service),
                },
                number: None,
                is_plural,
                at,
            });
        }
        if let Some(open) = self.items.last_mut() {
            open.is_plural |= is_plural;
            open.number = open.number.or(self.number.take());
            open.at = at;
            if let Some(purpose) = self.purpose.take() {
                open.item.purpose = Some(purpose);
            }
        }
        for (key, value) in settings {
            self.apply(self.items.len() - 1, key, value);
        }
        for (readings, said) in std::mem::take(&mut self.later) {
            if !self.apply_to(self.items.len() - 1, readings) {
                self.later.push((readings, said));
            }
        }
    }

    /// Whether a second mention speaks of the same thing: `rds postgres database`, `postgres on rds`.
    fn merges(
        &self,
        service: Service,
        settings: &[(&'static str, String)],
        link: Link,
        is_comma: bool,
    ) -> bool {
        let Some(last) = self.items.last() else {
            return false;
        };
        let clashes = settings
            .iter()
            .any(|(key, value)| last.item.get(key).is_some_and(|set| set != value));
        let says_more = !settings.is_empty() || !last.item.settings.is_empty();
        let is_joined = match link {
            Link::Beside | Link::In | Link::Runs => true,
            Link::With | Link::For => says_more,
            // `rds, postgres`
            Link::And => {
                is_comma
                    && !settings.is_empty()
                    && last.item.get("engine").is_none()
                    && service == Database
            }
            _ => false,
        };
        let is_new = self.number.is_some() || self.purpose.is_some();
        last.item.service == service && is_joined && !clashes && !is_new
    }

    fn set(&mut self, at: usize, readings: &'p [Vec<Setting>], said: &'p str) {
        let takes = |service| {
            readings
                .iter()
                .any(|reading| reading.iter().any(|one| one.rule.of.contains(&service)))
        };
        if self.leads_to_thing(at, takes) {
            self.later.push((readings, said));
            return;
        }
        if let Some(last) = self.items.len().checked_sub(1)
            && self.apply_to(last, readings)
        {
            return;
        }
        for at in (0..self.items.len()).rev() {
            if roams(readings) && self.apply_to(at, readings) {
                return;
            }
        }
        if roams(readings) || self.items.is_empty() {
            self.later.push((readings, said));
        } else {
            self.unknown(said.to_owned());
        }
    }

    /// Whether a service comes next that a test takes, with nothing but settings in front of it.
    fn leads_to_thing(&self, at: usize, takes: impl Fn(Service) -> bool) -> bool {
        let mut lists = 0;
        for part in self.parts.iter().skip(at + 1) {
            match part {
                Part::Thing { service, .. } => {
                    return takes(*service) && (lists == 0 || self.items.is_empty());
                }
                Part::Set { .. } | Part::Number(_) | Part::Purpose(_) => {}
                Part::Link(Link::And) | Part::Mark
                    if matches!(self.parts.get(at), Some(Part::Set { .. })) =>
                {
                    lists += 1
                }
                _ => return false,
            }
        }
        false
    }

    /// Makes the settings of the first reading that an item takes.
    fn apply_to(&mut self, at: usize, readings: &[Vec<Setting>]) -> bool {
        let Some(service) = self.items.get(at).map(|open| open.item.service) else {
            return false;
        };
        let takes = |one: &&Setting| one.rule.of.contains(&service);
        let Some(reading) = readings
            .iter()
            .find(|reading| reading.iter().any(|one| takes(&one)))
        else {
            return false;
        };
        for one in reading.iter().filter(takes) {
            self.apply(at, one.rule.key, &one.value);
        }
        true
    }

    /// Makes a setting, unless it contradicts what is set or cannot be.
    fn apply(&mut self, at: usize, key: &'static str, value: &str) {
        let Some(open) = self.items.get_mut(at) else {
            return;
        };
        let item = &mut open.item;
        if !bounds::allow(key, value) {
            self.wants.unknown.push(format!("{key} {value}"));
            return;
        }
        if key == "instances" {
            let number = value.parse().ok();
            if open.number.is_some_and(|known| Some(known) != number) {
                self.wants.unknown.push(format!("{value} {key}"));
            }
            open.number = number;
            return;
        }
        if key == "name" {
            item.names.push(value.to_owned());
            return;
        }
        let is_list = bounds::LISTS.contains(&key);
        match item.get(key).map(str::to_owned) {
            Some(set) if set == value || is_list && item.all(key).any(|one| one == value) => {}
            Some(_) if !is_list => self.wants.unknown.push(format!("{key} {value}")),
            _ => item.settings.push((key, value.to_owned())),
        }
    }

    fn name(&mut self, name: &str) {
        match self.items.last_mut() {
            Some(open) if may_be_called(open.item.service, name) => {
                open.item.names.push(name.to_owned())
            }
            _ => self.unknown(name.to_owned()),
        }
    }

    /// A word that stands nowhere: a name directly behind what it can be the name of.
    fn maybe(&mut self, at: usize, word: &str, is_quoted: bool) {
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let follows = matches!(before, Some(Part::Thing { .. })) || self.is_listed(at);
        let service = self.items.last().map(|open| open.item.service);
        let is_name = service.filter(|_| follows).is_some_and(|service| {
            may_be_called(service, word)
                && service.is_countable()
                && (is_quoted
                    || looks_like_a_name(word)
                    || service == Table && self.has_key_behind(at))
        });
        if is_name {
            self.name(word);
        } else {
            self.unknown(word.to_owned());
        }
    }

    /// Whether a word stands in a list of words behind several of a kind: `two buckets, raw-data and
    /// clean-data`.
    fn is_listed(&self, at: usize) -> bool {
        let is_many = |open: &Open| open.number.is_some_and(|number| number > 1);
        let mut before = self.parts.iter().take(at).rev().skip_while(|part| {
            matches!(
                part,
                Part::Mark | Part::Link(Link::And) | Part::Maybe(..) | Part::Name(_)
            )
        });
        matches!(before.next(), Some(Part::Thing { .. })) && self.items.last().is_some_and(is_many)
    }

    /// Whether the key of a table is what comes next: `table users with hash key id`.
    fn has_key_behind(&self, at: usize) -> bool {
        let mut next = self
            .parts
            .iter()
            .skip(at + 1)
            .filter(|part| !matches!(part, Part::Link(Link::With | Link::And) | Part::Mark));
        matches!(next.next(), Some(Part::Set { readings, .. })
            if readings.iter().flatten().any(|one| one.rule.key == "hash"))
    }

    fn purpose(&mut self, at: usize, word: &str) {
        if matches!(self.parts.get(at + 1), Some(Part::Thing { service, .. }) if PURPOSED.contains(service))
        {
            self.purpose = Some(word.to_owned());
            return;
        }
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let named = |service: &Service| match service {
            Table => self.has_key_behind(at),
            // `topic alerts`
            service => matches!(service, Topic | Queue),
        };
        if matches!(before, Some(Part::Thing { service, .. }) if named(service)) {
            return self.name(word);
        }
        match self.items.last_mut() {
            Some(open)
                if matches!(before, Some(Part::Link(Link::For)))
                    && PURPOSED.contains(&open.item.service)
                    && open.item.purpose.is_none() =>
            {
                open.item.purpose = Some(word.to_owned());
                self.link = None;
            }
            _ => self.unknown(word.to_owned()),
        }
    }

    fn unknown(&mut self, word: String) {
        const DENIES: &[&str] = &[
            "no",
            "without",
            "not",
            "except",
            "instead",
            "don't",
            "dont",
            "never",
            "existing",
            "excluding",
            "avoid",
            "than",
            "nor",
            "neither",
            "already",
            "rather",
            "remove",
            "delete",
        ];
        self.is_negated |= DENIES.contains(&word.to_lowercase().as_str());
        self.wants.unknown.push(word);
    }

    /// Whether a thing is meant by its word alone. Beside a word that was not understood it may be
    /// a piece of something else (`instance profile`, `access to a bucket`), as it may behind what
    /// is said of others (`mysql instance`); of things in a list each is as certain as the first.
    fn stands_for_itself(&self, at: usize, service: Service) -> bool {
        let is_unknown =
            |part: Option<&Part>| matches!(part, Some(Part::Maybe(..) | Part::Unknown(_)));
        let is_of_others = |part: &Part| match part {
            Part::Thing { .. } => true,
            Part::Set { readings, .. } => !readings
                .iter()
                .flatten()
                .any(|one| one.rule.of.contains(&service)),
            _ => false,
        };
        // `server access logs`, `gateway load balancer`
        let is_piece = |part: &Part| match part {
            Part::Thing { service: next, .. } => *next != service,
            part => is_of_others(part),
        };
        let after = self.parts.get(at + 1);
        if is_unknown(after) || after.is_some_and(is_piece) {
            return false;
        }
        let mut before = self.parts.iter().take(at).rev();
        match before.next() {
            Some(Part::Link(Link::And) | Part::Mark) => {
                let is_list = matches!(before.next(), Some(Part::Thing { .. }));
                let last = self.items.last();
                // `a database (version 15) instance`
                let is_other = |last: &Open| matches!(last.item.service, Database | Cache);
                if !is_list && service == Server && last.is_some_and(is_other) {
                    return false;
                }
                last.is_none_or(|last| !is_list || last.item.is_certain)
            }
            Some(Part::Link(link)) => {
                let is_link = |part: &&Part| matches!(part, Part::Link(_));
                let to_whom = before.find(|part| !is_link(part));
                let is_vague = match to_whom {
                    // `access to a bucket`
                    Some(Part::Set { .. }) => *link == Link::To,
                    // `a delivery stream with an http endpoint`
                    Some(Part::Purpose(_)) => true,
                    // `DHCP options named "main" for a vpc`
                    Some(Part::Name(_)) => self.items.is_empty(),
                    part => is_unknown(part),
                };
                !is_vague
            }
            part => !is_unknown(part) && !part.is_some_and(is_of_others),
        }
    }

    /// What is left over belongs to nothing; pairs and counts are checked.
    fn finish(mut self) -> Wants {
        // `t3.large instance with nginx`
        let is_plural = |said: &str| said.ends_with(" instances");
        let mut said = self.later.iter().map(|(_, said)| *said);
        let server = said.find(|said| said.ends_with(" instance") || is_plural(said));
        if let Some(said) = server.filter(|_| self.items.is_empty()) {
            self.items.push(Open {
                is_plural: is_plural(said),
                ..Open::of(Server, self.parts.len())
            });
            for (readings, said) in std::mem::take(&mut self.later) {
                if !self.apply_to(0, readings) {
                    self.later.push((readings, said));
                }
            }
        }
        for (readings, said) in std::mem::take(&mut self.later) {
            let is_of_network = readings
                .iter()
                .flatten()
                .any(|one| one.rule.of == [Network]);
            if is_of_network && roams(readings) {
                let at = self.network();
                self.apply_to(at, readings);
            } else {
                self.unknown(said.to_owned());
            }
        }
        let services: Vec<(Service, Link)> = self
            .items
            .iter()
            .map(|open| (open.item.service, open.item.link))
            .collect();
        for pair in services.windows(2) {
            if let [(before, _), (service, link)] = pair
                && !belong(*before, *link, *service)
            {
                self.unknown(format!("{} {}", before.title(), service.title()));
            }
        }
        for at in 0..self.items.len() {
            self.count(at);
        }
        self.wants.items = self.items.into_iter().map(|open| open.item).collect();
        self.wants
    }

    /// The network of the request, which a subnet alone asks for too.
    fn network(&mut self) -> usize {
        if let Some(at) = self
            .items
            .iter()
            .position(|open| open.item.service == Network)
        {
            return at;
        }
        self.items.push(Open::of(Network, self.parts.len()));
        self.items.len() - 1
    }

    /// How many of an item there are: the number, or as many as there are names.
    fn count(&mut self, at: usize) {
        let has = |service| self.items.iter().any(|open| open.item.service == service);
        let (scales, balances) = (has(Scaling), has(Balancer));
        let Some(open) = self.items.get_mut(at) else {
            return;
        };
        let (item, number) = (&mut open.item, open.number);
        let names = u32::try_from(item.names.len()).unwrap_or(u32::MAX);
        let is_server = item.service == Server;
        let most = if is_server { SERVERS_MAX } else { COUNT_MAX };
        let is_vague =
            open.is_plural && number.is_none() && names < 2 && item.service.is_countable();
        item.count = number.unwrap_or(names.max(1));
        let fits = match item.count {
            0 => false,
            1 => names <= 1,
            count => {
                item.service.is_countable()
                    && count <= most
                    && (names == 0 || names == count || is_server && names == 1)
            }
        };
        // Servers that are scaled have no number, and two are the least that are balanced.
        if is_vague && is_server && balances && !scales {
            item.count = 2;
            item.settings.push(("vague", "true".to_owned()));
        }
        if !fits || is_vague && !(is_server && (scales || balances)) {
            let number = number.map_or("several".to_owned(), |number| number.to_string());
            let said = format!("{number} {}", item.service.title());
            self.wants.unknown.push(said);
        }
    }
}

fn roams(readings: &[Vec<Setting>]) -> bool {
    readings.iter().flatten().all(|one| one.rule.roams)
}

fn belong(before: Service, link: Link, service: Service) -> bool {
    link == Link::And
        || PAIRS.iter().any(|(left, links, right)| {
            left.contains(&before) && links.contains(&link) && right.contains(&service)
        })
}

fn may_be_called(service: Service, name: &str) -> bool {
    let is_short = name.len() <= 30 || service == Bucket || service == Logs;
    is_short && service.may_be_called(name)
}

/// Whether a word without quotes and without `called` is a name rather than a word of English.
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
    let lower = word.to_lowercase();
    let parts: Vec<&str> = lower.split(['-', '_', '.']).collect();
    let is_english = parts.iter().any(|part| WORDS.contains(part));
    let ends_well = parts.last().is_some_and(|last| ENDS.contains(last));
    parts.len() > 1 && !is_english && (lower.contains('_') || lower.starts_with("my-") || ends_well)
}
