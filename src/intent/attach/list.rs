//! Reads the list after a number of things.
//!
//! Example: `3 servers: two web servers and a bastion`.

use super::mention::{clashes, installs};
use super::{OpenItem, RequestBuilder};
use crate::intent::read::Part;
use crate::intent::service::Service;
use crate::intent::text::is_stop;
use crate::intent::vocabulary::Link;

/// List that explains an item.
#[derive(Debug)]
pub(super) struct List {
    /// Index of the item that the list explains.
    of: usize,
    /// Number of the listed items, which come last.
    listed: usize,
    /// Whether the list is in parentheses.
    is_enclosed: bool,
}

impl RequestBuilder<'_> {
    /// Opens a list at `:` or `(` behind a service, and closes it at the end of a sentence.
    pub(super) fn list_mark(&mut self, at: usize, mark: char) {
        let is_closed = self
            .list
            .as_ref()
            .is_some_and(|list| match list.is_enclosed {
                true => mark == ')',
                false => is_stop(mark),
            });
        if is_closed {
            self.close_list();
        }
        let mut before = self.parts.iter().take(at).rev();
        let is_part =
            |part: &&Part| !matches!(part, Part::Set { .. } | Part::Region(_) | Part::Name(_));
        let is_behind_thing = matches!(before.find(is_part), Some(Part::Thing { .. }));
        if matches!(mark, ':' | '(') && is_behind_thing && self.list.is_none() {
            self.list = Some(List {
                of: self.focus,
                listed: 0,
                is_enclosed: mark == '(',
            });
        }
    }

    /// Returns the item that a mention within a list speaks of; `None` outside lists.
    pub(super) fn listed(
        &mut self,
        service: Service,
        settings: &[(&'static str, String)],
        link: Link,
    ) -> Option<Option<usize>> {
        let (of, listed) = self.list.as_ref().map(|list| (list.of, list.listed))?;
        let open = self.items.get(of)?;
        let is_counted = open.number.is_some() || open.is_plural;
        let clashes = clashes(open, settings);
        if open.item.service != service {
            self.unknown(service.title().to_owned());
            return Some(None);
        }
        if !is_counted {
            if clashes || listed > 0 {
                self.unknown(service.title().to_owned());
            }
            return Some(Some(of));
        }
        // The rest of `2 ec2: ec2 with nginx on ec2` is about the listed item.
        if listed > 0 && matches!(link, Link::In | Link::Adjacent | Link::Runs) {
            return Some(Some(self.focus));
        }
        if let Some(list) = &mut self.list {
            list.listed += 1;
        }
        Some(None)
    }

    /// Returns whether a setting is the software of one listed server: `2 servers: nginx, docker`.
    pub(super) fn installs_one_of_a_list(&self, at: usize) -> bool {
        let is_first = self.list.as_ref().is_some_and(|list| {
            let number = self.items.get(list.of).and_then(|open| open.number);
            list.listed == 0 && number.is_some_and(|number| number > 1)
        });
        let mut before = self.parts.iter().take(at);
        is_first && self.parts.get(at).is_some_and(installs) && before.any(installs)
    }

    /// Replaces the counted item by the listed ones.
    pub(super) fn close_list(&mut self) {
        let Some(list) = self.list.take().filter(|list| list.listed > 0) else {
            return;
        };
        let Some(counted) = self.items.get(list.of) else {
            return;
        };
        let (title, number) = (counted.item.service.title(), counted.number);
        let first = self.items.len().saturating_sub(list.listed);
        let count = |open: &OpenItem| open.number.unwrap_or(1);
        let total: u32 = self.items.iter().skip(first).map(count).sum();
        if number.is_some_and(|number| number != total) || !counted.item.names.is_empty() {
            self.unknown(format!("{total} {title}"));
            return;
        }
        let settings = counted.item.settings.clone();
        let (link, is_certain) = (counted.item.link, counted.item.is_certain);
        for at in first..self.items.len() {
            for (key, value) in &settings {
                self.apply(at, key, value);
            }
            if let Some(open) = self.items.get_mut(at) {
                open.item.link = if at == first { link } else { Link::And };
                open.item.is_certain = is_certain;
            }
        }
        self.items.remove(list.of);
        self.focus = self.items.len().saturating_sub(1);
    }
}
