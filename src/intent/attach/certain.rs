//! Determines whether a service is certainly requested.

use super::{OpenItem, RequestBuilder};
use crate::intent::read::Part;
use crate::intent::service::Service::{self, *};
use crate::intent::vocabulary::Link;

impl RequestBuilder<'_> {
    /// Returns whether the word for a service alone is a request for the service.
    ///
    /// Next to an unknown word it may be a part of something else, as in `instance profile` or
    /// `access to a bucket`. The same applies after a word that belongs to other services, as in
    /// `mysql instance`. In a list, each service is as certain as the first.
    pub(super) fn is_requested_alone(&self, at: usize, service: Service) -> bool {
        let is_unknown =
            |part: Option<&Part>| matches!(part, Some(Part::PossibleName(..) | Part::Unknown(_)));
        let is_of_others = |part: &Part| match part {
            Part::Thing { .. } => true,
            Part::Set { readings, .. } => !readings
                .iter()
                .flatten()
                .any(|one| one.rule.of.contains(&service)),
            _ => false,
        };
        // Examples: `server access logs`, `gateway load balancer`.
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
            Some(Part::Link(Link::And) | Part::Mark(_)) => {
                let is_list = matches!(before.next(), Some(Part::Thing { .. }));
                let last = self.items.last();
                // Example: `a database (version 15) instance`.
                let is_other = |last: &OpenItem| matches!(last.item.service, Database | Cache);
                if !is_list && service == Server && last.is_some_and(is_other) {
                    return false;
                }
                last.is_none_or(|last| !is_list || last.item.is_certain)
            }
            Some(Part::Link(link)) => {
                let is_link = |part: &&Part| matches!(part, Part::Link(_));
                let preceding = before.find(|part| !is_link(part));
                let is_vague = match preceding {
                    // Example: `access to a bucket`.
                    Some(Part::Set { .. }) => *link == Link::To,
                    // Example: `a delivery stream with an http endpoint`.
                    Some(Part::Purpose(_)) => true,
                    // Example: `DHCP options named "main" for a vpc`.
                    Some(Part::Name(_)) => self.items.is_empty(),
                    part => is_unknown(part),
                };
                !is_vague
            }
            part => !is_unknown(part) && !part.is_some_and(is_of_others),
        }
    }
}
