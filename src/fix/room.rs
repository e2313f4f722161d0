//! Limits how many unrequested resources the fixes may add.
//!
//! Automatic additions must not hide the requested resources. A module gets a limited number of
//! additional resources, and a module for a single bucket gets no second bucket.

use super::About;
use super::deed::Deed;
use super::make::first_step;
use crate::hcl::Module;
use crate::stable_sort::Order;
use foldhash::HashSet;

/// Maximum number of resources that are added without a request.
const ADDED_MAX: usize = 12;

/// Resources added without a request so far.
#[derive(Default)]
pub(super) struct Room {
    added: HashSet<String>,
}

impl Room {
    /// Returns the changes within the limit, and the ids of those never to be made.
    ///
    /// Free and requested changes are always made. Of the others, those that add the fewest
    /// resources come first.
    pub fn fitting(
        &mut self,
        module: &Module,
        about: Option<&About>,
        deeds: Vec<Deed>,
    ) -> (Vec<Deed>, Vec<String>) {
        let there: HashSet<String> = module.blocks().filter_map(|it| it.address()).collect();
        let news = |deed: &Deed| -> HashSet<String> {
            let added = deed.added.iter();
            let is_new = |it: &&String| it.starts_with("aws_") && !there.contains(*it);
            added.filter(is_new).cloned().collect()
        };
        let mut order: Vec<(&Deed, HashSet<String>)> =
            deeds.iter().map(|deed| (deed, news(deed))).collect();
        order.order_by_key(|(deed, news)| (!deed.is_asked, news.len()));
        let (mut later, mut never) = (HashSet::default(), Vec::new());
        for (deed, mut news) in order {
            let kind = first_step(&deed.address);
            if deed.is_asked {
                continue;
            }
            // A change that adds a surplus resource is postponed: another change may add this
            // resource, and then the change can be made.
            if news
                .iter()
                .any(|address| is_too_many(module, about, &kind, address))
            {
                later.insert(deed.id.clone());
                continue;
            }
            news.extend(self.added.iter().cloned());
            if news.len() <= ADDED_MAX {
                self.added = news;
            } else {
                never.push(deed.id.clone());
            }
        }
        later.extend(never.iter().cloned());
        let fits = |deed: &Deed| !later.contains(&deed.id);
        (deeds.into_iter().filter(fits).collect(), never)
    }
}

/// Whether a new resource for a resource of type `kind` would be surplus.
///
/// It is surplus if it is the second one of its type and the request names only types of the same
/// service, or if the module already has the requested number of its type.
fn is_too_many(module: &Module, about: Option<&About>, kind: &str, new: &str) -> bool {
    let new = first_step(new);
    let is_there = |it: &crate::hcl::Block| it.type_name() == Some(new.as_str());
    let there = module.resources().filter(|it| is_there(it)).count();
    let service = |name: &str| name.split('_').nth(1).map(str::to_owned);
    let is_only = |about: &About| {
        let mut types = about.types.iter();
        types.all(|name| service(name) == service(kind))
    };
    about.is_some_and(|about| {
        about.is_exact && there > 0 || new == kind && there == 1 && is_only(about)
    })
}
