//! Limits how many unrequested resources the fixes may add.
//!
//! Automatic additions must not hide the requested resources. A module gets a limited number of
//! additional resources, and a module for a single bucket gets no second bucket.

use super::About;
use super::make::first_step;
use crate::hcl::Module;
use crate::rewrite::{Fix, Safety};
use crate::stable_sort::Order;
use foldhash::HashSet;

/// Maximum number of resources that are added without a request.
const ADDED_MAX: usize = 12;

/// Resources added without a request so far.
#[derive(Default)]
pub(super) struct AdditionBudget {
    added: HashSet<String>,
}

impl AdditionBudget {
    /// Returns the changes within the limit, and the ids of those never to be made.
    ///
    /// Free and requested changes are always made. Of the others, those that add the fewest
    /// resources come first.
    pub fn fitting(
        &mut self,
        module: &Module,
        about: Option<&About>,
        fixes: Vec<Fix>,
    ) -> (Vec<Fix>, Vec<String>) {
        let mut limited: Vec<&Fix> = fixes.iter().collect();
        limited.retain(|fix| fix.safety == Safety::Likely);
        if limited.is_empty() {
            return (fixes, Vec::new());
        }
        let declared: HashSet<String> = module.blocks().filter_map(|it| it.address()).collect();
        let added = |fix: &Fix| -> HashSet<String> {
            let added = fix.added.iter();
            let is_new = |it: &&String| it.starts_with("aws_") && !declared.contains(*it);
            added.filter(is_new).cloned().collect()
        };
        limited.order_by_key(|fix| added(fix).len());
        let (mut later, mut never) = (HashSet::default(), Vec::new());
        for fix in limited {
            let mut added = added(fix);
            let kind = first_step(&fix.change.address);
            // A fix that adds a surplus resource is postponed: another fix may add this resource,
            // and then the fix can be made.
            let is_surplus = |new: &String| is_too_many(module, about, &kind, new);
            if added.iter().any(is_surplus) {
                later.insert(fix.change.id.clone());
                continue;
            }
            added.extend(self.added.iter().cloned());
            if added.len() <= ADDED_MAX {
                self.added = added;
            } else {
                never.push(fix.change.id.clone());
            }
        }
        later.extend(never.iter().cloned());
        let fits = |fix: &Fix| !later.contains(&fix.change.id);
        (fixes.into_iter().filter(fits).collect(), never)
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
