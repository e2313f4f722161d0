//! Assigns settings to the services of a request.

use super::RequestBuilder;
use super::mention::installs;
use crate::intent::bounds;
use crate::intent::read::{Mention, Part, Setting};
use crate::intent::service::Service;
use crate::intent::text::Determiner;
use crate::intent::vocabulary::{Link, Rule};

/// Services of which an instance type is the size.
const SIZED: &[Service] = &[
    Service::Server,
    Service::Scaling,
    Service::Kubernetes,
    Service::Containers,
];

impl<'p> RequestBuilder<'p> {
    pub(super) fn set(&mut self, at: usize, readings: &'p [Vec<Setting>], phrase: &'p str) {
        let takes = |service| {
            readings
                .iter()
                .any(|reading| reading.iter().any(|one| one.rule.of.contains(&service)))
        };
        if self.leads_to_thing(at, takes) || self.is_software_of_next(at) {
            self.later.push((readings, phrase));
            return;
        }
        if let Some(reading) = self.sized_server(readings, phrase) {
            return self.server_of(at, reading, phrase);
        }
        if self.installs_one_of_a_list(at) || self.is_part_of_another_noun(at, readings) {
            self.unknown(phrase.to_owned());
        }
        if self.is_pronoun && self.items.len() > 1 {
            return self.set_of_pronoun(readings, phrase);
        }
        if self.is_of_several(at, readings) || self.is_range_of_subnet(at, readings) {
            self.unknown(phrase.to_owned());
        }
        if self.apply_to(self.focus, readings) {
            return;
        }
        for at in (0..self.items.len()).rev() {
            if apply_anywhere(readings) && self.apply_to(at, readings) {
                return;
            }
        }
        if apply_anywhere(readings) || self.items.is_empty() {
            self.later.push((readings, phrase));
        } else {
            self.unknown(phrase.to_owned());
        }
    }

    /// Returns the settings of a server that only its size names, next to other services.
    ///
    /// Example: `two t3.small servers behind a load balancer`. Next to a service whose nodes have a
    /// size, the phrase is about these.
    fn sized_server(&self, readings: &'p [Vec<Setting>], phrase: &str) -> Option<&'p [Setting]> {
        const NOUNS: &[&str] = &[" instance", " instances", " server", " servers"];
        let is_size =
            |one: &Setting| one.rule.key == "size" && one.rule.of.contains(&Service::Server);
        let reading = readings
            .iter()
            .find(|reading| reading.iter().any(is_size))?;
        let is_noun = NOUNS.iter().any(|noun| phrase.ends_with(noun));
        let is_of = |part: &Part, sized: bool| match part {
            Part::Thing { service, .. } => SIZED.contains(service) == sized,
            _ => false,
        };
        let mut parts = self.parts.iter();
        let is_beside = self.parts.iter().any(|part| is_of(part, false));
        (is_noun && is_beside && !parts.any(|part| is_of(part, true))).then_some(reading)
    }

    /// Returns whether a number counts servers that only their size names.
    pub(super) fn counts_servers(&self, at: usize) -> bool {
        let next = self.parts.get(at + 1);
        matches!(next, Some(Part::Set { readings, text })
            if self.sized_server(readings, text).is_some())
    }

    /// Adds a server with settings.
    fn server_of(&mut self, at: usize, reading: &[Setting], phrase: &str) {
        let settings: Vec<_> = reading
            .iter()
            .map(|one| (one.rule.key, one.value.clone()))
            .collect();
        let mention = Mention {
            determiner: Determiner::Indefinite,
            is_plural: phrase.ends_with('s'),
            is_subject: false,
            is_software: false,
            is_generic: true,
        };
        self.thing(at, Service::Server, &settings, mention);
    }

    /// Returns whether a setting behind a list can be that of each service or of the last one.
    ///
    /// Examples: `a queue and a topic, fifo`, `ec2 and rds in private subnets`.
    fn is_of_several(&self, at: usize, readings: &[Vec<Setting>]) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let rules = || readings.iter().flatten().map(|one| one.rule);
        let is_behind = matches!(before, Some(Part::Mark(',')))
            || matches!(before, Some(Part::Thing { .. }))
                && rules().any(|rule| rule.key == "place");
        let [.., other, last] = self.items.as_slice() else {
            return false;
        };
        let takes =
            |rule: &Rule| rule.of.contains(&other.item.service) && !other.item.has(rule.key);
        let is_of_last = |rule: &Rule| rule.of.contains(&last.item.service);
        is_behind
            && self.focus + 1 == self.items.len()
            && last.item.link == Link::And
            && rules().any(is_of_last)
            && rules().any(takes)
    }

    /// Returns whether a CIDR block is that of the subnet before it, which a template computes.
    ///
    /// Example: `vpc with public subnet 10.0.1.0/24`.
    fn is_range_of_subnet(&self, at: usize, readings: &[Vec<Setting>]) -> bool {
        const SUBNETS: &[&str] = &["public", "private", "subnets"];
        let mut rules = readings.iter().flatten().map(|one| one.rule);
        let is_range = rules.any(|rule| rule.key == "cidr");
        let is_link = |part: &&Part| matches!(part, Part::Link(link) if *link != Link::And);
        let before = self.parts.iter().take(at).rev().find(|part| !is_link(part));
        let is_subnet = matches!(before, Some(Part::Set { readings, .. })
            if readings.iter().flatten().any(|one| SUBNETS.contains(&one.rule.key)));
        is_range && is_subnet
    }

    /// Returns whether a setting belongs to a noun or a relation that the templates do not have.
    ///
    /// Examples: `database subnets`, `a server behind nginx`.
    fn is_part_of_another_noun(&self, at: usize, readings: &[Vec<Setting>]) -> bool {
        match at.checked_sub(1).and_then(|at| self.parts.get(at)) {
            Some(Part::Thing { service, .. }) => {
                let mut rules = readings.iter().flatten();
                *service != Service::Network && rules.all(|one| one.rule.of == [Service::Network])
            }
            Some(Part::Link(Link::Behind | Link::To | Link::Subscribed | Link::Mounted)) => {
                self.parts.get(at).is_some_and(installs) && !self.leads_to_thing(at, |_| true)
            }
            _ => false,
        }
    }

    /// Applies settings of `it` to the only item that can have them.
    fn set_of_pronoun(&mut self, readings: &[Vec<Setting>], phrase: &str) {
        let takes = |service| {
            readings
                .iter()
                .flatten()
                .any(|one| one.rule.of.contains(&service))
        };
        let mut all = (0..self.items.len()).filter(|at| takes(self.items[*at].item.service));
        let (only, other) = (all.next(), all.next());
        match only.filter(|_| other.is_none()) {
            Some(at) => {
                self.apply_to(at, readings);
            }
            None => self.unknown(phrase.to_owned()),
        }
    }

    /// Returns whether the next service passes a test and follows settings only.
    pub(super) fn leads_to_thing(&self, at: usize, takes: impl Fn(Service) -> bool) -> bool {
        let mut lists = 0;
        for part in self.parts.iter().skip(at + 1) {
            match part {
                Part::Thing { service, .. } => {
                    return takes(*service) && (lists == 0 || self.items.is_empty());
                }
                Part::Set { .. } | Part::Number(_) | Part::Purpose(_) => {}
                Part::Link(Link::And) | Part::Mark(_)
                    if matches!(self.parts.get(at), Some(Part::Set { .. })) =>
                {
                    lists += 1
                }
                _ => return false,
            }
        }
        false
    }

    /// Applies the first reading that has a setting of the item's service.
    pub(super) fn apply_to(&mut self, at: usize, readings: &[Vec<Setting>]) -> bool {
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

    /// Applies a setting, unless it contradicts an earlier one or is out of bounds.
    pub(super) fn apply(&mut self, at: usize, key: &'static str, value: &str) {
        let Some(open) = self.items.get_mut(at) else {
            return;
        };
        let item = &mut open.item;
        if !bounds::allow(key, value) {
            self.parsed.unknown.push(format!("{key} {value}"));
            return;
        }
        if key == "instances" {
            let number = value.parse().ok();
            if open.number.is_some_and(|known| Some(known) != number) {
                self.parsed.unknown.push(format!("{value} {key}"));
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
            Some(_) if !is_list => self.parsed.unknown.push(format!("{key} {value}")),
            _ => item.settings.push((key, value.to_owned())),
        }
    }
}

/// Returns whether only one service can have the settings, wherever it is.
pub(super) fn apply_anywhere(readings: &[Vec<Setting>]) -> bool {
    readings
        .iter()
        .flatten()
        .all(|one| one.rule.applies_anywhere)
}
