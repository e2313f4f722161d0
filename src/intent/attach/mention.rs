//! Finds the item that a mention of a service speaks of.
//!
//! It is a new item, or one that was mentioned before: `the bucket`, `it`.

use super::finish::can_combine;
use super::{OpenItem, RUNNERS, RequestBuilder};
use crate::intent::read::{Mention, Part};
use crate::intent::service::Service::{self, *};
use crate::intent::text::Determiner;
use crate::intent::vocabulary::Link;

/// Settings that install software on a server.
const SOFTWARE: &[&str] = &["app", "docker", "node"];

/// Settings of which an item has one, so that another value means another item.
const DISTINCT: &[&str] = &["engine", "version", "bastion", "fifo", "site"];

/// Pairs that a template connects only where the request names a relation between them.
const RELATED: &[[Service; 2]] = &[[Topic, Queue], [Scaling, Server]];

/// Returns whether a template connects two services only where a noun names the relation.
pub(super) fn needs_noun(one: Service, other: Service) -> bool {
    let mut pairs = RELATED.iter();
    pairs.any(|pair| pair.contains(&one) && pair.contains(&other) && one != other)
}

impl RequestBuilder<'_> {
    /// Returns the item that a mention speaks of, or `None` for a new one.
    ///
    /// Reports the mention as unknown if it can mean several things.
    pub(super) fn mentioned(
        &mut self,
        at: usize,
        service: Service,
        settings: &[(&'static str, String)],
        mention: Mention,
        link: Link,
    ) -> Option<usize> {
        if let Some(list) = self.listed(service, settings, link) {
            return list;
        }
        if self.is_same_noun(at, service, settings, link) {
            return Some(self.focus);
        }
        let candidates = self.candidates(service, settings, mention);
        let is_back = mention.determiner == Determiner::Definite
            || mention.determiner == Determiner::None && mention.is_subject;
        if !is_back && self.continues_a_relation(at, service, mention) {
            self.unknown(service.title().to_owned());
        }
        if !is_back {
            let is_again = self.is_ambiguous_again(at, service, settings, mention);
            if is_again {
                self.unknown(format!("another {}", service.title()));
            }
            self.check_pair(
                self.items.get(self.focus).map(|open| open.item.service),
                link,
                service,
            );
            return None;
        }
        match candidates[..] {
            [known] => {
                let focus = self.items.get(self.focus).map(|open| open.item.service);
                let number = self.number.take();
                let target = self.items.get(known);
                let counts = target.is_some_and(|open| number == open.number);
                let is_one_of_many = target
                    .is_some_and(|open| open.number.is_some_and(|number| number > 1))
                    && !mention.is_plural;
                if number.is_some() && !counts || is_one_of_many {
                    self.unknown(format!("the {}", service.title()));
                }
                // A relation to an item that is there already; a sentence about it has none.
                if link != Link::And && known != self.focus {
                    self.check_pair(focus, link, service);
                    let is_related = |pair: &&[Service; 2]| {
                        pair.contains(&service) && focus.is_some_and(|focus| pair.contains(&focus))
                    };
                    if RELATED.iter().any(|pair| is_related(&pair)) {
                        self.unknown(format!("the {}", service.title()));
                    }
                }
                Some(known)
            }
            [] => {
                // `in the vpc` is about a network that exists; `create the vpc` is not.
                let is_late = !self.items.is_empty()
                    && (mention.is_subject || self.sentences > 0 && !self.begins_with_the);
                let is_outside = is_late
                    || mention.determiner == Determiner::Definite
                        && matches!(
                            link,
                            Link::In
                                | Link::Behind
                                | Link::To
                                | Link::Mounted
                                | Link::Subscribed
                                | Link::For
                        );
                if is_outside {
                    self.unknown(format!("the {}", service.title()));
                }
                self.check_pair(
                    self.items.get(self.focus).map(|open| open.item.service),
                    link,
                    service,
                );
                None
            }
            _ => {
                self.unknown(format!("the {}", service.title()));
                Some(candidates[0])
            }
        }
    }

    /// Returns the items that a noun with these settings can mean.
    fn candidates(
        &self,
        service: Service,
        settings: &[(&'static str, String)],
        mention: Mention,
    ) -> Vec<usize> {
        let fits = |service: Service, open: &OpenItem| {
            open.item.service == service
                && !clashes(open, settings)
                && self
                    .purpose
                    .as_ref()
                    .is_none_or(|purpose| open.item.purpose.as_ref() == Some(purpose))
        };
        let of = |service| {
            let all = self.items.iter().enumerate();
            all.filter(|(_, open)| fits(service, open))
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        };
        let mut exact = of(service);
        // A server that is no bastion is meant where both are there.
        let plain: Vec<usize> = exact
            .iter()
            .copied()
            .filter(|at| !self.items[*at].item.has("bastion"))
            .collect();
        if exact.len() > 1 && plain.len() == 1 && !settings.iter().any(|(key, _)| *key == "bastion")
        {
            return plain;
        }
        let is_bastion = settings.iter().any(|(key, _)| *key == "bastion");
        if !is_bastion && !mention.is_subject {
            exact = plain;
        }
        // `the instance` of a request without servers is that of a database.
        if exact.is_empty() && mention.is_generic {
            return of(Database);
        }
        exact
    }

    /// Returns whether a second noun belongs to the noun before it.
    ///
    /// Examples: `rds postgres database`, `postgres on rds`.
    fn is_same_noun(
        &self,
        at: usize,
        service: Service,
        settings: &[(&'static str, String)],
        link: Link,
    ) -> bool {
        let Some(last) = self.items.get(self.focus) else {
            return false;
        };
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let is_comma = matches!(before, Some(Part::Mark(',' | '(')));
        let has_settings = !settings.is_empty() || !last.item.settings.is_empty();
        let is_joined = match link {
            Link::Adjacent | Link::In | Link::Runs => true,
            Link::With | Link::For => has_settings,
            // Example: `rds, postgres`.
            Link::And => {
                is_comma
                    && !settings.is_empty()
                    && last.item.get("engine").is_none()
                    && [Database, Kubernetes].contains(&service)
            }
            _ => false,
        };
        let is_new = self.number.is_some() || self.purpose.is_some();
        last.item.service == service && is_joined && !clashes(last, settings) && !is_new
    }

    /// Returns whether a repeated noun can mean the first item as well as another one.
    fn is_ambiguous_again(
        &self,
        at: usize,
        service: Service,
        settings: &[(&'static str, String)],
        mention: Mention,
    ) -> bool {
        if self.number.is_some() || self.purpose.is_some() {
            return false;
        }
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let is_listed = matches!(before, Some(Part::Link(Link::And)));
        let mut same = self
            .items
            .iter()
            .filter(|open| open.item.service == service);
        let is_distinct = |open: &OpenItem| {
            let of = |key: &str| {
                settings
                    .iter()
                    .find(|(set, _)| *set == key)
                    .map(|(_, value)| value.as_str())
            };
            DISTINCT.iter().any(|key| of(key) != open.item.get(key))
        };
        let is_named = matches!(self.parts.get(at + 1), Some(Part::Name(_)))
            || mention.determiner == Determiner::Indefinite && is_listed
            || is_listed
                && self
                    .parts
                    .get(at + 1)
                    .is_some_and(|next| !matches!(next, Part::Mark(_)));
        !is_named && same.any(|open| !is_distinct(open))
    }

    /// Returns whether `and` can join a service to a relation that it does not fit.
    ///
    /// Examples: `a role for ec2 and lambda`, `a function that reads from a table and a queue`.
    fn continues_a_relation(&self, at: usize, service: Service, mention: Mention) -> bool {
        let mut before = self.parts.iter().take(at).rev();
        if !matches!(before.next(), Some(Part::Link(Link::And))) || self.number.is_some() {
            return false;
        }
        if let Some(Part::Set { readings, .. }) = before.next() {
            let is_purpose = readings.iter().flatten().any(|one| one.rule.key == "for");
            return is_purpose && mention.determiner == Determiner::None;
        }
        let [.., left, right] = self.items.as_slice() else {
            return false;
        };
        let link = right.item.link;
        let is_relation = match link {
            Link::With => left.item.service == Function,
            link => matches!(link, Link::To | Link::Subscribed | Link::Mounted),
        };
        is_relation && !can_combine(left.item.service, link, service)
    }

    /// Reports two services that no template connects in this way.
    fn check_pair(&mut self, before: Option<Service>, link: Link, service: Service) {
        if let Some(before) = before.filter(|before| !can_combine(*before, link, service)) {
            self.unknown(format!("{} {}", before.title(), service.title()));
        }
    }

    /// Returns whether a setting before a noun makes it another kind of thing.
    ///
    /// Examples: `nat instance`, `dns server`.
    pub(super) fn is_compound(&self, at: usize, service: Service, mention: Mention) -> bool {
        let before = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let Some(Part::Set { readings, .. }) = before else {
            return false;
        };
        let is_of_noun = readings
            .iter()
            .flatten()
            .any(|one| one.rule.of.contains(&service));
        mention.determiner == Determiner::None && !is_of_noun
    }

    /// Returns whether an adjective before the first of two nouns can be that of the second one too.
    ///
    /// Examples: `fifo topic and queue`, `private ec2 and rds`.
    pub(super) fn shares_an_adjective(
        &self,
        at: usize,
        service: Service,
        settings: &[(&'static str, String)],
        mention: Mention,
    ) -> bool {
        const SHARED: &[&str] = &["private", "place"];
        let (before, first) = match &self.parts[..at] {
            [
                ..,
                before,
                Part::Thing { settings, .. },
                Part::Link(Link::And),
            ] => (Some(before), settings),
            [Part::Thing { settings, .. }, Part::Link(Link::And)] => (None, settings),
            _ => return false,
        };
        let is_bare =
            mention.determiner == Determiner::None && self.number.is_none() && settings.is_empty();
        let is_fifo =
            [Topic, Queue].contains(&service) && first.iter().any(|(key, _)| *key == "fifo");
        let is_shared = matches!(before, Some(Part::Set { readings, .. })
        if readings.iter().flatten().any(|one| {
            SHARED.contains(&one.rule.key) && one.rule.of.contains(&service)
        }));
        is_bare && (is_fifo || is_shared)
    }

    /// Returns whether software is meant that runs on the server before it.
    ///
    /// `ec2 with mysql` and `ec2 with nginx and mysql` do not say whether a managed service is meant.
    pub(super) fn is_on_server(&self, at: usize, link: Link, mention: Mention) -> bool {
        let is_server = self
            .items
            .get(self.focus)
            .is_some_and(|open| RUNNERS.contains(&open.item.service));
        if !mention.is_software || !is_server {
            return false;
        }
        // Example: `postgres rds`.
        let is_managed = matches!(self.parts.get(at + 1), Some(Part::Thing { mention, .. }) if !mention.is_software);
        if is_managed {
            return false;
        }
        let mut before = self.parts.iter().take(at).rev();
        let is_joined = |part: &&Part| matches!(part, Part::Link(Link::And) | Part::Mark(','));
        let is_list = before.clone().next().is_some_and(|part| is_joined(&part));
        let after_software = is_list && before.find(|part| !is_joined(part)).is_some_and(installs);
        !matches!(link, Link::And | Link::Adjacent) || after_software
    }

    /// Returns whether a listed setting is the software of the service after `on`.
    ///
    /// Example: `a vpc, nginx on an ec2 instance`.
    pub(super) fn is_software_of_next(&self, at: usize) -> bool {
        let begins = at.checked_sub(1).and_then(|at| self.parts.get(at));
        let is_listed = matches!(begins, Some(Part::Mark(_) | Part::Link(Link::And)));
        is_listed
            && self.parts.get(at).is_some_and(installs)
            && matches!(self.parts.get(at + 1), Some(Part::Link(Link::In)))
            && matches!(self.parts.get(at + 2), Some(Part::Thing { service, .. }) if RUNNERS.contains(service))
    }

    /// Returns whether `installed` is about software that a server gets.
    pub(super) fn is_software_installed(&self, at: usize) -> bool {
        let is_link = |part: &&Part| matches!(part, Part::Link(Link::Runs) | Part::Installed);
        let mut before = self
            .parts
            .iter()
            .take(at)
            .rev()
            .filter(|part| !is_link(part));
        let after = self.parts.get(at + 1);
        before.next().is_some_and(installs) || after.is_some_and(installs)
    }
}

/// Returns whether a part installs software on a server.
pub(super) fn installs(part: &Part) -> bool {
    matches!(part, Part::Set { readings, .. }
        if readings.iter().flatten().any(|one| SOFTWARE.contains(&one.rule.key)))
}

/// Returns whether an item has another value for one of the settings.
pub(super) fn clashes(open: &OpenItem, settings: &[(&'static str, String)]) -> bool {
    settings
        .iter()
        .any(|(key, value)| open.item.get(key).is_some_and(|set| set != value))
}
