//! Changes in, those that a program has room for out.
//!
//! What nobody asked for in so many words must not bury what was asked for: unasked, a program gets
//! a few resources, and one that is about nothing but a bucket no second bucket.

use super::About;
use super::deed::Deed;
use super::make::first_step;
use crate::hcl::Module;
use crate::stable_sort::Order;
use foldhash::HashSet;

/// Most resources that a program gets unasked.
const ADDED_MAX: usize = 12;

/// What a program got unasked so far.
#[derive(Default)]
pub(super) struct Room {
    added: HashSet<String>,
}

impl Room {
    /// The changes that a module has room for, and the ids of those that it never will have. What is
    /// free or was asked for is made in any case; of the rest what adds the least comes first.
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
            // Once something else has brought what would be one too many, that is as good.
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

/// Whether a new resource for one of a type would be one too many: a second for one that the
/// request is about alone, or one more of what is there in the number that was asked for.
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
