//! Completes a parsed request: unassigned settings, pairs of services, counts.

use super::setting::apply_anywhere;
use super::{COUNT_MAX, OpenItem, PAIRS, RequestBuilder, SERVERS_MAX};
use crate::intent::ParsedRequest;
use crate::intent::read::{Declined, Setting};
use crate::intent::service::Service::{self, *};
use crate::intent::vocabulary::{Link, Rule};

impl RequestBuilder<'_> {
    /// Reports unassigned settings as unknown, and checks pairs and counts.
    pub(super) fn finish(mut self) -> ParsedRequest {
        self.close_list();
        // Example: `t3.large instance with nginx`.
        let is_plural = |text: &str| text.ends_with(" instances");
        let mut phrases = self.later.iter().map(|(_, phrase)| *phrase);
        let server = phrases.find(|text| text.ends_with(" instance") || is_plural(text));
        // Example: `a t3.large`.
        let is_size = |rules: &[Vec<Setting>]| {
            let mut rules = rules.iter().flatten();
            rules.any(|one| one.rule.key == "size" && one.rule.of.contains(&Server))
        };
        let bare = self.later.iter().find(|(readings, _)| is_size(readings));
        let server = server.or(bare.map(|(_, phrase)| *phrase));
        if let Some(phrase) = server.filter(|_| self.items.is_empty()) {
            self.items.push(OpenItem {
                is_plural: is_plural(phrase),
                ..OpenItem::new(Server, self.parts.len())
            });
            for (readings, phrase) in std::mem::take(&mut self.later) {
                if !self.apply_to(0, readings) {
                    self.later.push((readings, phrase));
                }
            }
        }
        for (readings, phrase) in std::mem::take(&mut self.later) {
            let is_of_network = readings
                .iter()
                .flatten()
                .any(|one| one.rule.of == [Network]);
            if is_of_network && apply_anywhere(readings) {
                let at = self.network();
                self.apply_to(at, readings);
            } else {
                self.unknown(phrase.to_owned());
            }
        }
        for at in 0..self.items.len() {
            self.count(at);
        }
        self.check_absent();
        self.parsed.items = self.items.into_iter().map(|open| open.item).collect();
        self.parsed
    }

    /// Reports what the request declines as unknown, unless the templates leave it out anyway.
    ///
    /// Whether an answer holds a declined service is checked when it is written.
    fn check_absent(&mut self) {
        /// Settings that no template has unless they are asked for.
        const OFF: &[&str] = &[
            "multi_az", "replicas", "ssh", "address", "docker", "node", "fifo", "dead", "ttl",
            "email",
        ];
        /// Services that no template adds to another one.
        const ADDED: &[Service] = &[Network, Role, Key, Group, Logs, Secret];
        for declined in std::mem::take(&mut self.declined) {
            if self.switches_off(declined) {
                continue;
            }
            let items = || self.items.iter();
            let is_left_out = match declined.service {
                Some(service) => {
                    self.parsed.absent.push(service);
                    !ADDED.contains(&service) && !items().any(|open| open.item.service == service)
                }
                None => {
                    let takes =
                        |rule: &Rule| items().any(|open| rule.of.contains(&open.item.service));
                    let is_off = |rule: &Rule| {
                        let mut takers =
                            items().filter(|open| rule.of.contains(&open.item.service));
                        // A bastion has SSH in any case.
                        let has = |open: &OpenItem| {
                            open.item.has(rule.key) || rule.key == "ssh" && open.item.has("bastion")
                        };
                        OFF.contains(&rule.key) && !takers.any(has)
                    };
                    let mut rules = declined.rules.iter();
                    rules.any(|rule| takes(rule))
                        && declined
                            .rules
                            .iter()
                            .all(|rule| !takes(rule) || is_off(rule))
                        && self.has_one_node(declined)
                }
            };
            if !is_left_out {
                self.unknown(declined.word.clone());
            }
        }
    }

    /// Records a declined setting that a template has unless it is declined, and returns whether it is one.
    fn switches_off(&mut self, declined: &Declined) -> bool {
        const ON: &[&str] = &["versioning"];
        let [rule] = declined.rules[..] else {
            return false;
        };
        let items = self.items.iter_mut().map(|open| &mut open.item);
        let mut takers: Vec<_> = items
            .filter(|item| rule.of.contains(&item.service))
            .collect();
        let is_switch = ON.contains(&rule.key)
            && takers.len() == 1
            && !takers.iter().any(|item| item.has(rule.key));
        for item in takers.iter_mut().filter(|_| is_switch) {
            item.settings.push((rule.key, "false".to_owned()));
        }
        is_switch
    }

    /// Gives the caches of which copies are declined one node, and returns whether they have one.
    ///
    /// A cache of Redis has a copy unless its nodes are counted.
    fn has_one_node(&mut self, declined: &Declined) -> bool {
        let is_copy =
            |rule: &Rule| ["multi_az", "replicas"].contains(&rule.key) && rule.of.contains(&Cache);
        if !declined.rules.iter().any(|rule| is_copy(rule)) {
            return true;
        }
        let items = self.items.iter_mut().map(|open| &mut open.item);
        let mut caches =
            items.filter(|item| item.service == Cache && item.get("engine") != Some("memcached"));
        caches.all(|item| {
            if !item.has("count") && !item.has("replicas") {
                item.settings.push(("count", "1".to_owned()));
            }
            item.get("count") == Some("1")
        })
    }

    /// Returns the network of the request.
    ///
    /// A subnet without a network requests a network too.
    pub(super) fn network(&mut self) -> usize {
        if let Some(at) = self
            .items
            .iter()
            .position(|open| open.item.service == Network)
        {
            return at;
        }
        self.items.push(OpenItem::new(Network, self.parts.len()));
        self.items.len() - 1
    }

    /// Sets the count of an item: its number, or the number of its names.
    pub(super) fn count(&mut self, at: usize) {
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
        // Scaled servers have no fixed number, and a load balancer needs at least two servers.
        if is_vague && is_server && balances && !scales {
            item.count = 2;
            item.settings.push(("vague", "true".to_owned()));
        }
        if !fits || is_vague && !(is_server && (scales || balances)) {
            let number = number.map_or("several".to_owned(), |number| number.to_string());
            let text = format!("{number} {}", item.service.title());
            self.parsed.unknown.push(text);
        }
    }
}

pub(super) fn can_combine(before: Service, link: Link, service: Service) -> bool {
    link == Link::And
        || PAIRS.iter().any(|(left, links, right)| {
            left.contains(&before) && links.contains(&link) && right.contains(&service)
        })
}
